"""A class list as an Excel workbook: to print and sign, or one row of headers for other programs.

Every value is text as it is read (03/1975, 001075000123): Excel keeps it so, and a name that begins with "=" is no
formula. Only the number of a line is a number.
"""

from io import BytesIO
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.class_list.content import ORDER_WIDTH, ClassList, Column, Line
from portal.report.word_page import TYPEFACE

A4, LANDSCAPE_MARGINS = 9, {"left": 0.79, "right": 0.59, "top": 0.79, "bottom": 0.79}  # inches
CHARACTER = 1.95  # mm, of the width that Excel counts columns in
LETTER = 1.85  # mm, about what a letter of 12 points takes
LINE, ROOM, SECTION_ROW = 15.6, 6.0, 23.0  # points: a line of text, what a row has besides, a row of an agency
WIDEST = 60  # characters, of a column of the simple table


def render(content: ClassList) -> bytes:
    """The official list on A4 on its side: heading, title, table, count and signatures."""
    file = BytesIO()
    book = _workbook(file, content, size=12)
    _Official(book, content).write()
    book.close()
    return file.getvalue()


def render_plain(content: ClassList) -> bytes:
    """One row of headers and one row for each person; nothing else. `content`: without sections and shared headers."""
    file = BytesIO()
    book = _workbook(file, content, size=11)
    sheet = book.add_worksheet("Danh sách")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    text, order = book.add_format({"num_format": "@"}), book.add_format({"align": "center"})
    columns = content.columns
    for place, title in enumerate([content.order, *(column.title for column in columns)]):
        longest = max((len(line.cells[place - 1]) for line in content.lines if place), default=0)
        sheet.set_column(place, place, min(max(longest, len(title)) + 2, WIDEST))
        sheet.write_string(0, place, title, head)
    for row, line in enumerate(content.lines, 1):
        _person(sheet, row, line, order, [text] * len(columns))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(content.lines), 1), len(columns))
    _on_paper(sheet, header_rows=(0, 0))
    book.close()
    return file.getvalue()


def _workbook(file: BytesIO, content: ClassList, size: int) -> Workbook:
    defaults = {"font_name": TYPEFACE, "font_size": size, "valign": "vcenter"}
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options | {"default_format_properties": defaults})
    book.set_properties({"title": f"{content.title.capitalize()}, {content.subject}", "author": ""})
    return book


