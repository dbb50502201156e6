"""One question to the database for all counted figures of a year, cut by programme, partner and plan."""

from dataclasses import dataclass, field
from typing import NamedTuple

from school.figures import Ask, Scope, ask, measure

CELL = ("programme", "partner", "planned")
STAFF_SHARES = (
    "lecturer_share",
    "lecturer_master_share",
    "senior_lecturer_share",
    "lecturer_political_theory_share",
    "lecturer_pedagogy_share",
    "lecturer_classics_share",
)


class Cell(NamedTuple):
    """Where a row of the report stands."""

    programme: str | None
    partner: int | None
    planned: bool


@dataclass
class Counted:
    """What rows of the database say of one cell."""

    opened: int = 0
    confirmed: int = 0
    uncovered_opened: int = 0
    uncovered_confirmed: int = 0
    learners: int = 0
    uncovered_learners: int = 0
    people: int = 0
    entered: int = 0
    carried_over: int = 0
    closed: int = 0


@dataclass
class YearCells:
    """All counted figures of a year."""

    cells: dict[Cell, Counted] = field(default_factory=dict)
    figure_opened: dict[int, int] = field(default_factory=dict)  # declared figure → class records opened
    figure_confirmed: dict[int, int] = field(default_factory=dict)
    single: dict[str, int] = field(default_factory=dict)  # figures without a cell, by measure or own name


def count_year(scope: Scope, singles: tuple[str, ...]) -> YearCells:
    """Count the year's cells, and the measures named in `singles` as a whole; one query."""
    uncovered = scope.at(figure=None)
    by_cell = {
        "opened": Ask(measure("classes_opened"), scope, CELL),
        "confirmed": Ask(measure("classes_confirmed"), scope, CELL),
        "uncovered_opened": Ask(measure("classes_opened"), uncovered, CELL),
        "uncovered_confirmed": Ask(measure("classes_confirmed"), uncovered, CELL),
        "learners": Ask(measure("enrolments_opened"), scope, CELL),
        "uncovered_learners": Ask(measure("enrolments_opened"), uncovered, CELL),
        "people": Ask(measure("persons_opened"), scope, CELL),
        "entered": Ask(measure("enrolments_unconfirmed"), scope, CELL),
        "carried_over": Ask(measure("classes_carried_over"), scope, CELL),
        "closed": Ask(measure("classes_closed"), scope, CELL),
    }
    by_figure = [Ask(measure(name), scope, ("figure",)) for name in ("classes_opened", "classes_confirmed")]
    invented = Ask(measure("classes_opened"), scope.at(provenance="invented"))
    whole = [Ask(measure(name), scope) for name in singles]
    answers = ask(*by_cell.values(), *by_figure, invented, *whole)
    return _gather(list(by_cell), singles, answers)


def _gather(fields: list[str], singles: tuple[str, ...], answers: list[dict[tuple, int]]) -> YearCells:
    found = YearCells()
    for name, answer in zip(fields, answers, strict=False):
        for key, number in answer.items():
            setattr(found.cells.setdefault(Cell(*key), Counted()), name, number)
    opened, confirmed, invented, *whole = answers[len(fields) :]
    found.figure_opened = {pk: number for (pk,), number in opened.items() if pk}
    found.figure_confirmed = {pk: number for (pk,), number in confirmed.items() if pk}
    found.single = {name: answer.get((), 0) for name, answer in zip(singles, whole, strict=True)}
    found.single["invented"] = invented.get((), 0)
    return found
