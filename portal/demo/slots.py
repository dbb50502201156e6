"""The classes a year foresees, as plain values: when each is due, opens and closes. Nothing here is stored.

Every year has random numbers of its own, so that its classes are the same whatever the day of loading.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.demo.people import day_between

DELAYS = (0, 0, 0, 0, 0, 7, 14)  # days from due to actual opening
DROPPED_A_YEAR = (1, 3)  # from and to
LONG_DAYS = 100


@dataclass(frozen=True)
class Kind:
    """What the classes of one entry of the file have in common."""

    programmes: tuple[str, ...]
    partners: tuple[str, ...]
    mode: str
    quarters: tuple[int, ...]
    size: tuple[int, int]
    days: int
    ages: tuple[int, int]
    rank: str  # leader, officer or any
    origin: str  # anywhere, state or localities

    @property
    def is_long(self) -> bool:
        """Months, not weeks: time enough for learners to come and go."""
        return self.days > LONG_DAYS


@dataclass(frozen=True)
class Slot:
    """One class of a year."""

    kind: Kind
    number: int  # within its year
    due: date
    opens: date | None  # None: it never opens
    closes: date
    size: int
    planned: bool

    @property
    def quarter(self) -> int:
        """In which the plan has it."""
        return (self.due.month - 1) // 3 + 1

    @property
    def year(self) -> int:
        """Of the plan and of the opening."""
        return self.due.year

    def rng(self, purpose: str) -> Random:
        """Random numbers of this class for one purpose."""
        return Random(f"{self.year} {self.number} {purpose}")  # noqa: S311 — invented, not secret


def kinds(content: dict[str, Any]) -> list[Kind]:
    """The kinds of class in `classes.yaml`."""
    return [
        Kind(
            programmes=tuple(entry["programmes"]),
            partners=tuple(entry["partners"]),
            mode=entry["mode"],
            quarters=tuple(entry["quarters"]),
            size=tuple(entry["size"]),
            days=entry["days"],
            ages=tuple(entry["ages"]),
            rank=entry["rank"],
            origin=entry["from"],
        )
        for entry in content["kinds"]
    ]


def year_slots(content: dict[str, Any], year: int) -> list[Slot]:
    """The classes of a year in the order in which they are due, planned and off-plan."""
    rng = Random(f"slots {year}")  # noqa: S311
    known = kinds(content)
    wanted = [
        (day, kind, True)
        for kind in known
        for window, count in zip(content["openings"], kind.quarters, strict=True)
        for day in _spread(rng, year, window, count)
    ]
    wanted += [
        (_spread(rng, year, content["openings"][extra["quarter"] - 1], 1)[0], known[extra["kind"]], False)
        for extra in content["off_plan"]
    ]
    wanted.sort(key=lambda each: each[0])
    dropped = _dropped(rng, wanted)
    return [_slot(rng, number, *each, opens=number not in dropped) for number, each in enumerate(wanted, start=1)]


def _spread(rng: Random, year: int, window: list[list[int]], count: int) -> list[date]:
    """So many Mondays (or one after another) over the window, one in each equal part of it."""
    first, last = (date(year, month, day) for month, day in window)
    part = (last - first) / count if count else timedelta()
    return [_monday(day_between(rng, first + part * index, first + part * (index + 1))) for index in range(count)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _dropped(rng: Random, wanted: list[tuple[date, Kind, bool]]) -> set[int]:
    """Numbers of the short planned classes that never open."""
    short = [number for number, (_, kind, planned) in enumerate(wanted, start=1) if planned and not kind.is_long]
    return set(rng.sample(short, rng.randint(*DROPPED_A_YEAR)))


def _slot(rng: Random, number: int, due: date, kind: Kind, planned: bool, *, opens: bool) -> Slot:
    opened = due + timedelta(days=rng.choice(DELAYS))
    return Slot(
        kind=kind,
        number=number,
        due=due,
        opens=opened if opens else None,
        closes=opened + timedelta(days=kind.days + (rng.randint(-20, 20) if kind.is_long else 0)),
        size=rng.randint(*kind.size),
        planned=planned,
    )
