"""Word documents: every table is a sheet; what stands outside the tables goes with each of them."""

from enrollment.intake.formats.archive import Archive
from enrollment.intake.formats.xml import local, walk
from enrollment.intake.refusals import NO_LIST, FileRefused
from enrollment.intake.sheets import Cell, Merge, Sheet

PART = "word/document.xml"
MOST_SPAN = 100
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n"}


class _Table:
    """A table as it is read: rows of (text, columns spanned, how it takes part in a vertical merge)."""

    def __init__(self) -> None:
        self.rows: list[list[tuple[str, int, str]]] = []
        self.text: list[str] = []
        self.span, self.vertical = 1, ""

    def end_cell(self) -> None:
        self.rows[-1].append(("".join(self.text).strip(), self.span, self.vertical))


class _Reader:
    """Follows document.xml; a table within a cell is part of that cell's text."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self.around: list[str] = []
        self._depth = self._skipping = 0
        self._text = False
        self._paragraph: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "Fallback":
            self._skipping += 1
        elif tag == "tbl":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        elif self._depth == 1 and tag in {"tr", "tc", "gridSpan", "vMerge"}:
            self._shape(tag, _value(attributes))
        elif tag in _BREAKS:
            self._write(_BREAKS[tag])
        self._text = tag == "t"

    def _shape(self, tag: str, value: str) -> None:
        table = self.tables[-1]
        if tag == "tr":
            table.rows.append([])
        elif tag == "tc":
            table.text, table.span, table.vertical = [], 1, ""
        elif tag == "gridSpan":
            table.span = min(int(value), MOST_SPAN) if value.isdigit() else 1
        else:
            table.vertical = value or "continue"

    def end(self, tag: str) -> None:
        tag = local(tag)
        self._text = False
        if tag == "Fallback":
            self._skipping -= 1
        elif tag == "tbl":
            self._depth -= 1
        elif tag == "tc" and self._depth == 1 and self.tables[-1].rows:
            self.tables[-1].end_cell()
        elif tag == "p":
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        if self._depth:
            self._write("\n")
        elif words := "".join(self._paragraph).strip():
            self.around.append(words)
        self._paragraph = []

    def characters(self, text: str) -> None:
        if self._text:
            self._write(text)

    def _write(self, text: str) -> None:
        if not self._skipping:
            (self.tables[-1].text if self._depth else self._paragraph).append(text)


def _value(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if local(key) == "val"), "")


def read(data: bytes) -> list[Sheet]:
    """Return the document's tables; rows count from 1 in each. Raises FileRefused."""
    reader = _Reader()
    walk(Archive(data).read(PART), reader.start, reader.end, reader.characters)
    if not reader.tables:
        raise FileRefused(NO_LIST)
    return [_sheet(table, index, tuple(reader.around)) for index, table in enumerate(reader.tables, 1)]


def _sheet(table: _Table, index: int, around: tuple[str, ...]) -> Sheet:
    rows: list[list[Cell]] = []
    merged: list[Merge] = []
    open_merges: dict[int, int] = {}  # column: the row in which a vertical merge began
    for number, cells in enumerate(table.rows):
        row: list[Cell] = []
        for text, span, vertical in cells:
            column = len(row)
            row += [text] + [""] * (span - 1)
            top = open_merges.get(column, number) if vertical == "continue" else number
            open_merges[column] = top
            if top < number or span > 1:
                merged.append(Merge(top, column, number, column + span - 1))
        rows.append(row)
    return Sheet(f"Bảng {index}", rows, tuple(merged), around=around)
