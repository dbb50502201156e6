"""The annual report as an Excel workbook: real numbers to work on, notes and sources on a second sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.report import wording
from portal.report.content import AnnualReport, Mark, OffPlan, Row, Share

Value = int | float | str | None
TYPEFACE = "Times New Roman"
DIFFERENCE = f"+#,##0;{wording.MINUS}#,##0;0"
STRIPES = 14  # Excel's number for thin diagonal stripes, the sign of what is invented
HAIRLINE = {"bottom": 1, "bottom_color": "#B0B0B0"}
LINE_HEIGHT, HIGHEST_ROW = 15.0, 409.0  # points
LETTER = 0.85  # of the width of a digit, which columns are measured in
A4 = 9


@dataclass(frozen=True)
class Column:
    """One column of the table; `width` in characters, `number_format` only where it holds numbers.

    A column that is not `always` there is left out of a report in which no row knows anything for it.
    """

    title: str
    width: float
    value: Callable[[Row], Value]
    number_format: str = ""
    always: bool = True


COLUMNS = (
    Column("Mã", 10, lambda row: row.programme_code),
    Column("Chương trình", 40, wording.programme),
    Column("Đơn vị phối hợp", 24, wording.partner),
    Column("Lớp", 7, lambda row: row.classes, "#,##0"),
    Column("Học viên (lượt)", 10, lambda row: row.learners, "#,##0"),
    Column("Cách biết", 33, lambda row: "" if row.learners is None else wording.MARK_WORDS[row.mark]),
    Column("Lời của nguồn", 12, lambda row: row.wording, always=False),
    Column("Theo báo cáo", 9, lambda row: row.declared, "#,##0"),
    Column("Đếm được", 9, lambda row: row.counted, "#,##0"),
    Column("Chênh lệch", 8, lambda row: row.difference, DIFFERENCE),
    Column("Lớp đã chốt", 8, lambda row: row.confirmed, "#,##0"),
    Column("Đã có, chưa chốt", 9, lambda row: row.entered, "#,##0", always=False),
    Column("Người", 8, lambda row: row.people, "#,##0", always=False),
    Column("Lớp chuyển tiếp", 8, lambda row: row.carried_over, "#,##0", always=False),
    Column("Lớp bế giảng", 8, lambda row: row.closed, "#,##0", always=False),
    Column("Cộng vào tổng", 9, lambda row: "có" if row.in_total else "không"),
    Column("Ghi chú", 7, lambda row: ", ".join(map(str, row.note_numbers))),
)


def render(report: AnnualReport) -> bytes:
    """The report as an .xlsx file in Times New Roman; the same report gives the same bytes."""
    file = BytesIO()
    defaults = {"font_name": TYPEFACE, "font_size": 11, "valign": "vcenter"}
    workbook = Workbook(file, {"in_memory": True, "default_format_properties": defaults})
    written = datetime.combine(report.as_of, time())
    title, author = f"Báo cáo năm {report.year}", report.letterhead.name
    workbook.set_properties({"title": title, "author": author, "created": written})
    Table(workbook, report).write()
    _notes_sheet(workbook, report)
    workbook.close()
    return file.getvalue()


class Sheet:
    """A sheet written row by row, every text as text: a name that begins with "=" is no formula."""

    def __init__(self, workbook: Workbook, title: str, report: AnnualReport, widths: list[float]) -> None:
        self.workbook = workbook
        self.page: Worksheet = workbook.add_worksheet(title)
        self.widths = widths
        self.row = 0
        for column, width in enumerate(widths):
            self.page.set_column(column, column, width)
        self.page.set_paper(A4)
        self.page.set_landscape()
        self.page.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        self.page.fit_to_pages(1, 0)
        status = f"{wording.invented(report)}. " if report.invented else ""
        self.page.set_footer(f'&L&"{TYPEFACE}"&9{status}{wording.status(report)}&R&"{TYPEFACE}"&9Trang &P/&N')

    def style(self, **properties: object) -> Format:
        """A cell format over the workbook's defaults."""
        return self.workbook.add_format(properties)

    def line(self, text: str, **properties: object) -> None:
        """One text over the whole width."""
        self.page.merge_range(self.row, 0, self.row, len(self.widths) - 1, "")
        self.page.write_string(self.row, 0, text, self.style(**properties))
        self.page.set_row(self.row, LINE_HEIGHT * 1.3)
        self.row += 1

    def cells(self, values: list[Value], formats: list[Format]) -> None:
        """One row, as high as its longest text needs; None is written as "–"."""
        lines = 1
        for column, (value, form) in enumerate(zip(values, formats, strict=True)):
            if isinstance(value, int | float):
                self.page.write_number(self.row, column, value, form)
                continue
            text = wording.DASH if value is None else wording.plain(value)
            self.page.write_string(self.row, column, text, form)
            lines = max(lines, ceil(len(text) * LETTER / self.widths[column]))
        self.page.set_row(self.row, min(LINE_HEIGHT * (lines + 0.4), HIGHEST_ROW))
        self.row += 1

    def header(self, titles: list[str], frozen_columns: int) -> None:
        """Column titles that stay in sight when the sheet is scrolled and stand again on every page."""
        form = self.style(bold=True, text_wrap=True, align="center", top=2, bottom=1)
        self.cells([*titles], [form] * len(titles))
        self.page.freeze_panes(self.row, frozen_columns)
        self.page.repeat_rows(self.row - 1)


