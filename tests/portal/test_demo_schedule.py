"""The demo's classes on paper: whatever the day of loading, enough of them run and enough are ahead."""

from datetime import date, timedelta

import pytest

from portal.demo.reading import read
from portal.demo.slots import Slot, year_slots

FIRST_YEAR, LAST_YEAR = 2024, 2031
LOADED_FROM, LOADED_TO = date(2026, 11, 1), date(2030, 12, 31)


@pytest.fixture(scope="module")
def slots() -> list[Slot]:
    content = read("classes")
    return [slot for year in range(FIRST_YEAR, LAST_YEAR + 1) for slot in year_slots(content, year)]


def days():
    return (LOADED_FROM + timedelta(days=n) for n in range((LOADED_TO - LOADED_FROM).days))


def test_the_same_slots_every_time(slots):
    assert year_slots(read("classes"), 2025) == [slot for slot in slots if slot.year == 2025]


def test_a_dozen_run_on_any_day(slots):
    opened = [slot for slot in slots if slot.opens]
    fewest = min(sum(slot.opens <= day < slot.closes for slot in opened) for day in days())
    assert fewest >= 12


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_a_year_is_of_real_size_by_november(slots, year):
    opened = [slot for slot in slots if slot.year == year and slot.opens and slot.opens <= date(year, 11, 1)]
    assert len(opened) >= 40
    assert sum(slot.size for slot in opened) >= 1500


def test_classes_open_in_their_year_and_close_after(slots):
    for slot in slots:
        assert slot.due.weekday() == 0
        assert slot.opens is None or slot.opens.year == slot.year
        assert slot.closes > (slot.opens or slot.due)


def test_some_planned_classes_never_open_and_some_are_off_plan(slots):
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        of_year = [slot for slot in slots if slot.year == year]
        assert 1 <= sum(slot.opens is None for slot in of_year) <= 3
        assert 0 < sum(not slot.planned for slot in of_year) < 5
