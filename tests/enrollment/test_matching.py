"""Whom a row means: never a silent merge, never a second copy."""

from dataclasses import replace

import pytest

from enrollment.intake import Person
from enrollment.matching import Kind, chosen, match
from enrollment.queries.known_people import KnownPerson
from school.partial_date import PartialDate
from school.text import search_key
from tests.enrollment.imports.lists import day

NUMBER, OTHER_NUMBER, OLD_NUMBER = "048075000001", "048075000002", "201234567"
NOI_VU, Y_TE = 1, 2


def a_row(**values: object) -> Person:
    said = {
        "row": 2, "cells": [], "full_name": "Nguyễn Thị Hường", "dob": day("09/03/1975"), "gender": "F",
        "agency": "Sở Nội vụ", "position": "", "national_id": "", "party_joined": None,
    }  # fmt: skip
    return Person(**said | values)  # type: ignore[arg-type]


def somebody(pk: int = 7, name: str = "Nguyễn Thị Hường", **values: object) -> KnownPerson:
    said = {
        "born": day("09/03/1975"), "sex": "F", "joined_party": None, "numbers": (), "agency_id": NOI_VU,
        "agency": "Sở Nội vụ", "position": "", "posting_id": 1, "posted_from": None, "known_on": None,
        "enrolment_id": None, "left": False, "entry_agency_id": None, "entry_position": "",
    }  # fmt: skip
    return KnownPerson(pk=pk, full_name=name, search_key=search_key(name), **said | values)  # type: ignore[arg-type]


def kind(row: Person, *known: KnownPerson, agency: int | None = NOI_VU) -> Kind:
    return match(row, agency, known).kind


def test_nobody_known_is_somebody_new() -> None:
    assert kind(a_row()) == Kind.NEW


class TestByNumber:
    def test_the_owner_of_the_number_is_meant_whatever_the_agency(self) -> None:
        found = match(a_row(national_id=NUMBER), Y_TE, [somebody(numbers=(NUMBER,))])
        assert (found.kind, found.known and found.known.pk) == (Kind.KNOWN, 7)

    def test_another_birth_date_is_a_decision(self) -> None:
        assert kind(a_row(national_id=NUMBER), somebody(numbers=(NUMBER,), born=day("09/03/1976"))) == Kind.DOUBT

    def test_a_birth_year_that_holds_the_date_is_no_other_date(self) -> None:
        assert kind(a_row(national_id=NUMBER), somebody(numbers=(NUMBER,), born=day("1975"))) == Kind.KNOWN

    def test_another_name_is_a_decision_and_a_slip_in_it_is_none(self) -> None:
        assert kind(a_row(national_id=NUMBER), somebody(name="Trần Văn Quang", numbers=(NUMBER,))) == Kind.DOUBT
        assert kind(a_row(national_id=NUMBER), somebody(name="Nguyễn Thị Hương", numbers=(NUMBER,))) == Kind.KNOWN

    def test_the_number_goes_before_a_namesake(self) -> None:
        found = match(a_row(national_id=NUMBER), NOI_VU, [somebody(1), somebody(2, numbers=(NUMBER,))])
        assert found.known and found.known.pk == 2


