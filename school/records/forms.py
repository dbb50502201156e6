"""Forms of records: days typed by hand, partial dates, nobody's work lost when two edit one record."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from school.errors import refusing
from school.records.fields import DateField, PartialDateField
from school.records.widgets import choices_of, quicken, rows_of

NO_CHOICE = "–"


def field_of(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model's column; days are typed by hand."""
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        kwargs.pop("widget", None)
        return DateField(required=not column.blank, label=kwargs.pop("label", capfirst(column.verbose_name)), **kwargs)
    return column.formfield(**kwargs)


class PlainForm(forms.Form):
    """What every form of ours has: a token against saving twice, and crispy's layout without its form tag."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["token"] = uuid.uuid4()  # never one that an address brought along
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.show_errors = False  # the summary on top is ours, with links
        for name, field in self.fields.items():
            _speak(name, field)
            quicken(field)

    def refuse(self, refused: ValidationError) -> None:
        """Show what the domain refused beside its field, or on top."""
        errors = refused.message_dict if hasattr(refused, "error_dict") else {"__all__": refused.messages}
        for name, found in errors.items():
            for message in found:
                self.add_error(name if name in self.fields else None, message)

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """Every error: the id of its field, the field's label, the message."""
        return [
            (self[name].id_for_label, str(self.fields[name].label or ""), str(message))
            if name in self.fields
            else ("", "", str(message))
            for name, messages in self.errors.items()
            for message in messages
        ]


def _speak(name: str, field: forms.Field) -> None:
    """Words for what Django says too drily, and a dash for no choice."""
    if isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField):
        field.empty_label = NO_CHOICE
    elif isinstance(field, forms.TypedChoiceField) and not isinstance(field.widget, forms.HiddenInput):
        field.choices = [(value, NO_CHOICE if value == "" else text) for value, text in choices_of(field)]
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        field.error_messages["required"] = f"Chọn {_lower(field.label or name)}."
    elif not isinstance(field, DateField):
        field.error_messages["required"] = f"Gõ {_lower(field.label or name)}."
    if isinstance(field, forms.ModelChoiceField):
        field.error_messages["invalid_choice"] = "Lựa chọn này không còn. Chọn lại."
    elif isinstance(field, forms.ChoiceField):
        field.error_messages["invalid_choice"] = "“%(value)s” không có trong các lựa chọn. Chọn lại."


def _lower(label: Any) -> str:
    text = str(label)
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


class ActionForm(PlainForm):
    """The form of an action; `perform` does it."""

    confirm: ClassVar[str] = ""  # what the button says, where the action's label is not enough

    def __init__(self, *args: Any, record: Any, user: Any, **kwargs: Any) -> None:
        self.record, self.user = record, user
        super().__init__(*args, **kwargs)

    def perform(self) -> str:
        """Do it and say what was done, "" where the page that follows shows it. Raises Refused."""
        raise NotImplementedError


@dataclass(frozen=True)
class Difference:
    """A field somebody else changed while this form was open; `mine` where this form changed it too."""

    field: str
    label: str
    before: str
    theirs: str
    mine: str | None


