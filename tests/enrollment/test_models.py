"""Enrolments, stays and the ledger of changes: who was where on any day, and nothing rewritten."""

from datetime import date

import pytest
from django.db import InternalError, transaction

from enrollment.models import ChangeVerb, ClassStay, EnrolmentChange, EnrolmentState
from tests.factories import (
    AgencyFactory,
    ClassStayFactory,
    CourseClassFactory,
    EnrolmentChangeFactory,
    EnrolmentFactory,
    RosterConfirmationFactory,
)
from tests.invariants import assert_allowed, assert_database_refuses, assert_refused, clashing, spoilt

pytestmark = pytest.mark.django_db

TO_CLASS = "Vào học và chuyển lớp phải ghi lớp đến; biến động khác thì không."
REASON = "Biến động này cần ghi lý do."
REOPENED = "Mở lại danh sách đã chốt cần ghi lý do."
SAME_DAY = "Trong một ngày, một lượt học chỉ ở một lớp."
MAY = date(2024, 5, 6)
JUNE = date(2024, 6, 3)
REOPENED_IN_JUNE = {"reopened_on": JUNE, "reopened_why": "Bổ sung hai học viên"}


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint", "message"),
    [
        (
            ClassStayFactory,
            {"until": date(2024, 3, 3)},
            "enrollment_stay_in_order",
            "Ngày rời lớp phải sau ngày vào lớp.",
        ),
        (RosterConfirmationFactory, {"reopened_on": JUNE}, "enrollment_confirmation_reopened_why", REOPENED),
        (RosterConfirmationFactory, {"reopened_why": "Sai"}, "enrollment_confirmation_reopened_why", REOPENED),
        (
            RosterConfirmationFactory,
            {"reopened_on": date(2020, 1, 1), "reopened_why": "Sai"},
            "enrollment_confirmation_reopened_after",
            "Ngày mở lại phải từ ngày chốt danh sách.",
        ),
    ],
)
def test_wrong_by_itself(factory, wrong, constraint, message) -> None:
    assert_refused(spoilt(factory, wrong), constraint, message)


@pytest.mark.parametrize("verb", [verb for verb in ChangeVerb if verb not in (ChangeVerb.ENTER, ChangeVerb.COMPLETE)])
def test_a_change_needs_its_reason(verb) -> None:
    row = EnrolmentChangeFactory.build(enrolment=EnrolmentFactory(), verb=verb, reason="")
    assert_refused(row, "enrollment_change_reason", REASON)


@pytest.mark.parametrize("verb", ChangeVerb)
def test_only_entry_and_transfer_lead_into_a_class(verb) -> None:
    enrolment, reason = EnrolmentFactory(), "Theo đề nghị của đơn vị"
    into = verb in (ChangeVerb.ENTER, ChangeVerb.TRANSFER)
    for to_class in (None, CourseClassFactory()):
        row = EnrolmentChangeFactory.build(enrolment=enrolment, verb=verb, reason=reason, to_class=to_class)
        if into is (to_class is not None):
            assert_allowed(row)
        else:
            assert_refused(row, "enrollment_change_to_class", TO_CLASS)


@pytest.mark.parametrize(
    ("factory", "first", "second", "same", "constraint", "message"),
    [
        (
            EnrolmentFactory,
            {},
            {},
            "first_class learner",
            "enrollment_enrolment_once",
            "Người này đã có trong danh sách lớp.",
        ),
        (ClassStayFactory, {}, {}, "enrolment", "enrollment_stay_one_class_a_day", SAME_DAY),
        (
            ClassStayFactory,
            {"until": JUNE},
            {"started_on": MAY},
            "enrolment",
            "enrollment_stay_one_class_a_day",
            SAME_DAY,
        ),
        (
            RosterConfirmationFactory,
            {},
            {"confirmed_on": JUNE},
            "course_class",
            "enrollment_confirmation_one_open",
            "Danh sách lớp này đã chốt.",
        ),
    ],
)
def test_wrong_beside_another(factory, first, second, same, constraint, message) -> None:
    assert_refused(clashing(factory, first, second, same), constraint, message)


@pytest.mark.parametrize(
    ("factory", "first", "second", "same"),
    [
        (EnrolmentFactory, {}, {}, "learner"),
        (ClassStayFactory, {"until": JUNE}, {"started_on": JUNE}, "enrolment"),
        (RosterConfirmationFactory, REOPENED_IN_JUNE, {"confirmed_on": JUNE}, "course_class"),
    ],
)
def test_allowed_beside_another(factory, first, second, same) -> None:
    assert_allowed(clashing(factory, first, second, same))


def test_no_enrolment_from_a_group_of_agencies() -> None:
    row = EnrolmentFactory()
    row.agency = AgencyFactory(group=True)
    message = f"“{row.agency}” là một nhóm. Chọn một đơn vị cụ thể."
    assert_refused(row, "enrollment_enrolment_agency_id_group_key", message)


@pytest.mark.parametrize("state", ["", "gone"])
def test_a_state_of_the_list(state) -> None:
    assert_database_refuses(spoilt(EnrolmentFactory, {"state": state}), "enrollment_enrolment_state")


def test_a_stay_ends_before_the_day_it_is_until() -> None:
    stay = ClassStayFactory(started_on=MAY, until=JUNE)
    days = [date(2024, 5, 5), MAY, date(2024, 6, 2), JUNE]
    assert [stay in ClassStay.objects.on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda change: change.save(),
        lambda change: EnrolmentChange.objects.filter(pk=change.pk).update(reason="Khác"),
        lambda change: EnrolmentChange.objects.bulk_update([change], ["effective_on"]),
        lambda change: EnrolmentChange.objects.filter(pk=0).update(reason="Khác"),
    ],
    ids=["save", "update", "bulk_update", "update of nothing"],
)
def test_the_ledger_is_append_only(rewrite) -> None:
    change = EnrolmentChangeFactory()
    with pytest.raises(InternalError, match="append-only"), transaction.atomic():
        rewrite(change)
    change.refresh_from_db()
    assert change.reason == ""


def test_a_change_is_reversed_by_one_other() -> None:
    wrong = EnrolmentChangeFactory(verb=ChangeVerb.WITHDRAW)
    EnrolmentChangeFactory(enrolment=wrong.enrolment, verb=ChangeVerb.RETURN, reverses=wrong)
    again = EnrolmentChangeFactory.build(enrolment=wrong.enrolment, verb=ChangeVerb.RETURN, reverses=wrong)
    assert_database_refuses(again, "enrollment_enrolmentchange_reverses_id_key")


def test_an_enrolment_starts_as_studying_with_a_stay_and_an_entry() -> None:
    enrolment = EnrolmentFactory()
    assert enrolment.state == EnrolmentState.STUDYING
    assert [stay.course_class for stay in enrolment.stays.all()] == [enrolment.first_class]
    assert [change.verb for change in enrolment.changes.all()] == [ChangeVerb.ENTER]
