"""The plan of a year: planned against done, what is late, what was opened outside it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View
from rules.contrib.views import PermissionRequiredMixin

from portal.plan_of_year import PlanOfYear
from portal.report.year import FIRST_YEAR, YearOutOfRange, check_year
from school.days import today
from school.errors import NotFound

YEARS_SHOWN = 6


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
        """404 in words for a year the portal keeps no plan of; 400 for a choice that is none: shown without it."""
        try:
            check_year(year)
        except YearOutOfRange:
            words = f"Không có kế hoạch năm {year}. Chọn năm từ {FIRST_YEAR} đến {today().year + 1}."
            raise NotFound(words) from None
        page = PlanOfYear(year, request.GET)
        context = {"page": page, "year": str(year), "invented": page.invented}
        context |= {"may_open": request.user.has_perm("courses.edit_plan"), "years": years(year)}
        return render(request, "portal/plan.html", context, status=400 if page.choices.problems else 200)


def years(current: int) -> list[tuple[str, str, bool]]:
    """Text, address and whether it is shown now: the years up to the next one, or around the year shown."""
    last = today().year + 1 if current > today().year + 1 - YEARS_SHOWN else current + YEARS_SHOWN // 2
    first = max(FIRST_YEAR, last - YEARS_SHOWN + 1)
    return [
        (str(year), reverse("portal:plan", args=[year]), year == current) for year in range(first, first + YEARS_SHOWN)
    ]
