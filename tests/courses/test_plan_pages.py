"""The plan of a year: planned against done, late, off-plan; a class opened from a line; versions."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import CourseClass
from courses.queries.plan import quarter_span
from portal.models import Role
from school.days import today
from tests.courses.asking import class_of, line_of, only_line, page
from tests.factories import (
    AgencyFactory,
    CourseClassFactory,
    EnrolmentFactory,
    PlanLineFactory,
    ProgrammeFactory,
    RosterConfirmationFactory,
    UserFactory,
    YearPlanFactory,
)

pytestmark = pytest.mark.django_db
NOW = today()
YEAR = NOW.year
YESTERDAY, TOMORROW = NOW - timedelta(1), NOW + timedelta(1)


@pytest.fixture
def officer(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


# Planned against done


def test_a_line_beside_what_became_of_it(officer):
    line = line_of(2024, classes=4, learners=120, quarter=2)
    confirmed, entered = (class_of(line, opened=date(2024, 5, 6)) for _ in range(2))
    class_of(line, opened=None)
    EnrolmentFactory.create_batch(3, first_class=confirmed)
    EnrolmentFactory.create_batch(2, first_class=entered)
    RosterConfirmationFactory(course_class=confirmed)
    shown = only_line(officer, 2024)
    cells = shown.cells
    texts = [cells.classes, cells.opened, cells.waiting, cells.planned_learners, cells.learners, cells.entered]
    assert [figure.text for figure in texts] == ["4", "2", "1", "120", "3", "2"]
    assert shown.found.missing == 1
    total = page(officer, 2024).total
    assert (total.classes.text, total.opened.text, total.learners.text, total.entered.text) == ("4", "2", "3", "2")


def test_every_number_opens_the_list_that_it_counts(officer):
    line = line_of(2024, classes=4, learners=120, quarter=2)
    for index in range(3):
        EnrolmentFactory(first_class=class_of(line, opened=date(2024, 5, 6 + index)))
    RosterConfirmationFactory(course_class=CourseClass.objects.first())
    class_of(line, opened=None)
    class_of(line_of(2024, quarter=3), opened=date(2024, 8, 5))
    CourseClassFactory(opened=date(2024, 9, 2), planned=False)
    for by in ("quy", "chuong-trinh", "don-vi", "hinh-thuc"):
        plan = page(officer, 2024, chia=by)
        places = [plan.total, *(group.cells for group in plan.groups)]
        places += [row.cells for group in plan.groups for row in group.lines]
        for cells in places:
            for figure in (cells.opened, cells.learners, cells.entered):
                if figure.text != "0":
                    assert officer.get(figure.door).context["listing"].number == figure.text
    for cells in (plan.total, plan.groups[0].cells):
        assert officer.get(cells.classes.door).context["listing"].number == cells.classes.text
    waiting = next(row for group in plan.groups for row in group.lines if row.cells.waiting.text == "1")
    assert officer.get(waiting.cells.waiting.door).context["listing"].count == 1
    assert officer.get(waiting.cells.classes.door).status_code == 200


def test_a_class_of_another_year_is_not_done_in_this_one(officer):
    line = line_of(2024, classes=2)
    class_of(line, opened=date(2025, 1, 6))
    assert only_line(officer, 2024).cells.opened.text == "0"


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        ("quy", ["Quý 1", "Quý 4", "Cả năm"]),
        ("chuong-trinh", ["Bồi dưỡng", "Trung cấp"]),
        ("don-vi", ["Không phối hợp với đơn vị nào", "Ban Tổ chức", "Sở Nội vụ"]),
        ("hinh-thuc", ["Không tập trung", "Tập trung"]),
    ],
)
def test_groups(officer, by, titles):
    first, second = (ProgrammeFactory(name=name, order=order) for order, name in enumerate(["Bồi dưỡng", "Trung cấp"]))
    line_of(2024, programme=second, quarter=None, partner=None, mode="part_time")
    line_of(2024, programme=first, quarter=4, partner=AgencyFactory(name="Sở Nội vụ"), mode="full_time")
    line_of(2024, programme=first, quarter=1, partner=AgencyFactory(name="Ban Tổ chức"), mode="full_time")
    plan = page(officer, 2024, chia=by)
    found = [group.title for group in plan.groups]
    assert sorted(found) == sorted(titles) if by == "hinh-thuc" else found == titles
    assert sum(int(group.cells.classes.text) for group in plan.groups) == int(plan.total.classes.text) == 6


def test_filters_narrow_lines_and_totals(officer):
    line = line_of(2024, classes=3, quarter=1)
    other = line_of(2024, classes=2, quarter=4, mode="full_time")
    class_of(other, opened=date(2024, 11, 4))
    class_of(other, opened=date(2024, 11, 5))
    for query in (
        {"quy": "1"},
        {"chuong_trinh": line.programme.code},
        {"don_vi": line.partner_id},
        {"hinh_thuc": "part_time"},
        {"tinh_trang": "tre"},
        {"tinh_trang": "chua-du"},
    ):
        plan = page(officer, 2024, **query)
        assert [row.found.line for group in plan.groups for row in group.lines] == [line], query
        assert (plan.total.classes.text, plan.total.opened.text) == ("3", "0")
    enough = page(officer, 2024, tinh_trang="du")
    assert enough.total.opened.text == "2"
    assert enough.total.opened.door == ""  # no list of the registry is chosen by what became of lines
    filtered = page(officer, 2024, quy="4")
    assert officer.get(filtered.total.opened.door).context["listing"].number == "2"


# Late


@pytest.mark.parametrize(
    ("opened", "late"), [(0, True), (1, True), (2, False), (3, False)], ids=["none", "one", "all", "more"]
)
def test_late_when_the_quarter_is_over_and_classes_lack(officer, opened, late):
    line = line_of(2024, classes=2, quarter=1)
    for _ in range(opened):
        class_of(line, opened=date(2024, 2, 5))
    found = only_line(officer, 2024).found
    assert (found.late, found.complete, found.beyond) == (late, opened >= 2, max(opened - 2, 0))
    assert page(officer, 2024).late == late


@pytest.mark.parametrize(("due", "late"), [(YESTERDAY, True), (NOW, False), (None, False)])
def test_late_when_a_class_set_up_should_have_opened(officer, due, late):
    line = line_of(YEAR, quarter=4 if NOW.month < 10 else None)
    class_of(line, opened=None, due_to_open_on=due)
    assert only_line(officer, YEAR).found.late == late


def test_the_last_day_of_a_quarter_still_belongs_to_it():
    line = PlanLineFactory.build(plan__year=2024, quarter=1)
    assert quarter_span(line) == (date(2024, 1, 1), date(2024, 3, 31))
    line.quarter = 4
    assert quarter_span(line) == (date(2024, 10, 1), date(2024, 12, 31))
    line.quarter = None
    assert quarter_span(line) == (date(2024, 1, 1), date(2024, 12, 31))


# Off plan


def test_off_plan_stands_apart_and_is_never_added(officer):
    line_of(2024, classes=2)
    opened = CourseClassFactory(code="A", opened=date(2024, 5, 6), planned=False)
    due = CourseClassFactory(code="B", opened=None, planned=False, due_to_open_on=date(2024, 6, 3))
    CourseClassFactory(code="C", opened=date(2023, 5, 6), planned=False)
    CourseClassFactory(code="D", opened=None, planned=False, due_to_open_on=date(2024, 6, 3), cancelled_on=NOW)
    plan = page(officer, 2024)
    assert plan.off_plan == [opened, due]
    assert plan.off_plan_opened.text == "1"
    assert officer.get(plan.off_plan_opened.door).context["listing"].number == "1"
    assert (plan.total.classes.text, plan.total.opened.text) == ("2", "0")


def test_classes_said_to_be_planned_without_a_line_are_told_of(officer):
    CourseClassFactory.create_batch(2, opened=date(2024, 5, 6))
    plan = page(officer, 2024)
    assert plan.without_line.text == "2"
    assert officer.get(plan.without_line.door).context["listing"].number == "2"


# Years, and who may


@pytest.mark.parametrize("year", ["0", "9999", str(YEAR + 2), "1944", "99999999999999999999"])
def test_a_year_that_no_plan_has_is_said_in_words(officer, year):
    response = officer.get(f"/ke-hoach/{year}/")
    assert response.status_code == 404
    assert "Chọn năm từ 1945 đến" in response.content.decode()


@pytest.mark.parametrize("query", [{"chia": "x"}, {"quy": "7"}, {"don_vi": "999"}, {"tinh_trang": "\x00"}])
def test_a_choice_that_is_none_is_said_and_the_plan_shown(officer, query):
    line_of(2024, classes=3)
    response = officer.get("/ke-hoach/2024/", query)
    assert response.status_code == 400
    assert "lựa chọn này không có" in response.content.decode()
    assert response.context["page"].total.classes.text == "3"


def test_an_empty_year_says_what_to_do(client, officer):
    assert f"/ban-ke-hoach/them/?year={YEAR + 1}" in officer.get(f"/ke-hoach/{YEAR + 1}/").content.decode()
    YearPlanFactory(year=2024, version=1)
    assert "/dong-ke-hoach/them/?ke-hoach=" in officer.get("/ke-hoach/2024/").content.decode()
    client.force_login(UserFactory(role=Role.LEADERSHIP))
    text = client.get(f"/ke-hoach/{YEAR + 1}/").content.decode()
    assert "Phòng Quản lý đào tạo ghi kế hoạch" in text
    assert "/them/" not in text


def test_the_menu_leads_to_the_present_year(officer):
    assert officer.get("/ke-hoach/").url == f"/ke-hoach/{YEAR}/"


@pytest.mark.parametrize(("role", "status", "opens"), [(Role.LEADERSHIP, 200, False), (Role.SCIENCE, 200, False)])
def test_readers_open_nothing(client, role, status, opens):
    line = line_of(YEAR)
    client.force_login(UserFactory(role=role))
    response = client.get(f"/ke-hoach/{YEAR}/")
    assert response.status_code == status
    assert ("Mở lớp" in response.content.decode()) == opens
    for send in (client.get, client.post):
        assert send(f"/dong-ke-hoach/{line.pk}/mo-lop/").status_code == 403
    assert not CourseClass.objects.exists()


def test_a_lecturer_has_no_plan(client):
    line = line_of(YEAR)
    client.force_login(UserFactory(role=Role.LECTURER))
    for url in (f"/ke-hoach/{YEAR}/", "/ke-hoach/", f"/dong-ke-hoach/{line.pk}/", "/ban-ke-hoach/"):
        assert client.get(url).status_code == 403
    client.logout()
    assert client.get(f"/ke-hoach/{YEAR}/").status_code == 302


def test_as_many_queries_for_one_line_as_for_thirty(officer):
    counts = []
    for many in (1, 29):
        for _ in range(many):
            line = line_of(2024)
            EnrolmentFactory(first_class=class_of(line, opened=date(2024, 5, 6)))
            class_of(line, opened=None)
            CourseClassFactory(opened=date(2024, 5, 6), planned=False)
        for url in ("/ke-hoach/2024/", f"/ban-ke-hoach/{line.plan_id}/", "/dong-ke-hoach/"):
            with CaptureQueriesContext(connection) as queries:
                assert officer.get(url).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 8


def test_the_history_writes_a_year_without_thousands(officer):
    plan = YearPlanFactory(year=2024)
    text = officer.get(f"/ban-ke-hoach/{plan.pk}/lich-su/").content.decode()
    assert "<ins>2024</ins>" in text
    assert "2.024" not in text
