"""LibreOffice workbooks (ods), read from their XML."""

from datetime import datetime

from enrollment.intake.formats.archive import Archive
from enrollment.intake.formats.xml import local, walk
from enrollment.intake.refusals import LOCKED, TOO_MANY_ROWS, FileRefused
from enrollment.intake.sheets import Cell, Merge, Sheet

MAX_ROWS, MAX_COLUMNS = 50_000, 256
MAX_CELLS = 2_000_000
GAP = 1_000  # empty rows after which nothing belongs to the list any more
_MANIFEST = "META-INF/manifest.xml"


def read(data: bytes) -> list[Sheet]:
    """Return the worksheets; raises FileRefused."""
    archive = Archive(data)
    if _MANIFEST in archive.sizes and b"encryption-data" in archive.read(_MANIFEST):
        raise FileRefused(LOCKED)
    reader = _Reader()
    walk(archive.read("content.xml"), reader.start, reader.end, reader.characters)
    return reader.sheets


class _Reader:
    """Follows content.xml. Rows and cells may be told once for many ("repeated"); empty ones are not copied."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._skipped = 0  # annotations and such within a cell
        self._cells = 0
        self._cell: dict[str, str] = {}
        self._row_repeated, self._row_hidden = 1, False
        self._start_table({})

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        own = {local(key): value for key, value in attributes.items()}
        if tag == "style":
            self._style = own.get("name", "")
        elif tag == "table-properties" and own.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "table":
            self._start_table(own)
        elif tag == "table-row":
            self._row.clear()
            self._row_repeated = _count(own, "number-rows-repeated")
            self._row_hidden = own.get("visibility", "visible") != "visible"
        elif tag in {"table-cell", "covered-table-cell"}:
            self._cell, self._paragraphs = own, 0
            self._text.clear()
        elif tag in {"annotation", "frame", "shapes"}:
            self._skipped += 1
        elif not self._skipped:
            self._start_text(tag, own)

    def _start_table(self, own: dict[str, str]) -> None:
        self._name, self._visible = own.get("name", ""), own.get("style-name", "") not in self._hidden_styles
        self._rows: list[list[Cell]] = []
        self._merged: list[Merge] = []
        self._hidden: set[int] = set()
        self._row: list[Cell] = []
        self._gap = 0
        self._text: list[str] = []
        self._paragraphs = 0

    def _start_text(self, tag: str, own: dict[str, str]) -> None:
        if tag == "p":
            self._text += ["\n"] if self._paragraphs else []
            self._paragraphs += 1
        elif tag in {"s", "tab"}:
            self._text.append(" " * min(_count(own, "c"), 100))
        elif tag == "line-break":
            self._text.append("\n")

    def characters(self, text: str) -> None:
        if not self._skipped and self._paragraphs:
            self._text.append(text)

    def end(self, tag: str) -> None:
        tag = local(tag)
        if tag in {"annotation", "frame", "shapes"}:
            self._skipped -= 1
        elif tag in {"table-cell", "covered-table-cell"}:
            self._end_cell()
        elif tag == "table-row":
            self._end_row()
        elif tag == "table":
            merged, hidden = tuple(self._merged), frozenset(self._hidden)
            self.sheets.append(Sheet(self._name, self._rows, merged, hidden, typed=True, visible=self._visible))

    def _end_cell(self) -> None:
        value = _value(self._cell, "".join(self._text))
        down, right = _count(self._cell, "number-rows-spanned"), _count(self._cell, "number-columns-spanned")
        if (down > 1 or right > 1) and self._row_at() <= MAX_ROWS:
            left = len(self._row)
            self._merged.append(Merge(self._row_at(), left, self._row_at() + down - 1, left + right - 1))
        room = max(MAX_COLUMNS - len(self._row), 0)
        self._row += [value] * min(_count(self._cell, "number-columns-repeated"), room)
        self._paragraphs = 0
        self._text.clear()

    def _row_at(self) -> int:
        return len(self._rows) + self._gap

    def _end_row(self) -> None:
        while self._row and self._row[-1] == "":
            self._row.pop()
        if not self._row:
            self._gap += self._row_repeated
            return
        if self._gap > GAP:
            return  # far below: a stray cell
        self._rows += [[] for _ in range(self._gap)]
        self._gap = 0
        self._cells += len(self._row) * self._row_repeated
        if len(self._rows) + self._row_repeated > MAX_ROWS or self._cells > MAX_CELLS:
            raise FileRefused(TOO_MANY_ROWS)
        for _ in range(self._row_repeated):
            self._rows.append(list(self._row))
            if self._row_hidden:
                self._hidden.add(len(self._rows))


def _count(own: dict[str, str], name: str) -> int:
    written = own.get(name, "1")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1


def _value(own: dict[str, str], text: str) -> Cell:
    """The cell by its type; text where the value is missing or cannot be read."""
    kind = own.get("value-type", "")
    try:
        if kind in {"float", "percentage", "currency"}:
            return float(own["value"])
        if kind == "date":
            moment = datetime.fromisoformat(own["date-value"])
            return moment if moment.time() != datetime.min.time() else moment.date()
    except (KeyError, ValueError, OverflowError):
        return text
    return own.get("boolean-value", text) == "true" if kind == "boolean" else text
