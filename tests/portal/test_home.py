"""Home: it works, what an empty school and a lecturer see, the menu, the same queries however much there is."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Role
from school.days import today
from school.models import Provenance
from tests.factories import (
    CourseClassFactory,
    CriteriaTaskFactory,
    DeclaredFigureFactory,
    DocumentFactory,
    EnrolmentFactory,
    ProjectFactory,
    RosterConfirmationFactory,
    SeminarFactory,
    StaffEmploymentFactory,
    StaffFactory,
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


def duties(client) -> dict[str, dict[str, tuple[str, str]]]:
    """What home says is to be done, by group and measure: number and door."""
    return {
        group.name: {line.label: (line.figure.text, line.figure.door) for line in lines}
        for group, lines in client.get("/").context["today"].groups
    }


@pytest.fixture
def officer(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


def test_classes_waiting_to_be_confirmed_come_first(officer):
    EnrolmentFactory.create_batch(3, first_class=CourseClassFactory(opened=NEW_YEAR))
    found = duties(officer)
    assert next(iter(found)) == "WAITING"
    number, door = found["WAITING"]["Lớp chờ chốt danh sách"]
    assert number == "1"
    assert officer.get(door).context["listing"].number == "1"


def test_what_is_late_and_what_nobody_entered(officer):
    past, running = today() - timedelta(days=30), {"opened": today() - timedelta(days=60)}
    CourseClassFactory(opened=None, due_to_open_on=past)
    CourseClassFactory(**running, due_to_close_on=past)
    late, missing = duties(officer)["LATE"], duties(officer)["MISSING"]
    assert {label: number for label, (number, _) in late.items()} == {
        "Lớp quá ngày dự kiến khai giảng": "1",
        "Lớp quá ngày dự kiến bế giảng": "1",
    }
    assert missing["Lớp đang học chưa có danh sách"][0] == "1"
    for number, door in [*late.values(), *missing.values()]:
        assert officer.get(door).context["listing"].number == number


@pytest.mark.parametrize(
    ("role", "group", "label"),
    [
        (Role.SCIENCE, "LATE", "Đề tài, đề án quá hạn"),
        (Role.SCIENCE, "LATE", "Hội thảo, tọa đàm quá ngày dự kiến"),
        (Role.SCIENCE, "LATE", "Chỉ tiêu quá hạn"),
        (Role.SCIENCE, "WAITING", "Chỉ tiêu đến hạn trong 90 ngày"),
        (Role.SCIENCE, "MISSING", "Giảng viên chưa nhập văn bằng"),
        (Role.TRAINING, "MISSING", "Văn bản chưa đối chiếu"),
        (Role.LEADERSHIP, "LATE", "Đề tài, đề án quá hạn"),
    ],
)
def test_each_role_has_its_own_duties(client, role, group, label):
    past, soon = today() - timedelta(days=1), today() + timedelta(days=90)
    ProjectFactory(started_on=past, due_on=past)
    SeminarFactory(held=None, due_on=past)
    CriteriaTaskFactory(due_on=past)
    CriteriaTaskFactory(due_on=soon)
    StaffEmploymentFactory(kind="lecturer", valid_from=past)
    DocumentFactory()
    client.force_login(UserFactory(role=role))
    number, door = duties(client)[group][label]
    assert client.get(door).context["listing"].number == number != "0"


def test_a_leader_waits_for_nothing_of_their_own(leader):
    EnrolmentFactory(first_class=CourseClassFactory(opened=NEW_YEAR))
    assert "WAITING" not in duties(leader)


def test_leadership_has_ten_numbers_each_with_its_list(leader):
    course_class = CourseClassFactory(opened=NEW_YEAR)
    EnrolmentFactory.create_batch(2, first_class=course_class)
    RosterConfirmationFactory(course_class=course_class)
    shown = leader.get("/").context["numbers"]
    assert len(shown) == 10
    numbers = {number.label: number.now for number in shown}
    assert numbers["Lượt học viên của lớp mở trong kỳ"].text == "2"
    assert numbers["Hoàn thành kế hoạch"].text == "–"  # no plan: nothing to divide by
    for figure in numbers.values():
        assert not figure.door or leader.get(figure.door).status_code == 200


def test_others_have_no_ten_numbers(officer):
    CourseClassFactory(opened=NEW_YEAR)
    assert officer.get("/").context["numbers"] == ()


def test_a_lecturer_sees_the_classes_of_their_own(client):
    user = UserFactory(role=Role.LECTURER, staff=StaffFactory())
    mine = CourseClassFactory(opened=today() - timedelta(days=9), homeroom=user.staff)
    CourseClassFactory(opened=today() - timedelta(days=9))
    client.force_login(user)
    assert [running.pk for running in client.get("/").context["today"].running] == [mine.pk]


@pytest.mark.parametrize("role", [Role.TRAINING, Role.LECTURER])
def test_the_link_to_all_running_classes_leads_to_as_many_rows(client, role):
    user = UserFactory(role=role, staff=StaffFactory())
    mine = {"opened": today() - timedelta(days=9), "homeroom": user.staff}
    CourseClassFactory.create_batch(13, **mine)
    CourseClassFactory(**mine, archived_on=today())
    CourseClassFactory(**mine, code_provisional=True)  # nobody knows whether it still runs
    CourseClassFactory(**mine, closed=today())
    client.force_login(user)
    shown = client.get("/").context["today"]
    assert len(shown.running) == 12
    listing = client.get(shown.all_running).context["listing"]
    assert listing.problems == []
    assert listing.count == 13
    assert {one.pk for one in shown.running} < {row.pk for row in listing.page.rows}


def test_without_more_classes_than_shown_there_is_no_such_link(officer):
    CourseClassFactory.create_batch(12, opened=today() - timedelta(days=9))
    shown = officer.get("/").context["today"]
    assert len(shown.running) == 12
    assert shown.all_running == ""


def test_what_comes_within_two_weeks(officer):
    soon = CourseClassFactory(opened=None, due_to_open_on=today() + timedelta(days=14))
    CourseClassFactory(opened=None, due_to_open_on=today() + timedelta(days=15))
    ends = CourseClassFactory(opened=today() - timedelta(days=60), due_to_close_on=today())
    CourseClassFactory(opened=None, due_to_open_on=None)
    coming = officer.get("/").context["today"].coming
    assert [(one.what, one.course_class.pk) for one in coming] == [("Bế giảng", ends.pk), ("Khai giảng", soon.pk)]


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
    assert "columns home" not in response.content.decode()  # no column beside that would stand empty
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
    assert counts[0] == counts[1] <= 8
