"""Tags for pages of records: a cell's words, a link where the reader may open what it leads to."""

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from school.records.cells import as_text
from school.records.register import Chip, Column, Register, register_of

register = template.Library()


@register.simple_tag(takes_context=True)
def shown(context: Context, value: Any) -> SafeString | str:
    """A value in words: a state as a chip, a record as a link where the reader may open it, several as lines."""
    if isinstance(value, Chip):
        return render_to_string("records/chip.html", {"chip": value})
    if isinstance(value, list | tuple):
        return format_html_join("", '<span class="line-of-many">{}</span>', ((shown(context, one),) for one in value))
    if isinstance(value, Model):
        url = record_url(context, value)
        return format_html('<a href="{}">{}</a>', url, value) if url else str(value)
    return as_text(value)


@register.simple_tag(takes_context=True)
def cell(context: Context, column: Column, record: Any) -> SafeString | str:
    """A record's cell in a list."""
    return shown(context, column.value(record))


@register.simple_tag
def cell_text(column: Column, record: Any) -> str:
    """A record's cell as words alone."""
    return as_text(column.value(record))


@register.simple_tag(takes_context=True)
def record_url(context: Context, record: Model) -> str:
    """The record's page, where there is one and the reader may open it."""
    found = register_of(record)
    user = context["request"].user
    return found.url("detail", record.pk) if found and found.may_read(user) and found.opens(record, user) else ""


@register.simple_tag
def page_url(of: Register, page: str, *args: Any) -> str:
    """A page of a register: list, add, detail, edit, put_away, history, export, or a verb's name."""
    return of.url(page, *args)
