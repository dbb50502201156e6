"""Learners of invented classes come and go: withdrawals, deferrals and returns, transfers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from courses.models import CourseClass
from enrollment.domain.changes import leave_class, return_to_class, transfer
from enrollment.models import ChangeVerb, Enrolment
from portal.demo.calendar import Calendar
from portal.demo.people import day_between
from portal.demo.slots import Slot

EDGE = timedelta(days=30)  # nobody comes or goes near a long class's ends
SHORT_CLASS_LOSES_ONE_IN = 8


@dataclass(eq=False)
class Running:
    """A class under way, with the lượt that are in it now."""

    slot: Slot
    record: CourseClass
    members: list[Enrolment]


class Changes:
    """Puts changes on the calendar and carries them out among the classes under way."""

    def __init__(self, calendar: Calendar, content: dict[str, Any]) -> None:
        self._calendar, self._content = calendar, content
        self._decisions: Counter[int] = Counter()
        self._running: list[Running] = []

    def end(self, group: Running) -> None:
        """The class closed."""
        self._running.remove(group)

    def foresee(self, group: Running, opened: date) -> None:
        """What will change in a class that opened."""
        self._running.append(group)
        rng = group.slot.rng("changes")
        if not group.slot.kind.is_long:
            if rng.randrange(SHORT_CLASS_LOSES_ONE_IN) == 0:
                self._add(group, ChangeVerb.WITHDRAW, group.slot.closes - timedelta(days=1), rng)
            return
        verbs = [ChangeVerb.WITHDRAW] * rng.choice((0, 1, 1, 2))
        verbs += [ChangeVerb.DEFER] * rng.choice((0, 1)) + [ChangeVerb.TRANSFER] * rng.choice((0, 0, 1))
        for verb in verbs:
            self._add(group, verb, day_between(rng, opened + EDGE, group.slot.closes - EDGE), rng)

    def _add(self, group: Running, verb: ChangeVerb, day: date, rng: Random) -> None:
        seed = rng.random()
        self._calendar.add(day, lambda: self._happen(group, verb, day, Random(seed)))  # noqa: S311

    def _happen(self, group: Running, verb: ChangeVerb, day: date, rng: Random) -> None:
        enrolment = rng.choice(group.members)
        if verb == ChangeVerb.TRANSFER:
            self._transfer(group, enrolment, day, rng)
            return
        group.members.remove(enrolment)
        leave_class(enrolment, verb, day, reason=self._reason(verb, rng), decision=self._decision(day))
        if verb == ChangeVerb.DEFER:
            back = day + timedelta(days=rng.randint(120, 240))
            self._calendar.add(back, lambda: self._return(group, enrolment, back, rng))

    def _transfer(self, group: Running, enrolment: Enrolment, day: date, rng: Random) -> None:
        others = [other for other in self._open_for(group, day) if other is not group]
        if others:
            target = rng.choice(others)
            reason = self._reason(ChangeVerb.TRANSFER, rng)
            transfer(enrolment, target.record, day, reason=reason, decision=self._decision(day))
            group.members.remove(enrolment)
            target.members.append(enrolment)

    def _return(self, group: Running, enrolment: Enrolment, day: date, rng: Random) -> None:
        others = self._open_for(group, day)
        if others:
            target = rng.choice(others)
            reason = self._reason(ChangeVerb.RETURN, rng)
            return_to_class(enrolment, target.record, day, reason=reason, decision=self._decision(day))
            target.members.append(enrolment)

    def _open_for(self, group: Running, day: date) -> list[Running]:
        """Classes of the programme that have a while to go."""
        programme = group.record.programme_id
        return [
            other
            for other in self._running
            if other.record.programme_id == programme and other.slot.closes > day + EDGE
        ]

    def _reason(self, verb: ChangeVerb, rng: Random) -> str:
        reasons: list[str] = self._content["reasons"][verb.value]
        return rng.choice(reasons)

    def _decision(self, day: date) -> str:
        """The next number of the year."""
        self._decisions[day.year] += 1
        return f"{self._decisions[day.year]:02}/QĐ-TCT"
