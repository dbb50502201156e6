"""A filled portal, saved once, and an empty one for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from portal import backup
from tests.portal.backup import portals


@pytest.fixture(scope="session")
def scratch(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[portals.Databases]:
    with django_db_blocker.unblock():
        made = portals.Databases()
    yield made
    made.close()


@pytest.fixture(scope="session")
def filled(scratch: portals.Databases, django_db_blocker: DjangoDbBlocker) -> str:
    """The name of a database with rows in every table."""
    with django_db_blocker.unblock():
        name = scratch.use(scratch.migrated())
        portals.fill()
        scratch.use(scratch.usual)
    return name


@pytest.fixture(autouse=True)
def scratch_only(scratch: portals.Databases, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """These tests commit: in scratch databases only."""
    with django_db_blocker.unblock():
        yield
        scratch.use(scratch.usual)


@pytest.fixture
def source(scratch: portals.Databases, filled: str, tmp_path: Path, settings: Settings) -> Path:
    """The filled portal in use; its uploads folder."""
    scratch.use(filled)
    settings.MEDIA_ROOT = tmp_path / "nguồn"
    portals.fill_uploads(settings.MEDIA_ROOT)
    return settings.MEDIA_ROOT


@pytest.fixture(scope="session")
def saved_once(
    scratch: portals.Databases,
    filled: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    folder = tmp_path_factory.mktemp("sao lưu")
    portals.fill_uploads(folder / "tải lên")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "tải lên"):
        scratch.use(filled)
        backup.write(folder / "a.zip")
        scratch.use(scratch.usual)
    return folder / "a.zip"


@pytest.fixture
def saved(saved_once: Path, tmp_path: Path) -> Path:
    """A backup of the filled portal."""
    return Path(shutil.copy(saved_once, tmp_path / "sao lưu.zip"))


@pytest.fixture(scope="session")
def spare(scratch: portals.Databases) -> str:
    """The name of an empty database for tests that leave it empty."""
    return scratch.migrated()


@pytest.fixture
def target(scratch: portals.Databases, spare: str, tmp_path: Path, settings: Settings) -> Path:
    """An empty portal in use; its uploads folder, which is not there yet."""
    scratch.use(spare)
    settings.MEDIA_ROOT = tmp_path / "đích"
    return settings.MEDIA_ROOT
