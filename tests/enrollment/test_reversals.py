"""A change recorded by mistake is taken back: every figure of every day is again what it was, the ledger keeps both."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from enrollment.domain.changes import complete, complete_class, leave_class, return_to_class, transfer
from enrollment.domain.reversals import reverse_change
from enrollment.domain.rosters import confirm_roster, reopen_roster
from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentChange, EnrolmentState
from school.errors import Refused
from school.figures import Ask, Scope, ask, measure
from tests.factories import CourseClassFactory, EnrolmentChangeFactory, EnrolmentFactory
from tests.invariants import assert_refused, spoilt

pytestmark = pytest.mark.django_db
OPENED = date(2024, 3, 4)
DAYS = [OPENED + timedelta(days=days) for days in range(-2, 45)]
FIGURES = ("learners_in_class", "enrolments_opened", "enrolments_unconfirmed", "persons_opened")
WHY = "Ghi nhầm người"


@pytest.fixture
def enrolment() -> Enrolment:
    enrolment = EnrolmentFactory(first_class__opened=OPENED)
    EnrolmentFactory(first_class=enrolment.first_class)  # somebody to whom nothing happens
    return enrolment


def figures() -> dict[date, list]:
    """What each figure says on each day, by class."""
    return {day: ask(*(Ask(measure(name), Scope.of_year(2024, day), ("class",)) for name in FIGURES)) for day in DAYS}


def everything() -> tuple:
    """The figures, and what they are made of."""
    stays = list(ClassStay.objects.order_by("pk").values_list("enrolment", "course_class", "started_on", "until"))
    return figures(), stays, dict(Enrolment.objects.values_list("pk", "state"))


def other_class(enrolment: Enrolment):
    return CourseClassFactory(programme=enrolment.first_class.programme, opened=OPENED)


def day(number: int) -> date:
    return OPENED + timedelta(days=number)


def deferred(enrolment: Enrolment) -> None:
    leave_class(enrolment, ChangeVerb.DEFER, day(5), reason="Ốm")


def moved(enrolment: Enrolment) -> None:
    transfer(enrolment, other_class(enrolment), day(5), reason="Gần nhà")


def nothing(enrolment: Enrolment) -> None:
    pass


@pytest.mark.parametrize("on", [0, 1, 20])
@pytest.mark.parametrize("verb", [ChangeVerb.DEFER, ChangeVerb.WITHDRAW, ChangeVerb.EXPEL, ChangeVerb.DIE])
def test_leaving_taken_back(enrolment, verb, on):
    before = everything()
    change = leave_class(enrolment, verb, day(on), reason="Theo đơn")
    assert figures() != before[0]
    reverse_change(change, reason=WHY)
    assert everything() == before


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (nothing, lambda e: complete(e, day(20))),
        (nothing, lambda e: transfer(e, other_class(e), day(0), reason="Gần nhà")),
        (nothing, lambda e: transfer(e, other_class(e), day(9), reason="Gần nhà")),
        (moved, lambda e: transfer(e, e.first_class, day(9), reason="Về lớp cũ")),
        (moved, lambda e: leave_class(e, ChangeVerb.WITHDRAW, day(9), reason="Theo đơn")),
        (moved, lambda e: complete(e, day(20))),
        (deferred, lambda e: return_to_class(e, e.first_class, day(9), reason="Khỏi ốm")),
        (deferred, lambda e: return_to_class(e, e.first_class, day(5), reason="Khỏi ốm")),
        (deferred, lambda e: return_to_class(e, other_class(e), day(9), reason="Khỏi ốm")),
    ],
)
def test_every_figure_of_every_day_is_as_before(enrolment, first, then):
    first(enrolment)
    before = everything()
    change = then(enrolment)
    assert everything() != before
    reverse_change(change, reason=WHY)
    now, stays, states = everything()
    assert (now, states) == (before[0], before[2])
    assert sorted(stays, key=str) == sorted(before[1], key=str)


def test_all_that_happened_is_taken_back_one_by_one_from_the_end(enrolment):
    start = everything()
    deferred(enrolment)
    return_to_class(enrolment, enrolment.first_class, day(9), reason="Khỏi ốm")
    complete(enrolment, day(20))
    defer, back, done = enrolment.changes.exclude(verb=ChangeVerb.ENTER).order_by("pk")
    with pytest.raises(Refused, match="Hủy biến động gần nhất trước"):
        reverse_change(back, reason=WHY)
    for change in (done, back, defer):
        reverse_change(change, reason=WHY)
    assert everything() == start
    leave_class(enrolment, ChangeVerb.WITHDRAW, day(7), reason="Theo đơn")  # and life goes on
    assert Enrolment.objects.get(pk=enrolment.pk).state == EnrolmentState.WITHDRAWN


def test_the_ledger_keeps_both_entries(enrolment):
    change = leave_class(enrolment, ChangeVerb.WITHDRAW, day(7), reason="Theo đơn", decision="12-QĐ/TCT")
    entry = reverse_change(change, reason=WHY, decision="15-QĐ/TCT")
    assert (entry.verb, entry.effective_on, entry.reverses) == ("withdraw", day(7), change)
    assert (entry.reason, entry.decision) == (WHY, "15-QĐ/TCT")
    assert str(entry) == "hủy: thôi học 11/03/2024"
    assert list(enrolment.changes.order_by("pk").values_list("verb", flat=True)) == ["enter", "withdraw", "withdraw"]


def test_a_whole_class_completed_too_early_is_taken_back_for_one(enrolment):
    complete_class(enrolment.first_class, day(20))
    reverse_change(enrolment.changes.get(verb=ChangeVerb.COMPLETE), reason="Còn nợ học phần")
    states = list(Enrolment.objects.order_by("pk").values_list("state", flat=True))
    assert states == [EnrolmentState.STUDYING, EnrolmentState.COMPLETED]


def test_refused_without_a_reason_twice_or_of_an_entry(enrolment):
    change = leave_class(enrolment, ChangeVerb.WITHDRAW, day(7), reason="Theo đơn")
    with pytest.raises(ValidationError, match="cần ghi lý do"):
        reverse_change(change, reason="")
    entry = reverse_change(change, reason=WHY)
    again = everything()
    with pytest.raises(Refused, match="đã được hủy"):
        reverse_change(change, reason=WHY)
    for other in (entry, enrolment.changes.get(verb=ChangeVerb.ENTER)):
        with pytest.raises(Refused, match="sau khi vào học"):
            reverse_change(other, reason=WHY)
    assert everything() == again


def test_completing_needs_no_reason_but_taking_it_back_does(enrolment):
    change = complete(enrolment, day(20))
    with pytest.raises(ValidationError, match="Hủy một biến động cần ghi lý do"):
        reverse_change(change, reason="")
    row = EnrolmentChangeFactory(enrolment=enrolment, verb=ChangeVerb.COMPLETE, reverses=change, reason=WHY)
    assert row.reverses == change


def test_the_database_wants_a_reason(enrolment):
    change = complete(enrolment, day(20))
    wrong = spoilt(lambda: EnrolmentChangeFactory.build(enrolment=enrolment, verb="complete"), {"reverses": change})
    assert_refused(wrong, "enrollment_change_reversed_why", "Hủy một biến động cần ghi lý do.")


def test_stays_mended_by_hand_since_are_not_guessed_at(enrolment):
    change = leave_class(enrolment, ChangeVerb.WITHDRAW, day(7), reason="Theo đơn")
    enrolment.stays.update(until=day(8))
    with pytest.raises(Refused, match="đã được sửa"):
        reverse_change(change, reason=WHY)
    assert EnrolmentChange.objects.filter(reverses=change).count() == 0


# A confirmed roster counts who was there at the opening; a change must not alter that unseen.


def test_a_confirmed_roster_keeps_its_number(enrolment):
    change = leave_class(enrolment, ChangeVerb.WITHDRAW, day(0), reason="Không đến học")
    confirm_roster(enrolment.first_class, day(10))
    before = everything()
    with pytest.raises(Refused, match="Mở lại danh sách trước"):
        reverse_change(change, reason=WHY)
    assert everything() == before
    reopen_roster(enrolment.first_class, "Ghi nhầm", day(11))
    reverse_change(change, reason=WHY)
    confirm_roster(enrolment.first_class, day(12))
    with pytest.raises(Refused, match="Mở lại danh sách trước"):
        leave_class(enrolment, ChangeVerb.WITHDRAW, day(0), reason="Không đến học")
    with pytest.raises(Refused, match="Mở lại danh sách trước"):
        transfer(enrolment, other_class(enrolment), day(0), reason="Gần nhà")


def test_what_happens_after_the_opening_of_a_confirmed_class_is_recorded_and_taken_back(enrolment):
    confirm_roster(enrolment.first_class, day(1))
    before = everything()
    reverse_change(leave_class(enrolment, ChangeVerb.WITHDRAW, day(1), reason="Theo đơn"), reason=WHY)
    assert everything() == before
