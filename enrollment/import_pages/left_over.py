"""The rows that were not taken, as the same spreadsheet: their header and columns, and why in one more column."""

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, time, timedelta
from typing import IO, Any

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from enrollment.domain.imports.reading import read, sheets_of
from enrollment.intake import Person, Roster, headers
from enrollment.intake.sheets import Cell, Sheet, shown
from enrollment.models import RosterImport
from school.queries.agency_names import agency_names

REASON = "Lý do"
WIDEST, NARROWEST, REASON_WIDTH = 45, 8, 60  # characters
LOOKED_AT = 200  # rows, for the widths


def left_over(received: RosterImport, reasons: Mapping[int, str]) -> IO[bytes]:
    """A workbook, to be read from its beginning. `reasons`: row as the sheet numbers it → why it was not taken."""
    roster = read(received, agency_names())
    sheet = next(sheet for sheet in sheets_of(received) if sheet.name == roster.sheet)
    above = sheet.rows[: roster.header_rows[-1] if roster.header_rows else 0]
    people = [person for person in roster.rows if person.row in reasons]
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "dd/mm/yyyy"}
    book = xlsxwriter.Workbook(file, options)
    writer = _Writer(book, roster, _width(roster, people))
    writer.write(above, people, reasons)
    writer.merge(sheet, above)
    book.close()
    file.seek(0)
    return file


def _width(roster: Roster, people: Sequence[Person]) -> int:
    filled = [column for person in people for column, cell in enumerate(person.cells) if cell != ""]
    return max([len(roster.columns), *(column + 1 for column in (*filled, *roster.mapping))])


class _Writer:
    """`width`: their columns; the reason stands right of them."""

    def __init__(self, book: Any, roster: Roster, width: int) -> None:
        self._roster, self._width = roster, width
        self._sheet = book.add_worksheet("Dòng còn lại")
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"})
        self._agency = {meaning: column for column, meaning in roster.mapping.items()}.get(headers.AGENCY)

    def write(self, above: list[list[Cell]], people: Sequence[Person], reasons: Mapping[int, str]) -> None:
        """Everything, section headings included."""
        for index, cells in enumerate(above):
            self._row(index, cells, self._bold if index + 1 in self._roster.header_rows else None)
        self._sheet.write_string(max(len(above) - 1, 0), self._width, REASON, self._bold)
        at, section = max(len(above), 1), ""
        for person in people:
            if person.section and person.section != section:
                section = person.section
                self._sheet.write_string(at, 0, section, self._bold)
                at += 1
            self._row(at, self._filled(person), self._wrapped)
            self._sheet.write_string(at, self._width, reasons[person.row], self._wrapped)
            at += 1
        self._size(people)
        self._sheet.freeze_panes(len(above), 0)

    def merge(self, sheet: Sheet, above: list[list[Cell]]) -> None:
        """Join what is joined in their header: two rows of it are read together by that."""
        for top, left, bottom, right in sheet.merged:
            if (
                bottom < len(above)
                and left < len(above[top])
                and right < self._width
                and (top, left) != (bottom, right)
            ):
                with suppress(OverlappingRange):
                    self._sheet.merge_range(top, left, bottom, right, "", self._bold)
                self._cell(top, left, above[top][left], self._bold)

    def _filled(self, person: Person) -> list[Cell]:
        """The row as written; an agency that only the row above named is written out."""
        cells = list(person.cells)
        if self._agency is not None and self._agency < len(cells) and person.agency:
            cells[self._agency] = person.agency
        return cells

    def _row(self, at: int, cells: Sequence[Cell], look: Any) -> None:
        for column, cell in enumerate(cells):
            if cell != "":
                self._cell(at, column, cell, look)

    def _cell(self, at: int, column: int, cell: Cell, look: Any) -> None:
        if isinstance(cell, date):
            self._sheet.write_datetime(at, column, cell, self._day)
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            self._sheet.write_number(at, column, cell, look)
        elif isinstance(cell, time | timedelta):
            self._sheet.write_datetime(at, column, cell, look)
        else:
            self._sheet.write_string(at, column, shown(cell), look)  # also when it begins with = + - @

    def _size(self, people: Sequence[Person]) -> None:
        for column in range(self._width):
            texts = [shown(person.cells[column]) for person in people[:LOOKED_AT] if column < len(person.cells)]
            self._sheet.set_column(column, column, min(WIDEST, max([NARROWEST, *(len(text) + 2 for text in texts)])))
        self._sheet.set_column(self._width, self._width, REASON_WIDTH)
