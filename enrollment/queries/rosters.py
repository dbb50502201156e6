"""Which rosters are confirmed, and who was on them."""

from django.db.models import QuerySet

from courses.models import CourseClass
from enrollment.models import ClassStay, EnrolmentState, RosterConfirmation


def open_confirmation(course_class: CourseClass, *, lock: bool = False) -> RosterConfirmation | None:
    """The confirmation in force, or None where the roster is not confirmed (or was reopened)."""
    found = RosterConfirmation.objects.filter(course_class=course_class, reopened_on=None)
    return (found.select_for_update() if lock else found).first()


def studying_in(course_class: CourseClass) -> QuerySet[ClassStay]:
    """The stays of those who study in the class now."""
    stays = ClassStay.objects.once()
    return stays.filter(course_class=course_class, until=None, enrolment__state=EnrolmentState.STUDYING)
