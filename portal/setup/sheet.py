"""Excel files that people send: the first sheet with the columns asked for, by the meaning of its headings."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook

from school.text import clean_text, search_key

HEADING_WITHIN = 20  # rows: a title may stand above the headings
Headings = Mapping[str, tuple[str, ...]]
Cells = list[list[Any]]


class SheetError(Exception):
    """The file, or a row of it, cannot be used; the message says where and why."""


class Unreadable(Exception):
    """Not a workbook that can be opened."""


def sheets(source: Path | IO[bytes]) -> Iterator[Cells]:
    """The cells of each sheet. Raises Unreadable."""
    try:
        workbook = _open(source)
        for name in workbook.sheet_names:
            yield workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise Unreadable from error


def _open(source: Path | IO[bytes]) -> CalamineWorkbook:
    if isinstance(source, Path):
        return CalamineWorkbook.from_path(str(source))
    return CalamineWorkbook.from_filelike(source)


def below_headings(cells: Cells, headings: Headings, needed: str) -> tuple[dict[str, int], list[Any], int] | None:
    """Where each meaning stands, the row of headings, and its index; None without a column that means `needed`.

    Raises SheetError for two columns of one meaning.
    """
    for index, row in enumerate(cells[:HEADING_WITHIN]):
        columns = _columns(row, headings)
        if needed in columns:
            return columns, row, index
    return None


def _columns(row: list[Any], headings: Headings) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(row):
        found = meaning(cell, headings)
        if found in columns:
            raise SheetError(f"Hai cột “{text(row[columns[found]])}” và “{text(cell)}” cùng nghĩa. Bỏ bớt một cột.")
        if found:
            columns[found] = index
    return columns


def meaning(cell: Any, headings: Headings) -> str | None:
    """What a heading means, however it is written: "TÊN ĐƠN VỊ (*)" is "ten don vi"."""
    words = " ".join(re.findall("[a-z]+", search_key(text(cell))))
    return next((name for name, spellings in headings.items() if words in spellings), None)


def text(cell: Any) -> str:
    """A cell as text; whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean_text(str(cell))
