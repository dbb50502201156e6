"""A list as a spreadsheet: exactly the rows and columns that the page shows, text always as text."""

import re
import tempfile
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

import xlsxwriter

from school.records.cells import for_sheet
from school.records.listing import Listing

CHUNK = 2000  # rows read at a time
MOST_ROWS = 200_000
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
WIDEST = 60  # characters


class TooManyRows(ValueError):
    """More rows than a spreadsheet is good for."""


def write(listing: Listing) -> tuple[IO[bytes], int]:
    """The file, to be read from its beginning, and its number of rows. Raises TooManyRows."""
    rows = listing.every_row()
    if rows.order_by().values("pk")[: MOST_ROWS + 1].count() > MOST_ROWS:
        raise TooManyRows
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options | {"default_date_format": "dd/mm/yyyy"})
    written = _fill(book, listing, rows.iterator(chunk_size=CHUNK))
    book.close()
    file.seek(0)
    return file, written


def _fill(book: Any, listing: Listing, rows: Iterable[Any]) -> int:
    sheet = book.add_worksheet(NOT_IN_NAMES.sub(" ", listing.register.title)[:LONGEST_NAME])
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for index, column in enumerate(listing.columns):
        sheet.set_column(index, index, min(WIDEST, max(12, len(column.label) + 2, 34 if index == 0 else 0)))
        sheet.write_string(0, index, column.label, bold)
    sheet.freeze_panes(1, 1)
    number = 0
    for number, record in enumerate(rows, start=1):
        for index, column in enumerate(listing.columns):
            _write(sheet, number, index, for_sheet(column.value(record)), day)
    return number


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)  # also when it begins with = + - @
    else:
        sheet.write_number(row, column, value)
