"""Widgets of forms and filters."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class QuickSelect(forms.Select):
    """A native select drawn without a template for each option: a list of agencies has hundreds of them."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        widget = context["widget"]
        options = [option for _, group, _ in widget["optgroups"] for option in group]
        attrs = {"name": widget["name"], **widget["attrs"]}
        return format_html("<select{}>{}</select>", flatatt(attrs), format_html_join("", "{}", map(_option, options)))


def _option(option: dict[str, Any]) -> tuple[SafeString]:
    selected = SafeString(" selected") if option["selected"] else ""
    return (format_html('<option value="{}"{}>{}</option>', option["value"], selected, option["label"]),)


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
