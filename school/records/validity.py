"""Columns, facts and a state for records that are valid from a day to a day."""

from typing import Any

from school.days import today
from school.records.ordering import day_or
from school.records.register import Chip, Column, Fact


def validity(record: Any, now: str, over: str, to_come: str) -> Chip:
    """The state today, in the words given."""
    if record.valid_to and record.valid_to < today():
        return Chip(over, "stop-circle")
    if record.valid_from and record.valid_from > today():
        return Chip(to_come, "hourglass", "info")
    return Chip(now, "check-circle", "ok")


def validity_columns(*, shown: bool = True) -> tuple[Column, ...]:
    """From and to, sortable."""
    return (
        Column("tu", "Từ ngày", lambda row: row.valid_from, (day_or("valid_from", first=True),), shown=shown),
        Column("den", "Đến hết ngày", lambda row: row.valid_to, (day_or("valid_to", first=False),), shown=shown),
    )


def validity_facts() -> tuple[Fact, ...]:
    """From and to."""
    return (
        Fact("Từ ngày", lambda row: row.valid_from),
        Fact("Đến hết ngày", lambda row: row.valid_to),
    )
