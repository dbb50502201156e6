"""Classes: dates in a possible order, a year and a state that follow from them."""

from datetime import date

import pytest

from courses.models import ClassState, CourseClass
from school.partial_date import PartialDate
from tests.factories import CourseClassFactory, PlanLineFactory
from tests.invariants import assert_allowed, assert_database_refuses, assert_refused, clashing, spoilt

pytestmark = pytest.mark.django_db

PAIR = "Ngày đầu phải trước hoặc trùng ngày cuối, và cần đủ cả hai."
AFTER = "Ngày bế giảng phải sau ngày khai giảng."
CANCELLED = "Lớp đã khai giảng thì không hủy; ghi ngày bế giảng."
DUE = "Ngày dự kiến bế giảng phải sau ngày dự kiến khai giảng."
ONE_YEAR = "Ngày khai giảng sớm nhất và muộn nhất phải trong cùng một năm."
NEVER_OPENED = {"opened_from": None, "opened_to": None}


def opened(first: date | None, last: date | None) -> dict[str, date | None]:
    return {"opened_from": first, "opened_to": last}


def closed(first: date | None, last: date | None) -> dict[str, date | None]:
    return {"closed_from": first, "closed_to": last}


@pytest.mark.parametrize(
    ("wrong", "constraint", "message"),
    [
        (opened(date(2024, 5, 2), date(2024, 5, 1)), "opened_in_order", PAIR),
        (opened(date(2024, 5, 2), None), "opened_in_order", PAIR),
        (opened(None, date(2024, 5, 2)), "opened_in_order", PAIR),
        (closed(date(2024, 9, 2), date(2024, 9, 1)), "closed_in_order", PAIR),
        (closed(date(2024, 9, 2), None), "closed_in_order", PAIR),
        (closed(None, date(2024, 9, 2)), "closed_in_order", PAIR),
        (closed(date(2024, 3, 3), date(2024, 3, 3)), "closes_after_opening", AFTER),
        (NEVER_OPENED | closed(date(2024, 9, 2), date(2024, 9, 2)), "closes_after_opening", AFTER),
        (opened(date(2023, 12, 30), date(2024, 1, 2)), "opened_in_one_year", ONE_YEAR),
        ({"due_to_open_on": date(2024, 3, 4), "due_to_close_on": date(2024, 3, 3)}, "due_in_order", DUE),
        ({"cancelled_on": date(2024, 4, 1)}, "cancelled_unopened", CANCELLED),
    ],
)
def test_impossible_dates(wrong, constraint, message) -> None:
    assert_refused(spoilt(CourseClassFactory, wrong), f"courses_class_{constraint}", message)


@pytest.mark.parametrize(
    "right",
    [
        closed(date(2024, 3, 4), date(2024, 3, 4)),
        opened(date(2024, 1, 1), date(2024, 12, 31)),
        opened(date(2024, 3, 1), date(2024, 3, 31)) | closed(date(2024, 3, 1), date(2024, 3, 31)),
        closed(date(2026, 1, 1), date(2026, 12, 31)),
        NEVER_OPENED | {"cancelled_on": date(2024, 4, 1)},
        {"mode": "", "partner": None, "planned": False},
    ],
)
def test_possible_dates(right) -> None:
    assert_allowed(spoilt(CourseClassFactory, right))


def test_an_off_plan_class_has_no_line_of_the_plan() -> None:
    row = spoilt(CourseClassFactory, {"planned": False})
    row.plan_line = PlanLineFactory()
    assert_refused(row, "courses_class_line_means_planned", "Lớp ngoài kế hoạch không gắn dòng kế hoạch.")
    row.planned = True
    assert_allowed(row)


def test_one_class_of_a_code() -> None:
    assert_database_refuses(clashing(CourseClassFactory, {}, {}, "code"), "courses_courseclass_code_key")


def test_a_mode_is_one_of_two_or_unknown() -> None:
    assert_database_refuses(spoilt(CourseClassFactory, {"mode": "online"}), "courses_class_mode")


@pytest.mark.parametrize(
    ("dates", "state", "year"),
    [
        ({"opened": None}, ClassState.PLANNED, None),
        ({"opened": None, "cancelled_on": date(2024, 4, 1)}, ClassState.CANCELLED, None),
        ({"opened": date(2023, 12, 31)}, ClassState.OPEN, 2023),
        ({"opened": PartialDate.year(2023)}, ClassState.OPEN, 2023),
        ({"opened": PartialDate.month(2023, 6), "closed": date(2024, 1, 5)}, ClassState.CLOSED, 2023),
    ],
)
def test_state_and_year_follow_from_the_dates(dates, state, year) -> None:
    stored = CourseClass.objects.get(pk=CourseClassFactory(**dates).pk)
    assert (stored.state, stored.year) == (state, year)


def test_a_class_moved_over_new_year_moves_to_the_other_year() -> None:
    course_class = CourseClassFactory(opened=date(2023, 12, 31))
    CourseClass.objects.update(opened_from=date(2024, 1, 1), opened_to=date(2024, 1, 1))
    course_class.refresh_from_db()
    assert course_class.year == 2024


def test_dates_are_told_in_the_precision_known() -> None:
    course_class = CourseClassFactory(opened=PartialDate.month(2023, 6), closed=date(2023, 9, 15))
    assert (str(course_class.opened), str(course_class.closed)) == ("06/2023", "15/09/2023")
