"""Any layout of the same people gives the same people."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from enrollment.intake import Roster, read_roster
from tests.enrollment.intake.messy import PEOPLE, SWITCHES, messy, pairs

ON = date(2024, 3, 1)
WANTED = [someone.as_json() for someone in PEOPLE]
CHOICES = list(pairs())


def check(choice: dict[str, str], seed: int) -> Roster:
    roster = read_roster(*messy(choice, seed), ON)
    assert [person.as_json() for person in roster.people] == WANTED
    assert not roster.errors
    assert not [warning for warning in roster.warnings if warning.column != "file"]
    assert not [warning for warning in roster.warnings if "ghi có" in warning.message]
    return roster


@pytest.mark.parametrize("number", range(len(CHOICES)))
def test_all_pairs_of_switches(number: int) -> None:
    check(CHOICES[number], number)


def test_every_pair_is_among_them() -> None:
    held = {
        (one, choice[one], two, choice[two]) for choice in CHOICES for one in SWITCHES for two in SWITCHES if one < two
    }
    names = sorted(SWITCHES)
    wanted = {
        (one, first, two, second)
        for place, one in enumerate(names)
        for two in names[place + 1 :]
        for first in SWITCHES[one]
        for second in SWITCHES[two]
    }
    assert held == wanted
    assert len(SWITCHES) >= 12


@hypothesis_settings(max_examples=60)
@given(
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in SWITCHES.items()}), st.integers(0, 1_000)
)
def test_any_layout(choice: dict[str, str], seed: int) -> None:
    check(choice, seed)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_hidden_rows_are_read_with_a_warning(kind: str) -> None:
    plain = {name: values[0] for name, values in SWITCHES.items()}
    roster = check(plain | {"format": kind, "hidden": "some"}, 0)
    assert roster.hidden == {4, 9}
    [warning] = roster.warnings
    assert (warning.row, warning.column) == (None, "file")
    assert "4, 9" in warning.message


@pytest.mark.parametrize("kind", ["csv-tcvn3", "csv-1258", "tsv-utf16", "xlsx-vntime", "xls-vntime"])
def test_old_letters_are_mentioned(kind: str) -> None:
    plain = {name: values[0] for name, values in SWITCHES.items()}
    [warning] = check(plain | {"format": kind}, 0).warnings
    assert (warning.row, warning.column) == (None, "file")
