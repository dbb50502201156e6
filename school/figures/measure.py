"""What a measure is: the rows it counts for a period, as of a day, in words and in a queryset."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from django.db.models import Model, QuerySet


class UnknownFigure(LookupError):
    """No measure, share or dimension has this name; the message says so to the reader."""


@dataclass(frozen=True)
class Scope:
    """A period, the day it is looked at from, and the cell: dimension name → value."""

    start: date
    end: date
    as_of: date
    where: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_year(cls, year: int, as_of: date) -> Self:
        """The calendar year, looked at from the end of `as_of`."""
        return cls(date(year, 1, 1), date(year, 12, 31), as_of)

    @property
    def year(self) -> int | None:
        """The calendar year that the period is, if it is one."""
        year = self.start.year
        whole = (self.start, self.end) == (date(year, 1, 1), date(year, 12, 31))
        return year if whole else None

    @property
    def last(self) -> date:
        """The last day of the period that `as_of` can see."""
        return min(self.end, self.as_of)

    def at(self, **where: Any) -> Self:
        """The same scope narrowed to a cell."""
        return replace(self, where={**self.where, **where})


def parse_bool(text: str) -> bool:
    """A boolean as PostgreSQL casts it to text, or as an address writes it."""
    return text in {"true", "1"}


@dataclass(frozen=True)
class Dimension:
    """By what a measure can be split: the column, and how its text reads back."""

    path: str
    parse: Callable[[str], Any] = str


@dataclass(frozen=True)
class Column:
    """A column of the list behind a figure."""

    label: str
    value: Callable[[Any], Any]
    whole: bool = False  # a code: never broken over two lines


@dataclass(frozen=True)
class Measure:
    """One definition: `rows(scope)` are what is counted, and what the list behind the number shows.

    `of` is "pk" (each row counts), or a foreign key: distinct values count (persons instead of lượt).
    `total` sums a column instead of counting. `standing`: what stands on the last day, of whatever year; the first
    day of the period changes nothing.
    """

    name: str
    label: str
    unit: str
    definition: str
    rows: Callable[[Scope], QuerySet[Any]]
    dimensions: Mapping[str, Dimension]
    columns: tuple[Column, ...]
    of: str = "pk"
    total: str = ""
    standing: bool = False

    def cell(self, scope: Scope) -> QuerySet[Any]:
        """The rows of the scope's cell. Raises UnknownFigure for a dimension the measure lacks."""
        filters = {self.dimension(name).path: value for name, value in scope.where.items()}
        nulls = {f"{path}__isnull": True for path, value in filters.items() if value is None}
        given = {path: value for path, value in filters.items() if value is not None}
        return self.rows(scope).filter(**given, **nulls)

    def dimension(self, name: str) -> Dimension:
        """The dimension of that name."""
        try:
            return self.dimensions[name]
        except KeyError:
            raise UnknownFigure(f"Không chia được “{self.label}” theo “{name}”.") from None

    def narrow(self, name: str, label: str, **where: Any) -> "Measure":
        """The same measure with a cell of its own, under another name."""
        return replace(self, name=name, label=label, rows=lambda scope: self.cell(replace(scope, where=where)))

    def listed(self, scope: Scope) -> QuerySet[Model]:
        """The objects behind the number: its rows, or the distinct persons of them."""
        rows = self.cell(scope)
        if self.of == "pk":
            return rows
        related: Any = rows.model._meta.get_field(self.of).related_model
        return related._default_manager.filter(pk__in=rows.order_by().values(self.of))


@dataclass(frozen=True)
class Share:
    """One measure as a part of another; compared as whole numbers, never as a rounded per cent."""

    name: str
    label: str
    numerator: str
    denominator: str
    definition: str


@dataclass(frozen=True)
class Ask:
    """A measure in a scope, split by dimensions: one line of a question to the database."""

    measure: Measure
    scope: Scope
    by: tuple[str, ...] = ()
