"""The values of computed indicators: every measure asked in one question."""

from collections.abc import Iterable
from dataclasses import dataclass

from school.criteria.content import Value
from school.figures import Ask, Cells, Measure, Scope, Share, UnknownFigure, ask, measure, share_named
from school.models import FactSubject, Provenance

PROVENANCE = "provenance"

# Figures of which a source may say that there were some: a 0 counted here would then deny what it says.
DECLARED_TOO = {
    "city_seminars_held": FactSubject.SEMINARS_CITY,
    "school_seminars_held": FactSubject.SEMINARS_SCHOOL,
    "city_projects_accepted": FactSubject.PROJECTS_CITY,
    "school_projects_accepted": FactSubject.PROJECTS_SCHOOL,
}


@dataclass(frozen=True)
class Values:
    """The answers: by the name an indicator gives, and whether invented rows were among what was counted."""

    by_name: dict[str, Value]
    invented: bool


def figure_named(name: str) -> Measure | Share | None:
    """The measure or share of that name; None where nothing counts it yet."""
    for find in (share_named, measure):
        try:
            return find(name)
        except UnknownFigure:
            continue
    return None


def values(names: Iterable[str], scope: Scope, said: Iterable[str]) -> Values:
    """The value of each name that can be counted, in at most one query; the others are left out.

    `said` are the subjects (FactSubject) of which a source of that year says that there were some.
    """
    figures = [figure for figure in map(figure_named, dict.fromkeys(names)) if figure]
    wanted = list(dict.fromkeys(part for figure in figures for part in _parts(figure)))
    questions = [Ask(measure(part), scope, _by(measure(part))) for part in wanted]
    cells = dict(zip(wanted, ask(*questions) if questions else [], strict=True))
    subjects = set(said)
    found = {figure.name: _value(figure, cells) for figure in figures}
    known = {name: value for name, value in found.items() if value and not _denied(name, value, subjects)}
    return Values(known, any(_invented(asked, cells[asked.measure.name]) for asked in questions))


def _parts(figure: Measure | Share) -> tuple[str, ...]:
    return (figure.numerator, figure.denominator) if isinstance(figure, Share) else (figure.name,)


def _by(asked: Measure) -> tuple[str, ...]:
    """Split by provenance where the rows tell it; not where persons are counted, who may stand in both."""
    return (PROVENANCE,) if asked.of == "pk" and PROVENANCE in asked.dimensions else ()


def _value(figure: Measure | Share, cells: dict[str, Cells]) -> Value | None:
    numbers = [sum(cells[part].values()) for part in _parts(figure)]
    if isinstance(figure, Measure):
        return Value(numbers[0], None, figure.name, unit=figure.unit)
    if not numbers[1]:
        return None
    return Value(numbers[0], numbers[1], figure.numerator, figure.denominator, measure(figure.numerator).unit)


def _denied(name: str, value: Value, said: set[str]) -> bool:
    return value.numerator == 0 and DECLARED_TOO.get(name) in said


def _invented(asked: Ask, cells: Cells) -> bool:
    return bool(asked.by) and any(Provenance.INVENTED in cell for cell in cells)
