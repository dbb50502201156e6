"""The plan of a year beside what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from courses.models import ClassState, CourseClass, Mode, PlanLine, YearPlan

QUARTERS = (1, 2, 3, 4)
WHOLE_YEAR = "cả năm"


def plan_in_force(year: int) -> YearPlan | None:
    """The latest version of the year's plan."""
    return YearPlan.objects.filter(year=year, archived_on=None).select_related("document").first()


def quarter_span(line: PlanLine) -> tuple[date, date]:
    """The first and the last day of the line's quarter, or of the year."""
    year = line.plan.year
    if line.quarter is None:
        return date(year, 1, 1), date(year, 12, 31)
    first_month = 3 * line.quarter - 2
    after = date(year + 1, 1, 1) if line.quarter == len(QUARTERS) else date(year, first_month + 3, 1)
    return date(year, first_month, 1), after - timedelta(days=1)


@dataclass(frozen=True)
class LineDone:
    """A line and what became of it: numbers are of the registry."""

    line: PlanLine
    opened: int
    learners: int
    waiting: int
    late: bool

    @property
    def missing(self) -> int:
        """Classes of the line that have neither opened nor been set up."""
        return max(self.line.classes - self.opened - self.waiting, 0)

    @property
    def beyond(self) -> int:
        """Classes opened beyond the line."""
        return max(self.opened - self.line.classes, 0)


@dataclass(frozen=True)
class PlanGroup:
    """Lines that share a quarter, programme, partner or mode, with their sums."""

    title: str
    lines: tuple[LineDone, ...]

    @property
    def classes(self) -> int:
        """Classes planned."""
        return sum(done.line.classes for done in self.lines)

    @property
    def opened(self) -> int:
        """Classes opened."""
        return sum(done.opened for done in self.lines)

    @property
    def planned_learners(self) -> int:
        """Learners planned, of the lines that say how many."""
        return sum(done.line.learners or 0 for done in self.lines)

    @property
    def learners(self) -> int:
        """Learners on the rosters of the classes opened."""
        return sum(done.learners for done in self.lines)


def lines_done(
    plan: YearPlan, opened: Mapping[int, int], learners: Mapping[int, int], day: date
) -> tuple[LineDone, ...]:
    """The plan's lines with what became of each; `opened` and `learners` are the registry's numbers by line."""
    lines = plan.lines.select_related("plan", "programme", "partner").order_by(
        "quarter", "programme__order", "programme__code", "partner__sort_key"
    )
    waiting = _waiting(plan)
    return tuple(
        _done(line, opened.get(line.pk, 0), learners.get(line.pk, 0), waiting.get(line.pk, []), day) for line in lines
    )


def _waiting(plan: YearPlan) -> dict[int, list[date | None]]:
    """The days that classes set up and not opened are due on, by line."""
    found: dict[int, list[date | None]] = {}
    rows = CourseClass.objects.filter(plan_line__plan=plan, state=ClassState.PLANNED)
    for line, due in rows.values_list("plan_line", "due_to_open_on"):
        found.setdefault(line or 0, []).append(due)
    return found


def _done(line: PlanLine, opened: int, learners: int, waiting: Sequence[date | None], day: date) -> LineDone:
    """Late: its quarter is over and classes are lacking, or a class set up should have opened."""
    lacking = opened < line.classes
    over = quarter_span(line)[1] < day and lacking
    overdue = any(due and due < day for due in waiting)
    return LineDone(line, opened, learners, len(waiting), over or overdue)


def off_plan(year: int) -> list[CourseClass]:
    """Classes outside the plan that opened in the year, or are due to."""
    in_year = Q(year=year) | Q(opened_from=None, due_to_open_on__year=year)
    rows = CourseClass.objects.filter(in_year, planned=False, cancelled_on=None, archived_on=None)
    return list(rows.select_related("programme", "partner").order_by("opened_from", "code"))


GROUPINGS = {
    "quy": "theo quý",
    "chuong-trinh": "theo chương trình",
    "don-vi": "theo đơn vị",
    "hinh-thuc": "theo hình thức",
}


def grouped(lines: Iterable[LineDone], by: str) -> tuple[PlanGroup, ...]:
    """The lines in groups, in the order of `GROUPINGS`' key."""
    groups: dict[tuple[object, str], list[LineDone]] = {}
    for done in lines:
        groups.setdefault(_key(done.line, by), []).append(done)
    return tuple(PlanGroup(title, tuple(groups[order, title])) for order, title in sorted(groups))  # type: ignore[type-var]


def _key(line: PlanLine, by: str) -> tuple[object, str]:
    if by == "chuong-trinh":
        return f"{line.programme.order:05}{line.programme.code}", line.programme.short_name
    if by == "don-vi":
        return (line.partner.sort_key, line.partner.name) if line.partner else ("", "không phối hợp với đơn vị nào")
    if by == "hinh-thuc":
        return line.mode, Mode(line.mode).label
    return (str(line.quarter), f"Quý {line.quarter}") if line.quarter else ("9", WHOLE_YEAR.capitalize())