class Table:
    """The first sheet: rows in the plan, their total, then what is outside it."""

    def __init__(self, workbook: Workbook, report: AnnualReport) -> None:
        self.report = report
        self.columns = [
            column
            for column in COLUMNS
            if column.always or any(column.value(row) not in (None, "") for row in report.rows)
        ]
        widths = [5.0, *(column.width for column in self.columns)]
        self.sheet = Sheet(workbook, f"Báo cáo năm {report.year}", report, widths)

    def write(self) -> None:
        """Writes the whole sheet."""
        self._titles()
        if not self.report.rows:
            self.sheet.line(wording.no_data(self.report))
            return
        self.sheet.header(["TT", *(column.title for column in self.columns)], frozen_columns=3)
        for order, row in enumerate(self.report.planned_rows, 1):
            self.sheet.cells([order, *self._values(row)], self._formats(**HAIRLINE))
        self.sheet.cells(self._total(), self._formats(bold=True, top=2, bottom=2))
        self._outside()

    def _titles(self) -> None:
        report, line = self.report, self.sheet.line
        line(wording.plain(report.letterhead.name), bold=True)
        title = f"Báo cáo kết quả đào tạo, bồi dưỡng và nghiên cứu khoa học năm {report.year}"
        line(title, bold=True, font_size=15)
        line(f"{wording.sentence(wording.as_of(report))}. {wording.status(report)}.")
        if report.invented:
            line(wording.invented(report), bold=True, pattern=STRIPES, fg_color="#D0D0D0", bg_color="#FFFFFF")
        if report.rows:
            line(f"Trong kế hoạch: {wording.total_sentence(report.total)}.")
        if report.off_plan:
            line(f"Ngoài kế hoạch: {wording.off_plan(report.off_plan)}, {wording.OUTSIDE_TOTAL}.")

    def _values(self, row: Row) -> list[Value]:
        return [column.value(row) for column in self.columns]

    def _formats(self, **properties: object) -> list[Format]:
        text = self.sheet.style(text_wrap=True, align="left", indent=1, **properties)
        formats = [self.sheet.style(align="center", **properties)]
        for column in self.columns:
            number = {"num_format": column.number_format, "align": "right"}
            formats.append(self.sheet.style(**number, **properties) if column.number_format else text)
        return formats

    def _named(self, values: dict[str, Value]) -> list[Value]:
        """A row that knows only some columns, by their titles."""
        return ["", *(values.get(column.title, "") for column in self.columns)]

    def _total(self) -> list[Value]:
        total = self.report.total
        return self._named(
            {
                "Chương trình": "Cộng trong kế hoạch",
                "Lớp": total.classes,
                "Học viên (lượt)": total.learners,
                "Cách biết": "" if total.learners is None else wording.total_basis(total),
                "Lớp đã chốt": total.confirmed,
                "Lớp chuyển tiếp": total.carried_over,
                "Lớp bế giảng": total.closed,
            }
        )

    def _outside(self) -> None:
        """Rows outside the plan, in italics; several stand under their own sum."""
        rows, formats = self.report.off_plan_rows, self._formats(italic=True, **HAIRLINE)
        if self.report.off_plan and len(rows) > 1:
            self.sheet.cells(self._outside_sum(self.report.off_plan), formats)
        for row in rows:
            self.sheet.cells(["", *self._values(row)], formats)

    def _outside_sum(self, off_plan: OffPlan) -> list[Value]:
        return self._named(
            {
                "Chương trình": "Ngoài kế hoạch, trong đó:",
                "Lớp": off_plan.classes,
                "Học viên (lượt)": off_plan.learners,
                "Cách biết": wording.MARK_WORDS[Mark.APPROXIMATE] if off_plan.approximate else "",
                "Lời của nguồn": off_plan.wording,
                "Cộng vào tổng": "không",
            }
        )


