"""The bar chart of a report as whole numbers of pixels, for an inline SVG: nothing here knows colours.

A bar is solid as far as it is counted, outlined as far as it is declared, hatched where it is approximate.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from portal.report import wording
from portal.report.content import AnnualReport, Row


@dataclass(frozen=True)
class Layout:
    """Where things stand; `label_above` puts a bar's name over it instead of beside it."""

    name: str
    width: int
    axis: int
    longest: int
    bar_height: int
    label_above: bool
    label_letters: int
    line_height: int = 16
    gap: int = 14


DESK = Layout("desk", 640, 214, 320, 24, label_above=False, label_letters=30)
PHONE = Layout("phone", 332, 1, 222, 20, label_above=True, label_letters=44)


@dataclass(frozen=True)
class Amount:
    """One programme of the chart: how many lượt, how many of them counted, in how many classes."""

    label: str
    learners: int
    counted: int
    words: str
    classes: int | None
    approximate: bool


@dataclass(frozen=True)
class Line:
    """A line of text at its baseline."""

    text: str
    y: int


@dataclass(frozen=True)
class Bar:
    """One drawn bar: `solid` and `outline` are widths from the axis."""

    amount: Amount
    labels: tuple[Line, ...]
    y: int
    solid: int
    outline: int
    text_x: int
    text_y: int


@dataclass(frozen=True)
class Chart:
    """A whole drawing; `apart` is the line between the total and what stands outside it."""

    layout: Layout
    bars: tuple[Bar, ...]
    inside_end: int
    apart: int | None
    height: int

    @property
    def label_x(self) -> int:
        """Where names end (beside the bars) or begin (above them)."""
        return 0 if self.layout.label_above else self.layout.axis - 10


def charts(report: AnnualReport) -> tuple[Chart, ...]:
    """The same chart for desk and phone; none where fewer than two bars would stand to be compared."""
    known = [row for row in report.rows if row.learners]  # neither unknown nor none at all: nothing to draw
    inside = sorted(
        _by_programme(row for row in known if row.in_total), key=lambda amount: amount.learners, reverse=True
    )
    apart = [_amount([row]) for row in known if not row.in_total]
    if len(inside) + len(apart) < 2:
        return ()
    return tuple(_draw(layout, inside, apart) for layout in (DESK, PHONE))


def _by_programme(rows: Iterable[Row]) -> list[Amount]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(wording.programme(row), []).append(row)
    return [_amount(group) for group in groups.values()]


def _amount(rows: list[Row]) -> Amount:
    first, learners = rows[0], sum(row.learners or 0 for row in rows)
    classes = [row.classes for row in rows if row.classes is not None]
    return Amount(
        label=wording.programme(first),
        learners=learners,
        counted=sum(min(row.counted or 0, row.learners or 0) for row in rows),
        words=wording.learners(first) if len(rows) == 1 else wording.number(learners),
        classes=sum(classes) if classes else None,
        approximate=any(row.approximate for row in rows),
    )


def _draw(layout: Layout, inside: list[Amount], apart: list[Amount]) -> Chart:
    most = max(amount.learners for amount in [*inside, *apart]) or 1
    bars: list[Bar] = []
    y = 2
    for amount in inside:
        bars.append(_bar(layout, amount, y, most))
        y = _bottom(layout, bars[-1])
    inside_end, line = y - layout.gap // 2, None
    if inside and apart:
        line = y + 2
        y += layout.gap
    for amount in apart:
        bars.append(_bar(layout, amount, y, most))
        y = _bottom(layout, bars[-1])
    return Chart(layout, tuple(bars), inside_end, line, y)


def _bar(layout: Layout, amount: Amount, top: int, most: int) -> Bar:
    words = wrap(amount.label, layout.label_letters)
    label_height = len(words) * layout.line_height
    if layout.label_above:
        y, first = top + label_height + 3, top + 12
    else:
        y = top + max(0, (label_height - layout.bar_height) // 2)
        first = y + layout.bar_height // 2 + 5 - (label_height - layout.line_height) // 2
    lines = tuple(Line(text, first + index * layout.line_height) for index, text in enumerate(words))
    outline = max(3, amount.learners * layout.longest // most)
    solid = amount.counted * layout.longest // most
    text_x, text_y = layout.axis + outline + 8, y + layout.bar_height // 2 + 5
    return Bar(amount, lines, y, solid, outline, text_x, text_y)


def _bottom(layout: Layout, bar: Bar) -> int:
    """Where the next bar may begin."""
    ends = [bar.y + layout.bar_height]
    if not layout.label_above:
        ends.append(bar.labels[-1].y + 4)
    return max(ends) + layout.gap
