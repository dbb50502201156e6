"""Widgets of forms and filters."""

from html import escape
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe


class QuickSelect(forms.Select):
    """A native select drawn without a template for each option: a list of agencies has hundreds of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The select; groups of options are not drawn."""
        chosen = set(self.format_value(value))
        options = []
        for key, label in self.choices:
            worth = "" if key is None else str(key)
            selected = " selected" if worth in chosen else ""
            options.append(f'<option value="{escape(worth)}"{selected}>{escape(str(label))}</option>')
        opening = f"<select{flatatt({'name': name, **self.build_attrs(self.attrs, attrs)})}>"
        return mark_safe(f"{opening}{''.join(options)}</select>")  # noqa: S308 - every value in it is escaped


def choices_of(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    """The field's choices as pairs."""
    return list(field.choices)  # type: ignore[arg-type]


def rows_of(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of the form choose among these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - who declares the form knows
    field.queryset = rows


def quicken(field: forms.Field) -> None:
    """Draw the field's own select quickly."""
    if type(field.widget) is forms.Select and isinstance(field, forms.ChoiceField):
        widget = QuickSelect(field.widget.attrs)
        widget.is_required = field.widget.is_required
        field.widget = widget
        widget.choices = field.choices  # type: ignore[assignment]
