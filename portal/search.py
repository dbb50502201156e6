"""Search everywhere: what a text finds in each register that somebody may read, in three questions at most.

Every group goes through its register's own search and scope, so that nothing is found here that its list would not
show. The learners are too many to be sorted in passing: they are asked for as their list asks.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, F, Func, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import QueryDict

from courses.registers.classes import CLASS
from enrollment.registers.learners import LEARNER, post
from research.models import Level, PublicationKind
from research.registers.works import PROJECT, PUBLICATION, SEMINAR
from school.models import AgencyKind
from school.records.keyset import Place, take
from school.records.listing import LONGEST_SEARCH, SEARCH, Listing
from school.records.ordering import text_key
from school.records.register import Register, User
from school.records.search import whole, words
from school.registers.agencies import AGENCY
from school.registers.documents import DOCUMENT
from school.registers.staff import STAFF

SHOWN = 5
BOUNDED = Concat(Value(" "), F("search_key"), Value(" "), output_field=TextField())


@dataclass(frozen=True)
class Hit:
    """One record found: what it is called, a second line, its page; `exact` where the text is its very code."""

    label: str
    second: str
    url: str
    exact: bool = False


@dataclass(frozen=True)
class Found:
    """The first hits of one register, and the address of its list with all of them."""

    register: Register
    hits: list[Hit]
    more: bool
    all_url: str

    @property
    def exact(self) -> bool:
        """Whether the first is what was asked for by its code."""
        return bool(self.hits) and self.hits[0].exact


@dataclass(frozen=True)
class Group:
    """How the rows of a register are told: `code` is a column that a text may be wholly, `second` the second line."""

    register: Register
    label: Any
    order: Any
    second: Any
    code: str = ""
    tell: Callable[[str], str] = str


def named(choices: Any) -> Callable[[str], str]:
    """The words of a stored choice."""
    return lambda value: str(choices(value).label) if value else ""


IN_ORDER_OF_TITLES = text_key("title")
GROUPS = (
    Group(CLASS, F("code"), F("code"), F("name"), code="code"),
    Group(AGENCY, F("name"), F("sort_key"), F("kind"), tell=named(AgencyKind)),
    Group(
        DOCUMENT,
        Concat("number", Value(", "), "issuer", output_field=TextField()),
        text_key("number"),
        F("title"),
        code="number",
    ),
    Group(
        STAFF,
        F("full_name"),
        F("sort_key"),
        Func(F("short_departments"), Value("; "), function="array_to_string", output_field=TextField()),
    ),
    Group(PROJECT, F("title"), IN_ORDER_OF_TITLES, F("level"), tell=named(Level)),
    Group(SEMINAR, F("title"), IN_ORDER_OF_TITLES, F("level"), tell=named(Level)),
    Group(PUBLICATION, F("title"), IN_ORDER_OF_TITLES, F("kind"), tell=named(PublicationKind)),
)


@dataclass
class Search:
    """What one user finds with one text. An exact code comes before everything else."""

    user: User
    asked: str

    def __post_init__(self) -> None:
        self.text = self.asked.replace("\x00", "").strip()[:LONGEST_SEARCH]

    @cached_property
    def found(self) -> list[Found]:
        """The groups that have anything."""
        if not words(self.text):
            return []
        groups = [*self._learners(), *self._others()]
        return sorted(groups, key=lambda group: not group.exact)

    @property
    def hits(self) -> int:
        """How many are shown."""
        return sum(len(group.hits) for group in self.found)

    def _learners(self) -> Iterator[Found]:
        """Whole words first: "hoa" is rather Hoà than Hoàng."""
        if not LEARNER.may_read(self.user):
            return
        listing = Listing(LEARNER, self.user, QueryDict(urlencode({SEARCH: self.text})))
        few = not listing.many
        whole_words = listing.found.alias(whole=BOUNDED).filter(whole(self.text, "whole"))
        shown = listing.register.in_lists()
        rows = take(whole_words, listing.order, Place(), SHOWN, few=few, shown=shown).rows
        if len(rows) < min(SHOWN, listing.count):
            others = listing.found.exclude(pk__in=[row.pk for row in rows])
            rows += take(others, listing.order, Place(), SHOWN - len(rows), few=few, shown=shown).rows
        if rows:
            yield self._group(LEARNER, [self._learner(row) for row in rows], more=listing.count > len(rows))

    def _learner(self, row: Any) -> Hit:
        born = f"sinh {row.born}" if row.born else ""
        return Hit(row.full_name, "; ".join(filter(None, (born, post(row)))), LEARNER.url("detail", row.pk))

    def _others(self) -> Iterator[Found]:
        groups = [group for group in GROUPS if group.register.may_read(self.user)]
        if not groups:
            return
        first, *others = [self._rows(number, group) for number, group in enumerate(groups)]
        found = list(first.union(*others, all=True))
        for number, group in enumerate(groups):
            rows = sorted((row[1:] for row in found if row[0] == number), key=lambda row: (not row[0], row[1], row[2]))
            if rows:
                yield self._group(group.register, list(_hits(group, rows[:SHOWN])), more=len(rows) > SHOWN)

    def _rows(self, number: int, group: Group) -> QuerySet[Any, tuple[Any, ...]]:
        """Number of the group, whether exact, order, key, label, second line; no more than are shown and one."""
        register = group.register
        assert register.search is not None  # noqa: S101 - each of the groups has one
        rows = register.search(register.in_use(self.user), self.text, self.user)
        told = (
            rows.select_related(None)
            .prefetch_related(None)
            .annotate(
                group=Value(number, IntegerField()),
                exact=self._exact(group),
                position=Cast(group.order, TextField()),
                label=Cast(group.label, TextField()),
                second=Coalesce(Cast(group.second, TextField()), Value(""), output_field=TextField()),
            )
        )
        ordered = told.order_by("-exact", group.order, "pk")
        return ordered.values_list("group", "exact", "position", "pk", "label", "second")[: SHOWN + 1]

    def _exact(self, group: Group) -> Any:
        if not group.code:
            return Value(False, BooleanField())
        return Case(When(**{f"{group.code}__iexact": self.text}, then=True), default=False)

    def _group(self, register: Register, hits: list[Hit], *, more: bool) -> Found:
        return Found(register, hits, more, f"{register.url('list')}?{urlencode({SEARCH: self.text})}")


def _hits(group: Group, rows: Iterable[tuple[Any, ...]]) -> Iterator[Hit]:
    for exact, _position, key, label, second in rows:
        yield Hit(label, group.tell(second), group.register.url("detail", key), exact)
