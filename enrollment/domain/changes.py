"""What happens to an enrolment after entry (biến động sĩ số): each verb one transaction and one ledger row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import transaction

from courses.models import ClassState, CourseClass
from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentChange, EnrolmentState
from enrollment.queries.rosters import open_confirmation, studying_in, was_at_opening
from school.days import today
from school.errors import Refused, save_checked

LEAVING: dict[ChangeVerb, EnrolmentState] = {
    ChangeVerb.DEFER: EnrolmentState.DEFERRED,
    ChangeVerb.WITHDRAW: EnrolmentState.WITHDRAWN,
    ChangeVerb.EXPEL: EnrolmentState.EXPELLED,
    ChangeVerb.DIE: EnrolmentState.DECEASED,
}


def leave_class(
    enrolment: Enrolment, verb: ChangeVerb, on: date, *, reason: str, decision: str = ""
) -> EnrolmentChange:
    """Defer, withdraw, expel or record a death: from `on` the learner is in no class.

    Raises Refused where the learner is not studying or left before entering.
    """
    told = EnrolmentChange(verb=verb, effective_on=on, reason=reason, decision=decision)
    with changing(enrolment, EnrolmentState.STUDYING) as locked:
        _end_stay(locked, on)
        return _record(locked, LEAVING[verb], told)


def return_to_class(
    enrolment: Enrolment, course_class: CourseClass, on: date, *, reason: str, decision: str = ""
) -> EnrolmentChange:
    """Study again after a deferral, in the same class or another of the programme, from `on`."""
    told = EnrolmentChange(verb=ChangeVerb.RETURN, effective_on=on, reason=reason, decision=decision)
    with changing(enrolment, EnrolmentState.DEFERRED) as locked:
        _start_stay(locked, course_class, on)
        return _record(locked, EnrolmentState.STUDYING, told)


def transfer(
    enrolment: Enrolment, to_class: CourseClass, on: date, *, reason: str, decision: str = ""
) -> EnrolmentChange:
    """Move to another class of the same programme from `on`: still one lượt, in the year of the first class."""
    told = EnrolmentChange(
        verb=ChangeVerb.TRANSFER, effective_on=on, to_class=to_class, reason=reason, decision=decision
    )
    with changing(enrolment, EnrolmentState.STUDYING) as locked:
        _end_stay(locked, on)
        _start_stay(locked, to_class, on)
        return _record(locked, EnrolmentState.STUDYING, told)


def complete(enrolment: Enrolment, on: date) -> EnrolmentChange:
    """Finish the programme; `on` is the last day in class."""
    with changing(enrolment, EnrolmentState.STUDYING) as locked:
        _end_stay(locked, on, on + timedelta(days=1))
        told = EnrolmentChange(verb=ChangeVerb.COMPLETE, effective_on=on)
        return _record(locked, EnrolmentState.COMPLETED, told)


@transaction.atomic
def complete_class(course_class: CourseClass, on: date) -> int:
    """Everybody still studying in the class finishes on `on`; returns how many."""
    if on > today():
        raise Refused("Ngày này chưa tới. Đến ngày đó hãy ghi.", "on")
    stays = studying_in(course_class).select_for_update(of=("self",))
    if early := stays.filter(started_on__gt=on).select_related("enrolment__learner").first():
        raise Refused(
            f"{early.enrolment.learner} vào lớp ngày {early.started_on:%d/%m/%Y}. Chọn ngày từ ngày đó.", "on"
        )
    enrolment_pks = list(stays.values_list("enrolment_id", flat=True))
    ClassStay.objects.filter(enrolment__in=enrolment_pks, until=None).update(until=on + timedelta(days=1))
    Enrolment.objects.filter(pk__in=enrolment_pks).update(state=EnrolmentState.COMPLETED)
    EnrolmentChange.objects.bulk_create(
        EnrolmentChange(enrolment_id=pk, verb=ChangeVerb.COMPLETE, effective_on=on) for pk in enrolment_pks
    )
    return len(enrolment_pks)


@contextmanager
def changing(enrolment: Enrolment, *states: EnrolmentState) -> Iterator[Enrolment]:
    """One change of an enrolment that is in one of these states, locked until the change is stored.

    Raises Refused for another state, and for a change that a confirmed roster's number would not survive: it counts
    who was there at the opening.
    """
    with transaction.atomic():
        rows = Enrolment.objects.select_for_update(of=("self",)).select_related("first_class")
        locked = rows.get(pk=enrolment.pk)
        if locked.state not in states:
            wanted = " hoặc ".join(state.label for state in states)
            raise Refused(f"Học viên này {locked.get_state_display()}, không phải {wanted}.")
        counted = was_at_opening(locked) if open_confirmation(locked.first_class) else None
        yield locked
        if counted is not None and was_at_opening(locked) != counted:
            raise Refused(
                f"Danh sách lớp {locked.first_class.code} đã chốt, biến động này làm đổi sĩ số khai giảng. "
                "Mở lại danh sách trước."
            )


def _end_stay(enrolment: Enrolment, on: date, until: date | None = None) -> None:
    stay = enrolment.stays.filter(until=None).get()
    if on < stay.started_on:
        raise Refused(f"Ngày có hiệu lực phải từ ngày vào lớp {stay.started_on:%d/%m/%Y}.", "effective_on")
    stay.until = until or on
    save_checked(stay)


def _start_stay(enrolment: Enrolment, course_class: CourseClass, on: date) -> None:
    if course_class.state != ClassState.OPEN or course_class.opened_from is None:
        raise Refused("Lớp chuyển đến phải đang học.", "to_class")
    if course_class.programme_id != enrolment.first_class.programme_id:
        raise Refused("Chỉ chuyển được giữa hai lớp cùng chương trình.", "to_class")
    if on < course_class.opened_from:
        raise Refused("Lớp chuyển đến chưa khai giảng vào ngày đó.", "effective_on")
    save_checked(ClassStay(enrolment=enrolment, course_class=course_class, started_on=on))


def _record(enrolment: Enrolment, state: EnrolmentState, change: EnrolmentChange) -> EnrolmentChange:
    if change.effective_on > today():
        raise Refused("Ngày này chưa tới. Đến ngày đó hãy ghi.", "effective_on")
    enrolment.state = state
    enrolment.save(update_fields=["state"])
    change.enrolment = enrolment
    save_checked(change)
    return change
