"""Whom the school knows already that a list's people may be: by number, by name, by birth date and given name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import connection

from school.partial_date import PartialDate


class Named(Protocol):
    """What is asked of a row of a list."""

    @property
    def full_name(self) -> str: ...
    @property
    def dob(self) -> PartialDate | None: ...
    @property
    def national_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A learner as matching needs them; of a record that was merged, the one that was kept.

    `numbers`: identity numbers, those of merged records included. `agency_id`, `agency`, `position`, `posting_id`,
    `posted_from`: the present posting. `known_on`: the latest day on which another class's list told of them.
    `enrolment_id`, `left`, `entry_agency_id`, `entry_position`: their enrolment in the class in question, and whether
    they left the class before its end.
    """

    pk: int
    full_name: str
    search_key: str
    born: PartialDate | None
    sex: str
    joined_party: PartialDate | None
    numbers: tuple[str, ...]
    agency_id: int | None
    agency: str
    position: str
    posting_id: int | None
    posted_from: date | None
    known_on: date | None
    enrolment_id: int | None
    left: bool
    entry_agency_id: int | None
    entry_position: str


_SQL = """
WITH given AS MATERIALIZED (
    SELECT ord, public.vn_sort_key(name) AS sort_key, public.vn_search_key(split_part(name, ' ', -1)) AS given_name,
           born_from, born_to, number
    FROM unnest(%(names)s::text[], %(from)s::date[], %(to)s::date[], %(numbers)s::text[])
         WITH ORDINALITY AS list (name, born_from, born_to, number, ord)
), met AS MATERIALIZED (
    SELECT given.ord, identity.learner_id
    FROM given JOIN enrollment_identity identity ON identity.number = given.number
    UNION
    SELECT given.ord, learner.id
    FROM given JOIN enrollment_learner learner ON learner.sort_key = given.sort_key
    WHERE learner.born_from IS NULL OR given.born_from IS NULL
        OR learner.born_from <= given.born_to AND learner.born_to >= given.born_from
        OR to_char(learner.born_from, 'MMDD') = to_char(given.born_from, 'MMDD')
        OR extract(year FROM learner.born_from) = extract(year FROM given.born_from)
    UNION
    SELECT given.ord, learner.id
    FROM given JOIN enrollment_learner learner
        ON learner.born_from = given.born_from AND learner.born_to = given.born_to
    WHERE split_part(learner.search_key, ' ', -1) = given.given_name
), kept AS (
    SELECT DISTINCT met.ord, coalesce(learner.merged_into_id, learner.id) AS id
    FROM met JOIN enrollment_learner learner ON learner.id = met.learner_id
)
SELECT kept.ord, learner.id, learner.full_name, learner.search_key,
       learner.born_from, learner.born_to, learner.sex,
       learner.joined_party_from, learner.joined_party_to,
       ARRAY(SELECT identity.number FROM enrollment_identity identity
             WHERE identity.learner_id = learner.id OR identity.learner_id IN
                   (SELECT other.id FROM enrollment_learner other WHERE other.merged_into_id = learner.id)
             ORDER BY identity.id),
       posting.agency_id, agency.name, posting.position, posting.id, posting.valid_from,
       (SELECT max(enrolment.entered_on) FROM enrollment_enrolment enrolment
        WHERE enrolment.learner_id = learner.id
          AND enrolment.first_class_id IS DISTINCT FROM %(class)s),
       here.id, here.until IS NOT NULL AND here.state <> 'completed', here.agency_id, here.position
FROM kept
JOIN enrollment_learner learner ON learner.id = kept.id
LEFT JOIN LATERAL (
    SELECT * FROM enrollment_posting
    WHERE learner_id = learner.id AND valid_to IS NULL ORDER BY valid_from DESC NULLS LAST LIMIT 1
) posting ON true
LEFT JOIN school_agency agency ON agency.id = posting.agency_id
LEFT JOIN LATERAL (
    SELECT enrolment.id, enrolment.agency_id, enrolment.position, enrolment.state, stay.until
    FROM enrollment_enrolment enrolment JOIN enrollment_classstay stay ON stay.enrolment_id = enrolment.id
    WHERE enrolment.learner_id = learner.id AND stay.course_class_id = %(class)s
    ORDER BY stay.started_on DESC LIMIT 1
) here ON %(class)s IS NOT NULL
ORDER BY kept.ord, learner.id
"""


def known_people(people: Sequence[Named], class_pk: int | None = None) -> dict[int, list[KnownPerson]]:
    """For each of `people`, by position, whom they may be; one query, however many they are.

    Found are those with the same identity number; those with the same name in whatever spelling whose birth date
    overlaps or is like it (same year, or same day and month); those with the same birth date
    and given name. `class_pk`: the class whose enrolments are looked at.
    """
    found: dict[int, list[KnownPerson]] = defaultdict(list)
    same: dict[int, KnownPerson] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, _parameters(people) | {"class": class_pk})
        for ordinal, *values in cursor:
            known = same.get(values[0]) or same.setdefault(values[0], _known(*values))
            found[ordinal - 1].append(known)
    return found


def _parameters(people: Sequence[Named]) -> dict[str, Any]:
    return {
        "names": [person.full_name for person in people],
        "from": [person.dob.first if person.dob else None for person in people],
        "to": [person.dob.last if person.dob else None for person in people],
        "numbers": [person.national_id or None for person in people],
    }


def _known(
    pk: int, full_name: str, search_key: str, born_from: date | None, born_to: date | None, sex: str,
    joined_from: date | None, joined_to: date | None, numbers: list[str], agency_id: int | None, agency: str | None,
    position: str | None, posting_id: int | None, posted_from: date | None, known_on: date | None,
    enrolment_id: int | None, left: bool | None, entry_agency_id: int | None, entry_position: str | None,
) -> KnownPerson:  # fmt: skip
    return KnownPerson(
        pk, full_name, search_key, _date(born_from, born_to), sex, _date(joined_from, joined_to),
        tuple(numbers), agency_id, agency or "", position or "", posting_id, posted_from, known_on,
        enrolment_id, bool(left), entry_agency_id, entry_position or "",
    )  # fmt: skip


def _date(first: date | None, last: date | None) -> PartialDate | None:
    return PartialDate(first, last) if first and last else None
