"""Date cells of Excel that show a month or a year and no day: what they hide was not meant."""

import re
from collections.abc import Iterable
from datetime import date

from enrollment.intake.sheets import Cell
from school.partial_date import PartialDate

MONTH, YEAR = "month", "year"
BUILT_IN = {17: "mmm-yy"}
_LITERAL = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')


def precision(code: str) -> str:
    """What a number format shows of a date: MONTH, YEAR, or "" for the day or no date at all."""
    code = _LITERAL.sub("", code).lower()
    if "y" not in code or "d" in code or "h" in code:
        return ""
    return MONTH if "m" in code else YEAR


def drop_days(rows: list[list[Cell]], cells: Iterable[tuple[int, int, str]]) -> None:
    """Make the named cells (row and column from 0, MONTH or YEAR) as precise as they show."""
    for row, column, shown in cells:
        if row < len(rows) and column < len(rows[row]) and isinstance(day := rows[row][column], date):
            month = shown == MONTH
            rows[row][column] = PartialDate.month(day.year, day.month) if month else PartialDate.year(day.year)
