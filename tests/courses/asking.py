"""Plans with lines and classes, and asking for the page of a year."""

from datetime import date, timedelta

import pytest

from courses.models import CourseClass, PlanLine, YearPlan
from school.days import today
from tests.factories import (
    CourseClassFactory,
    PlanLineFactory,
    YearPlanFactory,
)

pytestmark = pytest.mark.django_db
NOW = today()
YEAR = NOW.year
YESTERDAY, TOMORROW = NOW - timedelta(1), NOW + timedelta(1)


def line_of(year: int, **fields) -> PlanLine:
    plan = YearPlan.objects.filter(year=year).first() or YearPlanFactory(
        year=year, version=1, adopted_on=date(year - 1, 12, 1)
    )
    return PlanLineFactory(plan=plan, **fields)


def class_of(line: PlanLine, **fields) -> CourseClass:
    told = {"programme": line.programme, "partner": line.partner, "mode": line.mode}
    return CourseClassFactory(plan_line=line, **told, **fields)


def page(client, year: int, **query):
    response = client.get(f"/ke-hoach/{year}/", query)
    assert response.status_code == 200
    return response.context["page"]


def only_line(client, year: int):
    (group,) = page(client, year).groups
    (line,) = group.lines
    return line
