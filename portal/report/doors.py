"""What stands behind a number: the rows counted, or the source that declared it, as addresses."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from portal.forms import DayForm
from portal.report import wording
from portal.report.content import AnnualReport, Mark, Row
from school.figures import Scope

CLASSES = "classes_opened"
LEARNERS = "enrolments_opened"


@dataclass(frozen=True)
class Figure:
    """A number as it is shown: words, mark, and the address of what stands behind it ("" = nothing does)."""

    text: str
    mark: Mark | None = None
    door: str = ""

    @property
    def kind(self) -> str:
        """How its underline is drawn: `counted`, `mixed`, `declared` or `approximate`."""
        return self.mark.value if self.mark else Mark.COUNTED.value

    @property
    def known(self) -> bool:
        """False for "–"."""
        return self.text != wording.DASH


UNKNOWN = Figure(wording.DASH)


def rows_door(measure: str, scope: Scope) -> str:
    """The list whose count is the measure's number in the scope; the cell's empty value is written as ""."""
    period = {"tu": scope.start, "den": scope.end, DayForm.NAME: scope.as_of}
    cell = {name: _written(value) for name, value in scope.where.items()}
    return f"{reverse('portal:figure_rows', args=[measure])}?{urlencode(period | cell)}"


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


class Doors:
    """Addresses of what stands behind the numbers of one report."""

    def __init__(self, report: AnnualReport) -> None:
        self.year = report.year
        self.scope = Scope.of_year(report.year, report.as_of)
        self.day = urlencode({DayForm.NAME: report.as_of})
        self.all_planned_inside = all(row.in_total for row in report.planned_rows)
        self.all_recorded = all(row.classes == row.class_records for row in report.planned_rows)

    def rows(self, measure: str) -> str:
        """The list behind a number of the whole year."""
        return rows_door(measure, self.scope)

    def of_row(self, measure: str, row: Row) -> str:
        """The list behind a counted number of one line."""
        cell = {"programme": row.programme_code, "partner": row.partner_pk, "planned": row.planned}
        return rows_door(measure, self.scope.at(**cell))

    def of_total(self, measure: str) -> str:
        """The list behind a counted total."""
        return rows_door(measure, self.scope.at(planned=True))

    def off_plan(self, measure: str) -> str:
        """The list behind a counted number of what was done outside the plan."""
        return rows_door(measure, self.scope.at(planned=False))

    def sum(self) -> str:
        """The lines that a total adds up, where no single list stands behind it."""
        return f"{reverse('portal:annual_total', args=[self.year])}?{self.day}"

    def declared(self, row: Row) -> str:
        """The source behind a declared number."""
        if not row.figure_pks:
            return ""
        return f"{reverse('portal:declared_figure', args=row.figure_pks[:1])}?{self.day}"

    def fact(self, pk: int | None) -> str:
        """The source behind another declared number."""
        return reverse("portal:declared_fact", args=[pk]) if pk else ""
