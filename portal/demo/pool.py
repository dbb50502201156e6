"""The invented learners: each registered once, sent to one class at a time, moved when their agency ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from enrollment.domain.people import Person, register_learners
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


@dataclass(eq=False)
class Known:
    """A learner in the register, as the demo needs to know them."""

    learner: Learner
    place: Place
    position: str
    rank: str
    posted_on: date
    busy_until: date = date.min
    taken: set[str] = field(default_factory=set)

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
    """Everybody registered so far."""

    def __init__(self, places: Sequence[Place], positions: dict[str, Any], quy_hoach: dict[str, Any]) -> None:
        self._places, self._positions, self._quy_hoach = places, positions, quy_hoach
        self._people = People()
        self._known: list[Known] = []

    def draw(self, slot: Slot, course: str, day: date) -> list[Known]:
        """Learners for a class that opens on `day`: some who were here before, the others registered now.

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
        moved = [known for known in self._known if known.place.ended == day - timedelta(days=1)]
        for known in moved:
            known.place = rng.choice(known.place.after)
        moves = [Move(known.learner, known.place.agency, known.position) for known in moved]
        move_learners(moves, day, Provenance.INVENTED)

    def _register(self, count: int, kind: Kind, day: date, rng: Random) -> list[Known]:
        places = [place for place in self._places if place.exists_on(day) and comes_from(place, kind)]
        made = [self._invent(rng.choice(places), kind, day, rng) for _ in range(count)]
        learners = register_learners([person for person, _ in made], Provenance.INVENTED)
        for learner, (_, known) in zip(learners, made, strict=True):
            known.learner = learner
        known_now = [known for _, known in made]
        self._plan(known_now, rng)
        self._known += known_now
        return known_now

    def _invent(self, place: Place, kind: Kind, day: date, rng: Random) -> tuple[Person, Known]:
        invented = self._people.invent(rng, kind.ages, day)
        rank = kind.rank
        if rank == "any":
            rank = "leader" if rng.randrange(100) < LEADER_PERCENT else "officer"
        position = rng.choice(self._positions[place.sort][rank])
        posted_on = day_between(rng, place.began, day)
        person = Person(
            full_name=invented.full_name,
            agency=place.agency,
            position=position,
            born=invented.born,
            sex=invented.sex,
            joined_party=_joined(rng, invented, day),
            national_id=self._people.national_id(invented) if _percent(rng, WITH_NUMBER_PERCENT) else "",
            posted_from=posted_on,
        )
        return person, Known(Learner(), place, position, rank, posted_on)

    def _plan(self, newcomers: list[Known], rng: Random) -> None:
        """Some of them are in quy hoạch."""
        chosen = [known for known in newcomers if _percent(rng, IN_QUY_HOACH_PERCENT)]
        candidates = [
            Candidate(known.learner, rng.choice(self._quy_hoach["positions"]), known.posted_on) for known in chosen
        ]
        plan_succession(candidates, self._quy_hoach["term"], provenance=Provenance.INVENTED)


def _joined(rng: Random, person: Invented, day: date) -> PartialDate | None:
    if not _percent(rng, IN_PARTY_PERCENT):
        return None
    return PartialDate.day(day_between(rng, person.birthday + 21 * YEAR, min(day, person.birthday + 34 * YEAR)))


def _percent(rng: Random, percent: int) -> bool:
    return rng.randrange(100) < percent
