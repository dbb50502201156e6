"""The annual report as an official document, in words and lines: what its PDF and its Word file both say.

The two templates lay this out and add nothing, so the two documents cannot disagree.
"""

import re
from dataclasses import dataclass, replace
from itertools import count

from portal.report import wording
from portal.report.content import AnnualReport, Letterhead, Mark, OffPlan, ResearchLine, Row, Total

GAP = "\N{NO-BREAK SPACE}" * 7  # room for what the records office writes by hand


@dataclass(frozen=True)
class Heading:
    """The top of the first page, in Party form or in the form of state documents."""

    party: bool
    superior: tuple[str, ...]  # one or two lines
    issuer: tuple[str, ...]  # one or two lines
    number: str
    place_and_date: str
    subject: str


@dataclass(frozen=True)
class Line:
    """One row of the table, ready to print."""

    order: str
    name: str
    notes: str  # numbers of its notes: "1, 4"
    details: str  # small print under the name
    partner: str
    classes: str
    mark: str  # value of Mark; "" where the number itself is unknown
    learners: str


@dataclass(frozen=True)
class Section:
    """A numbered part after the table: paragraphs, then items one below another."""

    title: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """The whole document. `lines`, `total` and `outside` are empty where nothing is known of classes."""

    title: str  # of the file
    heading: Heading
    opening: str
    training: Section
    lines: tuple[Line, ...]
    total: Line
    outside: tuple[Line, ...]
    legend: tuple[tuple[str, str], ...]  # mark and its words, for the marks that occur
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    sections: tuple[Section, ...]
    recipients: tuple[str, ...]
    status: str
    invented: str


def paper(report: AnnualReport) -> Paper:
    """The official document that says what the report says."""
    lines = tuple(_line(row, str(order)) for order, row in enumerate(report.planned_rows, 1))
    total = _sum_line("Cộng trong kế hoạch", report.total, report.total.mark)
    outside = _outside(report)
    numbers = count(1)
    return Paper(
        title=f"Báo cáo năm {report.year}, {wording.plain(report.letterhead.name)}",
        heading=_heading(report),
        opening=_opening(report),
        training=_training(report, next(numbers)),
        lines=lines,
        total=total,
        outside=outside,
        legend=_legend((*lines, total, *outside)) if report.rows else (),
        notes=tuple(map(wording.plain, report.notes)),
        sources=tuple(map(wording.source, report.sources)),
        sections=() if report.empty else tuple(_sections(report, numbers)),
        recipients=_recipients(report.letterhead),
        status=f"{wording.status(report)}. Số và ngày do văn thư cấp khi ban hành.",
        invented=wording.invented(report),
    )


def _heading(report: AnnualReport) -> Heading:
    letterhead = report.letterhead
    subject = f"kết quả đào tạo, bồi dưỡng và nghiên cứu khoa học năm {report.year}"
    code = wording.plain(letterhead.document_code)
    number = f"Số{GAP}-BC/{code}" if letterhead.party_heading else f"Số:{GAP}/BC-{code}"
    return Heading(
        party=letterhead.party_heading,
        superior=capitals(letterhead.superior),
        issuer=capitals(letterhead.name),
        number=number,
        place_and_date=f"{wording.plain(letterhead.place)}, ngày{GAP}tháng{GAP}năm 20{GAP}",
        subject=subject if letterhead.party_heading else wording.sentence(subject),
    )


def capitals(name: str) -> tuple[str, ...]:
    """The name in capitals, broken before the kind of its province: most are too long for one line."""
    return tuple(re.split(r"\s(?=(?:THÀNH PHỐ|TỈNH)\s)", wording.plain(name).upper(), maxsplit=1))


def _opening(report: AnnualReport) -> str:
    if report.empty:
        return ""
    school = wording.plain(report.letterhead.name)
    return (
        f"{school} báo cáo kết quả đào tạo, bồi dưỡng và nghiên cứu khoa học năm {report.year}, "
        f"{wording.as_of(report)}, như sau:"
    )


def _training(report: AnnualReport, order: int) -> Section:
    title = "" if report.empty else f"{order}. Đào tạo, bồi dưỡng"
    if not report.rows:
        return Section(title, (wording.no_data(report),))
    running = wording.running_classes(report.total)
    parts = [
        f"Trong kế hoạch: {wording.total_sentence(report.total)}.",
        wording.sentence(f"{running}.") if running else "",
        _beside(report.off_plan) if report.off_plan else "",
        f"Hoàn thành kế hoạch: {wording.plan_completion(report.plan_completion)}.",
    ]
    return Section(title, (" ".join(part for part in parts if part),))


