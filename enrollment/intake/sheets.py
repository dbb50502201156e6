"""A table as it stood in the file: cells with their types, row numbers, merged ranges, hidden rows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from school.partial_date import PartialDate

# A date cell that shows only a month or a year comes as PartialDate; an empty cell as "".
Cell = str | int | float | bool | date | datetime | time | timedelta | PartialDate


class Merge(NamedTuple):
    """A merged range; rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, one table of a document, or a whole text file.

    `rows[0]` is the sheet's row 1; rows may differ in length. `hidden` holds row numbers (from 1). `typed`: cells
    know whether they are numbers or text, as in Excel. `around`: what is written outside the table (Word).
    `notes`: what was done to read it, as sentences for the reader.
    """

    name: str
    rows: list[list[Cell]]
    merged: tuple[Merge, ...] = ()
    hidden: frozenset[int] = frozenset()
    typed: bool = False
    visible: bool = True
    around: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def shown(cell: Cell) -> str:
    """A cell as its reader sees it: whole numbers without a point, days as dd/mm/yyyy."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)
