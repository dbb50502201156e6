"""Paging that costs the same on the last page as on the first: by the keys of the row before, not by counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Expression, F, Func, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan

KEY = "keyset_"


@dataclass(frozen=True)
class Order:
    """Expressions that are never null, all in one direction; the primary key makes the order total."""

    keys: tuple[Any, ...]
    descending: bool = False

    @property
    def expressions(self) -> tuple[Any, ...]:
        """The keys as expressions, the primary key last."""
        return tuple(F(key) if isinstance(key, str) else key for key in (*self.keys, "pk"))

    def apply(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        """The rows in this order, or from its end."""
        down = self.descending != backwards
        return rows.order_by(*(key.desc() if down else key.asc() for key in self.expressions))


@dataclass(frozen=True)
class Place:
    """Where a page begins: after a row, before a row, at the end, or (by default) at the beginning."""

    after: int | None = None
    before: int | None = None
    last: bool = False


class AnchorGone(LookupError):
    """The row that the page was to begin at is not there any more."""


@dataclass(frozen=True)
class Slice:
    """One page of rows in order, and whether there are others on either side."""

    rows: list[Any]
    earlier: bool
    later: bool


def take(rows: QuerySet[Any], order: Order, place: Place, size: int) -> Slice:
    """One page; two queries at most. Raises AnchorGone."""
    backwards = place.last or place.before is not None
    anchor = place.before if place.before is not None else place.after
    found = order.apply(rows, backwards=backwards)
    if anchor is not None:
        found = found.filter(_beyond(order, _keys(rows, order, anchor), backwards=backwards))
    page = list(found[: size + 1])
    more, page = len(page) > size, page[:size]
    if backwards:
        return Slice(page[::-1], earlier=more, later=not place.last)
    return Slice(page, earlier=anchor is not None, later=more)


def _keys(rows: QuerySet[Any], order: Order, anchor: int) -> Sequence[Any]:
    """The anchor's own keys, also where the filters no longer match it."""
    names = {f"{KEY}{index}": key for index, key in enumerate(order.expressions)}
    everything = rows.model._default_manager.filter(pk=anchor).order_by()
    keys = everything.annotate(**names).values_list(*names).first()
    if keys is None:
        raise AnchorGone
    return keys


def _row(expressions: Sequence[Any]) -> Func:
    return Func(*expressions, template="ROW(%(expressions)s)", output_field=TextField())


def _beyond(order: Order, keys: Sequence[Any], *, backwards: bool) -> Expression:
    """A row comparison, which an index in this order answers."""
    compare = LessThan if order.descending != backwards else GreaterThan
    return compare(_row(order.expressions), _row([Value(key) for key in keys]))
