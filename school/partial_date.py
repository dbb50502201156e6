"""A date known to a day, a month, a year or a span: never more precise than what was written."""

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class PartialDate:
    """The first and the last day on which it can have been."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("Ngày đầu phải trước ngày cuối.")

    @classmethod
    def day(cls, value: date) -> "PartialDate":
        """A date known to the day."""
        return cls(value, value)

    @classmethod
    def month(cls, year: int, month: int) -> "PartialDate":
        """A date of which month and year are known."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> "PartialDate":
        """A date of which only the year is known."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def is_day(self) -> bool:
        """Known to the day."""
        return self.first == self.last

    def _is_month(self) -> bool:
        return self == PartialDate.month(self.first.year, self.first.month)

    def _is_year(self) -> bool:
        return self == PartialDate.year(self.first.year)

    def __str__(self) -> str:
        """As Vietnamese tables write it: 31/07/2024, 07/2024, 2024, or a span of two days."""
        if self.is_day:
            return f"{self.first:%d/%m/%Y}"
        if self._is_month():
            return f"{self.first:%m/%Y}"
        if self._is_year():
            return f"{self.first:%Y}"
        return f"{_edge(self.first, 1)} đến {_edge(self.last, -1)}"

    def isoformat(self) -> str:
        """2024-07-31, 2024-07 or 2024; a span as two days parted by a slash."""
        if self.is_day:
            return self.first.isoformat()
        if self._is_month():
            return f"{self.first:%Y-%m}"
        if self._is_year():
            return f"{self.first:%Y}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


def _edge(day: date, side: int) -> str:
    """A span's first or last day, written as a month when it stands on that month's edge."""
    edge = 1 if side > 0 else calendar.monthrange(day.year, day.month)[1]
    return f"{day:%m/%Y}" if day.day == edge else f"{day:%d/%m/%Y}"
