"""A register: one declaration from which a model's list, details, forms, history and export follow."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django_filters import FilterSet

from school.records.forms import ActionForm, RecordForm

User = Any  # settings.AUTH_USER_MODEL: the portal's, which nothing here may import
Search = Callable[[QuerySet[Any], str, User], QuerySet[Any]]


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `value` gives a record's cell: text, a number, a day, a PartialDate, a `Chip`, a `Link`, or another record, which
    becomes a link where the reader may open it. The first cell of a row leads to the row's own page; with `leads` it
    leads to the record that it names, and a `Link` in another column to the row. `order` are field names or
    expressions that are never null; without them the column cannot be sorted by. `may` is the permission needed to
    see it, if any. A `whole` cell, such as a code, is never broken over two lines.
    """

    name: str
    label: str
    value: Callable[[Any], Any]
    order: tuple[Any, ...] = ()
    number: bool = False
    shown: bool = True
    may: str = ""
    whole: bool = False
    leads: bool = False

    @property
    def kind(self) -> str:
        """The class of its cells."""
        return "num" if self.number else "whole" if self.whole else ""


@dataclass(frozen=True)
class Fact:
    """One line of a record's details; left out where `value` gives None and `always` is not set."""

    label: str
    value: Callable[[Any], Any]
    may: str = ""
    always: bool = False


@dataclass(frozen=True)
class Chip:
    """A state in a word and an icon; `kind` is ok, warn, bad, info or none."""

    text: str
    icon: str
    kind: str = "none"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Link:
    """A text or state that leads to the page of a record, where the reader may open it."""

    value: str | Chip
    record: Model

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Within:
    """A list may be asked for the rows of one record of another register: `?lop=12`.

    `narrow` gives them where the `lookup` alone would not: through rows between, a row may come more than once.
    """

    parameter: str
    lookup: str
    register: str
    narrow: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None

    def of(self, rows: QuerySet[Any], record: Model) -> QuerySet[Any]:
        """The rows of that record."""
        return self.narrow(rows, record) if self.narrow else rows.filter(**{self.lookup: record})


@dataclass(frozen=True)
class Section:
    """On a record's details: the rows of another register that belong to it, by that register's `Within`.

    The first `most` in the order named (as the register's own `order`) are shown, with a link to all of them.
    """

    register: str
    parameter: str
    title: str = ""
    columns: tuple[str, ...] = ()
    order: str = ""
    most: int = 20


@dataclass(frozen=True)
class Action:
    """Something the school does with a record, beyond editing it: a form and the verb of the domain it calls.

    `form.perform(record, user)` does it and returns what to say; `ready` tells whether it can be done now.
    `says` is the label for one record: "Chốt danh sách 72 học viên". `early` tells that other verbs come before it
    on the record's page. `template` extends records/form.html; `page` is the view, where the form's own page is not
    enough: a subclass of `ActionView`.
    """

    name: str
    slug: str
    label: str
    form: type[ActionForm]
    ready: Callable[[Any], bool] = lambda record: True
    icon: str = "arrow-right"
    hint: str = ""
    says: Callable[[Any], str] | None = None
    early: Callable[[Any], bool] = lambda record: False
    template: str = "records/form.html"
    page: Any = None

    def of(self, record: Any) -> "Action":
        """The action as that record's page names it."""
        return replace(self, label=self.says(record)) if self.says else self


@dataclass(frozen=True)
class Door:
    """From the head of a list to a page that is not one of its register's common ones; `may`: whom it is shown."""

    label: str
    address: str
    icon: str
    may: str


@dataclass(frozen=True)
class PageLink:
    """A page about a record that is not the register's own, for whoever reads the record.

    `page` is the name of its address, which takes the record's key; `ready` tells whether it is of use now.
    """

    label: str
    page: str
    icon: str
    ready: Callable[[Any], bool] = lambda record: True

    def url(self, record: Model) -> str:
        """Its address for one record."""
        return reverse(self.page, args=[record.pk])


class PutAway(Enum):
    """What becomes of a record nobody needs any more; nothing is destroyed."""

    ARCHIVED = "archived"  # out of the daily lists, by `archived_on`
    REMOVED = "removed"  # a line of another record: deleted, kept in the history, restored from there
    NEVER = "never"  # a ledger's line


