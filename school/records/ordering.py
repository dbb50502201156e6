"""Expressions to order by that are never null, which keyset paging needs."""

from datetime import date
from typing import Any

from django.db.models import DateField, Expression, F, Func, TextField, Value
from django.db.models.functions import Coalesce

from school.days import today

EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)


def day_or(path: str, *, first: bool) -> Coalesce:
    """A day; where unknown, before all others or after them."""
    return Coalesce(F(path), Value(EARLIEST if first else LATEST))


def text_or(path: str) -> Coalesce:
    """A text, e.g. the sort key of a record that may be missing; where missing, before all others."""
    return Coalesce(F(path), Value(""), output_field=TextField(db_collation="C"))


def number_or(path: str, missing: int = 0) -> Coalesce:
    """A number; where unknown, `missing`."""
    return Coalesce(F(path), Value(missing))


class Today(Expression):
    """The current day in Vietnam, asked each time a query runs: an order is declared once, for years."""

    output_field = DateField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[date]]:  # type: ignore[override]
        """One parameter."""
        return "%s", [today()]


def text_key(path: str) -> Func:
    """A title in Vietnamese order, for models without a stored sort key."""
    return Func(F(path), function="public.vn_text_sort_key", output_field=TextField(db_collation="C"))
