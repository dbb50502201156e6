"""Rosters: enrolling people in a class, confirming the list (chốt danh sách), reopening it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from courses.models import ClassState, CourseClass
from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentChange, Learner, RosterConfirmation
from enrollment.queries.rosters import open_confirmation
from school.days import today
from school.errors import Refused, refusing, save_checked
from school.models import Agency

Account = Any  # settings.AUTH_USER_MODEL: the portal's, which nothing here may import


@dataclass(frozen=True)
class Entry:
    """One line of a roster: who comes, from where, as what."""

    learner: Learner
    agency: Agency
    position: str = ""


def enrol_roster(
    course_class: CourseClass, entries: Sequence[Entry], *, entered_on: date | None = None
) -> list[Enrolment]:
    """Enrol people in an opened class, all or none; `entered_on` is the opening day unless given.

    Raises Refused where the roster is confirmed, the class not open, an agency is a group, or somebody is
    on the list already.
    """
    with refusing():
        locked = CourseClass.objects.select_for_update(of=("self",)).get(pk=course_class.pk)
        day = _day_of_entry(locked, entered_on)
        enrolments = [_enrolment(locked, entry, day) for entry in entries]
        Enrolment.objects.bulk_create(enrolments)
        ClassStay.objects.bulk_create(
            ClassStay(enrolment=enrolment, course_class=locked, started_on=day) for enrolment in enrolments
        )
        EnrolmentChange.objects.bulk_create(
            EnrolmentChange(enrolment=enrolment, verb=ChangeVerb.ENTER, effective_on=day, to_class=locked)
            for enrolment in enrolments
        )
    return enrolments


def confirm_roster(course_class: CourseClass, on: date | None = None, by: Account | None = None) -> RosterConfirmation:
    """Chốt danh sách: from now on the class is counted, no longer declared.

    Raises Refused for a class that has not opened, an empty roster, or a roster confirmed already.
    """
    with transaction.atomic():
        locked = CourseClass.objects.select_for_update(of=("self",)).get(pk=course_class.pk)
        if locked.opened_from is None:
            raise Refused("Lớp chưa khai giảng thì chưa chốt danh sách.")
        if not locked.enrolments.exists():
            raise Refused("Lớp chưa có học viên. Nhập danh sách trước khi chốt.")
        confirmation = RosterConfirmation(course_class=locked, confirmed_on=on or today(), confirmed_by=by)
        if confirmation.confirmed_on > today():
            raise Refused("Ngày chốt danh sách chưa tới.", "confirmed_on")
        if confirmation.confirmed_on < locked.opened_from:
            raise Refused("Ngày chốt danh sách phải sau ngày khai giảng.", "confirmed_on")
        save_checked(confirmation)
        return confirmation


def reopen_roster(course_class: CourseClass, why: str, on: date | None = None, by: Account | None = None) -> None:
    """Open a confirmed roster again; a reason is required and kept. Raises Refused where none is confirmed."""
    with transaction.atomic():
        confirmation = open_confirmation(course_class, lock=True)
        if confirmation is None:
            raise Refused("Danh sách lớp này chưa chốt.")
        confirmation.reopened_on, confirmation.reopened_by, confirmation.reopened_why = on or today(), by, why
        save_checked(confirmation)


def _day_of_entry(course_class: CourseClass, entered_on: date | None) -> date:
    if course_class.state not in (ClassState.OPEN, ClassState.CLOSED) or course_class.opened_from is None:
        raise Refused("Lớp chưa khai giảng. Ghi ngày khai giảng trước khi nhập danh sách.")
    if open_confirmation(course_class) is not None:
        raise Refused("Danh sách lớp đã chốt. Mở lại danh sách trước khi thêm học viên.")
    day = entered_on or course_class.opened_from
    if day < course_class.opened_from:
        raise Refused("Ngày vào học không thể trước ngày khai giảng.", "entered_on")
    return day


def _enrolment(course_class: CourseClass, entry: Entry, day: date) -> Enrolment:
    if entry.agency.is_group:
        raise Refused(f"“{entry.agency.name}” là nhóm đơn vị. Ghi đúng đơn vị cử học viên.", "agency")
    return Enrolment(
        learner=entry.learner,
        first_class=course_class,
        entered_on=day,
        agency=entry.agency,
        position=entry.position,
        provenance=course_class.provenance,
    )
