"""A list as an address asks for it: searched, filtered, within another record, in order, one page of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict

from school.records.keyset import AnchorGone, Order, Place, Slice, take
from school.records.register import Column, Register, User, register_named
from school.records.widgets import choices_of

PAGE = 50
MOST_COUNTED = 2000
LONGEST_SEARCH = 100
SEARCH, SORT, COLUMNS, ARCHIVE = "tim", "sap", "cot", "luu-tru"
AFTER, BEFORE, PAGE_NAME, LAST = "sau", "truoc", "trang", "cuoi"
PAGING = {AFTER, BEFORE, PAGE_NAME}
IN_USE, PUT_AWAY, BOTH = "", "da-cat", "ca-hai"
ARCHIVE_CHOICES = {IN_USE: "đang dùng", PUT_AWAY: "đã cất vào lưu trữ", BOTH: "cả hai"}


class OutOfScope(LookupError):
    """The list is asked for within a record that is not there for this user."""


@dataclass(frozen=True)
class Applied:
    """A narrowing in force, and the address of the list without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Heading:
    """A column's header: the address that sorts by it, and how it is sorted now."""

    column: Column
    url: str
    sorted: str  # "", "ascending" or "descending"


@dataclass
class Listing:
    """One list for one user. `problems` says in words what of the address could not be followed."""

    register: Register
    user: User
    query: QueryDict
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.query.get(SEARCH, "").replace("\x00", "").strip()[:LONGEST_SEARCH]
        self.filters = self._filters()
        self.within = dict(self._within())
        self.archive = self._archive()
        self.order_name, self.order = self._order()
        self._unknown()

    # What the address asks

    def _filters(self) -> Any:
        make = self.register.filters
        if make is None:
            return None
        filters = make(self.query, queryset=self.visible)
        for name, errors in filters.form.errors.items():
            label = filters.form.fields[name].label if name in filters.form.fields else name
            self.problems.extend(f"{label}: {error}" for error in errors)
        return filters

    def _within(self) -> Iterable[tuple[str, Model]]:
        for within in self.register.within:
            asked = self.query.get(within.parameter)
            if asked is None:
                continue
            parent = register_named(within.register)
            rows = parent.visible(self.user) if parent.may_read(self.user) else parent.model._default_manager.none()
            found = rows.filter(pk=asked).first() if _is_key(asked) else None
            if found is None:
                raise OutOfScope(f"Không có {parent.noun} này, hoặc không thuộc phạm vi của bạn.")
            yield within.parameter, found

    def _archive(self) -> str:
        asked = self.query.get(ARCHIVE, IN_USE) if self.register.archives else IN_USE
        if asked in ARCHIVE_CHOICES:
            return asked
        self.problems.append("Lưu trữ: lựa chọn này không có. Đang hiện bản ghi đang dùng.")
        return IN_USE

    def _order(self) -> tuple[str, Order]:
        asked = self.query.get(SORT) or self.register.order
        column = self.register.column(asked.removeprefix("-"))
        if column is None or not column.order or not self._may(column):
            self.problems.append("Danh sách này không sắp xếp theo cột đó. Đang xếp theo thứ tự thường dùng.")
            asked = self.register.order
            column = self.register.column(asked.removeprefix("-"))
        return asked, Order(column.order if column else (), asked.startswith("-"))

    def _unknown(self) -> None:
        known = PAGING | {SEARCH, SORT, COLUMNS, ARCHIVE} | {within.parameter for within in self.register.within}
        if self.filters is not None:
            known |= {name for field in self.filters.form for name in _names(field)}
        for name in self.query:
            if name not in known:
                self.problems.append(f"Danh sách này không có bộ lọc “{name[:40]}”; đã bỏ qua.")

    @cached_property
    def place(self) -> Place:
        """Where the page begins."""
        after, before = self.query.get(AFTER, ""), self.query.get(BEFORE, "")
        last = self.query.get(PAGE_NAME) == LAST
        for asked in (after, before):
            if asked and not _is_key(asked):
                self.problems.append("Không có trang này. Đây là đầu danh sách.")
                return Place()
        if PAGE_NAME in self.query and not last:
            self.problems.append("Danh sách này không đánh số trang. Đây là đầu danh sách.")
        return Place(int(after) if after else None, int(before) if before else None, last)

    # What it gives

    def _may(self, column: Column) -> bool:
        return not column.may or self.user.has_perm(column.may)

    @cached_property
    def allowed(self) -> list[Column]:
        """The columns this user may see."""
        return [column for column in self.register.columns if self._may(column)]

    @cached_property
    def columns(self) -> list[Column]:
        """The columns chosen, or those usually shown; the first always."""
        asked = set(self.query.getlist(COLUMNS))
        chosen = [column for column in self.allowed if column.name in asked] if asked else []
        usual = [column for column in self.allowed if column.shown]
        first, *others = chosen or usual
        return [first, *others] if not asked or first is self.allowed[0] else [self.allowed[0], first, *others]

    @cached_property
    def visible(self) -> QuerySet[Any]:
        """Every row that this user may know of."""
        return self.register.visible(self.user)

    @cached_property
    def found(self) -> QuerySet[Any]:
        """Every row that the address asks for, in no order."""
        rows = self.register.listed(self.visible)
        if self.filters is not None:
            rows = self.filters.filter_queryset(rows) if self.filters.is_valid() else rows
        for within in self.register.within:
            if within.parameter in self.within:
                rows = within.of(rows, self.within[within.parameter])
        if self.register.archives and self.archive != BOTH:
            rows = rows.filter(archived_on__isnull=self.archive == IN_USE)
        if self.text and self.register.search:
            rows = self.register.search(rows, self.text, self.user)
        return rows

    @cached_property
    def page(self) -> Slice:
        """The rows of the page asked for."""
        few = (False if self.applied else None) if self.many else True
        try:
            return self._taken(self.place, few)
        except AnchorGone:
            self.problems.append("Dòng đứng trước trang này không còn. Đây là đầu danh sách.")
            return self._taken(Place(), few)

    def _taken(self, place: Place, few: bool | None) -> Slice:
        return take(self.found, self.order, place, PAGE, few=few, shown=self.register.in_lists())

    @cached_property
    def count(self) -> int:
        """How many rows there are, counted no further than one beyond `MOST_COUNTED`."""
        return self.found.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @property
    def most(self) -> int:
        """As many as are counted."""
        return MOST_COUNTED

    @property
    def many(self) -> bool:
        """More than are counted."""
        return self.count > MOST_COUNTED

    def every_row(self) -> QuerySet[Any]:
        """All rows in order, for an export."""
        return self.order.apply(self.found)

    # Addresses

    def address(self, **changes: str | None) -> str:
        """The list's address with some parameters changed; None takes one away, and paging starts anew."""
        query = self.query.copy()
        for name in PAGING:
            query.pop(name, None)
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = value
        kept = [(name, value) for name, values in query.lists() for value in values if value]
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def first_url(self) -> str:
        """The first page."""
        return self.address()

    @property
    def last_url(self) -> str:
        """The last page."""
        return self.address(**{PAGE_NAME: LAST})

    @property
    def next_url(self) -> str:
        """The page after this one."""
        return self.address(**{AFTER: str(self.page.rows[-1].pk)}) if self.page.later and self.page.rows else ""

    @property
    def previous_url(self) -> str:
        """The page before this one."""
        return self.address(**{BEFORE: str(self.page.rows[0].pk)}) if self.page.earlier and self.page.rows else ""

    @property
    def headings(self) -> list[Heading]:
        """The headers of the columns shown."""
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        name = self.order_name.removeprefix("-")
        if not column.order:
            return Heading(column, "", "")
        if column.name != name:
            return Heading(column, self.address(**{SORT: column.name}), "")
        down = self.order.descending
        return Heading(
            column,
            self.address(**{SORT: column.name if down else f"-{column.name}"}),
            "descending" if down else "ascending",
        )

    @property
    def applied(self) -> list[Applied]:
        """What narrows the list now, each removable."""
        found = [
            Applied(register_named(within.register).noun, str(self.within[name]), self._less(name))
            for within in self.register.within
            if (name := within.parameter) in self.within
        ]
        if self.filters is not None and self.filters.is_valid():
            form = self.filters.form
            for name, value in form.cleaned_data.items():
                if value not in (None, ""):
                    shown = _shown(form.fields[name], value)
                    found.append(Applied(str(form.fields[name].label), shown, self._less(*_names(form[name]))))
        if self.archive:
            found.append(Applied("lưu trữ", ARCHIVE_CHOICES[self.archive], self._less(ARCHIVE)))
        if self.text:
            found.append(Applied("tìm", f"“{self.text}”", self._less(SEARCH)))
        return found

    def _less(self, *names: str) -> str:
        return self.address(**dict.fromkeys(names))

    @property
    def bare_url(self) -> str:
        """The list without any narrowing, in the same order and columns."""
        kept = [(name, value) for name in (SORT, COLUMNS) for value in self.query.getlist(name)]
        return f"?{urlencode(kept)}"

    @property
    def with_archive_url(self) -> str:
        """The same list with what was put away, where it leaves that out."""
        return self.address(**{ARCHIVE: BOTH}) if self.register.archives and self.archive == IN_USE else ""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a filter form carries along: order, columns, and within what."""
        names = [SORT, COLUMNS, *self.within]
        return [(name, value) for name in names for value in self.query.getlist(name)]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18  # a bigint at most


def _names(bound: Any) -> list[str]:
    """The parameters of a filter's field: two where it is a span."""
    widget = bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        return [f"{bound.html_name}{suffix}" for suffix in widget.widgets_names]  # type: ignore[attr-defined]
    return [bound.html_name]


def _shown(field: forms.Field, value: Any) -> str:
    choices: Mapping[Any, Any] = {}
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices = {str(key): text for key, text in choices_of(field)}
    return str(choices.get(str(value), value))
