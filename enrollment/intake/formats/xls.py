"""Excel workbooks of 97–2003 (xls): values by calamine, once the records are known to be harmless."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from enrollment.intake.formats import calamine, dayless, ole
from enrollment.intake.refusals import BOMB, LOCKED, TRUNCATED, FileRefused, misnamed
from enrollment.intake.sheets import Sheet

MAX_CELLS = 4_000_000  # of a used range, full or empty
_BOF, _BOUNDSHEET, _FILEPASS, _FORMAT, _XF, _ROW = 0x0809, 0x0085, 0x002F, 0x041E, 0x00E0, 0x0208
_MULRK, _DIMENSIONS = 0x00BD, 0x0200
# One row and one column, as the two versions of the record say it.
_SMALL = {14: struct.pack("<IIHHH", 0, 1, 0, 1, 0), 10: struct.pack("<HHHHH", 0, 1, 0, 1, 0)}
_VALUES = {0x0203, 0x027E, 0x0204, 0x00FD, 0x0205, 0x0006, 0x00D6, _MULRK}
_NUMBERS = {0x0203, 0x027E, 0x0006}
_SHORTEST = {_BOUNDSHEET: 8, _FORMAT: 5, _XF: 4, _ROW: 16} | dict.fromkeys(_VALUES, 6)
_HIDDEN = 0x20


@dataclass
class _Records:
    """What the records tell that calamine does not; sheets by the place of their first record."""

    places: list[tuple[str, int]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=lambda: dict(dayless.BUILT_IN))
    styles: list[int] = field(default_factory=list)
    hidden: dict[int, set[int]] = field(default_factory=dict)
    numbers: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)
    bottom: int = 0
    right: int = 0


def read(data: bytes) -> list[Sheet]:
    """Return the worksheets; raises FileRefused."""
    container = ole.Container(data)
    if "EncryptedPackage" in container:
        raise FileRefused(LOCKED)
    stream = next((each for each in ("Workbook", "Book") if each in container), None)
    if stream is None:
        raise misnamed("xls", "tệp Word đời cũ" if "WordDocument" in container else "dữ liệu khác")
    content = bytearray(container.read(stream))
    records = _scan(content)
    places = dict(records.places)
    source = io.BytesIO(ole.packed(stream, bytes(content)))
    return [_complete(sheet, records, places.get(sheet.name, -1)) for sheet in calamine.read(source)]


def _records(stream: bytearray) -> Iterator[tuple[int, int, bytes]]:
    """(place, kind, content) of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        content = bytes(stream[at + 4 : at + 4 + length])
        if len(content) < length:
            raise FileRefused(TRUNCATED)
        if length >= _SHORTEST.get(kind, 0):
            yield at, kind, content
        at += 4 + length


def _scan(stream: bytearray) -> _Records:
    """Go through all records; refused where they are locked, span too large a range, or sheets begin nowhere.

    Calamine takes memory for as large a range as a sheet claims to have, so the claims are made small in `stream`.
    """
    found, place, begun = _Records(), 0, set()
    for at, kind, content in _records(stream):
        if kind == _FILEPASS:
            raise FileRefused(LOCKED)
        if kind == _BOF:
            place = at
            begun.add(at)
        elif kind == _DIMENSIONS:
            stream[at + 4 : at + 4 + len(content)] = _SMALL.get(len(content), bytes(len(content)))
        elif kind in _VALUES:
            _note_cell(found, place, kind, content)
        else:
            _note(found, place, kind, content)
    if not begun.issuperset(start for _, start in found.places):
        raise FileRefused(TRUNCATED)
    return found


def _note_cell(found: _Records, place: int, kind: int, content: bytes) -> None:
    row, column, style = struct.unpack_from("<HHH", content)
    found.bottom, found.right = max(found.bottom, row), max(found.right, column + len(content) // 6)
    if found.bottom * found.right > MAX_CELLS:
        raise FileRefused(BOMB)
    if kind in _NUMBERS:
        found.numbers.setdefault(place, []).append((row, column, style))


def _note(found: _Records, place: int, kind: int, content: bytes) -> None:
    if kind == _BOUNDSHEET:
        found.places.append((_text(content[6:], 1), struct.unpack_from("<I", content)[0]))
    elif kind == _FORMAT:
        found.formats[struct.unpack_from("<H", content)[0]] = _text(content[2:], 2)
    elif kind == _XF:
        found.styles.append(struct.unpack_from("<H", content, 2)[0])
    elif kind == _ROW:
        row, flags = struct.unpack_from("<H10xB", content)
        if flags & _HIDDEN:
            found.hidden.setdefault(place, set()).add(row + 1)


def _text(content: bytes, width: int) -> str:
    """A string with its length, of one byte or two, and its flags before it."""
    length, wide = int.from_bytes(content[:width], "little"), content[width] & 1
    body = content[width + 1 : width + 1 + (length << wide)]
    return body.decode("utf-16-le" if wide else "latin-1", "replace")


def _complete(sheet: Sheet, records: _Records, place: int) -> Sheet:
    styles = {
        index: precision
        for index, number in enumerate(records.styles)
        if (precision := dayless.precision(records.formats.get(number, "")))
    }
    cells = ((row, column, styles[each]) for row, column, each in records.numbers.get(place, ()) if each in styles)
    dayless.drop_days(sheet.rows, cells)
    return replace(sheet, hidden=frozenset(records.hidden.get(place, ())))
