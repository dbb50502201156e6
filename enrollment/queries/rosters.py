"""Which rosters are confirmed, and who was on them."""

from courses.models import CourseClass
from enrollment.models import RosterConfirmation


def open_confirmation(course_class: CourseClass, *, lock: bool = False) -> RosterConfirmation | None:
    """The confirmation in force, or None where the roster is not confirmed (or was reopened)."""
    found = RosterConfirmation.objects.filter(course_class=course_class, reopened_on=None)
    return (found.select_for_update() if lock else found).first()
