"""Home: it works, what an empty school and a lecturer see, the menu, the same queries however much there is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Role
from school.days import today
from school.models import Provenance
from tests.factories import (
    CourseClassFactory,
    DeclaredFigureFactory,
    EnrolmentFactory,
    RosterConfirmationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NEW_YEAR = date(today().year, 1, 1)
INVENTED = "Số liệu giả định."


@pytest.fixture
def leader(client):
    client.force_login(UserFactory(role=Role.LEADERSHIP))
    return client


def figures(client) -> dict[str, list[tuple[str, str]]]:
    """What home shows, by measure: words and door for this year and last."""
    overview = client.get("/").context["overview"]
    return {
        line.label: [(figure.text, figure.door) for _, figure in line.by_year]
        for section in overview.sections
        for line in section.lines
    }


def test_it_works_and_every_number_opens_its_list(leader):
    course_class = CourseClassFactory(opened=NEW_YEAR)
    EnrolmentFactory.create_batch(2, first_class=course_class)
    RosterConfirmationFactory(course_class=course_class)
    shown = figures(leader)
    assert shown["Lượt học viên của lớp mở trong kỳ"][0][0] == "2"
    doors = [(text, door) for cells in shown.values() for text, door in cells if door]
    assert len(doors) >= 4
    for text, door in doors:
        assert leader.get(door).context["listing"].number == text


def test_learners_waiting_to_be_confirmed_come_first(leader):
    EnrolmentFactory.create_batch(3, first_class=CourseClassFactory(opened=NEW_YEAR))
    waiting = leader.get("/").context["overview"].waiting
    assert waiting.text == "3"
    assert leader.get(waiting.door).context["listing"].number == "3"


def test_an_empty_school_is_told_what_to_do(leader):
    text = leader.get("/").content.decode()
    assert "Cổng chưa có lớp nào" in text
    assert "kèm nguồn" in text


def test_years_with_data_are_listed_the_latest_first(leader):
    DeclaredFigureFactory(year=2021)
    CourseClassFactory(opened=date(2024, 3, 4))
    assert leader.get("/").context["overview"].reports == (2024, 2021)


def test_a_lecturer_sees_no_figure_of_the_school(client):
    client.force_login(UserFactory(role=Role.LECTURER))
    response = client.get("/")
    assert response.status_code == 200
    assert response.context["overview"] is None
    assert "/bao-cao/" not in response.content.decode()


def test_nobody_sees_it_without_signing_in(client):
    assert client.get("/").url == "/dang-nhap/?next=/"


@pytest.mark.parametrize(("role", "shown"), [(Role.ADMIN, True), (Role.LEADERSHIP, False), (Role.TRAINING, False)])
def test_only_administrators_have_the_data_admin_in_their_menu(client, role, shown):
    client.force_login(UserFactory(role=role))
    assert ("/quan-tri/" in client.get("/").content.decode()) is shown


@pytest.mark.parametrize(("provenance", "said"), [(Provenance.INVENTED, True), (Provenance.REAL, False)])
def test_invented_data_is_said_to_be_invented(leader, provenance, said):
    CourseClassFactory(opened=NEW_YEAR, provenance=provenance)
    assert (INVENTED in leader.get("/").content.decode()) is said


def test_the_same_queries_for_one_class_and_for_thirty(leader):
    counts = []
    for classes in (1, 30):
        for course_class in CourseClassFactory.create_batch(classes, opened=NEW_YEAR):
            EnrolmentFactory(first_class=course_class)
        with CaptureQueriesContext(connection) as queries:
            leader.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5
