"""A record's own page and its history."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from school.records.keyset import Place, take
from school.records.listing import SORT, Listing
from school.records.register import Action, Column, PutAway, Register, Section, Within, register_named
from school.records.views.base import RecordView, invented
from school.versions import versions

VERSIONS_SHOWN = 100


@dataclass(frozen=True)
class Part:
    """A section filled in: the first rows, and the addresses of all of them and of a new one.

    `own` tells a reader of some rows only that others may be hidden.
    """

    title: str
    register: Register
    columns: list[Column]
    rows: list[Any]
    more: bool
    all_url: str
    add_url: str
    own: str


class DetailView(RecordView):
    """What is known of a record and what belongs to it."""

    def rows(self) -> QuerySet[Any]:
        """With what this page alone shows."""
        return self.register.detailed(super().rows())

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 in words for a record that is not there, or not for this user."""
        record = self.record(pk)
        register, user = self.register, request.user
        edits = register.may_edit(user)
        parts = [self._part(section, record) for section in register.sections]
        context = {
            "register": register,
            "record": record,
            "facts": [(fact, fact.value(record)) for fact in register.facts if not fact.may or user.has_perm(fact.may)],
            "parts": [part for part in parts if part],
            "actions": self._actions(record) if edits else [],
            "links": [(link, link.url(record)) for link in register.links if link.ready(record)],
            "may_edit": edits and bool(register.form),
            "may_put_away": edits and register.put_away is not PutAway.NEVER,
            "parent": self._parent(record),
            "invented": invented([record]),
            "lead": register.lead(record),
        }
        return render(request, register.detail_template, context)

    def _actions(self, record: Any) -> list[Action]:
        ready = [action for action in self.register.actions if action.ready(record)]
        return [action.of(record) for action in sorted(ready, key=lambda action: action.early(record))]

    def _part(self, section: Section, record: Any) -> Part | None:
        child, user = register_named(section.register), self.request.user
        if not child.may_read(user):
            return None
        within_record = urlencode({section.parameter: record.pk})
        within = next(within for within in child.within if within.parameter == section.parameter)
        rows = within.of(child.visible(user), record)
        sorted_by = urlencode({SORT: section.order} if section.order else {})
        listing = Listing(child, user, QueryDict(sorted_by))
        page = take(rows, listing.order, Place(), section.most, few=True, shown=child.in_lists())
        names = section.columns
        columns = [c for c in listing.allowed if (c.name in names if names else c.shown)]
        itself = (record, str(record))  # a column that would only repeat whose page this is
        columns = [c for c in columns if not page.rows or any(c.value(row) not in itself for row in page.rows)]
        add = child.form and child.adds and child.may_edit(user)
        return Part(
            section.title or child.title,
            child,
            columns,
            page.rows,
            page.later,
            f"{child.url('list')}?{within_record}&{sorted_by}".removesuffix("&"),
            f"{child.url('add')}?{within_record}" if add else "",
            self._own(child, within, record, page.rows),
        )

    def _own(self, child: Register, within: Within, record: Any, shown: list[Any]) -> str:
        """Said over rows of one's own, and where there are none but somebody else has some."""
        words = child.narrowed(self.request.user)
        if not words or shown:
            return words
        hides = within.of(child.rows(), record).exists()
        return f"{words.removesuffix('.')}; ở đây không có {child.noun} nào." if hides else ""

    def _parent(self, record: Any) -> Any:
        return parent_of(self.register, record)


def parent_of(register: Register, record: Any) -> Any:
    """The record that this one is a line of, if any."""
    owners = (register.part_of,) if isinstance(register.part_of, str) else register.part_of
    found = (getattr(record, within.lookup, None) for within in register.within if within.parameter in owners)
    return next((parent for parent in found if parent is not None), None)


class HistoryView(RecordView):
    """Every version of the record, the latest first: who, when, what changed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The latest versions."""
        record = self.record(pk)
        found = versions(self.register.model, record.pk, VERSIONS_SHOWN)
        context = {
            "register": self.register,
            "record": record,
            "versions": found,
            "most": VERSIONS_SHOWN,
            "invented": invented([record]),
        }
        return render(request, "records/history.html", context)
