"""What keeps a row out, with row, column, what is wrong and what to do."""

from datetime import date

import pytest

from tests.enrollment.intake.grids import ON, people, row, told, warned


def test_a_good_row_passes() -> None:
    roster = people(row(number="048080000001", joined="03/02/2010"))
    assert not roster.errors
    assert not roster.warnings
    assert roster.people == roster.rows


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"name": ""}, "full_name"),
        ({"name": "12"}, "full_name"),
        ({"born": ""}, "dob"),
        ({"born": "31/02/1980"}, "dob"),
        ({"born": "không rõ"}, "dob"),
        ({"born": "12/05/2031"}, "dob"),
        ({"born": "25/11/2008"}, "dob"),
        ({"born": "24/11/1945"}, "dob"),
        ({"agency": ""}, "agency"),
        ({"agency": "-"}, "agency"),
        ({"number": "04820199"}, "national_id"),
        ({"number": "0480800000012"}, "national_id"),
        ({"number": "số cũ"}, "national_id"),
        ({"joined": "01/01/1990"}, "party_joined"),
        ({"joined": "25/11/2028"}, "party_joined"),
        ({"joined": "30/02/2010"}, "party_joined"),
    ],
    ids=str,
)
def test_refused(wrong: dict[str, str], column: str) -> None:
    roster = people(row("Trần Thị Bình", sex="Nữ"), row(**wrong))
    assert told(roster) == [(3, column)]
    assert [person.row for person in roster.people] == [2]
    assert [person.row for person in roster.rows] == [2, 3]
    [error] = roster.errors
    assert error.message.endswith(".")
    assert error.advice.endswith(".")
    assert error.text == f"{error.message} {error.advice}"


@pytest.mark.parametrize(
    ("born", "ok"),
    [
        ("24/11/2008", True),
        ("11/2008", True),
        ("2008", True),
        ("2009", False),
        ("25/11/1945", True),
        ("1945", True),
        ("1944", False),
    ],
)
def test_ages_are_judged_as_far_as_the_date_is_known(born: str, ok: bool) -> None:
    assert told(people(row(born=born))) == ([] if ok else [(2, "dob")])


def test_ages_are_judged_on_the_opening_day() -> None:
    assert told(people(row(born="24/11/2008"), on=date(2026, 11, 23))) == [(2, "dob")]
    assert not people(row(born="24/11/2008"), on=ON).errors


def test_the_party_may_be_joined_at_eighteen() -> None:
    assert not people(row(joined="01/01/1998")).errors
    assert told(people(row(joined="31/12/1997"))) == [(2, "party_joined")]


def test_a_day_in_the_party_that_is_soon_to_come_only_warns() -> None:
    roster = people(row(joined="03/05/2027"))
    assert not roster.errors
    assert warned(roster) == [(2, "party_joined")]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("048080000001", []),
        ("048180000001", [(2, "national_id")]),
        ("048081000001", [(2, "national_id")]),
        ("048181000001", [(2, "national_id")] * 2),
        ("048280000001", [(2, "national_id")]),
        ("201234567", []),
    ],
)
def test_a_number_that_contradicts_sex_or_year_warns(number: str, expected: list[tuple[int, str]]) -> None:
    roster = people(row(number=number))
    assert not roster.errors
    assert warned(roster) == expected


def test_the_same_person_twice_is_refused_in_the_later_row() -> None:
    roster = people(row("Trần Thị Hòa"), row(), row("TRẦN THỊ HOÀ"))
    assert told(roster) == [(4, "duplicate")]
    assert "dòng 2" in roster.errors[0].message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"born": "02/01/1980"}),
        ({}, {"born": "1980"}),
        ({"number": "048080000001"}, {"number": "048080000002"}),
        ({"name": "Lê Thị Hương"}, {"name": "Lê Thị Hường"}),
    ],
    ids=str,
)
def test_homonyms_are_two_people(first: dict[str, str], second: dict[str, str]) -> None:
    roster = people(row(**first), row(**second))
    assert "duplicate" not in {error.column for error in roster.errors}
    assert len(roster.people) == 2


def test_one_number_is_one_person() -> None:
    assert told(people(row(number="048080000001"), row("Lê Văn Ân", number="048080000001"))) == [(3, "duplicate")]


def test_a_refused_row_does_not_make_the_right_one_a_duplicate() -> None:
    assert told(people(row(agency=""), row())) == [(2, "agency")]


def test_many_of_one_birth_year_take_no_time() -> None:
    letters = "abcdeghiklmnopqrstuvxy"
    names = [
        f"Lê {one}{two} {three}{four}".title()
        for one in letters
        for two in letters
        for three in letters
        for four in "aeiou"
    ]
    roster = people(*(row(name, born="1980") for name in names[:10_000]))
    assert len(roster.people) == 10_000
