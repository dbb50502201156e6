"""Learners of a given size, and where they worked when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from portal.scale.names import person
from portal.scale.size import Size

AGENCIES = 300
NAMES = 10**6  # more than there are
POSITIONS = ("Chuyên viên", "Phó Trưởng phòng", "Trưởng phòng", "Bí thư Đoàn", "Phó Chủ tịch", "Chủ tịch")
YOUNGEST, AGES = 25 * 365, 15 * 365  # days old at the first class, and so many more at most
IN_PARTY, AS_OLD_AS = 5, 22  # all but one of so many are members; since that age in years
EARLIER = 900  # days at most from a post to the first class
MOVES = 5  # one of so many has moved to another agency
STAYED = timedelta(days=400)


@dataclass(frozen=True)
class Post:
    """A place of work, from a day to another, both included; `agency` is its number."""

    agency: int
    position: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Person:
    """The `number`-th learner."""

    size: Size
    number: int

    def _draw(self, what: str, choices: int) -> int:
        return self.size.draw(what, self.number, choices)

    @cached_property
    def name_and_sex(self) -> tuple[str, str]:
        """As in the register."""
        return person(self.number, self.size.learners, self._draw("name", NAMES))

    @cached_property
    def _entrance(self) -> date:
        return self.size.entrance(self.number)

    @cached_property
    def born(self) -> date:
        """Grown up at the first class."""
        return self._entrance - timedelta(days=YOUNGEST + self._draw("age", AGES))

    @property
    def joined_party(self) -> date | None:
        """None for those who are no members."""
        return self.born + timedelta(days=AS_OLD_AS * 366) if self._draw("party", IN_PARTY) else None

    def posts(self) -> Iterator[Post]:
        """One, or two one after another."""
        agency, position = self._draw("agency", AGENCIES), POSITIONS[self._draw("position", len(POSITIONS))]
        since = self._entrance - timedelta(days=1 + self._draw("since", EARLIER))
        moved = self._moved
        yield Post(agency, position, since, moved - timedelta(days=1) if moved else None)
        if moved:
            yield Post((agency + 1) % AGENCIES, position, moved, None)

    def post_on(self, day: date) -> Post:
        """The one of a day in class."""
        return next(post for post in self.posts() if post.until is None or day <= post.until)

    @cached_property
    def _moved(self) -> date | None:
        moved = self._entrance + STAYED
        return moved if self.number % MOVES == 0 and moved <= self.size.today else None
