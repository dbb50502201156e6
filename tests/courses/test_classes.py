"""The life of a class: planned, opened, closed, cancelled."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from courses.domain.classes import cancel_class, class_from_line, close_class, open_class, plan_class
from courses.models import ClassState, CourseClass
from school.days import today
from school.errors import Refused
from school.partial_date import PartialDate
from tests.factories.courses import CourseClassFactory, PlanLineFactory, ProgrammeFactory, RuleSetFactory

pytestmark = pytest.mark.django_db
OPENING = PartialDate.day(date(2024, 5, 9))


@pytest.fixture
def waiting() -> CourseClass:
    return CourseClassFactory(opened=None)


def test_a_class_from_a_line_has_all_the_line_says():
    line = PlanLineFactory()
    course_class = plan_class(class_from_line(line, "K99", "Lớp khóa 99", date(2024, 6, 3)))
    stored = CourseClass.objects.get(pk=course_class.pk)
    assert (stored.programme, stored.partner, stored.mode) == (line.programme, line.partner, line.mode)
    assert stored.planned
    assert stored.state == ClassState.PLANNED


def test_opening_gives_year_state_and_the_rules_of_that_day(waiting):
    old = RuleSetFactory(programme=waiting.programme, valid_from=date(2019, 5, 2), valid_to=date(2021, 12, 20))
    new = RuleSetFactory(programme=waiting.programme, valid_from=date(2021, 12, 21))
    open_class(waiting, OPENING)
    assert (waiting.state, waiting.year, waiting.rule_set) == (ClassState.OPEN, 2024, new)
    other = CourseClassFactory(opened=None, programme=waiting.programme)
    open_class(other, PartialDate.day(old.valid_to))
    assert other.rule_set == old


def test_a_class_moved_over_new_year_moves_to_the_other_year(waiting):
    open_class(waiting, PartialDate.day(date(2023, 12, 31)))
    waiting.opened_from = waiting.opened_to = date(2024, 1, 1)
    waiting.save()
    waiting.refresh_from_db()
    assert waiting.year == 2024


@pytest.mark.parametrize(("last_day", "allowed"), [(date(2024, 5, 9), True), (date(2024, 5, 8), False)])
def test_a_programme_opens_classes_up_to_its_last_day(last_day, allowed):
    programme = ProgrammeFactory(valid_to=last_day)
    course_class = CourseClassFactory(opened=None, programme=programme)
    if allowed:
        open_class(course_class, OPENING)
        assert course_class.opened == OPENING
    else:
        with pytest.raises(Refused, match="không có hiệu lực ngày 09/05/2024"):
            open_class(course_class, OPENING)


def test_a_day_to_come_is_no_opening(waiting):
    with pytest.raises(Refused, match="chưa tới"):
        open_class(waiting, PartialDate.day(today() + timedelta(days=1)))


def test_only_a_waiting_class_opens_and_only_an_open_one_closes(waiting):
    with pytest.raises(Refused):
        close_class(waiting, OPENING)
    open_class(waiting, OPENING)
    with pytest.raises(Refused):
        open_class(waiting, OPENING)
    close_class(waiting, PartialDate.month(2024, 6))
    assert waiting.state == ClassState.CLOSED
    assert str(waiting.closed) == "06/2024"


def test_a_class_does_not_end_before_it_starts(waiting):
    open_class(waiting, OPENING)
    with pytest.raises(ValidationError, match="Ngày bế giảng phải sau ngày khai giảng"):
        close_class(waiting, PartialDate.day(date(2024, 5, 8)))
    assert CourseClass.objects.get(pk=waiting.pk).state == ClassState.OPEN


def test_an_opened_class_is_not_cancelled(waiting):
    other = CourseClassFactory(opened=None)
    cancel_class(other, date(2024, 4, 1))
    assert other.state == ClassState.CANCELLED
    open_class(waiting, OPENING)
    with pytest.raises(Refused, match="ghi ngày bế giảng"):
        cancel_class(waiting, date(2024, 6, 1))
