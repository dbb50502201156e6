"""What happens to an enrolment after entry (biến động sĩ số): each verb one transaction and one ledger row."""

from datetime import date, timedelta

from django.db import transaction

from courses.models import ClassState, CourseClass
from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentChange, EnrolmentState
from enrollment.queries.rosters import studying_in
from school.days import today
from school.errors import Refused, save_checked

LEAVING: dict[ChangeVerb, EnrolmentState] = {
    ChangeVerb.DEFER: EnrolmentState.DEFERRED,
    ChangeVerb.WITHDRAW: EnrolmentState.WITHDRAWN,
    ChangeVerb.EXPEL: EnrolmentState.EXPELLED,
    ChangeVerb.DIE: EnrolmentState.DECEASED,
}


@transaction.atomic
def leave_class(
    enrolment: Enrolment, verb: ChangeVerb, on: date, *, reason: str, decision: str = ""
) -> EnrolmentChange:
    """Defer, withdraw, expel or record a death: from `on` the learner is in no class.

    Raises Refused where the learner is not studying or left before entering.
    """
    locked = _lock(enrolment, EnrolmentState.STUDYING)
    _end_stay(locked, on)
    return _record(
        locked,
        LEAVING[verb],
        EnrolmentChange(enrolment=locked, verb=verb, effective_on=on, reason=reason, decision=decision),
    )


@transaction.atomic
def return_to_class(
    enrolment: Enrolment, course_class: CourseClass, on: date, *, reason: str, decision: str = ""
) -> EnrolmentChange:
    """Study again after a deferral, in the same class or another of the programme, from `on`."""
    locked = _lock(enrolment, EnrolmentState.DEFERRED)
    _start_stay(locked, course_class, on)
    return _record(
        locked,
        EnrolmentState.STUDYING,
        EnrolmentChange(enrolment=locked, verb=ChangeVerb.RETURN, effective_on=on, reason=reason, decision=decision),
    )


@transaction.atomic
def transfer(
    enrolment: Enrolment, to_class: CourseClass, on: date, *, reason: str, decision: str = ""
) -> EnrolmentChange:
    """Move to another class of the same programme from `on`: still one lượt, in the year of the first class."""
    locked = _lock(enrolment, EnrolmentState.STUDYING)
    _end_stay(locked, on)
    _start_stay(locked, to_class, on)
    return _record(
        locked,
        EnrolmentState.STUDYING,
        EnrolmentChange(
            enrolment=locked,
            verb=ChangeVerb.TRANSFER,
            effective_on=on,
            to_class=to_class,
            reason=reason,
            decision=decision,
        ),
    )


@transaction.atomic
def complete(enrolment: Enrolment, on: date) -> EnrolmentChange:
    """Finish the programme; `on` is the last day in class."""
    locked = _lock(enrolment, EnrolmentState.STUDYING)
    _end_stay(locked, on + timedelta(days=1))
    return _record(
        locked, EnrolmentState.COMPLETED, EnrolmentChange(enrolment=locked, verb=ChangeVerb.COMPLETE, effective_on=on)
    )


@transaction.atomic
def complete_class(course_class: CourseClass, on: date) -> int:
    """Everybody still studying in the class finishes on `on`; returns how many."""
    if on > today():
        raise Refused("Ngày này chưa tới. Đến ngày đó hãy ghi.", "on")
    stays = studying_in(course_class).select_for_update(of=("self",))
    enrolment_pks = list(stays.values_list("enrolment_id", flat=True))
    ClassStay.objects.filter(enrolment__in=enrolment_pks, until=None).update(until=on + timedelta(days=1))
    Enrolment.objects.filter(pk__in=enrolment_pks).update(state=EnrolmentState.COMPLETED)
    EnrolmentChange.objects.bulk_create(
        EnrolmentChange(enrolment_id=pk, verb=ChangeVerb.COMPLETE, effective_on=on) for pk in enrolment_pks
    )
    return len(enrolment_pks)


def _lock(enrolment: Enrolment, state: EnrolmentState) -> Enrolment:
    locked = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if locked.state != state:
        raise Refused(f"Học viên này {locked.get_state_display()}, không phải {state.label}.")
    return locked


def _end_stay(enrolment: Enrolment, on: date) -> None:
    stay = enrolment.stays.filter(until=None).get()
    if on < stay.started_on:
        raise Refused(f"Ngày có hiệu lực phải từ ngày vào lớp {stay.started_on:%d/%m/%Y}.", "effective_on")
    stay.until = on
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
    save_checked(change)
    return change
