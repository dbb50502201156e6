"""Tags for a learner's page."""

from collections.abc import Iterable
from typing import Any

from django import template

from enrollment.queries.timeline import Event, way_of

register = template.Library()


@register.simple_tag
def way(parts: Iterable[Any]) -> list[Event]:
    """What the sections of the page hold, as one line of time."""
    return way_of(row for part in parts for row in part.rows)