def _on_paper(sheet: Worksheet, header_rows: tuple[int, int]) -> None:
    """A4 on its side, as wide as the page, the headers again on each."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(**LANDSCAPE_MARGINS)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(*header_rows)
    sheet.set_footer(f'&C&"{TYPEFACE}"&10&P/&N', {"margin": 0.4})


def _person(sheet: Worksheet, row: int, line: Line, order: Format, formats: list[Format]) -> None:
    sheet.write_number(row, 0, int(line.order), order)
    for place, (text, form) in enumerate(zip(line.cells, formats, strict=True), 1):
        sheet.write_string(row, place, text, form) if text else sheet.write_blank(row, place, None, form)


class _Official:
    """Writes one list from top to bottom."""

    def __init__(self, book: Workbook, content: ClassList) -> None:
        self.book, self.content = book, content
        self.sheet = book.add_worksheet("Danh sách")
        self.row = 0
        self.last = len(content.columns)  # the last column; the first is that of the numbers
        self.middle = self.last // 2 - 1  # where the left half of the heading ends
        for place, width in enumerate([ORDER_WIDTH, *(column.width for column in content.columns)]):
            self.sheet.set_column(place, place, width / CHARACTER)

    def write(self) -> None:
        self._heading()
        self._titles()
        first, last = self._headers()
        self._lines()
        self._below()
        _on_paper(self.sheet, (first, last))
        self.sheet.freeze_panes(last + 1, 2)

    def _style(self, **properties: object) -> Format:
        return self.book.add_format(properties)

    def _over(self, row: int, first: int, last: int, text: str, **properties: object) -> None:
        """One centred text over several columns."""
        form = self._style(**{"align": "center"} | properties)
        self.sheet.merge_range(row, first, row, last, "", form)
        self.sheet.write_string(row, first, text, form)

    def _heading(self) -> None:
        heading = self.content.heading
        left: list[tuple[str, dict[str, object]]] = [(text, {}) for text in heading.superior if text]
        left += [(text, {"bold": True}) for text in heading.issuer]
        for offset, (text, properties) in enumerate(left):
            self._over(offset, 0, self.middle, text, **properties)
        right: list[tuple[str, dict[str, object]]] = (
            [("ĐẢNG CỘNG SẢN VIỆT NAM", {"bold": True, "font_size": 14, "underline": 1})]
            if heading.party
            else [
                ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {"bold": True}),
                ("Độc lập - Tự do - Hạnh phúc", {"bold": True, "font_size": 13, "underline": 1}),
            ]
        )
        right.append((heading.place_and_date, {"italic": True}))
        for offset, (text, properties) in enumerate(right):
            self._over(offset, self.middle + 1, self.last, text, **properties)
        if heading.party:
            self._over(len(left), 0, self.middle, "*")
        self.row = max(len(left) + heading.party, len(right)) + 1

    def _titles(self) -> None:
        content = self.content
        texts: list[tuple[str, dict[str, object], float]] = [
            (content.invented, {"bold": True, "pattern": 14, "fg_color": "#D0D0D0", "bg_color": "#FFFFFF"}, 18),
            (content.title, {"bold": True, "font_size": 16}, 24),
            (content.subject, {"bold": True, "font_size": 13, "text_wrap": True}, 20),
            (content.days, {"italic": True}, 18),
        ]
        for text, properties, height in texts:
            if text:
                lines = 1 + len(text) // 110
                self.sheet.set_row(self.row, height * lines)
                self._over(self.row, 0, self.last, text, **properties)
                self.row += 1
        self.row += 1

    def _headers(self) -> tuple[int, int]:
        """One row of headers, or two where some are shared; returns the first and the last of them."""
        form = self._style(bold=True, align="center", text_wrap=True, border=1)
        first, last = self.row, self.row + self.content.two_headers
        upper = [self.content.order, *(column.over or column.title for column in self.content.columns)]
        for place, title in enumerate(upper):
            column = self.content.columns[place - 1] if place else None
            if column is not None and column.over:
                self._shared_header(place, column, first, form)
            elif last > first:
                self.sheet.merge_range(first, place, last, place, title, form)
            else:
                self.sheet.write_string(first, place, title, form)
        for row in range(first, last + 1):
            self.sheet.set_row(row, 34 if first == last else 20)
        self.row = last + 1
        return first, last

    def _shared_header(self, place: int, column: Column, row: int, form: Format) -> None:
        """The header over this column and its right neighbour, and its own below."""
        if place == self.last or self.content.columns[place].over:
            self.sheet.merge_range(row, place, row, place + 1, column.over, form)
        self.sheet.write_string(row + 1, place, column.title, form)

    def _lines(self) -> None:
        order = self._style(align="center", border=1)
        section = self._style(bold=True, border=1)
        section_order = self._style(bold=True, align="center", border=1)
        formats = [
            self._style(border=1, text_wrap=True, num_format="@", **{"align": "center"} if column.centred else {})
            for column in self.content.columns
        ]
        for line in self.content.lines:
            if line.section:
                self.sheet.write_string(self.row, 0, line.order, section_order)
                self.sheet.merge_range(self.row, 1, self.row, self.last, "", section)
                self.sheet.write_string(self.row, 1, line.section, section)
                self.sheet.set_row(self.row, SECTION_ROW)
            else:
                _person(self.sheet, self.row, line, order, formats)
                self.sheet.set_row(self.row, LINE * self._height(line) + ROOM)
            self.row += 1

    def _height(self, line: Line) -> int:
        """In lines of text; told outright, since not every program measures rows itself."""
        texts = zip(line.cells, self.content.columns, strict=True)
        return max(len(wrap(text, int(column.width / LETTER))) for text, column in texts) or 1

    def _below(self) -> None:
        content = self.content
        if content.count:
            self.sheet.set_row(self.row, 24)
            self._over(self.row, 0, self.last, content.count, align="left", italic=True)
        left, right = content.signatures
        self._over(self.row + 2, 0, self.middle, left, bold=True)
        self._over(self.row + 2, self.middle + 1, self.last, right, bold=True)
