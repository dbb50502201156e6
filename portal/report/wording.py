"""How the report's values read in Vietnamese, so that page, PDF, Word and Excel say the same words.

Every function takes values of `portal.report.content` and returns plain text, never markup; "" means there
is nothing to say.
"""

import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portal.report.content import (
    AnnualReport,
    Basis,
    Mark,
    OffPlan,
    ResearchLine,
    Row,
    Share,
    SourceLine,
    Standard,
    Total,
)

DASH = "–"  # unknown, never 0
MINUS = "\N{MINUS SIGN}"
NOT_STATED = "nguồn không nêu"
WITHOUT_NUMBER = "có, nguồn không nêu số lượng"
NO_DATA = "chưa có dữ liệu"
INVENTED = "số liệu giả định"
DRAFT = "Bản dự thảo, chưa chốt số liệu"
OUTSIDE_TOTAL = "không cộng vào tổng"

MARK_WORDS = {
    Mark.COUNTED: "đếm từ danh sách đã chốt",
    Mark.MIXED: "một phần đếm, một phần theo báo cáo",
    Mark.DECLARED: "theo báo cáo, chưa chốt danh sách",
    Mark.APPROXIMATE: "ước chừng",
}


def plain(text: str) -> str:
    """Text fit for one line of a document: composed letters, no control character, single spaces."""
    composed = unicodedata.normalize("NFC", text)
    visible = (" " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char for char in composed)
    return " ".join("".join(visible).split())


def sentence(text: str) -> str:
    """The same words beginning with a capital letter."""
    return text[:1].upper() + text[1:]


def number(value: int | None) -> str:
    """A whole number: 1.288; "–" when unknown."""
    return DASH if value is None else f"{value:,}".replace(",", ".").replace("-", MINUS)


def signed(value: int | None) -> str:
    """A difference: +3, −2, 0; "–" when unknown."""
    return f"+{number(value)}" if value and value > 0 else number(value)


def day(value: date | None) -> str:
    """A day in prose: 31/7/2024; "–" when unknown."""
    return DASH if value is None else f"{value.day}/{value.month}/{value.year}"


def table_day(value: date | None) -> str:
    """A day in a table: 31/07/2024; "–" when unknown."""
    return DASH if value is None else f"{value.day:02}/{value.month:02}/{value.year}"


def percent(share: Share) -> str:
    """A share for showing: "54,1 %", half rounded up; "–" when there is nothing to divide by."""
    if not share.denominator or share.numerator is None:
        return DASH
    exact = Decimal(100 * share.numerator) / Decimal(share.denominator)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)} %".replace(".", ",")


def share(value: Share) -> str:
    """A share with what it is made of: "50/63 (79,4 %)"; "–" when there is nothing to divide by."""
    if percent(value) == DASH:
        return DASH
    return f"{number(value.numerator)}/{number(value.denominator)} ({percent(value)})"


def plan_completion(value: Share) -> str:
    """The plan's completion, or "–" with the reason."""
    known = share(value)
    return f"{DASH} (không có số kế hoạch để so)" if known == DASH else known


def learners(item: Row | OffPlan) -> str:
    """The number of learners a row stands for, or the source's own words where it is approximate."""
    return (item.approximate and plain(item.wording)) or number(item.learners)


def programme(row: Row) -> str:
    """The row's programme, or what is known of it."""
    unnamed = "Chương trình không nêu tên" if row.planned else "Lớp mở ngoài kế hoạch"
    return plain(row.programme_name or "") or unnamed


def partner(row: Row) -> str:
    """The row's partner; a source that names none is said to, otherwise "–"."""
    return plain(row.partner_name or "") or (NOT_STATED if row.figure_pks else DASH)


def confirmed_classes(row: Row | Total) -> str:
    """How many classes have a confirmed roster: "1/3 lớp"."""
    return f"{number(row.confirmed)}/{number(row.classes)} lớp"


def counted_so_far(row: Row) -> str:
    """What a partly confirmed row has counted: "đếm được 79 từ 1/3 lớp"."""
    if row.counted is None or row.basis is not Basis.MIXED:
        return ""
    return f"đếm được {number(row.counted)} từ {confirmed_classes(row)}"


def entered_so_far(row: Row) -> str:
    """Learners on rosters not yet confirmed: "đã có 66"."""
    return f"đã có {number(row.entered)}" if row.entered else ""


def difference(row: Row) -> str:
    """Declared beside counted once both are known: "theo báo cáo 68, đếm được 66, chênh lệch −2"."""
    if row.difference is None:
        return ""
    return f"theo báo cáo {number(row.declared)}, đếm được {number(row.counted)}, chênh lệch {signed(row.difference)}"


