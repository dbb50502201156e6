"""What is done about a plan: a class opened from a line, a revision, a line changed."""

from datetime import date, timedelta

import pytest

from courses.domain.plans import amend_plan, revise_plan, set_line, start_plan
from courses.models import ClassState, CourseClass, YearPlan
from courses.queries.codes import next_code
from courses.queries.plan import plan_in_force
from portal.models import Role
from school.days import today
from school.errors import Refused
from school.figures import Scope, count
from tests.courses.asking import class_of, line_of, page
from tests.factories import (
    CourseClassFactory,
    PlanLineFactory,
    ProgrammeFactory,
    StaffFactory,
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


# A class from a line


def test_a_class_is_opened_from_a_line_as_it_was_suggested(officer):
    line = line_of(YEAR, quarter=None, programme__code="BD-CV", programme__short_name="Bồi dưỡng chuyên viên")
    url = f"/dong-ke-hoach/{line.pk}/mo-lop/"
    form = officer.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert typed["code"] == f"BD-CV {YEAR}-01"
    assert typed["name"] == f"Bồi dưỡng chuyên viên, {line.partner}, lớp 1"
    assert typed["opened"] == typed["due_to_open_on"] == f"{NOW:%d/%m/%Y}"
    before = count("classes_opened", Scope.of_year(YEAR, NOW))
    response = officer.post(url, typed)
    made = CourseClass.objects.get()
    assert response.url == f"/lop/{made.pk}/"
    assert (made.state, made.opened.first, made.plan_line, made.planned) == (ClassState.OPEN, NOW, line, True)
    assert (made.programme, made.partner, made.mode) == (line.programme, line.partner, line.mode)
    assert count("classes_opened", Scope.of_year(YEAR, NOW)) == before + 1
    assert officer.post(url, typed).url == response.url  # a second click opens no second class
    assert CourseClass.objects.count() == 1


def test_without_the_day_of_opening_the_class_waits(officer):
    line, teacher = line_of(YEAR + 1, quarter=2), StaffFactory()
    url = f"/dong-ke-hoach/{line.pk}/mo-lop/"
    form = officer.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"homeroom": teacher.pk}
    assert (typed["opened"], typed["due_to_open_on"]) == ("", f"01/04/{YEAR + 1}")
    assert officer.post(url, typed).status_code == 302
    made = CourseClass.objects.get()
    assert (made.state, made.homeroom) == (ClassState.PLANNED, teacher)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"opened": f"{TOMORROW:%d/%m/%Y}"}, "opened"),
        ({"opened": "31/02/2024"}, "opened"),
        ({"due_to_open_on": ""}, "due_to_open_on"),
        ({"code": ""}, "code"),
        ({"code": "K45 "}, "code"),
        ({"code": "K" * 41}, "code"),
        ({"name": "x" * 301}, "name"),
        ({"homeroom": "999999"}, "homeroom"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_made(officer, changes, field):
    CourseClassFactory(code="K45")
    line = line_of(YEAR, quarter=None)
    url = f"/dong-ke-hoach/{line.pk}/mo-lop/"
    form = officer.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | changes
    response = officer.post(url, typed)
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert CourseClass.objects.count() == 1


def test_a_programme_out_of_force_makes_no_half_class(officer):
    line = line_of(YEAR, quarter=None, programme__valid_to=YESTERDAY)
    url = f"/dong-ke-hoach/{line.pk}/mo-lop/"
    form = officer.get(url).context["form"]
    response = officer.post(url, {name: form[name].value() or "" for name in form.fields})
    assert response.status_code == 422
    assert "không có hiệu lực ngày" in response.content.decode()
    assert not CourseClass.objects.exists()


def test_a_line_that_a_later_version_replaced_opens_no_class(officer):
    line = line_of(YEAR)
    revise_plan(line.plan, NOW)
    assert officer.get(f"/dong-ke-hoach/{line.pk}/mo-lop/").status_code == 404
    assert officer.get(f"/dong-ke-hoach/{line.pk}/").context["actions"] == []


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([], "BD-CV 2027-01"),
        (["BD-CV 2026-09"], "BD-CV 2027-01"),
        (["BD-CV 2026-09", "BD-CV 2027-01", "BD-CV 2027-11"], "BD-CV 2027-12"),
        (["K45"], "K46"),
        (["K9", "K10"], "K11"),
        (["CV.2026.003"], "CV.2027.001"),
        (["Lớp tháng 5 năm 2026"], "BD-CV 2027-01"),
        (["Lớp chuyên viên"], "BD-CV 2027-01"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_codes_follow_those_the_school_gave(given, wanted):
    programme = ProgrammeFactory(code="BD-CV")
    for code in given:
        CourseClassFactory(code=code, programme=programme)
    CourseClassFactory(code="BD-CV 2026-99 (tạm)", code_provisional=True, programme=programme)
    assert next_code(programme, 2027) == wanted


# Versions


def test_a_revision_copies_the_lines_and_takes_the_classes_along(officer):
    line = line_of(2024, classes=3)
    made = class_of(line, opened=date(2024, 5, 6))
    typed = {"adopted_on": "01/07/2024", "document": ""}
    response = officer.post(f"/ban-ke-hoach/{line.plan_id}/dieu-chinh/", typed)
    revised = YearPlan.objects.get(version=2)
    assert response.url == f"/ban-ke-hoach/{revised.pk}/"
    made.refresh_from_db()
    assert made.plan_line.plan == revised
    assert page(officer, 2024).plan == revised
    assert (page(officer, 2024).total.classes.text, page(officer, 2024).total.opened.text) == ("3", "1")
    assert officer.get(f"/ban-ke-hoach/{line.plan_id}/dieu-chinh/").status_code == 404
    assert str(officer.get(f"/ban-ke-hoach/{line.plan_id}/").context["lead"]) == "đã có lần điều chỉnh sau"


def test_a_revision_before_what_it_replaces_is_refused(officer):
    line = line_of(2024)
    response = officer.post(f"/ban-ke-hoach/{line.plan_id}/dieu-chinh/", {"adopted_on": "30/11/2023"})
    assert response.status_code == 422
    assert "01/12/2023" in str(response.context["form"].errors["adopted_on"])


def test_the_plan_that_counts_is_the_latest_adopted_by_the_day():
    first = YearPlanFactory(year=2024, version=1, adopted_on=date(2024, 1, 2))
    second = YearPlanFactory(year=2024, version=2, adopted_on=date(2024, 7, 1))
    days = (date(2023, 12, 1), date(2024, 1, 2), date(2024, 6, 30), date(2024, 7, 1))
    assert [plan_in_force(2024, day) for day in days] == [first, first, first, second]
    assert plan_in_force(2025, NOW) is None


def test_a_plan_to_come_is_shown_and_said_to_be(officer):
    YearPlanFactory(year=YEAR, version=1, adopted_on=TOMORROW)
    line_of(YEAR)
    response = officer.get(f"/ke-hoach/{YEAR}/")
    assert f"Có hiệu lực từ {TOMORROW:%d/%m/%Y}" in response.content.decode()
    assert response.context["page"].total.classes.door == ""  # the registry does not count it yet


def test_a_year_has_one_plan_and_its_revisions(officer):
    typed = {"year": "2024", "adopted_on": "02/01/2024"}
    assert officer.post("/ban-ke-hoach/them/", typed).status_code == 302
    response = officer.post("/ban-ke-hoach/them/", typed)
    assert response.status_code == 422
    assert "lập lần điều chỉnh" in str(response.context["form"].errors["year"])
    assert YearPlan.objects.get().version == 1


def test_versions_keep_their_order():
    first = start_plan(YearPlan(year=2024, adopted_on=date(2024, 1, 2)))
    PlanLineFactory(plan=first)
    second = revise_plan(first, date(2024, 7, 1))
    first.adopted_on = date(2024, 7, 2)
    with pytest.raises(Refused, match="01/07/2024"):
        amend_plan(first)
    second.adopted_on = date(2024, 1, 1)
    with pytest.raises(Refused, match="02/01/2024"):
        amend_plan(second)
    second.adopted_on = date(2024, 1, 2)
    assert amend_plan(second).adopted_on == date(2024, 1, 2)


def test_a_line_with_classes_keeps_what_they_are(officer):
    line = line_of(2024, classes=3)
    made = class_of(line, opened=date(2024, 5, 6))
    url = f"/dong-ke-hoach/{line.pk}/sua/"
    form = officer.get(url).context["form"]
    typed = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    response = officer.post(url, typed | {"mode": "full_time"})
    assert response.status_code == 422
    assert made.code in response.content.decode()
    assert officer.post(url, typed | {"classes": "5"}).url == f"/ban-ke-hoach/{line.plan_id}/"
    line.refresh_from_db()
    assert (line.classes, line.mode) == (5, "part_time")


def test_the_same_line_twice_is_refused_in_words(officer):
    line = line_of(2024)
    typed = {"programme": line.programme_id, "partner": line.partner_id, "mode": line.mode, "quarter": line.quarter}
    response = officer.post(f"/dong-ke-hoach/them/?ke-hoach={line.plan_id}", typed | {"classes": "1"})
    assert response.status_code == 422
    assert "sửa số lớp ở dòng đó" in response.content.decode()


@pytest.mark.parametrize(("changes", "said"), [({"quarter": "5"}, "Quý từ 1 đến 4"), ({"classes": "0"}, "ít nhất một")])
def test_a_line_that_cannot_be(officer, changes, said):
    line = line_of(2024)
    typed = {"programme": ProgrammeFactory().pk, "mode": "full_time", "quarter": "1", "classes": "1"} | changes
    response = officer.post(f"/dong-ke-hoach/them/?ke-hoach={line.plan_id}", typed)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_line_without_classes_may_change():
    line = line_of(2024)
    line.mode = "full_time"
    assert set_line(line).mode == "full_time"


@pytest.mark.parametrize(
    ("opened_before", "day", "said"), [(1, NOW, "đã đủ 1 lớp"), (0, date(YEAR - 1, 12, 31), "năm")]
)
def test_no_class_beyond_the_line_and_none_in_another_year(officer, opened_before, day, said):
    line = line_of(YEAR, classes=1)
    for _ in range(opened_before):
        class_of(line)
    url = f"/dong-ke-hoach/{line.pk}/mo-lop/"
    form = officer.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"opened": f"{day:%d/%m/%Y}"}
    response = officer.post(url, typed)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert line.course_classes.count() == opened_before
