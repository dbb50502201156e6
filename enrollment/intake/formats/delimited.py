"""Text files and pasted text: csv with comma, semicolon or tab, in any of the encodings still met; aligned columns."""

import csv
import io
import re
from dataclasses import replace

from enrollment.intake import vietnamese
from enrollment.intake.refusals import BOMB, EMPTY, TOO_MANY_ROWS, FileRefused, misnamed
from enrollment.intake.sheets import Cell, Sheet

MAX_ROWS = 50_000
MAX_LINES = 2 * MAX_ROWS  # some may be within cells
MAX_CELLS = 1_000_000
MOST_LINES = 10  # in one quoted cell
_ALIGNED = re.compile(r" {2,}|\u00a0{2,}|\s*\|\s*")
_DITTO = re.compile(r'(^|\t)"(?=\t|\r?$)', re.MULTILINE)  # a ditto mark, and no quoted cell
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def read(data: bytes, suffix: str) -> list[Sheet]:
    """Return the one sheet of a text file; raises FileRefused. Rows count from 1, the header included."""
    text, encoding = vietnamese.decode(data)
    if len(_CONTROL.findall(text[:20_000])) > len(text[:20_000]) // 200:
        raise misnamed(suffix, "dữ liệu không phải văn bản")
    note = f"Tệp viết bằng bảng mã {encoding}, đã chuyển sang Unicode." if encoding else ""
    sheet = sheet_of(text, notes=(note,) if note else ())
    if encoding == vietnamese.TCVN3_NAME:
        rows: list[list[Cell]] = [[vietnamese.with_capital(str(cell)) for cell in row] for row in sheet.rows]
        return [replace(sheet, rows=rows)]
    return [sheet]


def sheet_of(text: str, notes: tuple[str, ...] = ()) -> Sheet:
    """Return pasted text, or a file's, as a sheet: by its delimiter, or by columns set apart by two spaces or more."""
    text = text.lstrip("\ufeff").rstrip("\x00 \r\n\t;,\u00a0")  # an empty used range may go on for a million lines
    if not text.strip(" \r\n\t;,\u00a0"):
        raise FileRefused(EMPTY)
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise FileRefused(TOO_MANY_ROWS)
    delimiter = _delimiter(text)
    if text.count(delimiter or " ") > MAX_CELLS:
        raise FileRefused(BOMB)
    rows = _split(text, delimiter) if delimiter else [_aligned(line) for line in text.splitlines()]
    if len(rows) > MAX_ROWS:
        raise FileRefused(TOO_MANY_ROWS)
    return Sheet("", rows, notes=notes)


def _delimiter(text: str) -> str:
    """The one that cuts most lines alike; "" where none does."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:200]
    cuts = {each: _cut_alike(lines, each) for each in "\t;,"}
    best = max(cuts, key=lambda each: cuts[each])
    return best if cuts[best] else ""


def _cut_alike(lines: list[str], delimiter: str) -> int:
    """How many cuts the usual line has (two at least), times the lines that have so many."""
    counts = [_unquoted(line).count(delimiter) for line in lines]
    usual = max(set(counts), key=lambda count: (counts.count(count) * min(count, 3), count))
    return usual * counts.count(usual) if usual > 1 else 0


def _unquoted(line: str) -> str:
    return re.sub('"[^"]*"', "", line)


def _split(text: str, delimiter: str) -> list[list[Cell]]:
    csv.field_size_limit(1_000_000)
    if delimiter == "\t":
        text = _DITTO.sub('\\1""""', text)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        rows = []
    if rows and not any(str(cell).count("\n") > MOST_LINES for row in rows for cell in row):
        return rows
    return [list(line.split(delimiter)) for line in text.splitlines()]  # a quote that never ends, such as a ditto mark


def _aligned(line: str) -> list[Cell]:
    return list(_ALIGNED.split(line.strip().strip("|").strip()))
