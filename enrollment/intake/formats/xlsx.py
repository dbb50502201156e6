"""Excel workbooks (xlsx, xlsm): parts unpacked within bounds, values by calamine, the rest from the XML."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from enrollment.intake.formats import calamine
from enrollment.intake.formats.archive import Archive, packed
from enrollment.intake.formats.xml import local, walk
from enrollment.intake.refusals import TOO_MANY_ROWS, TRUNCATED, FileRefused
from enrollment.intake.sheets import Cell, Sheet
from school.partial_date import PartialDate

MAX_ROWS = 50_000
GAP = 1_000  # empty rows after which nothing belongs to the list any more
THIN_OVER = 2 << 20
_UNREAD = re.compile(r"xl/(?:theme|drawings|media|charts|pivot|embeddings|externalLinks|printerSettings|comments)|customXml")
_EMPTY_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="[A-Z]+\d+"[^<>]*?(?:/>|></(?:\w+:)?c>)')
_EMPTY_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]*?\br="\d+"[^<>]*?(?:/>|>\s*</(?:\w+:)?row>)')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]*?\br="(\d+)"')
_FAR = re.compile(rb'r="(?:[A-Z]{3}|[D-Z][A-Z]|[A-Z]{0,2}\d{5})')  # begins with a literal: a quick search
_FAR_COLUMN = re.compile(rb'<(\w+:)?c\s[^<>]*?\br="(?:[A-Z]{3,}|[D-Z][A-Z])\d+"[^<>]*?(?:/>|>.*?</(?:\w+:)?c>)', re.DOTALL)
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\s")
_HIDDEN = re.compile(rb'hidden="(?:1|true)"')
_NUMBER = re.compile(rb'\br="(\d+)"')


def read(data: bytes) -> list[Sheet]:
    """Return the worksheets; raises FileRefused."""
    archive = Archive(data)
    parts = {name: _part(archive, name) for name in archive.sizes if _needed(name)}
    paths = _sheet_paths(parts)
    months = _dayless_styles(parts.get("xl/styles.xml", b"<none/>"))
    return [_complete(sheet, parts.get(paths.get(sheet.name, ""), b""), months) for sheet in calamine.read(packed(parts))]


def _needed(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels")) and not _UNREAD.match(name)


def _part(archive: Archive, name: str) -> bytes:
    if "worksheets/" not in name:
        return archive.read(name)
    content = archive.thinned(name, _thin) if archive.sizes[name] > THIN_OVER else archive.read(name)
    return _near(content) if _FAR.search(content) else content


def _thin(piece: bytes) -> bytes:
    """Without the cells and rows that have a format and no value."""
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece))


def _near(content: bytes) -> bytes:
    """Without stray cells far below or to the right, so that the used range is about as large as the list."""
    content = _FAR_COLUMN.sub(b"", _thin(content))
    end, previous = len(content), 0
    for match in _ROW.finditer(content):
        number = int(match[1])
        if number - previous > GAP or number < previous:
            end = match.start()
            break
        if number > MAX_ROWS:
            raise FileRefused(TOO_MANY_ROWS)
        previous = number
    closing = content.rfind(b"sheetData>")
    opening = content.rfind(b"</", 0, closing)
    return content if end == len(content) or opening < end else content[:end] + content[opening:]


def _sheet_paths(parts: dict[str, bytes]) -> dict[str, str]:
    """Where each sheet's XML is, by the sheet's name."""
    targets: dict[str, str] = {}
    names: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        elif local(tag) == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            names.append((attributes.get("name", ""), link))

    for part in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        if part not in parts:
            raise FileRefused(TRUNCATED)
        walk(parts[part], start)
    return {name: targets.get(link, "") for name, link in names}


def _complete(sheet: Sheet, content: bytes, dayless: dict[int, str]) -> Sheet:
    """Add what calamine does not tell: hidden rows, and date cells that show no day."""
    if dayless:
        _drop_days(sheet.rows, content, dayless)
    hidden = frozenset(_hidden_rows(content))
    return replace(sheet, hidden=hidden) if hidden else sheet


def _hidden_rows(content: bytes) -> Iterator[int]:
    for match in _HIDDEN.finditer(content):
        tag = content[content.rfind(b"<", 0, match.start()) : content.find(b">", match.end())]
        number = _NUMBER.search(tag)
        if number and _ROW_TAG.match(tag):
            yield int(number[1])


def _dayless_styles(styles: bytes) -> dict[int, str]:
    """Cell styles whose dates show only a month ("month") or a year ("year"), by the style's number."""
    formats = {"17": "mmm-yy"}
    found: dict[int, str] = {}
    inside, count = False, 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count
        tag = local(tag)
        if tag in {"cellXfs", "cellStyleXfs", "dxfs"}:
            inside = tag == "cellXfs"
        elif tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and inside:
            if precision := _precision(formats.get(attributes.get("numFmtId", ""), "")):
                found[count] = precision
            count += 1

    walk(styles, start)
    return found


def _precision(code: str) -> str:
    code = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", code).lower()
    if "y" not in code or "d" in code or "h" in code:
        return ""
    return "month" if "m" in code else "year"


def _drop_days(rows: list[list[Cell]], content: bytes, dayless: dict[int, str]) -> None:
    styles = b"|".join(str(number).encode() for number in dayless)
    cells = re.compile(rb'<(?:\w+:)?c\s(?=[^<>]*?\bs="(' + styles + rb')")[^<>]*?\br="([A-Z]+)(\d+)"')
    for style, letters, number in cells.findall(content):
        row, column = int(number) - 1, _column(letters)
        if row < len(rows) and column < len(rows[row]) and isinstance(day := rows[row][column], date):
            month = dayless[int(style)] == "month"
            rows[row][column] = PartialDate.month(day.year, day.month) if month else PartialDate.year(day.year)


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
