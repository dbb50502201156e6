"""What happens after entry: who is in which class on any day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from enrollment.domain.changes import complete, complete_class, leave_class, return_to_class, transfer
from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentState
from school.errors import Refused
from tests.factories.courses import CourseClassFactory
from tests.factories.enrollment import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment() -> Enrolment:
    return EnrolmentFactory(first_class__opened=date(2024, 3, 4))


def in_class(enrolment: Enrolment, day: date):
    stay = ClassStay.objects.filter(enrolment=enrolment).on(day).first()
    return stay.course_class if stay else None


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (ChangeVerb.DEFER, EnrolmentState.DEFERRED),
        (ChangeVerb.WITHDRAW, EnrolmentState.WITHDRAWN),
        (ChangeVerb.EXPEL, EnrolmentState.EXPELLED),
        (ChangeVerb.DIE, EnrolmentState.DECEASED),
    ],
)
def test_from_that_day_on_in_no_class(enrolment, verb, state):
    leave_class(enrolment, verb, date(2024, 5, 6), reason="Theo đơn", decision="12-QĐ/TCT")
    enrolment.refresh_from_db()
    assert enrolment.state == state
    assert in_class(enrolment, date(2024, 5, 5)) == enrolment.first_class
    assert in_class(enrolment, date(2024, 5, 6)) is None


def test_leaving_needs_a_reason_and_a_day_after_entry(enrolment):
    with pytest.raises(ValidationError, match="cần ghi lý do"):
        leave_class(enrolment, ChangeVerb.WITHDRAW, date(2024, 5, 6), reason="")
    with pytest.raises(Refused, match="từ ngày vào lớp"):
        leave_class(enrolment, ChangeVerb.WITHDRAW, date(2024, 3, 3), reason="Theo đơn")
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.STUDYING
    assert in_class(enrolment, date(2024, 6, 1)) == enrolment.first_class


def test_a_transfer_is_one_enrolment_in_two_classes(enrolment):
    other = CourseClassFactory(programme=enrolment.first_class.programme, opened=date(2024, 4, 1))
    transfer(enrolment, other, date(2024, 5, 6), reason="Chuyển công tác")
    assert in_class(enrolment, date(2024, 5, 5)) == enrolment.first_class
    assert in_class(enrolment, date(2024, 5, 6)) == other
    assert Enrolment.objects.count() == 1


def test_a_transfer_stays_within_the_programme_and_in_a_running_class(enrolment):
    with pytest.raises(Refused, match="cùng chương trình"):
        transfer(enrolment, CourseClassFactory(), date(2024, 5, 6), reason="Chuyển")
    waiting = CourseClassFactory(programme=enrolment.first_class.programme, opened=None)
    with pytest.raises(Refused, match="đang học"):
        transfer(enrolment, waiting, date(2024, 5, 6), reason="Chuyển")
    assert in_class(enrolment, date(2024, 5, 6)) == enrolment.first_class


def test_back_after_a_deferral(enrolment):
    with pytest.raises(Refused, match="không phải bảo lưu"):
        return_to_class(enrolment, enrolment.first_class, date(2024, 9, 2), reason="Hết thai sản")
    leave_class(enrolment, ChangeVerb.DEFER, date(2024, 5, 6), reason="Thai sản")
    return_to_class(enrolment, enrolment.first_class, date(2024, 9, 2), reason="Hết thai sản")
    assert in_class(enrolment, date(2024, 9, 1)) is None
    assert in_class(enrolment, date(2024, 9, 2)) == enrolment.first_class


def test_completing_keeps_the_last_day(enrolment):
    complete(enrolment, date(2024, 12, 20))
    assert in_class(enrolment, date(2024, 12, 20)) == enrolment.first_class
    assert in_class(enrolment, date(2024, 12, 21)) is None
    with pytest.raises(Refused, match="đã hoàn thành"):
        complete(enrolment, date(2024, 12, 20))


def test_a_whole_class_completes_without_those_who_left(enrolment):
    stays_on = EnrolmentFactory.create_batch(2, first_class=enrolment.first_class)
    leave_class(enrolment, ChangeVerb.WITHDRAW, date(2024, 5, 6), reason="Theo đơn")
    assert complete_class(enrolment.first_class, date(2024, 12, 20)) == 2
    states = set(Enrolment.objects.filter(pk__in=[e.pk for e in stays_on]).values_list("state", flat=True))
    assert states == {EnrolmentState.COMPLETED}
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.WITHDRAWN


def test_nobody_finishes_before_they_came(enrolment):
    with pytest.raises(Refused, match="từ ngày vào lớp 04/03/2024"):
        complete(enrolment, date(2024, 3, 3))
    for early in (date(2024, 3, 3), date(2024, 1, 1)):
        with pytest.raises(Refused, match="vào lớp ngày 04/03/2024"):
            complete_class(enrolment.first_class, early)
    assert in_class(enrolment, date(2024, 3, 4)) == enrolment.first_class


def test_the_ledger_tells_all_in_order(enrolment):
    leave_class(enrolment, ChangeVerb.DEFER, date(2024, 5, 6), reason="Thai sản")
    return_to_class(enrolment, enrolment.first_class, date(2024, 9, 2), reason="Hết thai sản")
    complete(enrolment, date(2024, 12, 20))
    assert [c.verb for c in enrolment.changes.all()] == ["enter", "defer", "return", "complete"]