def _notes_sheet(workbook: Workbook, report: AnnualReport) -> None:
    sheet = Sheet(workbook, "Ghi chú và nguồn", report, [42.0, 11.0, 90.0])
    text = sheet.style(text_wrap=True, align="left", indent=1, valign="top", **HAIRLINE)
    number = sheet.style(num_format="#,##0", align="right", valign="top", **HAIRLINE)
    share = sheet.style(num_format="0.0%", align="right", valign="top", **HAIRLINE)
    sheet.header(["Nội dung", "Số liệu", "Diễn giải"], frozen_columns=1)
    for label, value, words in _facts(report):
        sheet.cells([label, value, words], [text, share if isinstance(value, float) else number, text])
    for order, note in enumerate(report.notes, 1):
        sheet.cells(["Ghi chú", order, note], [text, number, text])
    for source in report.sources:
        sheet.cells(["Nguồn", "", wording.source(source)], [text, number, text])


def _facts(report: AnnualReport) -> list[tuple[str, Value, str]]:
    facts: list[tuple[str, Value, str]] = []
    if not report.empty:
        done = report.key_tasks_done
        facts.append(("Nhiệm vụ trọng tâm", done, _stated(wording.key_tasks(done), done)))
        words = wording.plan_completion(report.plan_completion)
        facts.append(("Hoàn thành kế hoạch", _fraction(report.plan_completion), words))
    for line in report.research:
        words = wording.research(line)
        unnumbered, stated = words == wording.WITHOUT_NUMBER, line.fact_pk is not None
        basis = words if unnumbered else "theo báo cáo" if stated else ""
        facts.append((line.label, None if unnumbered else line.count, basis))
    facts += [(item.label, _fraction(item), wording.share(item)) for item in report.staff_shares]
    return facts + _standard(report)


def _standard(report: AnnualReport) -> list[tuple[str, Value, str]]:
    if report.standard is None:
        return []
    remaining = _stated(wording.standard_remaining(report.standard), report.standard.remaining)
    left = f"{remaining}; {wording.NOT_STATED} tên tiêu chí"
    return [
        ("Mục tiêu trường chính trị chuẩn", "", wording.standard_target(report.standard)),
        ("Tiêu chí còn lại", report.standard.remaining, left),
    ]


def _stated(words: str, value: int | None) -> str:
    """Words with their basis, for a number that only a source gives."""
    return words if value is None else f"{words} (theo báo cáo)"


def _fraction(share: Share) -> float | None:
    return None if share.percent is None else share.percent / 100
