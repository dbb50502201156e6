"""Correcting the opening of a class: those who came on the day recorded came on the right one."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from courses.domain.classes import correct_opening
from courses.models import CourseClass
from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentChange
from enrollment.queries.rosters import open_confirmation
from school.errors import Refused, refusing
from school.history import because
from school.partial_date import PartialDate


def correct_opening_of(course_class: CourseClass, opened: PartialDate, *, reason: str) -> int:
    """The class opened on another day: its learners who entered on the day recorded move along, those later stay.

    Returns how many moved. The reason is kept in the class's history and in the ledger. Raises Refused for a
    confirmed roster, for somebody who would then be in the class before its opening or after having left it, and for
    what `correct_opening` refuses.
    """
    if not reason.strip():
        raise Refused("Sửa ngày khai giảng cần ghi lý do.", "reason")
    with refusing(), because(reason):
        locked = CourseClass.objects.select_for_update(of=("self",)).get(pk=course_class.pk)
        if open_confirmation(locked) is not None:
            raise Refused("Danh sách lớp đã chốt. Mở lại danh sách trước khi sửa ngày khai giảng.")
        before = locked.opened_from
        correct_opening(locked, opened)
        moved = _move(locked, before, opened.first, reason) if before and before != opened.first else 0
    course_class.refresh_from_db(fields=["opened_from", "opened_to", "rule_set", "state", "year"])
    return moved


def _move(course_class: CourseClass, before: date, day: date, reason: str) -> int:
    enrolments = course_class.enrolments.filter(entered_on=before)
    entered = Q(enrolment__in=enrolments, started_on=before)
    stays = course_class.stays.select_related("enrolment__learner")
    _nobody_gone(stays.filter(entered, until__lt=day), day)
    _nobody_early(stays.filter(~entered, started_on__lt=day), day)
    pks = list(enrolments.values_list("pk", flat=True))
    course_class.stays.filter(enrolment__in=pks, started_on=before).update(started_on=day)
    Enrolment.objects.filter(pk__in=pks).update(entered_on=day)
    EnrolmentChange.objects.bulk_create(_entries(pks, day, reason))
    return len(pks)


def _nobody_gone(stays: QuerySet[ClassStay], day: date) -> None:
    if gone := stays.first():
        raise Refused(
            f"{gone.enrolment.learner} rời lớp từ ngày {gone.until:%d/%m/%Y}, trước {day:%d/%m/%Y}. "
            "Chọn ngày sớm hơn, hoặc hủy biến động của người ấy trước.",
            "opened",
        )


def _nobody_early(stays: QuerySet[ClassStay], day: date) -> None:
    if early := stays.first():
        raise Refused(
            f"{early.enrolment.learner} vào lớp ngày {early.started_on:%d/%m/%Y}, trước {day:%d/%m/%Y}. "
            "Chọn ngày sớm hơn.",
            "opened",
        )


def _entries(enrolment_pks: list[int], day: date, reason: str) -> Iterator[EnrolmentChange]:
    """The ledger is append-only: each entry is taken back and made anew."""
    standing = EnrolmentChange.objects.filter(enrolment__in=enrolment_pks, verb=ChangeVerb.ENTER)
    for old in standing.filter(reverses=None, reversed_by=None).order_by("pk"):
        told = {"enrolment_id": old.enrolment_id, "verb": old.verb, "to_class_id": old.to_class_id, "reason": reason}
        yield EnrolmentChange(**told, effective_on=old.effective_on, reverses=old)
        yield EnrolmentChange(**told, effective_on=day)