class RecordForm(PlainForm, forms.ModelForm):
    """A record's form. `partial` names the dates kept in two columns: {"born": "Ngày sinh"}."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    partial: ClassVar[Mapping[str, str]] = {}
    SALT = "records.opened"

    class Meta:
        formfield_callback = field_of

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        self.user = user
        instance = kwargs.get("instance")
        dates = {name: _partial(instance, name) for name in self.partial} if instance else {}
        kwargs["initial"] = dates | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._add_partial_dates()
        self._leave_out_what_was_put_away()
        self.current = self._as_typed()
        if self.instance.pk:
            self.initial["opened"] = signing.dumps(self.current, salt=self.SALT)

    def _add_partial_dates(self) -> None:
        for name, label in self.partial.items():
            column = self._meta.model._meta.get_field(f"{name}_from")
            field = PartialDateField(label=label, required=not column.blank)
            if not column.blank:
                field.error_messages["required"] = f"Gõ {_lower(label)}."
            self.fields[name] = field
        self.order_fields(self.field_order)

    def _leave_out_what_was_put_away(self) -> None:
        """A record put away can no longer be chosen, unless it is chosen already."""
        for name, field in self.fields.items():
            rows = field.queryset if isinstance(field, forms.ModelChoiceField) else None
            if rows is not None and hasattr(rows.model, "archived_on"):
                rows_of(self, name, rows.filter(Q(archived_on=None) | Q(pk=self.initial.get(name))))

    def _as_typed(self) -> dict[str, str]:
        """The record's own values, as they would be typed into the fields."""
        return {
            name: _text(field.prepare_value(self.get_initial_for_field(field, name)))
            for name, field in self.fields.items()
            if name not in {"token", "opened"} and not isinstance(field, forms.FileField)
        }

    def clean(self) -> dict[str, Any]:
        """Partial dates go to their two columns before the record is checked."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.partial:
            date = cleaned.get(name)
            setattr(self.instance, f"{name}_from", date.first if date else None)
            setattr(self.instance, f"{name}_to", date.last if date else None)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        columns = {f"{name}_{end}" for name in self.partial for end in ("from", "to")}
        return super()._get_validation_exclusions() - columns  # type: ignore[misc]

    def _update_errors(self, errors: ValidationError) -> None:
        """Errors of columns without a field of their own go to the partial date, or on top."""
        if hasattr(errors, "error_dict"):
            placed: dict[str, list[Any]] = {}
            for column, found in errors.error_dict.items():
                placed.setdefault(self._place(column), []).extend(found)
            errors = ValidationError(placed)
        super()._update_errors(errors)  # type: ignore[misc]

    def _place(self, column: str) -> str:
        name = column.rsplit("_", 1)[0]
        return column if column in self.fields else name if name in self.partial else "__all__"

    def save(self, commit: bool = True) -> Any:
        """Store the record. Raises Refused where only the database can tell that it must not be."""
        with refusing():
            return super().save(commit)

    def refuse(self, refused: ValidationError) -> None:
        """As above; a column without a field of its own shows at its partial date."""
        self._update_errors(refused)

    # Two people, one record

    def differences(self) -> list[Difference]:
        """What somebody else changed since this form was opened."""
        try:
            opened = signing.loads(self.data.get(self.add_prefix("opened"), ""), salt=self.SALT)
        except signing.BadSignature:
            opened = self.current  # a form opened anew: there is nothing to compare with
        return [
            self._difference(name, opened[name], now)
            for name, now in self.current.items()
            if name in opened and opened[name] != now
        ]

    def _difference(self, name: str, before: str, theirs: str) -> Difference:
        typed = self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        mine = self.fields[name].has_changed(before, typed) and self.fields[name].has_changed(theirs, typed)
        label = str(self.fields[name].label)
        return Difference(
            name,
            label,
            self._shown(name, before),
            self._shown(name, theirs),
            self._shown(name, _text(typed)) if mine else None,
        )

    def _shown(self, name: str, value: str) -> str:
        """A choice by its words."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            found = field.queryset.filter(pk=value).first() if value.isdigit() else None
            return str(found) if found else NO_CHOICE
        if isinstance(field, forms.ChoiceField):
            return str(dict(choices_of(field)).get(value, value))
        if isinstance(field, forms.BooleanField):
            return "có" if value in {"True", "on"} else "không"
        return value or NO_CHOICE

    def merged(self, differences: list[Difference]) -> dict[str, Any]:
        """What was typed, with the others' values where this form had not touched them."""
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        for difference in differences:
            if difference.mine is None:
                data[self.add_prefix(difference.field)] = self.current[difference.field]
        data[self.add_prefix("opened")] = signing.dumps(self.current, salt=self.SALT)
        return data


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _partial(instance: models.Model, name: str) -> Any:
    return getattr(instance, name)
