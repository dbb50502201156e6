"""A portal of an earlier version moves into this one, whatever has been migrated since."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from pytest_django import Settings

from tests.portal.backup import portals

SAVED = sorted(Path("tests/samples").glob("portal-*.zip"))


def rows_saved(saved: Path, table: str) -> int:
    """How many rows of the table the file says it has."""
    with ZipFile(saved) as opened:
        return int(json.loads(opened.read("manifest.json"))["tables"][table]["rows"])


@pytest.mark.parametrize("saved", SAVED, ids=lambda path: path.stem)
def test_what_an_earlier_version_saved_is_here(
    scratch: portals.Databases, saved: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "tải lên"
    settings.PGTRIGGER_INSTALL_ON_MIGRATE = True
    scratch.use(scratch.bare())
    call_command("restore", str(saved))
    for table in ("enrollment_learner", "enrollment_enrolment", "courses_courseclass", "school_agencyevent"):
        assert portals.ask(f"SELECT count(*) FROM {table}") == [(rows_saved(saved, table),)]
    assert list(portals.files(settings.MEDIA_ROOT)) == ["evidence/2026/Quyết định.txt"]
    assert portals.ask("SELECT count(*) FROM school_institution") == [(1,)]


def test_there_is_one_for_every_version_that_was_used() -> None:
    assert [path.stem for path in SAVED] == ["portal-0.1.0"]
