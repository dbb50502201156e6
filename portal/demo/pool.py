"""The invented learners: each invented once, sent to one class at a time, moved when their agency ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from enrollment.domain.postings import Move, move_learners
from enrollment.domain.succession import Candidate, plan_succession
from enrollment.models import Learner
from portal.demo.agencies import Place
from portal.demo.people import YEAR, Invented, People, day_between
from portal.demo.slots import Kind, Slot
from school.models import AgencyKind, Provenance
from school.partial_date import PartialDate

AGAIN_PERCENT = 55  # of a roster, people who were in a class before, where there are enough
LEADER_PERCENT = 60  # where a class takes any rank
IN_PARTY_PERCENT = 93
WITH_NUMBER_PERCENT = 75
IN_QUY_HOACH_PERCENT = 14


@dataclass(frozen=True)
class Person:
    """What somebody's papers tell."""

    full_name: str
    born: PartialDate
    sex: str
    joined_party: PartialDate | None
    national_id: str


@dataclass(eq=False)
class Known:
    """Somebody invented, and a learner as soon as a list has brought them."""

    person: Person
    place: Place
    position: str
    rank: str
    posted_on: date
    learner: Learner = field(default_factory=Learner)  # without a key until a list brings them
    busy_until: date = date.min
    taken: set[str] = field(default_factory=set)
    succession: str = ""  # the post they are in quy hoạch for

    def can_join(self, kind: Kind, course: str, day: date) -> bool:
        """Free, of the rank and origin that the class asks for, and not yet through it."""
        return (
            self.busy_until < day
            and course not in self.taken
            and kind.rank in (self.rank, "any")
            and comes_from(self.place, kind)
        )


def comes_from(place: Place, kind: Kind) -> bool:
    """Whether such a class takes people of such a place."""
    if kind.origin == "localities":
        return place.is_locality
    return kind.origin == "anywhere" or place.sort in (AgencyKind.STATE, AgencyKind.SCHOOL)


class Pool:
    """Everybody invented so far."""

    def __init__(self, places: Sequence[Place], positions: dict[str, Any], quy_hoach: dict[str, Any]) -> None:
        self._places, self._positions, self._quy_hoach = places, positions, quy_hoach
        self._people = People()
        self._known: list[Known] = []
        self._waiting: list[Known] = []

    def draw(self, slot: Slot, course: str, day: date) -> list[Known]:
        """Learners for a class that opens on `day`: some who were here before, the others invented now.

        `course` is what nobody takes twice.
        """
        rng = slot.rng("roster")
        before = [known for known in self._known if known.can_join(slot.kind, course, day)]
        chosen = rng.sample(before, min(len(before), slot.size * AGAIN_PERCENT // 100))
        chosen += self._register(slot.size - len(chosen), slot.kind, day, rng)
        for known in chosen:
            known.busy_until = slot.closes
            known.taken.add(course)
        return chosen

    def relocate(self, day: date) -> None:
        """Post everybody whose agency ended the day before to one that came after it."""
        rng = Random(f"relocate {day}")  # noqa: S311
        before = day - timedelta(days=1)
        moved = [known for known in self._known if known.place.ended == before and known.learner.pk]
        for known in moved:
            known.place = rng.choice(known.place.after)
        moves = [Move(known.learner, known.place.agency, known.position) for known in moved]
        move_learners(moves, day, Provenance.INVENTED)

    def settle(self) -> None:
        """Put those whom a list brought since the last time into quy hoạch, where they are in one."""
        waiting = [known for known in self._waiting if known.learner.pk]
        candidates = [Candidate(known.learner, known.succession, known.posted_on) for known in waiting]
        plan_succession(candidates, self._quy_hoach["term"], provenance=Provenance.INVENTED)
        self._waiting = []

    def _register(self, count: int, kind: Kind, day: date, rng: Random) -> list[Known]:
        places = [place for place in self._places if place.exists_on(day) and comes_from(place, kind)]
        made = [self._invent(rng.choice(places), kind, day, rng) for _ in range(count)]
        for known in made:
            if _percent(rng, IN_QUY_HOACH_PERCENT):
                known.succession = rng.choice(self._quy_hoach["positions"])
                self._waiting.append(known)
        self._known += made
        return made

    def _invent(self, place: Place, kind: Kind, day: date, rng: Random) -> Known:
        invented = self._people.invent(rng, kind.ages, day)
        rank = kind.rank
        if rank == "any":
            rank = "leader" if rng.randrange(100) < LEADER_PERCENT else "officer"
        position = rng.choice(self._positions[place.sort][rank])
        posted_on = day_between(rng, place.began, day)
        person = Person(
            invented.full_name,
            invented.born,
            invented.sex,
            _joined(rng, invented, day),
            self._people.national_id(invented) if _percent(rng, WITH_NUMBER_PERCENT) else "",
        )
        return Known(person, place, position, rank, posted_on)


def _joined(rng: Random, person: Invented, day: date) -> PartialDate | None:
    if not _percent(rng, IN_PARTY_PERCENT):
        return None
    return PartialDate.day(day_between(rng, person.birthday + 21 * YEAR, min(day, person.birthday + 34 * YEAR)))


def _percent(rng: Random, percent: int) -> bool:
    return rng.randrange(100) < percent
