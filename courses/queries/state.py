"""The state of classes as lists show it and are narrowed by it."""

from django.db.models import QuerySet

from courses.models import ClassState, CourseClass

UNKNOWN_END = "khong-ro"  # open, but only mentioned by a source: nobody knows whether it still runs


def in_state(rows: QuerySet[CourseClass], state: str) -> QuerySet[CourseClass]:
    """Classes of a state of `ClassState`, or `UNKNOWN_END`; those of unknown end do not count as running."""
    if state not in (ClassState.OPEN, UNKNOWN_END):
        return rows.filter(state=state)
    return rows.filter(state=ClassState.OPEN, code_provisional=state == UNKNOWN_END)
