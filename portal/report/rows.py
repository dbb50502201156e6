"""From counted cells and declared figures to the report's rows: who knows what, told apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from courses.models import DeclaredFigure, Programme
from portal.report.cells import Cell, Counted, YearCells
from portal.report.content import Basis, Mark, OffPlan, Row, Total
from school.queries.names import names_on


@dataclass(frozen=True)
class _Figures:
    """Declared figures of one cell, those known on the report's day parted from those stated later."""

    known: tuple[DeclaredFigure, ...]
    later: tuple[DeclaredFigure, ...]


def report_rows(year: int, as_of: date, found: YearCells, figures: Sequence[DeclaredFigure]) -> tuple[Row, ...]:
    """The rows of a year in the order of programmes, planned ones first; two queries, for the names."""
    declared = _by_cell(figures, as_of)
    live = {cell for cell, counted in found.cells.items() if counted.opened or counted.carried_over or counted.closed}
    cells = live | set(declared)
    programmes = {p.code: p for p in Programme.objects.filter(code__in={c.programme for c in cells if c.programme})}
    partners = names_on(min(as_of, date(year, 12, 31)), {cell.partner for cell in cells if cell.partner})

    def place(cell: Cell) -> tuple:
        programme = programmes.get(cell.programme or "")
        order = (programme.order, programme.code) if programme else (10_000, "")
        return (not cell.planned, *order, partners.get(cell.partner or 0, ("", "~"))[1], cell.partner or 0)

    empty = _Figures((), ())
    return tuple(
        _row(cell, found, declared.get(cell, empty), programmes, partners) for cell in sorted(cells, key=place)
    )


def _by_cell(figures: Iterable[DeclaredFigure], as_of: date) -> dict[Cell, _Figures]:
    known: dict[Cell, list[DeclaredFigure]] = defaultdict(list)
    later: dict[Cell, list[DeclaredFigure]] = defaultdict(list)
    for figure in figures:
        cell = Cell(figure.programme.code if figure.programme else None, figure.partner_id, figure.planned)
        (known if figure.stated_on <= as_of else later)[cell].append(figure)
    return {cell: _Figures(tuple(known[cell]), tuple(later[cell])) for cell in {*known, *later}}


def _row(
    cell: Cell,
    found: YearCells,
    figures: _Figures,
    programmes: dict[str, Programme],
    partners: dict[int, tuple[str, str]],
) -> Row:
    counted = found.cells.get(cell, Counted())
    all_figures = figures.known + figures.later
    complete = _complete(counted, found, figures)
    declared = _sum(figure.learners for figure in all_figures)
    approximate = any(figure.approximate for figure in all_figures) and not complete
    hidden = bool(figures.later) and not complete
    programme = programmes.get(cell.programme or "")
    return Row(
        programme_code=cell.programme,
        programme_name=programme.name if programme else None,
        partner_pk=cell.partner,
        partner_name=partners[cell.partner][0] if cell.partner else None,
        planned=cell.planned,
        classes=_classes(counted, found, all_figures),
        class_records=counted.opened,
        confirmed=counted.confirmed,
        learners=_learners(counted, declared, complete),
        people=counted.people if complete else None,
        declared=declared,
        counted=counted.learners if counted.confirmed else None,
        entered=counted.entered or None,
        carried_over=counted.carried_over if complete or not all_figures else None,
        closed=counted.closed if complete or not all_figures else None,
        basis=_basis(counted, complete),
        approximate=approximate,
        wording=next((figure.wording for figure in all_figures if figure.approximate), ""),
        in_total=cell.planned and not approximate and not hidden,
        figure_pks=tuple(figure.pk for figure in all_figures),
    )


def _complete(counted: Counted, found: YearCells, figures: _Figures) -> bool:
    """Every class the row speaks of has a confirmed roster."""
    if not counted.opened:
        return not figures.known and not figures.later and bool(counted.carried_over or counted.closed)
    covered = all(
        found.figure_confirmed.get(figure.pk, 0) >= (figure.classes or found.figure_opened.get(figure.pk, 0)) > 0
        for figure in figures.known + figures.later
    )
    return covered and counted.confirmed == counted.opened


def _classes(counted: Counted, found: YearCells, figures: Sequence[DeclaredFigure]) -> int | None:
    """Class records opened, and those of figures that have no records."""
    bare = [figure.classes for figure in figures if not found.figure_opened.get(figure.pk)]
    extra = _sum(bare)
    if counted.opened or extra is not None:
        return counted.opened + (extra or 0)
    return None if figures else 0


def _learners(counted: Counted, declared: int | None, complete: bool) -> int | None:
    """The number the row stands for: declared until all is counted, with classes beyond the declared ones."""
    if complete:
        return counted.learners
    if declared is not None:
        return declared + counted.uncovered_learners
    return counted.learners if counted.confirmed else None


def _basis(counted: Counted, complete: bool) -> Basis:
    if complete:
        return Basis.COUNTED
    return Basis.MIXED if counted.confirmed else Basis.DECLARED


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def total_of(rows: Iterable[Row]) -> Total:
    """The exact total: only rows that may be inside it."""
    inside = [row for row in rows if row.in_total]
    marks = {row.mark for row in inside if row.learners}
    return Total(
        classes=_sum(row.classes for row in inside),
        learners=_sum(row.learners for row in inside),
        confirmed=sum(row.confirmed for row in inside),
        mark=marks.pop() if len(marks) == 1 else Mark.MIXED if marks else Mark.DECLARED,
        carried_over=_sum(row.carried_over for row in inside),
        closed=_sum(row.closed for row in inside),
    )


def off_plan_of(rows: Iterable[Row]) -> OffPlan | None:
    """What was done outside the plan; None where nothing was."""
    outside = [row for row in rows if not row.planned]
    if not outside:
        return None
    return OffPlan(
        classes=_sum(row.classes for row in outside),
        learners=_sum(row.learners for row in outside),
        approximate=any(row.approximate for row in outside),
        wording=outside[0].wording if len(outside) == 1 else "",
    )
