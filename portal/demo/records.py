"""The record of an invented class: its code and name, its line of the plan, its homeroom teacher."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from courses.domain.classes import class_from_line
from courses.models import CourseClass, Mode, Programme
from portal.demo.plans import Catalogue, Plans
from portal.demo.slots import Slot
from school.models import Provenance, Staff


class Records:
    """Makes class records, numbered by programme and year in the order of their opening."""

    def __init__(
        self,
        content: dict[str, Any],
        catalogue: Catalogue,
        plans: Plans,
        teachers: Callable[[date], Sequence[Staff]],
    ) -> None:
        self._places: list[str] = content["places"]
        self._catalogue, self._plans, self._teachers = catalogue, plans, teachers
        self._numbers: Counter[tuple[str, int]] = Counter()

    def new(self, slot: Slot, day: date) -> CourseClass:
        """The class of the slot that opens, or would open, on `day`; not stored."""
        rng = slot.rng("record")
        record = self._bare(slot, day)
        record.homeroom = rng.choice(self._teachers(day))
        record.place = rng.choice(self._places)
        record.due_to_close_on = slot.closes
        return record

    def _bare(self, slot: Slot, day: date) -> CourseClass:
        programme, partner, mode, _ = self._catalogue.key(slot, day)
        self._numbers[programme.code, slot.year] += 1
        number = self._numbers[programme.code, slot.year]
        code, name = f"{programme.code} {slot.year}-{number:02}", _name(programme, mode, number, slot.year)
        line = self._plans.line(slot, day)
        if line:
            return class_from_line(line, code, name, slot.due)
        return CourseClass(
            code=code,
            name=name,
            programme=programme,
            partner=partner,
            mode=mode,
            planned=False,
            due_to_open_on=slot.due,
            provenance=Provenance.INVENTED,
        )


def _name(programme: Programme, mode: str, number: int, year: int) -> str:
    """A training programme runs in both modes, so its classes say which."""
    way = f" {Mode(mode).label}" if programme.family == "training" else ""
    return f"{programme.short_name}{way}, lớp {number} năm {year}"
