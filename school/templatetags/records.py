"""Tags for pages of records: a cell's words, a link where the reader may open what it leads to."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from school.records.cells import as_text
from school.records.register import Chip, Column, Door, Register, register_of

register = template.Library()


@register.simple_tag(takes_context=True)
def shown(context: Context, value: Any) -> SafeString | str:
    """A value in words: a state as a chip, a record as a link where the reader may open it, several as lines."""
    if isinstance(value, Chip):
        return _drawn(value)
    if isinstance(value, Door):
        url, told = record_url(context, value.record), shown(context, value.value)
        return format_html('<a href="{}">{}</a>', url, told) if url else told
    if isinstance(value, list | tuple):
        return format_html_join("", '<span class="line-of-many">{}</span>', ((shown(context, one),) for one in value))
    if isinstance(value, Model):
        url = record_url(context, value)
        return format_html('<a href="{}">{}</a>', url, value) if url else str(value)
    return as_text(value)


@lru_cache(maxsize=512)  # a chip may speak of one class: not all of them are worth keeping
def _drawn(chip: Chip) -> SafeString:
    return render_to_string("records/chip.html", {"chip": chip})


@register.simple_tag(takes_context=True)
def record_rows(context: Context, of: Register, columns: Sequence[Column], records: Iterable[Any]) -> SafeString:
    """Rows of a list, the first cell a link. Drawn here, since a page has hundreds of cells."""
    first, *others = columns
    lines = ((_row(context, of.url("detail", record.pk), first, others, record),) for record in records)
    return format_html_join("\n", "<tr>{}</tr>", lines)


def _row(context: Context, url: str, first: Column, others: Sequence[Column], record: Any) -> SafeString:
    named = first.value(record)
    url = (record_url(context, named) if first.leads else "") or url
    head = format_html('<th scope="row"><a href="{}">{}</a></th>', url, as_text(named))
    cells = (("num" if c.number else "", c.label, shown(context, c.value(record))) for c in others)
    return head + format_html_join("", '<td class="{}" data-label="{}">{}</td>', cells)


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
