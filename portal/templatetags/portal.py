"""Tags and filters every template may use: icons, the signs of how a number is known, numbers and days."""

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.menu import Entry
from portal.report import wording
from portal.report.content import Mark
from portal.report.doors import Figure
from portal.report.marks import mark_svg

register = template.Library()

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
SQUARE = 9  # side of one square, px
SQUARE_STEP = 12
MOST_SQUARES = 12  # beyond this the words "12/41 lớp" say it better

_HIDDEN = '<svg aria-hidden="true" focusable="false" '

register.filter("number", wording.number)
register.filter("day", wording.day)
register.filter("table_day", wording.table_day)
register.filter("sentence", wording.sentence)


@register.filter
def weekday(value: date) -> str:
    """The day of the week in words: "Thứ Ba"."""
    return WEEKDAYS[value.weekday()]


@register.simple_tag
@cache
def icon(name: str, height: int = 16) -> SafeString:
    """A Bootstrap icon drawn in the text's colour; the words beside it speak, so it is hidden from readers."""
    drawing = render_to_string(f"bs_icon/{name}.svg", {"height": height})
    return mark_safe(drawing.replace("<svg ", _HIDDEN, 1))  # noqa: S308 - a file of the icon package


@register.simple_tag
def drawn_menu(place: str, menu: Iterable[Entry]) -> SafeString:
    """The menu of the side, the bar of the phone, or what more it opens."""
    return _drawn_menu(place, tuple(menu))


@lru_cache(maxsize=512)  # each role has one menu for each of its pages
def _drawn_menu(place: str, menu: tuple[Entry, ...]) -> SafeString:
    return render_to_string(f"components/menu_{place}.html", {"menu": menu})


@register.simple_tag
def mark(kind: Mark, words: bool = True) -> SafeString:
    """How a number is known, drawn; also in words for screen readers unless `words` is False."""
    drawing = mark_safe(mark_svg(kind).replace("<svg ", _HIDDEN + 'class="sign" ', 1))  # noqa: S308 - our own
    if not words:
        return drawing
    return format_html('{}<span class="visually-hidden">{}: </span>', drawing, wording.MARK_WORDS[kind])


@register.simple_tag
def figure(shown: Figure, signed: bool = True) -> SafeString:
    """A number with its sign, underlined where a door opens what stands behind it."""
    sign = mark(shown.mark) if shown.mark and signed else ""
    if not shown.door:
        return format_html("{}{}", sign, shown.text)
    return format_html('{}<a class="door is-{}" href="{}">{}</a>', sign, shown.kind, shown.door, shown.text)


@register.simple_tag
def squares(confirmed: tuple[bool, ...]) -> SafeString:
    """One square a class, filled where its roster is confirmed; nothing for many classes or none."""
    if not 0 < len(confirmed) <= MOST_SQUARES:
        return SafeString()
    boxes = format_html_join(
        "",
        '<rect x="{}" y="0.5" width="{}" height="{}" rx="1" class="{}"/>',
        (
            (index * SQUARE_STEP + 0.5, SQUARE, SQUARE, "filled" if filled else "open")
            for index, filled in enumerate(confirmed)
        ),
    )
    width = len(confirmed) * SQUARE_STEP
    return format_html(f'{_HIDDEN}class="squares" width="{{}}" height="10">{{}}</svg>', width, boxes)
