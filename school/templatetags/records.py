"""Tags for pages of records: a cell's words, a link where the reader may open what it leads to."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from school.records.cells import UNKNOWN, as_text
from school.records.register import Chip, Column, Link, Register, register_of

register = template.Library()


@register.simple_tag(takes_context=True)
def shown(context: Context, value: Any) -> SafeString | str:
    """A value in words: a state as a chip, a record as a link where the reader may open it, several as lines."""
    if isinstance(value, Chip):
        return _drawn(value)
    if isinstance(value, Link):
        url, told = record_url(context, value.record), shown(context, value.value)
        return mark_safe(f'<a href="{escape(url)}">{_escaped(told)}</a>') if url else told  # noqa: S308
    if isinstance(value, list | tuple):
        return format_html_join("", '<span class="line-of-many">{}</span>', ((shown(context, one),) for one in value))
    if isinstance(value, Model):
        url = record_url(context, value)
        return mark_safe(f'<a href="{escape(url)}">{escape(str(value))}</a>') if url else str(value)  # noqa: S308
    return as_text(value)


@lru_cache(maxsize=512)  # a chip may speak of one class: not all of them are worth keeping
def _drawn(chip: Chip) -> SafeString:
    return render_to_string("records/chip.html", {"chip": chip})


@register.simple_tag(takes_context=True)
def record_rows(context: Context, of: Register, columns: Sequence[Column], records: Iterable[Any]) -> SafeString:
    """Rows of a list, the first cell a link.

    Put together here, not by a template or `format_html`: a page has hundreds of cells, and only their values differ.
    """
    first, *others = columns
    cells = [(column.value, *_openings(column)) for column in others]
    lines = []
    for record in records:
        named = first.value(record)
        url = (record_url(context, named) if first.leads else "") or of.url("detail", record.pk)
        head = f'<th scope="row" class="{first.kind}"><a href="{url}">{_escaped(as_text(named))}</a></th>'
        told = [(_told(context, value(record)), known, unknown) for value, known, unknown in cells]
        rest = "".join([f"{unknown if text == UNKNOWN else known}{text}</td>" for text, known, unknown in told])
        lines.append(f"<tr>{head}{rest}</tr>")
    return mark_safe("\n".join(lines))  # noqa: S308 - every value in it is escaped


def _openings(column: Column) -> tuple[str, str]:
    """How a cell begins whose value is known, and one whose value is not."""
    label = escape(column.label)
    known, unknown = column.kind, f"{column.kind} unknown".strip()
    return f'<td class="{known}" data-label="{label}">', f'<td class="{unknown}" data-label="{label}">'


def _told(context: Context, value: Any) -> str:
    """The same as `shown`, escaped."""
    return _escaped(shown(context, value) if isinstance(value, Chip | Link | list | tuple | Model) else as_text(value))


def _escaped(text: str) -> str:
    return text if isinstance(text, SafeString) else escape(text)


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
