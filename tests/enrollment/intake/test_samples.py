"""The rosters handed over as samples come out exactly as their expectations say, field by field."""

import json
from datetime import date
from pathlib import Path

import pytest

from enrollment.intake import read_roster

SAMPLES = Path("tests/samples/rosters")
EXPECTED = sorted(SAMPLES.glob("*.expected.json"))
ON = date(2026, 11, 24)


def test_all_samples_are_there() -> None:
    assert len(EXPECTED) == 6


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name)
def test_as_expected(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    file = path.with_name(path.name.removesuffix(".expected.json"))
    roster = read_roster(file.read_bytes(), file.name, ON)
    assert len(roster.rows) == expected["rows"]
    assert len(roster.people) == expected["ok"]
    assert [{"row": error.row, "column": error.column} for error in roster.errors] == expected["errors"]
    people = [person.as_json() for person in roster.people]
    assert [
        {name: got[name] for name in wanted} for got, wanted in zip(people, expected["people"], strict=True)
    ] == expected["people"]
    unmentioned = [
        (name, got[name])
        for got, wanted in zip(people, expected["people"], strict=True)
        for name in got.keys() - wanted
    ]
    assert not [each for each in unmentioned if each[1] is not None]


def test_the_sheet_can_be_shown_in_its_own_columns() -> None:
    roster = read_roster((SAMPLES / "official-letterhead.xlsx").read_bytes(), "a.xlsx", ON)
    assert roster.sheet == "Sheet1"
    assert roster.header_rows == (7, 8)
    assert roster.columns[2:4] == ("Ngày, tháng, năm sinh Nam", "Ngày, tháng, năm sinh Nữ")
    assert roster.mapping == {0: "number", 1: "full_name", 2: "male", 3: "female", 4: "position", 5: "agency"}
    first = roster.rows[0]
    assert (first.row, first.cells[:3]) == (9, [1.0, "Trần Đình Cường", "12/03/1984"])
    assert not roster.warnings  # "Danh sách này có 30 đồng chí" is true


def test_dittos_are_shown_as_corrected() -> None:
    roster = read_roster((SAMPLES / "split-names-merged-agency.xlsx").read_bytes(), "a.xlsx", ON)
    corrected = [
        (person.row, each.field, each.before, each.after) for person in roster.rows for each in person.corrections
    ]
    assert corrected[0] == (7, "agency", "-nt-", "Công an thành phố")
    assert len(corrected) == 9
