"""Putting the board together: what is stored, what is counted, and the judgement of each indicator."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from school.criteria import reading
from school.criteria.content import Board, Frame, Group, Line
from school.criteria.status import deadline, of_attestation, of_value
from school.criteria.values import Values, values
from school.days import today
from school.errors import Refused
from school.figures import Scope
from school.models import Criterion, IndicatorKind

COMPUTED = (IndicatorKind.RATIO, IndicatorKind.COUNT)


def board(frame: Frame, level: int, on: date) -> Board:
    """The whole framework at a level, as of the end of `on`; four queries.

    Figures of a moment (staff, lecturers) are those of `on`; figures of a period are those of the calendar year of
    `on`, up to `on`. Raises Refused for a day to come.
    """
    groups = list(Criterion.objects.filter(framework=frame.pk).order_by("order", "pk"))
    return _board(frame, level, on, list(reading.indicators(frame, level, on)), groups)


def assess(frame: Frame, level: int, on: date, indicator_pk: int) -> Board:
    """The same with one indicator alone: a board of one group and one line. Raises Refused for a day to come."""
    rows = list(reading.indicators(frame, level, on).filter(pk=indicator_pk))
    return _board(frame, level, on, rows, [row.criterion for row in rows])


def _board(frame: Frame, level: int, on: date, rows: list[Any], groups: Iterable[Criterion]) -> Board:
    if on > today():
        raise Refused(f"Ngày {on:%d/%m/%Y} chưa tới. Chọn ngày đến hết hôm nay, {today():%d/%m/%Y}.")
    facts = reading.facts(on)
    measures = [row.measure for row in rows if row.measure]
    found = values(measures, Scope.of_year(on.year, on), reading.said_of(on.year, facts))
    lines = [(row.criterion_id, _line(row, on, found)) for row in rows]
    return Board(
        frame,
        level,
        on,
        tuple(
            Group(group.pk, group.code, group.name, tuple(line for owner, line in lines if owner == group.pk))
            for group in groups
        ),
        reading.declared_of(frame, level, facts),
        found.invented or any(duty.invented for _, line in lines for duty in line.duties),
    )


def _line(row: Any, on: date, found: Values) -> Line:
    computed = row.kind in COMPUTED
    value = found.by_name.get(row.measure)
    attested = reading.attested_of(row.attested)
    duties = tuple(reading.duty_of(duty, on) for duty in row.duties)
    due = deadline(duties)
    status = of_value(value, row.at_least, due, on) if computed else of_attestation(attested, due, on)
    return Line(
        pk=row.pk,
        code=row.code,
        text=row.text,
        kind=row.kind,
        measure=row.measure,
        unit=row.unit or (value.unit if value and value.denominator is None else ""),
        value=value if computed else None,
        threshold=row.at_least,
        status=status,
        verified=row.verified and (bool(row.threshold_verified_on) if computed else True),
        attested=attested,
        duties=duties,
        evidence=tuple(map(reading.proof_of, row.proofs)),
        overdue=status == status.NOT_MET and due is not None and due < on,
    )
