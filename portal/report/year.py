"""Which years and days a report can be asked for."""

from datetime import date

from school.days import today

FIRST_YEAR = 1945


class YearOutOfRange(ValueError):
    """No such report; the message is for the reader."""


def check_year(year: int) -> int:
    """Return the year. Raises YearOutOfRange outside 1945 to next year."""
    last = today().year + 1
    if not FIRST_YEAR <= year <= last:
        raise YearOutOfRange(f"Không có báo cáo năm {year}. Chọn năm từ {FIRST_YEAR} đến {last}.")
    return year


def check_as_of(year: int, as_of: date | None) -> date:
    """The day to look from: the one given, else the year's last day or today, whichever is earlier.

    Raises YearOutOfRange for a day to come: nobody knows its figures yet.
    """
    now = today()
    if as_of is None:
        return min(now, date(year, 12, 31)) if year <= now.year else now
    if as_of > now:
        raise YearOutOfRange(f"Ngày {as_of:%d/%m/%Y} chưa tới. Chọn ngày đến hết hôm nay, {now:%d/%m/%Y}.")
    return as_of
