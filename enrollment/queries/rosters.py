"""Which rosters are confirmed, and who was on them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import CourseClass
from enrollment.models import (
    ChangeVerb,
    ClassStay,
    Enrolment,
    EnrolmentChange,
    EnrolmentState,
    RosterConfirmation,
)


def open_confirmation(course_class: CourseClass, *, lock: bool = False) -> RosterConfirmation | None:
    """The confirmation in force, or None where the roster is not confirmed (or was reopened)."""
    found = RosterConfirmation.objects.filter(course_class=course_class, reopened_on=None)
    return (found.select_for_update() if lock else found).first()


def studying_in(course_class: CourseClass) -> QuerySet[ClassStay]:
    """The stays of those who study in the class now."""
    stays = ClassStay.objects.once()
    return stays.filter(course_class=course_class, until=None, enrolment__state=EnrolmentState.STUDYING)


def at_opening() -> Exists:
    """Of an enrolment: whether the learner was in the first class at its opening (sĩ số khai giảng).

    The opening may be known only as a span: who came by its last day and had not left on its first was there.
    """
    return Exists(
        ClassStay.objects.filter(
            Q(until=None) | Q(until__gt=OuterRef("first_class__opened_from")),
            enrolment=OuterRef("pk"),
            course_class=OuterRef("first_class"),
            started_on__lte=OuterRef("first_class__opened_to"),
        )
    )


def was_at_opening(enrolment: Enrolment) -> bool:
    """The same of one enrolment."""
    return Enrolment.objects.filter(at_opening(), pk=enrolment.pk).exists()


def standing_changes(enrolment: Enrolment | OuterRef) -> QuerySet[EnrolmentChange]:
    """What happened after entry and was not taken back, the latest first."""
    after = EnrolmentChange.objects.filter(enrolment=enrolment).exclude(verb=ChangeVerb.ENTER)
    return after.filter(reverses=None, reversed_by=None).order_by("-pk")  # each is recorded after those before
