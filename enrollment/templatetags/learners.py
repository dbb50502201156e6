"""Tags for a learner's page."""

from collections.abc import Iterable
from typing import Any

from django import template

from enrollment.models import LearnerMerge
from enrollment.queries.sources import Merged, Told, merged_with, sources_of
from enrollment.queries.timeline import Event, way_of
from school.records.register import Register, register_of

register = template.Library()


@register.simple_tag
def way(parts: Iterable[Any]) -> list[Event]:
    """What the sections of the page hold, as one line of time."""
    return way_of(row for part in parts for row in part.rows)


@register.simple_tag
def sources(learner: Any) -> list[Told]:
    """Where the values of the page come from."""
    return sources_of(learner)


@register.simple_tag
def merged(learner: Any) -> list[Merged]:
    """The records merged into this one."""
    return merged_with(learner)


@register.simple_tag
def merges_register() -> Register | None:
    """Where merges are split again."""
    return register_of(LearnerMerge())
