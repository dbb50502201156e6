"""The invented classes day by day: opened, filled, confirmed, closed."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from courses.domain.classes import cancel_class, close_class, open_class, plan_class
from courses.models import CourseClass
from enrollment.domain.changes import complete_class
from enrollment.domain.rosters import confirm_roster
from enrollment.models import Enrolment
from portal.demo.calendar import Calendar
from portal.demo.changes import Changes, Running
from portal.demo.lists import enrol_by_list
from portal.demo.pool import Pool
from portal.demo.records import Records
from portal.demo.slots import Slot
from portal.models import User
from school.partial_date import PartialDate

PLANNED_AHEAD = timedelta(days=120)  # how long before it is due a class has a record
CANCELLED_AFTER = timedelta(days=10)
NEVER_CONFIRMED_ONE_IN = 25


class Life:
    """Carries out what the slots foresee."""

    def __init__(
        self, calendar: Calendar, content: dict[str, Any], records: Records, pool: Pool, registrar: User
    ) -> None:
        self._calendar, self._records, self._pool = calendar, records, pool
        self._registrar = registrar
        self._changes = Changes(calendar, content)
        self._slots: list[Slot] = []

    def foresee(self, slots: Sequence[Slot]) -> None:
        """Put classes on the calendar."""
        self._slots += slots
        for slot in slots:
            if slot.opens:
                self._calendar.add(slot.opens, partial(self._open, slot, slot.opens))
            else:
                cancelled = slot.due + CANCELLED_AFTER
                self._calendar.add(cancelled, partial(self._cancel, slot, cancelled))

    def plan_ahead(self) -> None:
        """Store the planned classes that are due, or soon will be, and have not opened."""
        today = self._calendar.today
        for slot in self._slots:
            settled = (slot.opens or slot.due + CANCELLED_AFTER) <= today
            if slot.planned and not settled and slot.due <= today + PLANNED_AHEAD:
                plan_class(self._records.new(slot, slot.opens or slot.due))

    def _open(self, slot: Slot, day: date) -> None:
        record = plan_class(self._records.new(slot, day))
        open_class(record, PartialDate.day(day))
        group = Running(slot, record, self._fill(slot, record, day))
        self._changes.foresee(group, day)
        self._calendar.add(slot.closes, partial(self._close, group))
        rng = slot.rng("confirmation")
        if rng.randrange(NEVER_CONFIRMED_ONE_IN):
            confirmed = day + timedelta(days=rng.randint(2, 12))
            self._calendar.add(confirmed, partial(confirm_roster, record, confirmed, self._registrar))

    def _fill(self, slot: Slot, record: CourseClass, day: date) -> list[Enrolment]:
        # Knowledge is brought up to date every year; a diploma or a rank's certificate is taken once.
        course = f"update {day.year}" if len(slot.kind.programmes) > 1 else slot.kind.programmes[0]
        enrolled = enrol_by_list(record, self._pool.draw(slot, course, day), day, self._registrar)
        self._pool.settle()
        return enrolled

    def _cancel(self, slot: Slot, day: date) -> None:
        cancel_class(plan_class(self._records.new(slot, slot.due)), day)

    def _close(self, group: Running) -> None:
        day = group.slot.closes
        complete_class(group.record, day)
        close_class(group.record, PartialDate.day(day))
        self._changes.end(group)
