"""Invented people: names put together at random, birth dates, numbers that no identity card has."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.demo.reading import read
from school.models import Sex
from school.partial_date import PartialDate

WOMEN_PERCENT = 44
YEAR = timedelta(days=365)
YEAR_ONLY_PERCENT, MONTH_ONLY_PERCENT = 6, 5
# Citizens' numbers begin with a province's code, 001 to 096: no real one begins so.
NO_PROVINCE = "999"


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist."""

    full_name: str
    sex: Sex
    born: PartialDate
    birthday: date  # within `born`


class People:
    """Makes people; the same random numbers make the same people."""

    def __init__(self) -> None:
        self._parts: dict[str, Any] = read("people")
        self._serial = 0

    def invent(self, rng: Random, ages: tuple[int, int], on: date) -> Invented:
        """Somebody of that age in years on `on`."""
        sex = Sex.FEMALE if rng.randrange(100) < WOMEN_PERCENT else Sex.MALE
        birthday = on - timedelta(days=rng.randint(ages[0] * 366, ages[1] * 365))
        return Invented(self.full_name(rng, sex), sex, _as_written(rng, birthday), birthday)

    def full_name(self, rng: Random, sex: Sex) -> str:
        """Family name, middle name, given name."""
        parts = self._parts["women" if sex == Sex.FEMALE else "men"]
        return " ".join([rng.choice(self._parts["family"]), rng.choice(parts["middle"]), rng.choice(parts["given"])])

    def national_id(self, person: Invented) -> str:
        """The next number: twelve digits as on a card, of no province."""
        self._serial += 1
        century_and_sex = 2 * (person.birthday.year // 100 - 19) + (person.sex == Sex.FEMALE)
        return f"{NO_PROVINCE}{century_and_sex}{person.birthday.year % 100:02}{self._serial:06}"


def _as_written(rng: Random, birthday: date) -> PartialDate:
    """Some papers tell only the year, or month and year."""
    roll = rng.randrange(100)
    if roll < YEAR_ONLY_PERCENT:
        return PartialDate.year(birthday.year)
    if roll < YEAR_ONLY_PERCENT + MONTH_ONLY_PERCENT:
        return PartialDate.month(birthday.year, birthday.month)
    return PartialDate.day(birthday)


def day_between(rng: Random, first: date, last: date) -> date:
    """A day from first to last, both possible; `first` where they are out of order."""
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))