def _beside(off_plan: OffPlan) -> str:
    kind = "số ước chừng, " if off_plan.approximate else ""
    return f"Ngoài kế hoạch: {wording.off_plan(off_plan)}, {kind}{wording.OUTSIDE_TOTAL}."


def _line(row: Row, order: str, name: str = "") -> Line:
    return Line(
        order=order,
        name=name or wording.programme(row),
        notes=", ".join(map(str, row.note_numbers)),
        details=wording.sentence(wording.details(row)),
        partner=wording.partner(row),
        classes=wording.number(row.classes),
        mark=_mark(row.mark, row.learners),
        learners=wording.learners(row),
    )


def _mark(mark: Mark, learners: int | None) -> str:
    return "" if learners is None else mark.value


def _sum_line(name: str, item: Total | OffPlan, mark: Mark) -> Line:
    learners = wording.learners(item) if isinstance(item, OffPlan) else wording.number(item.learners)
    shown_mark = _mark(mark, item.learners)
    return Line("", name, "", "", "", wording.number(item.classes), shown_mark, learners)


def _outside(report: AnnualReport) -> tuple[Line, ...]:
    """Lines after the total: one row says itself that it stays outside, several stand under a line that does."""
    rows = report.off_plan_rows
    if len(rows) == 1:
        known = wording.programme(rows[0])
        named = f"{known}, ngoài kế hoạch" if rows[0].programme_name else known
        return (_outside_line(rows[0], "", f"{named}, {wording.OUTSIDE_TOTAL}"),)
    head = (_outside_head(report.off_plan, rows),) if rows and report.off_plan else ()
    return head + tuple(_outside_line(row, wording.DASH) for row in rows)


def _outside_line(row: Row, order: str, name: str = "") -> Line:
    """A line without partner gives that column to its name."""
    line = _line(row, order, name)
    return line if row.partner_name else replace(line, partner="")


def _outside_head(off_plan: OffPlan, rows: tuple[Row, ...]) -> Line:
    marks = {row.mark for row in rows}
    mark = marks.pop() if len(marks) == 1 else Mark.MIXED
    name = f"Ngoài kế hoạch, {wording.OUTSIDE_TOTAL}, trong đó:"
    return _sum_line(name, off_plan, Mark.APPROXIMATE if off_plan.approximate else mark)


def _legend(lines: tuple[Line, ...]) -> tuple[tuple[str, str], ...]:
    used = {line.mark for line in lines}
    return tuple((mark.value, words) for mark, words in wording.MARK_WORDS.items() if mark.value in used)


def _sections(report: AnnualReport, numbers: "count[int]") -> list[Section]:
    research = tuple(map(_research, report.research))
    shares = tuple(f"{wording.plain(item.label)}: {wording.share(item)}" for item in report.staff_shares)
    sections = []
    if research:
        sections.append(Section(f"{next(numbers)}. Nghiên cứu khoa học", (), _parted(research, ";")))
    if shares:
        sections.append(Section(f"{next(numbers)}. Đội ngũ", (), _parted(shares, ";")))
    sections.append(_standing(report, next(numbers)))
    return sections


def _research(line: ResearchLine) -> str:
    stated = line.fact_pk is not None and wording.research(line) != wording.WITHOUT_NUMBER
    basis = " (theo báo cáo)" if stated else ""
    return f"{wording.plain(line.label)}: {wording.research(line)}{basis}"


def _standing(report: AnnualReport, order: int) -> Section:
    tasks = wording.sentence(wording.key_tasks(report.key_tasks_done))
    tasks = f"{tasks} (theo báo cáo)." if report.key_tasks_done is not None else f"{tasks}."
    if report.standard is None:
        return Section(f"{order}. Nhiệm vụ trọng tâm", (tasks,))
    goal = (
        f"Mục tiêu {wording.standard_target(report.standard)}; {wording.standard_remaining(report.standard)} "
        f"(theo báo cáo; {wording.NOT_STATED} tên tiêu chí)."
    )
    return Section(f"{order}. Nhiệm vụ trọng tâm, xây dựng trường chính trị chuẩn", (f"{tasks} {goal}",))


def _recipients(letterhead: Letterhead) -> tuple[str, ...]:
    """Parted as each form parts them: commas in Party documents, semicolons in state documents."""
    names = tuple(wording.plain(name).rstrip(".,;") for name in letterhead.recipients)
    return _parted(names, "," if letterhead.party_heading else ";")


def _parted(items: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """Items one below another, each ending in the mark and the last in a full stop."""
    return tuple(f"{item}{mark}" for item in items[:-1]) + tuple(f"{item}." for item in items[-1:])
