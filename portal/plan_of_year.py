"""The page of a year's plan: its lines beside the registry's numbers, each with what stands behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from courses.forms import PlanChoices
from courses.models import ClassState, CourseClass, PlanLine, YearPlan
from courses.queries.plan import (
    GROUPINGS,
    LATE,
    Done,
    LineDone,
    PlanGroup,
    grouped,
    lines_done,
    off_plan,
    plan_in_force,
)
from portal.report import wording
from portal.report.content import Mark
from portal.report.doors import Figure, rows_door
from school.days import today
from school.figures import Ask, Scope, ask, measure
from school.models import Provenance

OFF_PLAN_SHOWN = 100
MEASURES = {"opened": "classes_opened", "learners": "enrolments_opened", "entered": "enrolments_unconfirmed"}
OFF_PLAN = {"planned": False}
WITHOUT_LINE = {"planned": True, "plan_line": None}


@dataclass(frozen=True)
class Cells:
    """The numbers of a line, a group or the whole, each with what stands behind it."""

    classes: Figure
    opened: Figure
    waiting: Figure
    planned_learners: Figure
    learners: Figure
    entered: Figure


@dataclass(frozen=True)
class ShownLine:
    """A line as the page shows it."""

    found: LineDone
    cells: Cells
    title: str
    words: str
    url: str
    open_url: str


@dataclass(frozen=True)
class ShownGroup:
    """A group as the page shows it."""

    title: str
    cells: Cells
    lines: Sequence[ShownLine]


class PlanOfYear:
    """All that the page shows of a year, asked for once."""

    def __init__(self, year: int, query: QueryDict) -> None:
        self.year, self.query = year, query
        self.scope = Scope.of_year(year, today())
        self.plan = plan_in_force(year, today())
        self._ask()
        self.every_line = lines_done(self.plan, self._done, today()) if self.plan else ()
        self.choices = PlanChoices(query, self.every_line)
        self.lines = tuple(done for done in self.every_line if self.choices.matches(done))
        self.late = sum(done.late for done in self.every_line)
        self.off_plan: list[CourseClass] = list(off_plan(year)[:OFF_PLAN_SHOWN])

    def _ask(self) -> None:
        """One question to the registry; learners are those of classes opened in the year, by line."""
        by_line = [Ask(measure(name), self.scope, ("plan_line",)) for name in MEASURES.values()]
        opened = measure("classes_opened")
        apart, loose = (Ask(opened, self.scope.at(**cell)) for cell in (OFF_PLAN, WITHOUT_LINE))
        *answers, off, without = ask(*by_line, apart, loose)
        self._done = {
            key[0]: Done(**{name: cells.get(key, 0) for name, cells in zip(MEASURES, answers, strict=True)})
            for key in {key for cells in answers for key in cells if key[0]}
        }
        self.off_plan_opened = self._counted("classes_opened", off.get((), 0), OFF_PLAN)
        self.without_line = self._counted("classes_opened", without.get((), 0), WITHOUT_LINE)

    def _counted(self, name: str, number: int, cell: Mapping[str, Any]) -> Figure:
        mark = None if name == MEASURES["entered"] else Mark.COUNTED
        return Figure(wording.number(number), mark, rows_door(name, self.scope.at(**cell)) if number else "")

    @property
    def in_force(self) -> bool:
        """The plan counts already; one adopted for a day to come does not."""
        return bool(self.plan and self.plan.adopted_on <= today())

    @property
    def invented(self) -> bool:
        """Whether the page shows made-up data."""
        shown: list[YearPlan | CourseClass | None] = [self.plan, *self.off_plan]
        return any(one.provenance == Provenance.INVENTED for one in shown if one)

    @property
    def groups(self) -> list[ShownGroup]:
        """The lines asked for, in groups."""
        by = self.choices.by
        return [
            ShownGroup(group.title, self._of_group(group), [self._line(done, by) for done in group.lines])
            for group in grouped(self.lines, by)
        ]

    @property
    def total(self) -> Cells:
        """All lines asked for."""
        return self._of_group(PlanGroup("", self.lines))

    def _of_group(self, group: PlanGroup) -> Cells:
        """Sums; no list stands behind the sum of lines chosen by what became of them."""
        cell = {**self.choices.cell, **group.cell}
        opens = not self.choices.by_state
        planned = rows_door("classes_in_plan", self.scope.at(**cell)) if opens and self.in_force else ""
        return Cells(
            classes=Figure(wording.number(group.classes), door=planned),
            waiting=Figure(wording.number(group.done.waiting)),
            planned_learners=Figure(
                wording.number(group.planned_learners), door=planned if group.planned_learners is not None else ""
            ),
            **self._done_figures(group.done, {"plan": self.plan and self.plan.pk, **cell} if opens else None),
        )

    def _done_figures(self, done: Done, cell: Mapping[str, Any] | None) -> dict[str, Figure]:
        if cell is None:
            return {name: Figure(wording.number(getattr(done, name))) for name in MEASURES}
        return {name: self._counted(measured, getattr(done, name), cell) for name, measured in MEASURES.items()}

    def _line(self, found: LineDone, by: str) -> ShownLine:
        line, url = found.line, reverse("courses:plan_line_detail", args=[found.line.pk])
        waiting = {"dong-ke-hoach": line.pk, "tinh_trang": ClassState.PLANNED}
        waiting_door = f"{reverse('courses:class_list')}?{urlencode(waiting)}" if found.done.waiting else ""
        cells = Cells(
            classes=Figure(wording.number(line.classes), door=url),
            waiting=Figure(wording.number(found.done.waiting), door=waiting_door),
            planned_learners=Figure(wording.number(line.learners), door=url if line.learners is not None else ""),
            **self._done_figures(found.done, {"plan_line": line.pk}),
        )
        open_url = reverse("courses:plan_line_open", args=[line.pk]) if found.missing else ""
        return ShownLine(found, cells, *_words(line, by), url, open_url)

    @property
    def groupings(self) -> list[tuple[str, str, bool]]:
        """Text, address and whether it is in force."""
        asked = self.choices.asked
        return [
            (text, f"?{urlencode({'chia': name, **asked})}", name == self.choices.by)
            for name, text in GROUPINGS.items()
        ]

    @property
    def late_url(self) -> str:
        """The late lines alone."""
        return f"?{urlencode({'chia': self.choices.by, 'tinh_trang': LATE})}"

    @property
    def bare_url(self) -> str:
        """Every line, grouped as now."""
        return f"?{urlencode({'chia': self.choices.by})}"


def _words(line: PlanLine, by: str) -> tuple[str, str]:
    """What a line is called within its group, and what else tells it apart."""
    partner = line.partner.name if line.partner else ""
    parts = {
        "chuong-trinh": line.programme.short_name,
        "don-vi": partner,
        "hinh-thuc": line.get_mode_display(),
        "quy": f"quý {line.quarter}" if line.quarter else "cả năm",
    }
    title, *others = [text for name, text in parts.items() if text and name != by]
    return title[:1].upper() + title[1:], ", ".join(others)
