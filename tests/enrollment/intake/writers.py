"""The same pages as files of every kind that is read."""

import csv
import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

import docx
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from enrollment.intake.formats import ole
from enrollment.intake.vietnamese import TCVN3

Cell = str | float | date
EXCEL_EPOCH = date(1899, 12, 30)


@dataclass
class Page:
    """A sheet: rows from 0; `merged` as (top, left, bottom, right); `hidden` row numbers from 0."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


def written(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return (
        f"{cell:g}" if isinstance(cell, float) and cell < 10**6 else str(int(cell) if isinstance(cell, float) else cell)
    )


def xlsx(pages: list[Page], letters: Callable[[str], str] = str, **options: object) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for top, left, bottom, right in page.merged:
            sheet.merge_range(top, left, bottom, right, "")
        for row, cells in enumerate(page.rows):
            if row in page.hidden:
                sheet.set_row(row, None, None, {"hidden": True})
            for column, cell in enumerate(cells):
                _write(sheet, row, column, letters(cell) if isinstance(cell, str) else cell, day)
    book.close()
    return target.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, day: Format) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif cell != "":
        sheet.write(row, column, cell) if isinstance(cell, float) else sheet.write_string(row, column, cell)


def xls(pages: list[Page], letters: Callable[[str], str] = str) -> bytes:
    """BIFF8, only as much of it as a reader needs."""
    sheets = [_sheet_records(page, letters) for page in pages]
    names = [page.name.encode("utf-16-le") for page in pages]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + _record(0x0042, struct.pack("<H", 1200))
    head += b"".join(_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, 14))
    at = len(head) + sum(4 + 8 + len(name) for name in names) + 4
    for name, records in zip(names, sheets, strict=True):
        head += _record(0x0085, struct.pack("<IHBB", at, 0, len(name) // 2, 1) + name)
        at += len(records)
    return ole.packed("Workbook", head + _record(0x000A) + b"".join(sheets))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _sheet_records(page: Page, letters: Callable[[str], str]) -> bytes:
    width = max(map(len, page.rows))
    records = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))]
    records.append(_record(0x0200, struct.pack("<IIHHH", 0, len(page.rows), 0, width, 0)))
    records += [_record(0x0208, struct.pack("<HHHHHHI", row, 0, width, 255, 0, 0, 0x20)) for row in page.hidden]
    for row, cells in enumerate(page.rows):
        records += [_cell_record(row, column, cell, letters) for column, cell in enumerate(cells) if cell != ""]
    merges = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in page.merged)
    records.append(_record(0x00E5, struct.pack("<H", len(page.merged)) + merges))
    return b"".join(records) + _record(0x000A)


def _cell_record(row: int, column: int, cell: Cell, letters: Callable[[str], str]) -> bytes:
    if isinstance(cell, str):
        text = letters(cell).encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)
    number, style = ((cell - EXCEL_EPOCH).days, 1) if isinstance(cell, date) else (cell, 0)
    return _record(0x0203, struct.pack("<HHHd", row, column, style, number))


def ods(pages: list[Page], letters: Callable[[str], str] = str) -> bytes:
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    tables = "".join(_table(page, letters) for page in pages)
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        container.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return target.getvalue()


def _table(page: Page, letters: Callable[[str], str]) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merged}
    rows = []
    for row, cells in enumerate(page.rows):
        hidden = ' table:visibility="collapse"' if row in page.hidden else ""
        inner = "".join(_ods_cell(cell, spans.get((row, column)), letters) for column, cell in enumerate(cells))
        rows.append(f"<table:table-row{hidden}>{inner}</table:table-row>")
    far = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return f'<table:table table:name="{page.name}">{"".join(rows)}{far}</table:table>'


def _ods_cell(cell: Cell, span: tuple[int, int] | None, letters: Callable[[str], str]) -> str:
    down, right = span or (1, 1)
    own = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"' if span else ""
    if isinstance(cell, date):
        own += f' office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif not isinstance(cell, str):
        own += f' office:value-type="float" office:value="{cell!r}"'
    if cell == "":
        return f"<table:table-cell{own}/>"
    lines = escape(letters(written(cell))).split("\n")
    return f"<table:table-cell{own}>{''.join(f'<text:p>{line}</text:p>' for line in lines)}</table:table-cell>"


def word(pages: list[Page]) -> bytes:
    document = docx.Document()
    for page in pages:
        width = max(map(len, page.rows))
        table = document.add_table(len(page.rows), width)
        for row, cells in zip(table.rows, page.rows, strict=True):
            for place, cell in zip(row.cells, cells, strict=False):
                place.text = written(cell)
        for top, left, bottom, right in page.merged:
            text = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = text
        document.add_paragraph("")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def text(page: Page, delimiter: str, encode: Callable[[str], bytes]) -> bytes:
    target = io.StringIO(newline="")
    width = max(map(len, page.rows))
    rows = [[written(cell) for cell in row] + [""] * (width - len(row)) for row in page.rows]
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return encode(target.getvalue())


_TO_TCVN3 = {letter: chr(code) for code, letter in TCVN3.items()}


def tcvn3(value: str) -> str:
    """As typed in .VnTime: Latin letters; a capital with a tone is written as the small one."""
    value = unicodedata.normalize("NFC", value).replace("Ð", "Đ")
    return "".join(_TO_TCVN3.get(letter) or _TO_TCVN3.get(letter.lower()) or letter for letter in value)


def windows_1258(value: str) -> bytes:
    """Vowels with their shape as one letter, tones after them."""
    return "".join(map(_tone_apart, unicodedata.normalize("NFC", value.replace("Ð", "Đ")))).encode("cp1258")


def _tone_apart(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone
    return letter
