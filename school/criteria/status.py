"""Judging an indicator: whole numbers against a threshold, or the latest attestation, and its deadline."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from school.criteria.content import AT_RISK_DAYS, Attested, Duty, Status, Value


def of_value(value: Value | None, threshold: Decimal | None, due: date | None, on: date) -> Status:
    """The status of a computed indicator.

    `value` is None where there is nothing to count or nothing to divide by, `threshold` where the level has none:
    both are "not assessed", never 0 %. Compared unrounded: 74,96 % is below 75 %.
    """
    if value is None or threshold is None:
        return Status.NOT_ASSESSED
    wanted = Fraction(threshold)
    if value.exact > wanted:
        return Status.EXCEEDED
    return Status.MET if value.exact == wanted else unmet(due, on)


def of_attestation(attested: Attested | None, due: date | None, on: date) -> Status:
    """The status of an indicator that somebody answers for; without a word it is not assessed.

    It holds for `document` indicators too: evidence alone never makes one met. Such an indicator asks for a complete
    set ("ban hành đầy đủ quy chế…"), which no single file proves, and a file may be a draft or out of force; so
    somebody looks at the evidence and says so. Evidence without attestation is shown as what waits to be attested.
    """
    if attested is None:
        return Status.NOT_ASSESSED
    return Status.MET if attested.met else unmet(due, on)


def unmet(due: date | None, on: date) -> Status:
    """Not met: at risk from 90 days before the deadline up to it; before, after, or without one, simply not met."""
    if due is not None and 0 <= (due - on).days <= AT_RISK_DAYS:
        return Status.AT_RISK
    return Status.NOT_MET


def deadline(duties: Iterable[Duty]) -> date | None:
    """The earliest deadline of duties not finished."""
    return min((duty.due for duty in duties if duty.done is None), default=None)
