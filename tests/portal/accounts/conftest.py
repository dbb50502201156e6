"""An administrator's client, and attempts to sign in that start at none."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from portal.models import Role, User
from tests.factories import UserFactory


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory(role=Role.ADMIN, username="quantri")


@pytest.fixture
def admin(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture(autouse=True)
def no_attempts(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
