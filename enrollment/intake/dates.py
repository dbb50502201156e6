"""Days as people write them, in the precision they were written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from enrollment.intake.sheets import Cell, shown
from school.partial_date import PartialDate
from school.text import clean_text, search_key

OLDEST, NEWEST = 1900, 2100
# Excel counts days from here, in either of its two systems.
EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
SERIALS = range(10_000, 60_000)  # 1927 to 2064: a day that lost its format


@dataclass(frozen=True)
class DateRead:
    """What a cell says: `value`, or `fault` (why not); `doubt`: a warning's sentence; `corrected`: not as written."""

    value: PartialDate | None
    fault: str = ""
    doubt: str = ""
    corrected: bool = False


NOTHING = DateRead(None)
_DAY = re.compile(r"(\d{1,2}) ?[/.\-\\, ] ?(\d{1,2}) ?[/.\-\\, ] ?(\d{4}|\d{2})")
_MONTH = re.compile(r"(\d{1,2}) ?[/.\-\\] ?(\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d\d:\d\d.*)?")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_YEAR = re.compile(r"(\d{4})(?:[.,]0+)?")
_WORDED = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_WORDED_MONTH = re.compile(r"(?:thang )?(\d{1,2}) ?(?:nam|/|-) ?(\d{4})")
_PREFIX = re.compile(r"^(?:sinh )?(?:ngay|nam|thang|khoang|sn|ns)\.? (?=\d+)")


@lru_cache(maxsize=50_000)
def read_date(cell: Cell, latest: date) -> DateRead:
    """Read a cell. `latest`: the last day it can be, which settles the century of a two-digit year."""
    if isinstance(cell, PartialDate):
        return DateRead(cell)
    if isinstance(cell, date):
        return _from_day(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, str):
        return _from_text(cell, latest)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return DateRead(None, f"“{shown(cell)}” không phải ngày tháng")
    return _from_number(cell, latest)


def _from_day(day: date) -> DateRead:
    """A day; except that the number 1975 in a cell formatted as a date shows a day of 1905, and means the year."""
    for epoch in EPOCHS:
        serial = (day - epoch).days
        if OLDEST + 20 <= serial <= NEWEST:
            return DateRead(PartialDate.year(serial), corrected=True)
    return DateRead(PartialDate.day(day))


def _from_number(number: float, latest: date) -> DateRead:
    if number != int(number):
        return _from_point(number)
    if int(number) in SERIALS:
        return DateRead(PartialDate.day(EPOCHS[0] + timedelta(int(number))), corrected=True, doubt=_SERIAL)
    return _from_text(str(int(number)).zfill(8 if number > NEWEST else 1), latest)


_SERIAL = "Ô ghi số ngày của Excel, đã đổi thành ngày tháng. Đối chiếu với hồ sơ."


def _from_point(number: float) -> DateRead:
    """8.1982: a month and a year typed with a point, which Excel took for a number."""
    month, year = f"{number:.4f}".split(".")
    return _built(number, _month, year, month)


def _from_text(written: str, latest: date) -> DateRead:
    text = clean_text(written)
    if match := _DAY.fullmatch(text):
        return _day_month_year(text, match, latest)
    if match := _YEAR.fullmatch(text):
        return _built(text, PartialDate.year, match[1])
    if match := _MONTH.fullmatch(text):
        return _built(text, _month, match[2], match[1])
    return _from_words(text, latest) if text else NOTHING


def _from_words(text: str, latest: date) -> DateRead:
    if match := _ISO.fullmatch(text.lower()):
        return _built(text, _day, *match.groups())
    if match := _DIGITS.fullmatch(text):
        return _built(text, _day, match[3], match[2], match[1], corrected=True)
    key = search_key(text)
    if match := _WORDED.fullmatch(key):
        return _built(text, _day, match[3], match[2], match[1])
    if match := _WORDED_MONTH.fullmatch(key):
        return _built(text, _month, match[2], match[1])
    shorter = _PREFIX.sub("", key)
    if shorter != key:
        return _from_text(shorter, latest)
    return DateRead(None, f"“{text}” không phải ngày tháng")


def _day_month_year(text: str, match: re.Match[str], latest: date) -> DateRead:
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    if len(match[3]) == 4:
        return _built(text, _day, year, month, day)
    year += 2000 if year + 2000 <= latest.year else 1900
    read = _built(text, _day, year, month, day, corrected=True)
    if not read.value:
        return read
    return DateRead(
        read.value, doubt=f"“{text}” ghi năm hai chữ số, hiểu là {year}. Đối chiếu với hồ sơ.", corrected=True
    )


def _day(year: int, month: int, day: int) -> PartialDate:
    """A day; 00 stands for what is not known."""
    return PartialDate.day(date(year, month, day)) if day else _month(year, month)


def _month(year: int, month: int) -> PartialDate:
    return PartialDate.month(year, month) if month else PartialDate.year(year)


def _built(written: object, build: Callable[..., PartialDate], *parts: str | int, corrected: bool = False) -> DateRead:
    """What `build` makes of the numbers, or the fault that there is no such day."""
    try:
        value = build(*map(int, parts))
    except ValueError:
        return DateRead(None, f"không có ngày “{written}”")
    if not OLDEST <= value.first.year <= NEWEST:
        return DateRead(None, f"năm {value.first.year} trong “{written}” không đúng")
    return DateRead(value, corrected=corrected)
