"""How much is asked for, whether it fits, and which class and which learner an enrolment is of."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import blake2b

from school.days import today, years_before
from school.errors import Refused

CLASS = 64  # people in a full class
LENGTH = timedelta(days=150)  # from opening to closing
CAREER = 30  # years after which other people come to class
PROGRAMMES = 4
MOST_YEARS = 80
MOST_ROWS = 50_000_000
SEED = 1


@dataclass(frozen=True)
class Opening:
    """One class: its number, from when to when it ran; `closed` is None while it runs."""

    number: int
    opened: date
    closed: date | None


@dataclass(frozen=True)
class Size:
    """So many learners, enrolments and years up to today. Raises Refused where that cannot be.

    Everything is numbered from 0, and everything follows from the number: nothing but the row in hand is held.
    """

    learners: int
    enrolments: int
    years: int
    seed: int = SEED

    def __post_init__(self) -> None:
        if min(self.learners, self.enrolments, self.years) < 1:
            raise Refused("Số học viên, số lượt học và số năm phải từ 1 trở lên.")
        if self.years > MOST_YEARS:
            raise Refused(f"Số năm nhiều nhất là {MOST_YEARS}.")
        if max(self.learners, self.enrolments) > MOST_ROWS:
            raise Refused("Số học viên và số lượt học nhiều nhất là 50.000.000.")
        if self.enrolments > self.most:
            shown = f"{self.most:,}".replace(",", ".")
            raise Refused(
                f"Với số học viên và số năm này, xếp được nhiều nhất {shown} lượt học, vì mỗi người mỗi lúc chỉ học "
                "một lớp. Tăng số học viên hoặc số năm, hoặc giảm số lượt học."
            )

    def draw(self, what: str, number: int, choices: int) -> int:
        """Chance that comes out the same each time: 0 to `choices` - 1 for the `number`-th of `what`."""
        digest = blake2b(f"{what} {number} {self.seed}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % choices

    # Generations: nobody comes to class for eighty years

    @cached_property
    def generations(self) -> int:
        """How many sets of people come one after another."""
        return min(-(-self.years // CAREER), self.learners)

    @cached_property
    def per_class(self) -> int:
        """People in a class, all different."""
        return min(CLASS, self.learners // self.generations)

    @cached_property
    def classes(self) -> int:
        """Full classes, and one for the rest."""
        return -(-self.enrolments // self.per_class)

    @cached_property
    def most(self) -> int:
        """So many enrolments fit: someone's next class opens after the one before has closed."""
        people = self.learners // self.generations
        apart = people // self.per_class  # classes between two of the same person
        return max(self.per_class * (self._days * apart // (LENGTH.days + 1)), people * self.generations)

    def learner(self, enrolment: int) -> int:
        """Whose it is."""
        generation = enrolment * self.generations // self.enrolments
        first, people = self._first_learner(generation), self._first_learner(generation + 1)
        return first + (enrolment - self._first_enrolment(generation)) % (people - first)

    def entrance(self, learner: int) -> date:
        """The day of the learner's first class; the last one's where there is none."""
        generation = (learner * self.generations + self.generations - 1) // self.learners
        first = self._first_enrolment(generation) + learner - self._first_learner(generation)
        return self.opening(min(first, self.enrolments - 1) // self.per_class).opened

    def _first_enrolment(self, generation: int) -> int:
        return -(-generation * self.enrolments // self.generations)

    def _first_learner(self, generation: int) -> int:
        return generation * self.learners // self.generations

    # Classes, evenly over the years

    @cached_property
    def today(self) -> date:
        """Decided once: a load may pass midnight."""
        return today()

    @cached_property
    def _days(self) -> int:
        return (self.today - years_before(self.today, self.years)).days

    def opening(self, number: int) -> Opening:
        """The `number`-th class, in order of opening."""
        opened = self.today - timedelta(days=self._days - 1 - self._days * number // self.classes)
        closed = opened + LENGTH
        return Opening(number, opened, closed if closed <= self.today else None)
