"""An officer, a running class, drafts of lists for it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from courses.models import CourseClass
from enrollment.domain.imports.receive import receive
from enrollment.models import RosterImport
from portal.models import Role
from tests.enrollment.import_pages.lists import GOOD, HEADER
from tests.factories import AgencyFactory, CourseClassFactory, UserFactory


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


@pytest.fixture
def running() -> CourseClass:
    AgencyFactory(name="Sở Nội vụ")
    return CourseClassFactory(opened=date(2026, 3, 2), code="BD-01")


@pytest.fixture
def draft(running: CourseClass) -> Callable[..., RosterImport]:
    """A draft of these rows for the class."""

    def make(rows: str = GOOD, header: str = HEADER) -> RosterImport:
        return receive(f"{header}\n{rows}\n".encode(), "danh sách.csv", running)

    return make
