"""The annual report: its page, its downloads, the lines its total adds up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View
from rules.contrib.views import PermissionRequiredMixin

from portal.context import house
from portal.forms import DayForm
from portal.report import excel, pdf, word
from portal.report.compute import annual_report
from portal.report.content import AnnualReport
from portal.report.presentation import annual_page
from portal.report.year import FIRST_YEAR, YearOutOfRange, check_as_of, check_year
from school.days import today
from school.errors import NotFound

YEARS_SHOWN = 6


@dataclass(frozen=True)
class YearLink:
    """One year of the row of years."""

    text: str
    url: str
    current: bool


def years(current: int) -> list[YearLink]:
    """The years up to the present one; around the year shown where that is further away."""
    last = max(today().year, current) if current > today().year - YEARS_SHOWN else current + YEARS_SHOWN // 2
    first = max(FIRST_YEAR, last - YEARS_SHOWN + 1)
    return [
        YearLink(str(year), reverse("portal:annual_report", args=[year]), year == current)
        for year in range(first, first + YEARS_SHOWN)
    ]


class ReportView(PermissionRequiredMixin, View):
    """A page of one year's report, as of the day its address asks."""

    permission_required = "portal.read_report"
    http_method_names = ["get", "head", "options"]

    def read(self, year: int) -> tuple[AnnualReport, DayForm]:
        """The report and the form of its day; a year outside the portal's time is a 404 in words."""
        try:
            form = DayForm(self.request.GET, check_as_of(check_year(year), None))
        except YearOutOfRange as error:
            raise NotFound(str(error)) from None
        return annual_report(year, form.day), form


class AnnualReportPage(ReportView):
    """The page of the report."""

    template_name = "portal/report/annual.html"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """400 where the day asked for is no day: the figures shown then are of the default day."""
        report, form = self.read(year)
        context = {
            "institution": house(report.letterhead),
            "report": report,
            "year": str(year),
            "page": annual_page(report),
            "form": form,
            "years": years(year),
            "query": f"?{urlencode({form.NAME: report.as_of})}",
            "invented": report.invented,
        }
        return render(request, self.template_name, context, status=200 if form.is_valid() else 400)


class AnnualTotal(AnnualReportPage):
    """The lines that the total adds up, each with its own door."""

    template_name = "portal/report/total.html"


@dataclass(frozen=True)
class FileKind:
    """A way to write the report down."""

    write: Callable[[AnnualReport], bytes]
    content_type: str
    suffix: str


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = FileKind(pdf.render, "application/pdf", "pdf")
WORD = FileKind(word.render, f"{OFFICE}.wordprocessingml.document", "docx")
EXCEL = FileKind(excel.render, f"{OFFICE}.spreadsheetml.sheet", "xlsx")


class AnnualReportFile(ReportView):
    """The report to lay on a table: to print and sign, to edit, or to count with."""

    kind = PDF

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """A file named after its year and day."""
        report, form = self.read(year)
        if not form.is_valid():
            raise SuspiciousOperation("the address asks for a day that is none")
        name = f"bao-cao-{year}-den-{report.as_of:%Y-%m-%d}.{self.kind.suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(self.kind.write(report), content_type=self.kind.content_type, headers=headers)


class Reports(ReportView):
    """The menu's entry: the present year's report."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Onward to the year."""
        return redirect("portal:annual_report", today().year)