def everything(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """No narrowing: whoever may read the register reads all of it."""
    return rows


@dataclass(frozen=True, kw_only=True)
class Register:
    """The declaration. `noun` is what one record is called, `title` what the list is called.

    `scope` narrows the rows to those a user may know of: all others are not there (404), in the list, the
    search, exports and links alike; a scope that narrows nothing returns the very rows it was given, and `own` says
    what the others see. `opens` tells the same of one record without asking the database: no link leads to a record
    that is not there. `rows` come with what details and lists show of each, `list_rows` (where details show much more)
    with what lists show, `detailed` adds to the query what details alone show; the rows are asked once for all: what
    they are today is said by `ordering.Today`, not by a day. `listed` leaves out of lists what is still there by its
    address. `part_of` names the `Within` whose record a new row belongs to, or several of which one applies; the
    details of such a row are shown on that record's page. A register with `single` has one row: its page stands at
    the address of the list. `doors` stand beside the list's title. `detail_template` extends records/detail.html;
    `detail_view` is a DetailView where a template alone is not enough.
    """

    app: str
    name: str
    slug: str
    model: type[Model]
    title: str
    noun: str
    columns: tuple[Column, ...]
    order: str
    rows: Callable[[], QuerySet[Any]]
    list_rows: Callable[[], QuerySet[Any]] | None = None
    about: str = ""
    scope: Callable[[QuerySet[Any], User], QuerySet[Any]] = everything
    own: str = ""
    listed: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    opens: Callable[[Any, User], bool] = lambda record, user: True
    search: Search | None = None
    search_hint: str = ""
    filters: type[FilterSet] | None = None
    within: tuple[Within, ...] = ()
    part_of: str | tuple[str, ...] = ""
    form: type[RecordForm] | None = None
    adds: bool = True
    single: bool = False
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    actions: tuple[Action, ...] = ()
    links: tuple[PageLink, ...] = ()
    lead: Callable[[Any], Any] = lambda record: None
    doors: tuple[Door, ...] = ()
    detail_template: str = "records/detail.html"
    detail_view: Any = None
    detailed: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    put_away: PutAway = PutAway.REMOVED
    empty: str = ""
    permission: str = ""

    @property
    def key(self) -> str:
        """The name other registers know it by: "courses.class"."""
        return f"{self.app}.{self.name}"

    @property
    def searches(self) -> bool:
        """The list has a search box (templates would call `search` itself)."""
        return self.search is not None

    @property
    def archives(self) -> bool:
        """Records are put away by a day."""
        return self.put_away is PutAway.ARCHIVED

    def may_read(self, user: User) -> bool:
        """Whether the list and its records may be opened."""
        return bool(user.has_perm(f"{self.app}.read_{self.permission or self.name}"))

    def may_edit(self, user: User) -> bool:
        """Whether records may be changed."""
        return bool(user.has_perm(f"{self.app}.edit_{self.permission or self.name}"))

    def visible(self, user: User) -> QuerySet[Any]:
        """The rows this user may know of."""
        return self.scope(self._rows.all(), user)

    # Putting the subqueries of the columns together takes longer than many a page's query.

    @cached_property
    def _rows(self) -> QuerySet[Any]:
        return self.rows()

    @cached_property
    def _list_rows(self) -> QuerySet[Any]:
        return self.list_rows() if self.list_rows else self._rows

    def in_lists(self) -> QuerySet[Any]:
        """Every row, with what lists show of it."""
        return self._list_rows.all()

    def narrowed(self, user: User) -> str:
        """What to tell a user who may know of some rows only; "" for one who may know of all."""
        rows = self._rows
        if self.scope(rows, user) is rows:
            return ""
        return self.own or f"Chỉ hiện {self.noun} thuộc phạm vi của bạn."

    def in_use(self, user: User) -> QuerySet[Any]:
        """Those of them that daily lists show."""
        rows = self.listed(self.visible(user))
        return rows.filter(archived_on=None) if self.archives else rows

    @cached_property
    def base(self) -> str:
        """The list's address, which all others of the register begin with."""
        return reverse(f"{self.app}:{self.name}_list")

    def url(self, page: str, *args: Any) -> str:
        """The address of a page: list, add, detail, edit, put_away, history, export or an action's name."""
        if page == "detail":  # asked for so often on a list that looking it up each time would be felt
            return f"{self.base}{args[0]}/"
        return reverse(f"{self.app}:{self.name}_{page}", args=args)

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def action(self, name: str) -> Action:
        """The action of that name."""
        return next(action for action in self.actions if action.name == name)


_registers: dict[str, Register] = {}
_of_models: dict[type[Model], str] = {}  # the register that a model's records are shown by


def declare(*registers: Register) -> None:
    """Make registers known. Raises ValueError for a key that is taken."""
    for register in registers:
        if register.key in _registers:
            raise ValueError(f"Two registers are named {register.key}.")
        _registers[register.key] = register
        _of_models.setdefault(register.model, register.key)


def extend(
    key: str,
    *,
    sections: tuple[Section, ...] = (),
    actions: tuple[Action, ...] = (),
    links: tuple[PageLink, ...] = (),
    doors: tuple[Door, ...] = (),
) -> None:
    """Add a later app's sections, actions, links and doors to a register declared before: they come first."""
    found = _registers[key]
    _registers[key] = replace(
        found,
        sections=(*sections, *found.sections),
        actions=(*actions, *found.actions),
        doors=(*doors, *found.doors),
        links=(*links, *found.links),
    )


def register_named(key: str) -> Register:
    """The register of that key. Raises KeyError."""
    return _registers[key]


def registers() -> tuple[Register, ...]:
    """Every register."""
    return tuple(_registers.values())


def register_of(record: Model) -> Register | None:
    """The register that a record's page belongs to."""
    key = _of_models.get(type(record))
    return _registers[key] if key else None
