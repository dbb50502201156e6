"""The plan of a year: planned against done, what is late, what was opened outside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View
from rules.contrib.views import PermissionRequiredMixin

from courses.models import YearPlan
from courses.queries.plan import GROUPINGS, LineDone, PlanGroup, grouped, lines_done, off_plan, plan_in_force
from portal.report.doors import rows_door
from portal.report.year import FIRST_YEAR, YearOutOfRange, check_year
from school.days import today
from school.errors import NotFound
from school.figures import Ask, Scope, ask, measure
from school.models import Provenance

YEARS_AROUND = 5


class PlanView(PermissionRequiredMixin, View):
    """A page of the plan."""

    permission_required = "courses.read_plan"
    http_method_names = ["get", "head", "options"]


class Plans(PlanView):
    """The menu's entry: the present year's plan."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Onward to the year."""
        return redirect("portal:plan", today().year)


class PlanPage(PlanView):
    """The plan of one year."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """404 in words for a year the portal keeps no plan of; 400 for a grouping that is none."""
        try:
            check_year(year)
        except YearOutOfRange:
            words = f"Không có kế hoạch năm {year}. Chọn năm từ {FIRST_YEAR} đến {today().year + 1}."
            raise NotFound(words) from None
        asked = request.GET.get("chia", "quy")
        by = asked if asked in GROUPINGS else "quy"
        context = plan_context(year, by) | {"may_open": request.user.has_perm("courses.edit_plan")}
        return render(request, "portal/plan.html", context, status=200 if asked == by else 400)


def plan_context(year: int, by: str) -> dict[str, Any]:
    """All that the page shows."""
    plan, scope = plan_in_force(year), Scope.of_year(year, today())
    lines = _lines(plan, scope) if plan else ()
    apart = off_plan(year)
    return {
        "year": str(year),
        "years": _years(year),
        "plan": plan,
        "groups": [_Group(group, scope) for group in grouped(lines, by)],
        "total": _Group(PlanGroup("Cộng", lines), scope),
        "groupings": [(name, text, name == by) for name, text in GROUPINGS.items()],
        "by": by,
        "late": sum(done.late for done in lines),
        "off_plan": apart,
        "invented": any(one.provenance == Provenance.INVENTED for one in [*apart, *([plan] if plan else [])]),
    }


def _lines(plan: YearPlan, scope: Scope) -> tuple[LineDone, ...]:
    """The lines beside the registry's numbers; learners are those on rosters, confirmed or not."""
    by_line = ("plan_line",)
    names = ("classes_opened", "enrolments_opened", "enrolments_unconfirmed")
    opened, counted, entered = ask(*(Ask(measure(name), scope, by_line) for name in names))
    pks = {key[0] for cells in (opened, counted, entered) for key in cells}
    learners = {pk: counted.get((pk,), 0) + entered.get((pk,), 0) for pk in pks}
    return lines_done(plan, {pk: opened.get((pk,), 0) for pk in pks}, learners, today())


class _Line:
    """A line with its doors."""

    def __init__(self, done: LineDone, scope: Scope) -> None:
        self.done, self.line = done, done.line
        self.opened_door = rows_door("classes_opened", scope.at(plan_line=done.line.pk)) if done.opened else ""
        self.open_url = reverse("courses:plan_line_open", args=[done.line.pk])
        self.url = reverse("courses:plan_line_detail", args=[done.line.pk])


class _Group:
    """A group of lines with their doors."""

    def __init__(self, group: PlanGroup, scope: Scope) -> None:
        self.group = group
        self.lines = [_Line(done, scope) for done in group.lines]


def _years(current: int) -> list[tuple[str, str, bool]]:
    last = max(current, today().year + 1)
    first = min(current, last - YEARS_AROUND + 1)
    return [(str(year), reverse("portal:plan", args=[year]), year == current) for year in range(first, last + 1)][-6:]
