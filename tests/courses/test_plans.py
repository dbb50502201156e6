"""The plan of a year: adopted with its lines, then replaced."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from courses.domain.plans import adopt_plan
from courses.models import PlanLine, YearPlan
from school.errors import Refused
from tests.factories.courses import PlanLineFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


def line(**fields) -> PlanLine:
    return PlanLineFactory.build(plan=None, partner=None, programme=ProgrammeFactory(), **fields)


def test_versions_of_a_year_follow_each_other():
    first = adopt_plan(YearPlan(year=2025, adopted_on=date(2024, 11, 20)), [line(classes=3), line()])
    second = adopt_plan(YearPlan(year=2025, adopted_on=date(2025, 7, 10)), [line()])
    other = adopt_plan(YearPlan(year=2026, adopted_on=date(2025, 1, 5)), [line()])
    assert [plan.version for plan in (first, second, other)] == [1, 2, 1]
    assert [plan.lines.count() for plan in (first, second, other)] == [2, 1, 1]


def test_a_plan_without_lines_is_refused():
    with pytest.raises(Refused, match="chưa có dòng nào"):
        adopt_plan(YearPlan(year=2025, adopted_on=date(2024, 11, 20)), [])
    assert not YearPlan.objects.exists()


def test_a_version_is_not_older_than_the_one_it_replaces():
    adopt_plan(YearPlan(year=2025, adopted_on=date(2024, 11, 20)), [line()])
    with pytest.raises(Refused, match="20/11/2024"):
        adopt_plan(YearPlan(year=2025, adopted_on=date(2024, 11, 19)), [line()])


def test_a_line_given_twice_leaves_no_half_plan():
    programme = ProgrammeFactory()
    twice = [PlanLineFactory.build(plan=None, partner=None, programme=programme) for _ in range(2)]
    with pytest.raises(ValidationError, match="sửa số lớp ở dòng đó"):
        adopt_plan(YearPlan(year=2025, adopted_on=date(2024, 11, 20)), twice)
    assert not YearPlan.objects.exists()
