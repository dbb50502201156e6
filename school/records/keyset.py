"""Paging that costs the same on the last page as on the first: by the keys of the row before, not by counting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Expression, F, Func, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

KEY = "keyset_"
WALKED = 10_000  # rows in the list's order that are looked through for matches before all matches are sorted


@dataclass(frozen=True)
class Order:
    """Expressions that are never null, all in one direction; the primary key makes the order total."""

    keys: tuple[Any, ...]
    descending: bool = False

    @property
    def expressions(self) -> tuple[Any, ...]:
        """The keys as expressions, the primary key last."""
        return tuple(F(key) if isinstance(key, str) else key for key in (*self.keys, "pk"))

    def apply(self, rows: QuerySet[Any], *, backwards: bool = False, few: bool = False) -> QuerySet[Any]:
        """The rows in this order, or from its end.

        Where they are `few`, all are sorted: no index in this order is walked past the many others.
        """
        down = self.descending != backwards
        first, *others = self.expressions
        keys = [Coalesce(first, first) if few else first, *others]  # no index is in the order of such a key
        # By their names: where the rows are a subquery, Django does not see to what a key itself asks for.
        names = {f"{KEY}{index}": key for index, key in enumerate(keys)}
        return rows.alias(**names).order_by(*(F(name).desc() if down else F(name).asc() for name in names))


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


def take(
    rows: QuerySet[Any],
    order: Order,
    place: Place,
    size: int,
    *,
    few: bool | None = None,
    shown: QuerySet[Any] | None = None,
) -> Slice:
    """One page; three queries at most. Raises AnchorGone.

    `few` tells whether the rows are few among all of their table, or (False) more than can be counted quickly;
    None where they are the whole table, more or less. The planner cannot know that "Yến" stands at the end.
    `shown` are the same rows or more of them, with all that a page tells of each: joined to those of the page alone.
    """
    backwards = place.last or place.before is not None
    anchor = place.before if place.before is not None else place.after
    beyond = _beyond(order, _keys(rows, order, anchor), backwards=backwards) if anchor is not None else Q()
    page: list[Any] = []
    for keys in _found(rows, order, beyond, backwards=backwards, few=few):
        told = (rows if shown is None else shown).filter(pk__in=keys.values("pk")[: size + 1])
        page = list(order.apply(told, backwards=backwards))
        if len(page) > size:
            break
    more, page = len(page) > size, page[:size]
    if backwards:
        return Slice(page[::-1], earlier=more, later=not place.last)
    return Slice(page, earlier=anchor is not None, later=more)


def _found(
    rows: QuerySet[Any], order: Order, beyond: Q, *, backwards: bool, few: bool | None
) -> Iterator[QuerySet[Any]]:
    """The rows in order; first those near by, of which there may be too few for a page."""
    in_order = order.apply(rows, backwards=backwards).filter(beyond)
    if few is None:
        yield in_order
        return
    if not few:
        yield in_order.filter(_not_far(rows, order, beyond, backwards=backwards))
    yield order.apply(rows, backwards=backwards, few=True).filter(beyond)


def _not_far(rows: QuerySet[Any], order: Order, beyond: Q, *, backwards: bool) -> Expression:
    """Among the next `WALKED` rows of the whole table; nobody where there are not so many."""
    next_rows = order.apply(rows.model._default_manager.filter(beyond), backwards=backwards)
    edge = next_rows.annotate(**{f"{KEY}edge": order.expressions[0]}).values(f"{KEY}edge")[WALKED : WALKED + 1]
    compare = GreaterThanOrEqual if order.descending != backwards else LessThanOrEqual
    return compare(order.expressions[0], Subquery(edge))


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


def _beyond(order: Order, keys: Sequence[Any], *, backwards: bool) -> Q:
    """A row comparison, which an index in this order answers; one of the first key alone answers it nearly."""
    down = order.descending != backwards
    compare, compare_first = (LessThan, LessThanOrEqual) if down else (GreaterThan, GreaterThanOrEqual)
    values = [Value(key) for key in keys]
    return Q(compare_first(order.expressions[0], values[0])) & Q(compare(_row(order.expressions), _row(values)))
