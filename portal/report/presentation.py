"""An annual report made ready for the page: every number with its words, its mark and its door."""

from collections.abc import Iterable

from portal.report import wording
from portal.report.chart import charts
from portal.report.content import AnnualReport, Basis, Mark, ResearchLine, Row, Share
from portal.report.doors import CLASSES, LEARNERS, UNKNOWN, Doors, Figure
from portal.report.page import AnnualPage, NoteView, ResearchView, RowView, ShareView

TABLE = "#chuong-trinh"  # where the page's table begins
LEVEL = " cấp "  # where "Hội thảo khoa học cấp trường" turns from what to whose


def annual_page(report: AnnualReport) -> AnnualPage:
    """The report's page; asks the database nothing."""
    doors = Doors(report)
    return AnnualPage(
        report=report,
        inside=tuple(_row(row, doors) for row in report.rows if row.in_total),
        outside=tuple(_row(row, doors) for row in report.rows if not row.in_total),
        classes=_total_classes(report, doors),
        learners=_total_learners(report, doors),
        off_plan=_off_plan(report, doors),
        key_tasks=_declared(report.key_tasks_done, report.key_tasks_fact_pk, doors),
        remaining=_remaining(report, doors),
        research=tuple(_research(lines, doors) for lines in _by_kind(report.research)),
        shares=tuple(_share(share, doors) for share in (report.plan_completion, *report.staff_shares)),
        notes=tuple(_note(note) for note in report.notes),
        charts=charts(report),
    )


def _row(row: Row, doors: Doors) -> RowView:
    declared, counted = _declared_learners(row, doors), _counted_learners(row, doors)
    return RowView(
        row=row,
        programme=wording.programme(row),
        partner=wording.partner(row),
        classes=_classes(row, doors),
        declared=declared,
        counted=counted,
        learners=_learners(row, declared, counted, doors),
        running=tuple(_running(row, doors)),
        details=wording.details(row),
    )


def _learners(row: Row, declared: Figure, counted: Figure, doors: Doors) -> Figure:
    """The number the line stands for; with counted classes beyond the declared ones it is a sum of both."""
    if row.basis is Basis.COUNTED or not declared.known:
        return counted
    if row.approximate or row.learners == row.declared:
        return declared
    return Figure(wording.number(row.learners), row.mark, doors.declared(row))


def _running(item: Row, doors: Doors) -> Iterable[Figure]:
    """Classes carried over and closed, counts of their own beside the classes opened."""
    if item.carried_over:
        door = doors.of_row("classes_carried_over", item)
        yield Figure(f"{wording.number(item.carried_over)} lớp chuyển tiếp", Mark.COUNTED, door)
    if item.closed:
        door = doors.of_row("classes_closed", item)
        yield Figure(f"{wording.number(item.closed)} lớp bế giảng", Mark.COUNTED, door)


def _total_classes(report: AnnualReport, doors: Doors) -> Figure:
    number = wording.number(report.total.classes)
    if number == wording.DASH:
        return UNKNOWN
    if doors.all_planned_inside and doors.all_recorded:
        return Figure(number, Mark.COUNTED, doors.of_total(CLASSES))
    return Figure(number, Mark.MIXED, doors.sum())


def _total_learners(report: AnnualReport, doors: Doors) -> Figure:
    number, mark = wording.number(report.total.learners), _total_mark(report)
    if number == wording.DASH:
        return UNKNOWN
    listed = mark is Mark.COUNTED and doors.all_planned_inside
    return Figure(number, mark, doors.of_total(LEARNERS) if listed else doors.sum())


def _total_mark(report: AnnualReport) -> Mark:
    """Where no source declares anything, all of the number is counted, even if rosters are still to come."""
    declared = any(row.declared is not None for row in report.rows if row.in_total)
    return report.total.mark if declared else Mark.COUNTED


