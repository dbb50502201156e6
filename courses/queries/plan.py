"""The plan of a year beside what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import ClassState, CourseClass, Mode, PlanLine, YearPlan

QUARTERS = (1, 2, 3, 4)
GROUPINGS = {
    "quy": "quý",
    "chuong-trinh": "chương trình",
    "don-vi": "đơn vị",
    "hinh-thuc": "hình thức",
}
LATE, LACKING, ENOUGH = "tre", "chua-du", "du"


def plan_in_force(year: int, day: date) -> YearPlan | None:
    """The latest version of the year's plan adopted by that day; without one, the first that is to come.

    A plan put away still counts, as it does in the registry.
    """
    plans = YearPlan.objects.filter(year=year).select_related("document")
    return plans.order_by("-version").filter(adopted_on__lte=day).first() or plans.order_by("version").first()


def lines_in_force(also: int | None = None) -> QuerySet[PlanLine]:
    """The lines of each year's latest version; `also` is one more, of whatever version."""
    later = YearPlan.objects.filter(year=OuterRef("plan__year"), version__gt=OuterRef("plan__version"))
    return PlanLine.objects.filter(~Exists(later) | Q(pk=also)).select_related("plan", "programme", "partner")


def line_label(line: PlanLine) -> str:
    """A line among those of every year: "2026, quý 2: TC-LLCT, Sở Nội vụ, tập trung, 3 lớp"."""
    quarter = f"quý {line.quarter}" if line.quarter else "cả năm"
    said = [line.programme.code, line.partner and line.partner.name, line.get_mode_display(), f"{line.classes} lớp"]
    return f"{line.plan.year}, {quarter}: {', '.join(part for part in said if part)}"


def quarter_span(line: PlanLine) -> tuple[date, date]:
    """The first and the last day of the line's quarter, or of the year."""
    year = line.plan.year
    if line.quarter is None:
        return date(year, 1, 1), date(year, 12, 31)
    first_month = 3 * line.quarter - 2
    after = date(year + 1, 1, 1) if line.quarter == len(QUARTERS) else date(year, first_month + 3, 1)
    return date(year, first_month, 1), after - timedelta(days=1)


@dataclass(frozen=True)
class Done:
    """What became of lines, in the registry's numbers: `learners` are on confirmed rosters, `entered` are not yet."""

    opened: int = 0
    waiting: int = 0
    learners: int = 0
    entered: int = 0


@dataclass(frozen=True)
class LineDone:
    """A line and what became of it."""

    line: PlanLine
    done: Done
    late: bool

    @property
    def missing(self) -> int:
        """Classes of the line that have neither opened nor been set up."""
        return max(self.line.classes - self.done.opened - self.done.waiting, 0)

    @property
    def beyond(self) -> int:
        """Classes opened beyond the line."""
        return max(self.done.opened - self.line.classes, 0)

    @property
    def complete(self) -> bool:
        """Every class of the line has opened."""
        return self.done.opened >= self.line.classes

    @property
    def states(self) -> frozenset[str]:
        """What a reader may ask for: late, lacking, enough."""
        return frozenset({ENOUGH if self.complete else LACKING} | ({LATE} if self.late else set()))


@dataclass(frozen=True)
class PlanGroup:
    """Lines that share a quarter, programme, partner or mode; `cell` says which in the registry's dimensions."""

    title: str
    lines: tuple[LineDone, ...]
    cell: Mapping[str, Any] = field(default_factory=dict)

    @property
    def classes(self) -> int:
        """Classes planned."""
        return sum(done.line.classes for done in self.lines)

    @property
    def planned_learners(self) -> int | None:
        """Learners planned, of the lines that say how many; None where none says."""
        said = [done.line.learners for done in self.lines if done.line.learners is not None]
        return sum(said) if said else None

    @property
    def done(self) -> Done:
        """The sums of what was done."""
        each = [line.done for line in self.lines]
        return Done(
            sum(done.opened for done in each),
            sum(done.waiting for done in each),
            sum(done.learners for done in each),
            sum(done.entered for done in each),
        )


def lines_done(plan: YearPlan, done: Mapping[int, Done], day: date) -> tuple[LineDone, ...]:
    """The plan's lines with what became of each; `done` is by line, and the classes that wait are looked up here."""
    lines = plan.lines.select_related("plan", "programme", "partner").order_by(
        "quarter", "programme__order", "programme__code", "partner__sort_key", "pk"
    )
    waiting = _waiting(plan)
    return tuple(_line(line, done.get(line.pk, Done()), waiting.get(line.pk, []), day) for line in lines)


def _waiting(plan: YearPlan) -> dict[int, list[date | None]]:
    """The days that classes set up and not opened are due on, by line."""
    found: dict[int, list[date | None]] = {}
    rows = CourseClass.objects.filter(plan_line__plan=plan, state=ClassState.PLANNED, archived_on=None)
    for line, due in rows.values_list("plan_line", "due_to_open_on"):
        found.setdefault(line or 0, []).append(due)
    return found


def _line(line: PlanLine, done: Done, waiting: Sequence[date | None], day: date) -> LineDone:
    """Late: its quarter is over and classes are lacking, or a class set up should have opened."""
    over = quarter_span(line)[1] < day and done.opened < line.classes
    overdue = any(due and due < day for due in waiting)
    return LineDone(line, Done(done.opened, len(waiting), done.learners, done.entered), over or overdue)


def off_plan(year: int) -> QuerySet[CourseClass]:
    """Classes outside the plan that opened in the year, or are due to; a class put away has opened all the same."""
    waits = Q(opened_from=None, due_to_open_on__year=year, archived_on=None)
    rows = CourseClass.objects.filter(Q(year=year) | waits, planned=False, cancelled_on=None)
    return rows.select_related("programme", "partner").order_by("opened_from", "due_to_open_on", "code")


def grouped(lines: Iterable[LineDone], by: str) -> tuple[PlanGroup, ...]:
    """The lines in groups, in the order of `GROUPINGS`' key."""
    groups: dict[Any, list[LineDone]] = {}
    for done in lines:
        groups.setdefault(_place(done.line, by), []).append(done)
    return tuple(
        PlanGroup(title, tuple(found), {dimension: value})
        for (_, title, dimension, value), found in sorted(groups.items(), key=lambda group: group[0][0])
    )


def _place(line: PlanLine, by: str) -> tuple[tuple[Any, ...], str, str, Any]:
    """Where the line's group stands, its title, and its cell in the registry."""
    programme, partner = line.programme, line.partner
    if by == "chuong-trinh":
        return (programme.order, programme.code), programme.name, "programme", programme.code
    if by == "don-vi":
        title = partner.name if partner else "Không phối hợp với đơn vị nào"
        return (partner.sort_key if partner else "", title), title, "partner", line.partner_id
    if by == "hinh-thuc":
        label = str(Mode(line.mode).label)
        return (line.mode,), label[:1].upper() + label[1:], "mode", line.mode
    return (line.quarter or 9,), f"Quý {line.quarter}" if line.quarter else "Cả năm", "quarter", line.quarter