class TestByName:
    def test_name_and_day_of_birth_are_enough_in_another_agency(self) -> None:
        assert kind(a_row(), somebody(agency_id=Y_TE)) == Kind.KNOWN

    @pytest.mark.parametrize("written", ["Nguyễn Thị Hừơng", "NGUYỄN THỊ HƯỜNG"])
    def test_one_spelling(self, written: str) -> None:
        assert kind(a_row(full_name=written), somebody()) == Kind.KNOWN

    def test_hoa_is_hoa_however_the_tone_stands(self) -> None:
        assert kind(a_row(full_name="Lê Hòa"), somebody(name="Lê Hoà")) == Kind.KNOWN

    def test_two_namesakes_are_a_decision(self) -> None:
        found = match(a_row(), NOI_VU, [somebody(1), somebody(2)])
        assert (found.kind, len(found.candidates)) == (Kind.DOUBT, 2)

    def test_another_number_is_a_decision_and_the_old_kind_is_no_other(self) -> None:
        row = a_row(national_id=NUMBER)
        assert kind(row, somebody(numbers=(OTHER_NUMBER,))) == Kind.DOUBT
        assert kind(row, somebody(numbers=(OLD_NUMBER,))) == Kind.KNOWN

    def test_the_other_sex_is_a_decision(self) -> None:
        assert kind(a_row(gender="M"), somebody()) == Kind.DOUBT

    def test_a_birth_year_needs_more_that_agrees(self) -> None:
        row = a_row(dob=day("1975"))
        assert kind(row, somebody(born=day("1975"))) == Kind.KNOWN
        assert kind(row, somebody(born=day("1975")), agency=Y_TE) == Kind.DOUBT
        joined = day("03/02/2001")
        known = somebody(born=day("1975"), joined_party=joined)
        assert kind(replace(row, party_joined=joined), known, agency=Y_TE) == Kind.KNOWN

    def test_a_namesake_without_a_birth_date_is_a_decision(self) -> None:
        assert kind(a_row(), somebody(born=None)) == Kind.DOUBT

    def test_a_namesake_of_another_birth_date_elsewhere_is_another(self) -> None:
        assert kind(a_row(), somebody(born=day("10/03/1975"), agency_id=Y_TE)) == Kind.NEW


class TestByLikeness:
    def test_a_birth_date_mistyped_in_the_same_agency_is_a_decision(self) -> None:
        assert kind(a_row(), somebody(born=day("03/09/1975"))) == Kind.DOUBT

    def test_two_numbers_and_two_birth_dates_are_two_people(self) -> None:
        known = somebody(born=day("03/09/1975"), numbers=(OTHER_NUMBER,))
        assert kind(a_row(national_id=NUMBER), known) == Kind.NEW

    def test_a_name_without_marks_is_a_decision(self) -> None:
        assert kind(a_row(full_name="Nguyen Thi Huong"), somebody(agency_id=Y_TE)) == Kind.DOUBT

    def test_a_slip_in_the_name_is_a_decision_in_the_same_agency_only(self) -> None:
        row = a_row(full_name="Nguyễn Thị Hườg")
        assert kind(row, somebody()) == Kind.DOUBT
        assert kind(row, somebody(agency_id=Y_TE)) == Kind.NEW

    def test_somebody_else_born_that_day_is_nobody(self) -> None:
        assert kind(a_row(), somebody(name="Trần Thị Hường")) == Kind.NEW


class TestDecisions:
    def test_the_chosen_candidate_is_meant(self) -> None:
        known = [somebody(1), somebody(2)]
        found = chosen(a_row(), {"learner": 2}, known, match(a_row(), NOI_VU, known))
        assert (found.kind, found.known, found.decided) == (Kind.KNOWN, known[1], True)

    def test_somebody_who_is_no_candidate_cannot_be_chosen(self) -> None:
        judged = match(a_row(), NOI_VU, [somebody(1), somebody(2)])
        assert chosen(a_row(), {"learner": 3}, [somebody(1), somebody(2)], judged) is judged

    def test_somebody_new_cannot_have_a_number_in_use(self) -> None:
        row, known = a_row(national_id=NUMBER), [somebody(numbers=(NUMBER,))]
        judged = match(row, NOI_VU, known)
        assert chosen(row, {"new": True}, known, judged) is judged
        assert chosen(a_row(), {"new": True}, known, judged).kind == Kind.NEW

    def test_a_row_left_out(self) -> None:
        assert chosen(a_row(), {"leave": True}, [], match(a_row(), None, [])).kind == Kind.LEFT_OUT


def test_spans_of_months_meet_their_days() -> None:
    assert kind(a_row(dob=PartialDate.month(1975, 3)), somebody()) == Kind.KNOWN
    assert kind(a_row(dob=PartialDate.month(1975, 4)), somebody(agency_id=Y_TE), agency=NOI_VU) == Kind.NEW