def persons(row: Row) -> str:
    """Persons, where they are fewer than the enrolments: "69 người"."""
    return f"{number(row.people)} người" if row.people not in (None, row.learners) else ""


def details(row: Row) -> str:
    """All that is known of a row beyond its number, in one line; "" for most rows."""
    counted = counted_so_far(row)
    if counted and row.declared is not None:
        counted = f"theo báo cáo {number(row.declared)}, {counted}"
    entered = entered_so_far(row)
    parts = [
        counted,
        difference(row),
        entered and f"{entered} trong danh sách chưa chốt",
        persons(row),
        OUTSIDE_TOTAL if row.planned and not row.in_total else "",
    ]
    return "; ".join(part for part in parts if part)


def off_plan(value: OffPlan) -> str:
    """What was done outside the plan: "5 lớp, gần 300 học viên"."""
    return f"{number(value.classes)} lớp, {learners(value)} học viên"


def total(value: Total) -> str:
    """The exact total: "18 lớp, 1.288 lượt học viên"."""
    return f"{number(value.classes)} lớp, {number(value.learners)} lượt học viên"


def total_sentence(value: Total) -> str:
    """The total and how it is known, or that nothing is in it yet."""
    if value.classes is None and value.learners is None:
        return "chưa có số nào được cộng vào tổng"
    return f"{total(value)} ({total_basis(value)})"


def total_basis(value: Total) -> str:
    """How the total is known, in the words of its mark and the classes confirmed so far."""
    if value.mark is Mark.MIXED:
        return f"đã chốt danh sách {confirmed_classes(value)}, các lớp còn lại chưa chốt"
    return MARK_WORDS[value.mark]


def running_classes(value: Total) -> str:
    """Classes carried over and closed, which are counts of their own beside the classes opened."""
    parts = []
    if value.carried_over is not None:
        parts.append(f"{number(value.carried_over)} lớp chuyển tiếp từ năm trước")
    if value.closed is not None:
        parts.append(f"{number(value.closed)} lớp bế giảng trong năm")
    return "; ".join(parts)


def research(line: ResearchLine) -> str:
    """The number counted here, or that a source says there were some without saying how many."""
    if not line.count and line.declared_without_number:  # a 0 counted here would deny what the source says
        return WITHOUT_NUMBER
    return number(line.count)


def key_tasks(done: int | None) -> str:
    """Key tasks finished: "hoàn thành 3 nhiệm vụ trọng tâm"; "–" when unknown."""
    return f"nhiệm vụ trọng tâm: {DASH}" if done is None else f"hoàn thành {number(done)} nhiệm vụ trọng tâm"


def standard_target(standard: Standard) -> str:
    """The level aimed at: "đạt chuẩn mức 1 theo Quy định 11-QĐ/TW trước năm 2025"."""
    by = f" theo Quy định {plain(standard.rule)}" if standard.rule else ""
    aim = f"đạt chuẩn mức {standard.level}{by}"
    if standard.target is None:
        return aim
    if (standard.target.month, standard.target.day) == (12, 31):
        return f"{aim} trước năm {standard.target.year + 1}"
    return f"{aim}, chậm nhất ngày {day(standard.target)}"


def standard_remaining(standard: Standard) -> str:
    """What is left of it: "còn 2 tiêu chí, hạn 31/7/2024"."""
    left = f"còn {number(standard.remaining)} tiêu chí"
    return f"{left}, hạn {day(standard.due)}" if standard.due else left


def source(line: SourceLine) -> str:
    """A source: title, publisher and day published, day the numbers were stated."""
    published = f"ngày {day(line.published_on)}" if line.published_on else ""
    issue = f"{plain(line.publisher)} {published}".strip()
    stated = f"số liệu nêu ngày {day(line.stated_on)}"
    return ", ".join(part for part in (plain(line.title), issue, stated) if part)


def as_of(report: AnnualReport) -> str:
    """The day the report speaks of: "số liệu tính đến ngày 16/11/2023"."""
    return f"số liệu tính đến ngày {day(report.as_of)}"


def status(report: AnnualReport) -> str:
    """Whether the figures may still change."""
    return DRAFT if report.frozen is None else f"Số liệu đã chốt, bản chốt số {report.frozen}"


def invented(report: AnnualReport) -> str:
    """The warning on every form of a report that holds invented data."""
    return f"{sentence(INVENTED)}, không phải kết quả thật" if report.invented else ""


def no_data(report: AnnualReport) -> str:
    """What an empty year says instead of a table."""
    if not report.begun:
        return f"Tính đến ngày {day(report.as_of)}, năm {report.year} chưa bắt đầu."
    return f"Năm {report.year} {NO_DATA}."
