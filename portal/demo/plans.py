"""Year plans of the invented years, in versions: each as its day could know programmes and partners."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from courses.domain.plans import adopt_plan
from courses.models import PlanLine, Programme, YearPlan
from portal.demo.slots import Slot
from school.models import Agency, Provenance
from school.models.base import ValidBetween

DatedT = TypeVar("DatedT", bound=ValidBetween)
Key = tuple[Programme, Agency, str, int]  # programme, partner, mode, quarter: what tells two lines apart


@dataclass(frozen=True)
class Catalogue:
    """Programmes by code and partners by name, to choose from on a day."""

    programmes: dict[str, Programme]
    partners: dict[str, Agency]

    @classmethod
    def read(cls) -> "Catalogue":
        """All there are."""
        return cls(
            {programme.code: programme for programme in Programme.objects.all()},
            {agency.name: agency for agency in Agency.objects.all()},
        )

    def programme(self, slot: Slot, day: date) -> Programme:
        """The slot's programme in force on `day`. Raises LookupError where none is."""
        return _in_force([self.programmes[code] for code in slot.kind.programmes], day)

    def partner(self, slot: Slot, day: date) -> Agency:
        """The slot's partner on `day`. Raises LookupError where none is."""
        return _in_force([self.partners[name] for name in slot.kind.partners], day)

    def key(self, slot: Slot, day: date) -> Key:
        """The plan line the slot belongs to, seen from `day`."""
        return self.programme(slot, day), self.partner(slot, day), slot.kind.mode, slot.quarter


def _in_force(items: Iterable[DatedT], day: date) -> DatedT:
    for item in items:
        if (item.valid_from or day) <= day <= (item.valid_to or day):
            return item
    raise LookupError(f"Nothing in force on {day}.")


class Plans:
    """The plan lines by year, of the latest version."""

    def __init__(self, content: dict[str, Any], catalogue: Catalogue) -> None:
        self._content, self._catalogue = content, catalogue
        self._lines: dict[int, dict[Key, PlanLine]] = {}

    def adopt(self, year: int, slots: Sequence[Slot], today: date) -> bool:
        """Store every version adopted by today; tells whether there is one."""
        for day in self._adoptions(year):
            if day <= today:
                self._lines[year] = self._version(year, slots, day)
        return year in self._lines

    def line(self, slot: Slot, day: date) -> PlanLine | None:
        """The line of a planned class that opens on `day`; None where the plan has none."""
        return self._lines[slot.year].get(self._catalogue.key(slot, day)) if slot.planned else None

    def _adoptions(self, year: int) -> list[date]:
        first: date = self._content["first_adopted"]
        if year > first.year:
            first = date(year - 1, *self._content["adopted"])
        return [first, *(day for day in self._content["revised"] if day.year == year)]

    def _version(self, year: int, slots: Sequence[Slot], day: date) -> dict[Key, PlanLine]:
        """What lies behind `day` is planned as it was, what lies ahead as on `day`."""
        planned = [slot for slot in slots if slot.planned]
        keys = [(self._catalogue.key(slot, min(slot.opens or slot.due, day)), slot) for slot in planned]
        classes = Counter(key for key, _ in keys)
        lines = {
            key: PlanLine(
                programme=key[0],
                partner=key[1],
                mode=key[2],
                quarter=key[3],
                classes=count,
                learners=sum(slot.kind.size[1] for other, slot in keys if other == key),
            )
            for key, count in classes.items()
        }
        adopt_plan(YearPlan(year=year, adopted_on=day, provenance=Provenance.INVENTED), list(lines.values()))
        return lines