def _off_plan(report: AnnualReport, doors: Doors) -> tuple[Figure, Figure]:
    """One line opens what it opens in the table; several counted ones one list, others the table itself."""
    stated, rows = report.off_plan, report.off_plan_rows
    if stated is None:
        return UNKNOWN, UNKNOWN
    if len(rows) == 1:
        (line,) = (_row(row, doors) for row in rows)
        return line.classes, line.learners
    counted = all(row.basis is Basis.COUNTED and row.classes == row.class_records for row in rows)
    mark = Mark.COUNTED if counted else Mark.MIXED
    classes, learners = (doors.off_plan(name) if counted else TABLE for name in (CLASSES, LEARNERS))
    return (
        Figure(wording.number(stated.classes), mark, classes),
        Figure(wording.learners(stated), Mark.APPROXIMATE if stated.approximate else mark, learners),
    )


def _classes(row: Row, doors: Doors) -> Figure:
    """Records open their list; a number of classes without records opens its source."""
    number = wording.number(row.classes)
    if row.classes is None:
        return UNKNOWN
    if row.class_records == row.classes:
        return Figure(number, Mark.COUNTED, doors.of_row(CLASSES, row) if row.classes else "")
    return Figure(number, Mark.MIXED if row.class_records else Mark.DECLARED, doors.declared(row))


def _declared_learners(row: Row, doors: Doors) -> Figure:
    if row.declared is None:
        return UNKNOWN
    if row.approximate:
        return Figure(wording.learners(row), Mark.APPROXIMATE, doors.declared(row))
    return Figure(wording.number(row.declared), _before(row), doors.declared(row))


def _before(row: Row) -> Mark:
    """A declared number keeps its own sign even where the row has since been counted."""
    return Mark.DECLARED if row.basis is Basis.COUNTED else row.mark


def _counted_learners(row: Row, doors: Doors) -> Figure:
    if row.counted is None or not row.confirmed:
        return UNKNOWN
    return Figure(wording.number(row.counted), Mark.COUNTED, doors.of_row(LEARNERS, row))


def _declared(value: int | None, fact: int | None, doors: Doors) -> Figure:
    return UNKNOWN if value is None else Figure(wording.number(value), Mark.DECLARED, doors.fact(fact))


def _remaining(report: AnnualReport, doors: Doors) -> Figure:
    standard = report.standard
    return _declared(standard.remaining, standard.fact_pk, doors) if standard else UNKNOWN


def _by_kind(lines: Iterable[ResearchLine]) -> list[list[ResearchLine]]:
    kinds: dict[str, list[ResearchLine]] = {}
    for line in lines:
        kinds.setdefault(line.kind, []).append(line)
    return list(kinds.values())


def _research(lines: list[ResearchLine], doors: Doors) -> ResearchView:
    known = any(wording.research(line) != wording.DASH for line in lines)
    return ResearchView(
        label=lines[0].label.partition(LEVEL)[0],
        lines=tuple(_research_figure(line, doors) for line in lines) if known else (UNKNOWN,),
        without_number=any(line.declared_without_number for line in lines),
    )


def _research_figure(line: ResearchLine, doors: Doors) -> Figure:
    number, level = wording.research(line), "".join(line.label.partition(LEVEL)[1:]).strip()
    if line.declared_without_number:
        return Figure(level, Mark.DECLARED, doors.fact(line.fact_pk))
    if line.fact_pk:
        return Figure(f"{number} {level}", Mark.DECLARED, doors.fact(line.fact_pk))
    return Figure(f"{number} {level}", Mark.COUNTED, doors.rows(line.measure) if line.measure and line.count else "")


def _share(share: Share, doors: Doors) -> ShareView:
    text = wording.share(share)
    return ShareView(share.label, Figure(text, door="" if text == wording.DASH else doors.rows(share.measure)))


def _note(note: str) -> NoteView:
    lead, colon, text = note.partition(": ")
    short = bool(colon) and "." not in lead
    return NoteView(f"{lead}:", text) if short else NoteView("", note)
