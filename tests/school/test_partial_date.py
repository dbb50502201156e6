"""Dates of their own precision, and the day it is in Vietnam."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from school.days import today
from school.partial_date import PartialDate

DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    ("value", "words", "iso"),
    [
        (PartialDate.day(date(2024, 7, 31)), "31/07/2024", "2024-07-31"),
        (PartialDate.month(2024, 7), "07/2024", "2024-07"),
        (PartialDate.year(2024), "2024", "2024"),
        (PartialDate(date(2023, 6, 1), date(2023, 9, 30)), "06/2023 đến 09/2023", "2023-06-01/2023-09-30"),
        (PartialDate(date(2023, 6, 5), date(2023, 9, 29)), "05/06/2023 đến 29/09/2023", "2023-06-05/2023-09-29"),
        (PartialDate(date(2023, 6, 1), date(2023, 6, 29)), "06/2023 đến 29/06/2023", "2023-06-01/2023-06-29"),
        (PartialDate(date(2023, 1, 1), date(2024, 12, 31)), "01/2023 đến 12/2024", "2023-01-01/2024-12-31"),
    ],
)
def test_as_tables_and_as_machines_write_it(value: PartialDate, words: str, iso: str) -> None:
    assert (str(value), value.isoformat()) == (words, iso)


@pytest.mark.parametrize(("year", "last"), [(2023, 28), (2024, 29), (2100, 28)])
def test_february_ends_when_it_ends(year: int, last: int) -> None:
    assert PartialDate.month(year, 2) == PartialDate(date(year, 2, 1), date(year, 2, last))


@given(DAYS)
def test_less_precise_never_excludes_the_day(day: date) -> None:
    for wider in (PartialDate.month(day.year, day.month), PartialDate.year(day.year)):
        assert wider.first <= day <= wider.last
        assert not wider.is_day
    assert PartialDate.day(day).is_day


@given(DAYS, DAYS)
def test_the_first_day_is_not_after_the_last(one: date, other: date) -> None:
    if one > other:
        with pytest.raises(ValueError, match="trước ngày cuối"):
            PartialDate(one, other)
    else:
        assert PartialDate(one, other).first == one


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2023, 12, 31, 16, 59, tzinfo=UTC), date(2023, 12, 31)),
        (datetime(2023, 12, 31, 17, 0, tzinfo=UTC), date(2024, 1, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_vietnam(monkeypatch, moment: datetime, day: date) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert today() == day
