"""What every test stands on: a database of its own, quick passwords, hypothesis in step with the machine."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from portal import database
from tests import databases

hypothesis_settings.register_profile(
    "portal",
    deadline=None,  # a shared machine pauses at times
    max_examples=100,
    # The database that properties ask is the same for every example: they only call functions.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("portal")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A clone of the template database instead of pytest-django's migrated one."""
    running = database.available(settings.BASE_DIR, os.environ)
    with running, databases.clone(connections["default"], django_db_blocker.unblock):
        # Cloned with all triggers: a flush need not install them again.
        settings.PGTRIGGER_INSTALL_ON_MIGRATE = False
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Argon2 is slow on purpose; what tests ask of passwords does not depend on it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
