"""Whom a row of a list means: somebody known, somebody new, or a doubt that a person decides. Knows no database.

Never a silent merge, never a second copy: what is neither surely the same nor surely another is a doubt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz

from enrollment.intake.roster import Person
from enrollment.intake.values import spelling_key
from enrollment.queries.known_people import KnownPerson
from school.partial_date import PartialDate
from school.text import search_key

SAME_NAME_AT_LEAST = 75  # of 100, under one identity number: a married name, a slip of the pen
ALIKE_AT_LEAST = 88


class Kind(Enum):
    """What a row means."""

    NEW, KNOWN, DOUBT, LEFT_OUT = "new", "known", "doubt", "left_out"


@dataclass(frozen=True)
class Match:
    """`known` for KNOWN; `candidates`, the likeliest first, and `why` for DOUBT. `decided`: by a person."""

    kind: Kind
    known: KnownPerson | None = None
    candidates: tuple[KnownPerson, ...] = ()
    why: str = ""
    decided: bool = False


NEW, LEFT_OUT = Match(Kind.NEW), Match(Kind.LEFT_OUT, decided=True)


def match(person: Person, agency_pk: int | None, candidates: Sequence[KnownPerson]) -> Match:
    """Judge a row by what is known. `agency_pk`: the agency it names, where that is known."""
    if not candidates:
        return NEW
    if owner := next((each for each in candidates if person.national_id in each.numbers), None):
        return _by_number(person, owner)
    name, key = spelling_key(person.full_name), search_key(person.full_name)
    namesakes = [each for each in candidates if spelling_key(each.full_name) == name]
    same = [each for each in namesakes if _may_be_born(person.dob, each.born)]
    if same:
        return _by_name(person, agency_pk, same)
    like = [each for each in candidates if _is_like(person, key, agency_pk, each)]
    if like:
        return _doubt(like, "Có người gần giống")
    return NEW


def chosen(person: Person, choice: dict[str, object], candidates: Sequence[KnownPerson], judged: Match) -> Match:
    """The row as a person decided it; as `judged` where the decision no longer fits what is known."""
    if choice.get("leave"):
        return LEFT_OUT
    if choice.get("new"):
        taken = any(person.national_id in each.numbers for each in candidates if person.national_id)
        return judged if taken else Match(Kind.NEW, decided=True)
    known = next((each for each in candidates if each.pk == choice.get("learner")), None)
    return Match(Kind.KNOWN, known, decided=True) if known else judged


def _by_number(person: Person, owner: KnownPerson) -> Match:
    if person.dob and owner.born and not _may_be_born(person.dob, owner.born):
        return _doubt([owner], f"Số {person.national_id} là của người sinh {owner.born}")
    if fuzz.ratio(search_key(person.full_name), owner.search_key) < SAME_NAME_AT_LEAST:
        return _doubt([owner], f"Số {person.national_id} là của người tên khác")
    return Match(Kind.KNOWN, owner)


def _by_name(person: Person, agency_pk: int | None, same: list[KnownPerson]) -> Match:
    if len(same) > 1:
        return _doubt(same, f"Có {len(same)} người cùng tên, cùng ngày sinh")
    one = same[0]
    if _other_number(person, one):
        return _doubt(same, "Người cùng tên, cùng ngày sinh có số căn cước khác")
    if person.gender and one.sex and person.gender != one.sex:
        return _doubt(same, "Người cùng tên, cùng ngày sinh ghi giới tính khác")
    precise = person.dob is not None and person.dob == one.born and person.dob.is_day
    joined = person.party_joined is not None and person.party_joined.is_day and person.party_joined == one.joined_party
    if precise or (one.born is not None and (joined or _same_agency(agency_pk, one))):
        return Match(Kind.KNOWN, one)
    if one.born is None:
        return _doubt(same, "Có người cùng tên chưa ghi ngày sinh")
    return _doubt(same, "Có người cùng tên, ngày sinh chỉ biết đến năm hoặc tháng, ở đơn vị khác")


def _is_like(person: Person, key: str, agency_pk: int | None, other: KnownPerson) -> bool:
    """Whether somebody may have been written otherwise: without marks, with a slip in the name or the birth date."""
    born_alike = _may_be_born(person.dob, other.born)
    if born_alike and key == other.search_key:
        return True
    if not _same_agency(agency_pk, other) or _other_number(person, other):
        return False
    return key == other.search_key or (born_alike and fuzz.ratio(key, other.search_key) >= ALIKE_AT_LEAST)


def _same_agency(agency_pk: int | None, other: KnownPerson) -> bool:
    return agency_pk is not None and agency_pk in (other.agency_id, other.entry_agency_id)


def _other_number(person: Person, other: KnownPerson) -> bool:
    """Whether both have a number of one kind, and not the same."""
    return bool(person.national_id) and any(len(number) == len(person.national_id) for number in other.numbers)


def _may_be_born(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is None or other is None or (one.first <= other.last and other.first <= one.last)


def _doubt(candidates: Iterable[KnownPerson], why: str) -> Match:
    return Match(Kind.DOUBT, candidates=tuple(candidates), why=why)
