"""Filters of lists, in the address."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from school.records.fields import FIRST_YEAR, LAST_YEAR
from school.records.widgets import quicken

ALL = "tất cả"
WRONG_YEAR = f"gõ năm bằng bốn chữ số, từ {FIRST_YEAR} đến {LAST_YEAR}."


class RecordFilters(django_filters.FilterSet):
    """What every list's filters share: native selects, dressed as ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            quicken(field)
            select = hasattr(field.widget, "choices")
            field.widget.attrs.setdefault("class", "form-select" if select else "form-control")
            field.error_messages["invalid_choice"] = "lựa chọn này không có; đã bỏ qua."


def choice(label: str, path: str, choices: Iterable[tuple[Any, Any]]) -> django_filters.ChoiceFilter:
    """One of a few values."""
    return django_filters.ChoiceFilter(label=label, field_name=path, choices=list(choices), empty_label=ALL)


def text(label: str, **kwargs: Any) -> django_filters.CharFilter:
    """Words that the method given looks for."""
    widget = forms.TextInput({"maxlength": 100, "autocomplete": "off"})
    return django_filters.CharFilter(label=label, widget=widget, **kwargs)


def record_of(label: str, path: str, rows: Any, **kwargs: Any) -> django_filters.ModelChoiceFilter:
    """One of another register's records; `rows` is a queryset or a callable of the request that gives one."""
    return django_filters.ModelChoiceFilter(label=label, field_name=path, queryset=rows, empty_label=ALL, **kwargs)


def number(label: str, path: str) -> django_filters.NumberFilter:
    """A whole number, such as a year."""
    return django_filters.NumberFilter(label=label, field_name=path, lookup_expr="exact")


class YearField(forms.IntegerField):
    """A year that a day can have."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"widget": forms.TextInput({"inputmode": "numeric", "maxlength": 4, "size": 6})})
        self.error_messages["invalid"] = WRONG_YEAR

    def clean(self, value: Any) -> int | None:
        """The year. Raises ValidationError for one that no day has."""
        year: int | None = super().clean(value)
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(WRONG_YEAR)
        return year


class YearFilter(django_filters.Filter):
    """Rows of a year; `path` is a day, or a `method` tells which rows those are."""

    field_class = YearField

    def __init__(self, label: str, path: str | None = None, **kwargs: Any) -> None:
        super().__init__(path, "year", label=label, **kwargs)


def yes_no(label: str, yes: str, no: str, **condition: Any) -> django_filters.ChoiceFilter:
    """Rows that meet a condition, or those that do not."""

    def narrow(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(**condition) if value == "co" else rows.exclude(**condition)

    choices = [("co", yes), ("khong", no)]
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=ALL, method=narrow)
