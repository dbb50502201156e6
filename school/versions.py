"""Versions of a record, as its history kept them: who wrote what and when, and setting a record back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import InternalError, models
from django.db.models import Exists, OuterRef

from school.criteria.values import figure_named
from school.errors import Refused, refusing
from school.records.cells import as_text

LABELS = {"insert": "thêm", "update": "sửa", "delete": "xóa"}
NOT_SHOWN = {"id", "provenance", "sha256"}
MANY = 4000  # event models keep text whole; a page shows this much of it


@dataclass(frozen=True)
class Change:
    """One field's value before and after, in words."""

    field_label: str
    old: str
    new: str


@dataclass(frozen=True)
class Version:
    """What somebody wrote, when, and why where it was said; `who` is empty for the portal itself or a command."""

    pgh_id: int
    at: datetime
    who: str
    label: str
    changes: list[Change]
    why: str = ""


def event_model(model: type[models.Model]) -> Any:
    """The table that keeps the model's history."""
    return model.pgh_event_models["insert"]  # type: ignore[attr-defined]


def versions(model: type[models.Model], pk: Any, limit: int) -> list[Version]:
    """The latest versions of a record, newest first, each with what it changed; at most three queries."""
    events = event_model(model).objects.filter(pgh_obj_id=pk).select_related("pgh_context").order_by("-pgh_id")
    found = list(events[: limit + 1])
    people = _people(found)
    words = Words(model, found)
    older = [*found[1:], None]
    return [
        Version(
            event.pgh_id,
            event.pgh_created_at,
            people.get(_user_pk(event), ""),
            LABELS.get(event.pgh_label, event.pgh_label),
            words.differences(before, event),
            _told(event, "reason") or "",
        )
        for event, before in list(zip(found, older, strict=True))[:limit]
    ]


def _user_pk(event: Any) -> Any:
    return _told(event, "user")


def _told(event: Any, name: str) -> Any:
    """What was known of the circumstances."""
    return (event.pgh_context.metadata or {}).get(name) if event.pgh_context else None


def _people(events: Iterable[Any]) -> dict[Any, str]:
    pks = {_user_pk(event) for event in events} - {None}
    return {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=pks)} if pks else {}


class Words:
    """The values of some events in words: choices by their labels, other records by their names.

    A model's `IN_WORDS` (field → value → words) tells those of a field without choices. What machines alone keep, in
    fields of JSON, arrays or machines' keys that nobody edits, is left out.
    """

    def __init__(self, model: type[models.Model], events: list[Any]) -> None:
        kept = {field.name for field in event_model(model)._meta.fields}
        fields = [f for f in model._meta.fields if f.name in kept and f.name not in NOT_SHOWN]
        machines = models.JSONField | models.UUIDField | ArrayField
        self.fields = [f for f in fields if f.editable or not isinstance(f, machines)]
        self.in_words: dict[str, dict[Any, str]] = getattr(model, "IN_WORDS", {})
        self.names = {field.attname: self._names(field, events) for field in self.fields if field.is_relation}

    def _names(self, field: Any, events: list[Any]) -> dict[Any, str]:
        """What the records that a foreign key led to are called; one query for each key with values."""
        pks = {getattr(event, field.attname) for event in events} - {None}
        if not pks:
            return {}
        rows = field.related_model._default_manager.filter(pk__in=pks)
        within = [key.name for key in field.related_model._meta.concrete_fields if key.is_relation]
        return {row.pk: str(row) for row in (rows.select_related(*within) if within else rows)}

    def differences(self, before: Any, after: Any) -> list[Change]:
        """The fields whose value `after` is another than `before`; of a first version those that are filled in."""
        return [
            Change(str(field.verbose_name), self.text(field, before) if before else "", self.text(field, after))
            for field in self.fields
            if (getattr(before, field.attname) if before else None) != getattr(after, field.attname)
            and (before or getattr(after, field.attname) not in (None, "", False))
        ]

    def text(self, field: Any, event: Any) -> str:
        """One value in words."""
        value = getattr(event, field.attname)
        if field.is_relation:
            return self.names[field.attname].get(value, "–" if value is None else "bản ghi đã xóa")
        if isinstance(field, models.SlugField) and value:  # the name of a figure
            figure = figure_named(value)
            return figure.label if figure else "số liệu chưa tính được"
        if value in self.in_words.get(field.name, ()):
            return self.in_words[field.name][value]
        if field.name == "year" and value:
            return str(value)  # a year has no thousands
        if field.choices:
            return str(dict(field.flatchoices).get(value, as_text(value)))
        return as_text(value)[:MANY]


@dataclass(frozen=True)
class Deleted:
    """A record that is no longer there, as it was last; `pgh_id` is the version to restore."""

    pgh_id: int
    pk: Any
    at: datetime
    who: str
    values: list[Change]


def deleted(model: type[models.Model], limit: int) -> list[Deleted]:
    """The records deleted last and not restored since, newest first; a query more for each foreign key."""
    events = event_model(model).objects.filter(pgh_label="delete")
    again = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    there = model._default_manager.filter(pk=OuterRef("pgh_obj_id"))
    gone = events.filter(~Exists(there), ~Exists(again)).select_related("pgh_context").order_by("-pgh_id")
    found = list(gone[:limit])
    people = _people(found)
    words = Words(model, found)
    return [
        Deleted(
            event.pgh_id,
            event.pgh_obj_id,
            event.pgh_created_at,
            people.get(_user_pk(event), ""),
            words.differences(None, event),
        )
        for event in found
    ]


def restore(model: type[models.Model], pgh_id: int, pk: Any = None) -> models.Model:
    """Set a record back to a version of its history, or bring a deleted one back under the same key.

    Raises Refused where there is no such version (of the record `pk`, where one is named), ValidationError where
    the record would no longer be valid.
    """
    event = event_model(model).objects.filter(pgh_id=pgh_id).first()
    if event is None or pk not in (None, event.pgh_obj_id):
        raise Refused("Không có bản này trong lịch sử. Mở lại trang lịch sử.")
    kept = {field.attname for field in event_model(model)._meta.fields}
    record = model._default_manager.filter(pk=event.pgh_obj_id).first() or model(pk=event.pgh_obj_id)
    for field in model._meta.concrete_fields:
        if field.attname in kept and not field.primary_key:
            setattr(record, field.attname, getattr(event, field.attname))
    if isinstance(record, AbstractBaseUser) and record._state.adding:
        record.set_unusable_password()  # the history keeps no secrets
    _store(record)
    return record


def _store(record: models.Model) -> None:
    """Save the record exactly as it was, with the moments that a save would set anew."""
    record.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with refusing():
            record.save_base(raw=True, force_insert=record._state.adding)
    except Refused:
        record.full_clean()  # says all that is wrong, where Django can tell
        raise
    except InternalError as error:  # a trigger of ours: a ledger
        raise Refused("Sổ này chỉ ghi thêm, không sửa dòng đã ghi. Ghi một dòng mới để hủy bỏ dòng cũ.") from error
