"""What happens on which day in the invented years, in order, up to the day of loading."""

import heapq
from collections.abc import Callable
from datetime import date
from itertools import count

Act = Callable[[], object]


class Calendar:
    """Things to happen; one that happens may bring others."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._serial = count()
        self._events: list[tuple[date, int, Act]] = []

    def add(self, day: date, act: Act) -> None:
        """Let `act` happen on `day`, after what was added for that day before; never if that is still to come."""
        if day <= self.today:
            heapq.heappush(self._events, (day, next(self._serial), act))

    def run(self) -> None:
        """Let everything happen."""
        while self._events:
            _, _, act = heapq.heappop(self._events)
            act()
