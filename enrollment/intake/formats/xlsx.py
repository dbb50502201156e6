"""Excel workbooks (xlsx, xlsm): parts unpacked within bounds, values by calamine, the rest from the XML."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from enrollment.intake.formats import calamine, dayless
from enrollment.intake.formats.archive import Archive, packed
from enrollment.intake.formats.xml import local, walk
from enrollment.intake.refusals import BOMB, TOO_MANY_ROWS, TRUNCATED, FileRefused
from enrollment.intake.sheets import Sheet

MAX_ROWS = 50_000
GAP = 1_000  # empty rows after which nothing belongs to the list any more
MAX_CELLS = 4_000_000  # of the used range, full or empty
THIN_OVER = 8 << 20
_UNREAD = re.compile(
    r"xl/(?:theme|drawings|media|charts|pivot|embeddings|externalLinks|printerSettings|comments)|customXml|docProps"
)
_EMPTY_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="[A-Z]+\d+"[^<>]*?(?:/>|></(?:\w+:)?c>)')
_EMPTY_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]*?\br="\d+"[^<>]*?(?:/>|>\s*</(?:\w+:)?row>)')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]*?\br="(\d+)"')
# Any reference but one within CZ9999, plainly written; begins with a literal, which makes it a quick search.
_FAR = re.compile(rb'r\s*=(?!"[A-C]?[A-Z]?\d{1,4}")')
_FAR_RIGHT = re.compile(rb'r="(?:[A-Z]{3}|[D-Z][A-Z])')
_FAR_COLUMN = re.compile(
    rb'<(\w+:)?c\s[^<>]*?\br="(?:[A-Z]{3,}|[D-Z][A-Z])\d+"[^<>]*?(?:/>|>.*?</(?:\w+:)?c>)', re.DOTALL
)
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_NO_SHEETS = (".rels", "sharedStrings.xml", "styles.xml", "workbook.xml", "[Content_Types].xml")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\s")
_HIDDEN = re.compile(rb'hidden="(?:1|true)"')
_NUMBER = re.compile(rb'\br="(\d+)"')


def read(data: bytes) -> list[Sheet]:
    """Return the worksheets; raises FileRefused."""
    archive = Archive(data)
    parts = {name: _part(archive, name) for name in archive.sizes if _needed(name)}
    paths = _sheet_paths(parts)
    months = _dayless_styles(parts.get("xl/styles.xml", b"<none/>"))
    return [
        _complete(sheet, parts.get(paths.get(sheet.name, ""), b""), months) for sheet in calamine.read(packed(parts))
    ]


def _needed(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels")) and not _UNREAD.match(name)


def _part(archive: Archive, name: str) -> bytes:
    """A part that calamine may be given; whatever could be a sheet is brought within bounds."""
    if name.endswith(_NO_SHEETS):
        content = archive.read(name)
        return content.replace(b"uniqueCount", b"uniquecount", 1)  # memory is taken for as many strings as it claims
    content = archive.thinned(name, _thin) if archive.sizes[name] > THIN_OVER else archive.read(name)
    if b"\x00" in content:
        raise FileRefused(TRUNCATED)  # XML in two-byte letters, which no spreadsheet writes, would pass unseen
    cells = content.find(b"sheetData"), content.rfind(b"sheetData")
    return _near(content) if _FAR.search(content, *cells) else content


def _thin(piece: bytes) -> bytes:
    """Without the cells and rows that have a format and no value."""
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece))


def _near(content: bytes) -> bytes:
    """Without stray cells far below or to the right, so that the used range is about as large as the list."""
    if _FAR_RIGHT.search(content):
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
    if end < len(content) and opening >= end:
        content = content[:end] + content[opening:]
    if _span(content) > MAX_CELLS:
        raise FileRefused(BOMB)
    return content


def _span(content: bytes) -> int:
    """How many cells the used range has, full or empty, by the references of rows and cells however written."""
    bottom = right = 1
    for letters, number in _REFERENCE.findall(content):
        if len(letters) > 3 or len(number) > 7:
            raise FileRefused(BOMB)
        bottom = max(bottom, int(number))
        right = max(right, _column(letters.upper()) + 1)
    return bottom * right


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


def _complete(sheet: Sheet, content: bytes, styles: dict[int, str]) -> Sheet:
    """Add what calamine does not tell: hidden rows, and date cells that show no day."""
    if styles:
        dayless.drop_days(sheet.rows, _styled(content, styles))
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
    formats = {str(number): code for number, code in dayless.BUILT_IN.items()}
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
            if precision := dayless.precision(formats.get(attributes.get("numFmtId", ""), "")):
                found[count] = precision
            count += 1

    walk(styles, start)
    return found


def _styled(content: bytes, styles: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    wanted = b"|".join(str(number).encode() for number in styles)
    cells = re.compile(rb'<(?:\w+:)?c\s(?=[^<>]*?\bs="(' + wanted + rb')")[^<>]*?\br="([A-Z]+)(\d+)"')
    for style, letters, number in cells.findall(content):
        yield int(number) - 1, _column(letters), styles[int(style)]


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
