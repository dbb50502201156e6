"""From a file's bytes and name to sheets: what it is, whether that is what its name says, who reads it."""

from dataclasses import replace
from pathlib import PurePath

from enrollment.intake import vietnamese
from enrollment.intake.formats import delimited, docx, ods, ole, xls, xlsx
from enrollment.intake.formats.archive import Archive
from enrollment.intake.refusals import EMPTY, LOCKED, OLD_WORD, TOO_LARGE, UNKNOWN_KIND, FileRefused, misnamed
from enrollment.intake.sheets import Sheet

MAX_BYTES = 20 << 20
EXCEL, OLD, OPEN, WORD, TEXT, OLD_TEXT = "xlsx", "xls", "ods", "docx", "text", "doc"
KINDS = {
    "xlsx": EXCEL, "xlsm": EXCEL, "xls": OLD, "ods": OPEN, "docx": WORD, "csv": TEXT, "tsv": TEXT, "txt": TEXT,
    "doc": OLD_TEXT,
}  # fmt: skip
READERS = {EXCEL: xlsx.read, OLD: xls.read, OPEN: ods.read, WORD: docx.read}
FOUND = {EXCEL: "tệp Excel .xlsx", OLD: "tệp Excel đời cũ .xls", OPEN: "tệp .ods", WORD: "tệp Word .docx"} | {
    TEXT: "văn bản thường",
    OLD_TEXT: "tệp Word đời cũ .doc",
}
# How other kinds of files begin, and what to call them.
_BEGINNINGS = {
    b"%PDF": "tệp PDF",
    b"{\\rtf": "tệp RTF",
    b"\x89PNG": "ảnh",
    b"\xff\xd8\xff": "ảnh",
    b"GIF8": "ảnh",
    b"Rar!": "tệp nén",
    b"7z\xbc\xaf": "tệp nén",
    b"\x1f\x8b": "tệp nén",
}
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"<head", b"mime-version")
_ZIP = b"PK\x03\x04"


def read_file(data: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a file; raises FileRefused. `name` is only asked for its ending."""
    suffix = PurePath(name).suffix.lower().lstrip(".")
    kind = KINDS.get(suffix)
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise FileRefused(EMPTY)
    if len(data) > MAX_BYTES:
        raise FileRefused(TOO_LARGE)
    if kind is None:
        raise FileRefused(UNKNOWN_KIND)
    found = _found(data, suffix)
    if found == OLD_TEXT == kind:
        raise FileRefused(OLD_WORD)
    if found != kind:
        raise misnamed(suffix, FOUND[found])
    sheets = delimited.read(data, suffix) if kind == TEXT else READERS[kind](data)
    return sheets if kind == TEXT else [_in_unicode(sheet) for sheet in sheets]


def _found(data: bytes, suffix: str) -> str:
    """Which of the kinds the bytes are; raises FileRefused for any other."""
    if data.startswith(_ZIP):
        return _in_archive(Archive(data), suffix)
    if data.startswith(ole.MAGIC):
        return _in_container(ole.Container(data), suffix)
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for beginning, words in _BEGINNINGS.items():
        if data.startswith(beginning):
            raise misnamed(suffix, words)
    if head.startswith(_MARKUP):
        raise misnamed(suffix, "trang web hoặc XML")
    return TEXT


def _in_archive(archive: Archive, suffix: str) -> str:
    names = archive.sizes
    if "xl/workbook.xml" in names:
        return EXCEL
    if docx.PART in names:
        return WORD
    if "content.xml" in names and "mimetype" in names and b"spreadsheet" in archive.read("mimetype"):
        return OPEN
    raise misnamed(suffix, "một tệp nén khác")


def _in_container(container: ole.Container, suffix: str) -> str:
    if "EncryptedPackage" in container:
        raise FileRefused(LOCKED)
    if "Workbook" in container or "Book" in container:
        return OLD
    if "WordDocument" in container:
        return OLD_TEXT
    raise misnamed(suffix, "dữ liệu khác")


_OLD_FONT = "Tệp dùng phông chữ cũ (.VnTime), đã chuyển sang Unicode."
_EVERY = 4  # rows looked at for old fonts, besides the first ones


def _in_unicode(sheet: Sheet) -> Sheet:
    """Text typed in .VnTime fonts made Unicode, cell by cell: a sheet may mix both."""
    looked = sheet.rows[:40] + sheet.rows[40::_EVERY]
    texts = [cell for row in looked for cell in row if isinstance(cell, str) and not cell.isascii()]
    if not vietnamese.may_be_tcvn3(" ".join(texts)):
        return sheet
    if not vietnamese.looks_tcvn3(text for text in texts if not vietnamese.is_unicode(text)):
        return sheet
    mixed = any(map(vietnamese.is_unicode, texts))
    old = {column for column in range(max(map(len, sheet.rows))) if not mixed or _is_old(sheet, column)}
    rows = [
        [
            vietnamese.from_tcvn3(cell) if isinstance(cell, str) and vietnamese.is_tcvn3(cell, column in old) else cell
            for column, cell in enumerate(row)
        ]
        for row in sheet.rows
    ]
    return replace(sheet, rows=rows, notes=(*sheet.notes, _OLD_FONT))


def _is_old(sheet: Sheet, column: int) -> bool:
    """Most of a column's marked text is TCVN3."""
    texts = [row[column] for row in sheet.rows if column < len(row)]
    return vietnamese.looks_tcvn3(text for text in texts if isinstance(text, str) and not vietnamese.is_unicode(text))
