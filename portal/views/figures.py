"""What stands behind a number: the rows counted, or the source that declared it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View
from rules.contrib.views import PermissionRequiredMixin

from courses.models import DeclaredFigure
from portal.forms import DayForm
from portal.report.declared import declaration, fact_number
from portal.report.listing import Unreadable, listing, read_scope
from school.days import today
from school.errors import NotFound
from school.figures import UnknownFigure, measure
from school.models import DeclaredFact, Provenance


class FigureView(PermissionRequiredMixin, View):
    """A page behind a number."""

    permission_required = "portal.read_figures"
    http_method_names = ["get", "head", "options"]

    def day(self) -> DayForm:
        """The day the address looks from; a day that is none is a 404 in words."""
        form = DayForm(self.request.GET, today())
        if not form.is_valid():
            raise NotFound(" ".join(map(str, form.errors[DayForm.NAME])))
        return form


class FigureRows(FigureView):
    """The list whose count is the number."""

    def get(self, request: HttpRequest, measure_name: str) -> HttpResponse:
        """A page of the list; what the address does not name well is a 404 in words."""
        try:
            asked = measure(measure_name)
            scope = read_scope(request.GET, asked, self.day().day)
        except (UnknownFigure, Unreadable) as error:
            raise NotFound(str(error)) from None
        found = listing(asked, scope, request.GET.get("trang", "1"))
        others = {name: value for name, value in request.GET.items() if name != "trang"}
        context = {
            "listing": found,
            "query": urlencode(others),
            "year": str(scope.start.year),
            "invented": found.invented,
        }
        return render(request, "portal/report/rows.html", context)


class DeclaredFigurePage(FigureView):
    """The source behind a declared number of classes and learners, and the classes it covers."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 in words where no such figure is kept."""
        figure = DeclaredFigure.objects.select_related("programme", "partner", "source__document").filter(pk=pk).first()
        if figure is None:
            raise NotFound("Cổng không giữ số theo báo cáo này. Mở lại từ con số trong báo cáo năm.")
        form = self.day()
        found = declaration(figure, form.day)
        invented = any(line.course_class.provenance == Provenance.INVENTED for line in found.lines)
        context = {"declaration": found, "declared": figure, "year": str(figure.year), "invented": invented}
        return render(request, "portal/report/declared.html", context)


class DeclaredFactPage(FigureView):
    """The source behind another declared number: key tasks, criteria remaining, seminars, projects."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 in words where no such fact is kept."""
        fact = DeclaredFact.objects.select_related("document", "source__document").filter(pk=pk).first()
        if fact is None:
            raise NotFound("Cổng không giữ số theo báo cáo này. Mở lại từ con số trong báo cáo năm.")
        context = {"declared": fact, "number": fact_number(fact), "year": str(fact.year)}
        return render(request, "portal/report/declared_fact.html", context)
