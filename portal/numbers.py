"""Leadership's ten numbers: each this year beside last year, each with its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.overview import scopes_of
from portal.report import wording
from portal.report.content import Share
from portal.report.doors import Figure, rows_door
from school.figures import Ask, Cells, Scope, measure, share_named

# Ten, and no more: what the chairman asks for first. The second of a pair divides the first.
TEN = (
    "classes_opened",
    "enrolments_opened",
    "persons_opened",
    "classes_running",
    "learners_in_class",
    "plan_completion",
    "lecturers",
    "lecturer_master_share",
    "seminars_held",
    "projects_under_way",
)
SHARES = {"plan_completion", "lecturer_master_share"}


@dataclass(frozen=True)
class Number:
    """One tile: what is counted, the number with its door, and last year's."""

    label: str
    unit: str
    now: Figure
    before: Figure
    year_before: str


def _measures(name: str) -> tuple[str, ...]:
    """The measures a number is made of."""
    return (share_named(name).numerator, share_named(name).denominator) if name in SHARES else (name,)


def number_asks(day: date) -> list[Ask]:
    """The questions to the registry."""
    return [Ask(measure(part), scope) for name in TEN for scope in scopes_of(day) for part in _measures(name)]


def numbers(day: date, answers: Sequence[Cells]) -> tuple[Number, ...]:
    """The tiles, from the answers to `number_asks`."""
    left = iter(answers)
    found = []
    for name in TEN:
        now, before = (
            _figure(name, scope, [next(left).get((), 0) for _ in _measures(name)]) for scope in scopes_of(day)
        )
        shown = share_named(name) if name in SHARES else measure(name)
        found.append(Number(shown.label, getattr(shown, "unit", ""), now, before, str(day.year - 1)))
    return tuple(found)


def _figure(name: str, scope: Scope, parts: Sequence[int]) -> Figure:
    door = rows_door(_measures(name)[0], scope) if parts[0] else ""
    if name in SHARES:
        return Figure(wording.percent(Share(name, name, *parts)), door=door)
    return Figure(wording.number(parts[0]), door=door)
