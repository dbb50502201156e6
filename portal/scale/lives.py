"""What became of each enrolment: the stays in classes and the ledger of changes that follow from its number."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from enrollment.models import ChangeVerb, EnrolmentState
from portal.scale.size import PROGRAMMES, Opening, Size

IN_A_HUNDRED = {"withdrawn": 3, "deferred": 4, "transferred": 6}  # each up to this number; all others stay
AFTER = timedelta(days=30)  # from opening to leaving
SETTLED = timedelta(days=10)  # from opening to moving over
DAY = timedelta(days=1)
LEAVING = {
    "withdrawn": (EnrolmentState.WITHDRAWN, ChangeVerb.WITHDRAW, "Chuyển công tác"),
    "deferred": (EnrolmentState.DEFERRED, ChangeVerb.DEFER, "Điều trị bệnh dài ngày"),
}
MOVED = "Thay đổi lịch công tác"


class Stay(NamedTuple):
    """In the class of that number, until the first day no longer."""

    course_class: int
    started: date
    until: date | None


class Change(NamedTuple):
    """A row of the ledger; `to` is the number of a class."""

    verb: ChangeVerb
    on: date
    reason: str = ""
    to: int | None = None


@dataclass(frozen=True)
class Life:
    """One enrolment: its state today and what led there."""

    opening: Opening
    state: EnrolmentState
    stays: list[Stay]
    changes: list[Change]


def life(size: Size, number: int) -> Life:
    """The `number`-th enrolment, as its class and chance have it."""
    opening = size.opening(number // size.per_class)
    enters = Change(ChangeVerb.ENTER, opening.opened, to=opening.number)
    place = size.draw("life", number, 100)
    fate = next((name for name, most in IN_A_HUNDRED.items() if place < most), "")
    if fate in LEAVING and opening.opened + AFTER <= size.today:
        return _left(opening, enters, fate)
    other = _other_class(size, opening) if fate == "transferred" else None
    if other is None:
        return _stayed(opening, [enters], [], opening, opening.opened)
    moved = opening.opened + SETTLED
    change = Change(ChangeVerb.TRANSFER, moved, MOVED, other.number)
    return _stayed(opening, [enters, change], [Stay(opening.number, opening.opened, moved)], other, moved)


def _left(opening: Opening, enters: Change, fate: str) -> Life:
    state, verb, reason = LEAVING[fate]
    day = opening.opened + AFTER
    return Life(opening, state, [Stay(opening.number, opening.opened, day)], [enters, Change(verb, day, reason)])


def _stayed(opening: Opening, changes: list[Change], before: list[Stay], last: Opening, since: date) -> Life:
    """To the end of the class, or until now."""
    if last.closed is None:
        return Life(opening, EnrolmentState.STUDYING, [*before, Stay(last.number, since, None)], changes)
    stays = [*before, Stay(last.number, since, last.closed + DAY)]
    return Life(opening, EnrolmentState.COMPLETED, stays, [*changes, Change(ChangeVerb.COMPLETE, last.closed)])


def _other_class(size: Size, opening: Opening) -> Opening | None:
    """The class of the programme that opened before this one, where it still runs when somebody moves over.

    An earlier one ends earlier, so nobody's next class is disturbed.
    """
    moved = opening.opened + SETTLED
    if opening.number < PROGRAMMES or moved > size.today:
        return None
    other = size.opening(opening.number - PROGRAMMES)
    return other if other.closed is None or moved <= other.closed else None
