"""A class opened on another day than was recorded: who moves along, who stays, what is refused."""

from datetime import date, timedelta

import pytest

from courses.models import ClassState, CourseClass
from enrollment.domain.changes import leave_class, return_to_class, transfer
from enrollment.domain.openings import correct_opening_of
from enrollment.domain.reversals import reverse_change
from enrollment.domain.rosters import Entry, confirm_roster, enrol_roster, reopen_roster
from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentChange
from portal.models import Role
from school.days import today
from school.errors import Refused
from school.figures import Scope
from school.figures import count as figure
from school.partial_date import PartialDate
from tests.factories import (
    AgencyFactory,
    CourseClassFactory,
    EnrolmentFactory,
    LearnerFactory,
    ProgrammeFactory,
    RuleSetFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OLD, EARLIER, LATER = date(2024, 3, 4), date(2024, 2, 26), date(2024, 3, 11)
WHY = "Gõ nhầm ngày"


@pytest.fixture
def course_class() -> CourseClass:
    """With two learners from the opening."""
    course_class = CourseClassFactory(opened=OLD)
    course_class.refresh_from_db()
    EnrolmentFactory.create_batch(2, first_class=course_class)
    return course_class


def enrol(course_class: CourseClass, on: date) -> Enrolment:
    return enrol_roster(course_class, [Entry(LearnerFactory(), AgencyFactory())], entered_on=on)[0]


def correct(course_class: CourseClass, day: date) -> int:
    return correct_opening_of(course_class, PartialDate.day(day), reason=WHY)


def everything():
    return (
        list(CourseClass.objects.order_by("pk").values_list("opened_from", "opened_to", "rule_set")),
        list(Enrolment.objects.order_by("pk").values_list("pk", "entered_on")),
        list(ClassStay.objects.order_by("pk").values_list("pk", "started_on", "until")),
        EnrolmentChange.objects.count(),
    )


@pytest.mark.parametrize("day", [EARLIER, LATER])
def test_who_entered_on_the_opening_moves_who_came_later_stays(course_class, day):
    late = enrol(course_class, date(2024, 3, 20))
    assert correct(course_class, day) == 2
    assert course_class.opened == PartialDate.day(day)
    assert sorted(Enrolment.objects.values_list("entered_on", flat=True)) == [day, day, date(2024, 3, 20)]
    assert sorted(ClassStay.objects.values_list("started_on", flat=True)) == [day, day, date(2024, 3, 20)]
    assert late.changes.count() == 1
    for asked, expected in ((day - timedelta(days=1), 0), (day, 2)):
        assert figure("learners_in_class", Scope.of_year(2024, asked)) == expected
        assert figure("enrolments_unconfirmed", Scope.of_year(2024, asked)) == expected


def test_the_ledger_takes_the_entries_back_and_makes_them_anew(course_class):
    correct(course_class, LATER)
    enrolment = course_class.enrolments.first()
    old, back, new = enrolment.changes.order_by("pk")
    assert [(c.verb, c.effective_on, c.to_class, c.reason) for c in (old, back, new)] == [
        ("enter", OLD, course_class, ""),
        ("enter", OLD, course_class, WHY),
        ("enter", LATER, course_class, WHY),
    ]
    assert (back.reverses, new.reverses) == (old, None)
    correct(course_class, EARLIER)  # and once more
    assert enrolment.changes.filter(reverses=None, reversed_by=None).get().effective_on == EARLIER


def test_the_rules_of_the_right_day_stay_with_the_class(course_class):
    programme = course_class.programme
    old = RuleSetFactory(programme=programme, valid_from=date(2021, 1, 1), valid_to=date(2024, 2, 29))
    new = RuleSetFactory(programme=programme, valid_from=date(2024, 3, 1))
    correct(course_class, LATER)
    assert course_class.rule_set == new
    correct(course_class, EARLIER)
    assert course_class.rule_set == old


def test_a_closed_class_may_be_corrected_up_to_its_closing(course_class):
    CourseClass.objects.update(closed_from=date(2024, 3, 15), closed_to=date(2024, 3, 15))
    with pytest.raises(Refused, match="trước ngày bế giảng 15/03/2024"):
        correct(course_class, date(2024, 3, 16))
    assert correct(course_class, date(2024, 3, 15)) == 2
    assert course_class.state == ClassState.CLOSED


def test_what_happened_later_can_still_be_taken_back(course_class):
    enrolment = course_class.enrolments.first()
    change = leave_class(enrolment, ChangeVerb.WITHDRAW, LATER, reason="Theo đơn")
    correct(course_class, LATER)  # left on the very day of the opening: not counted
    assert figure("enrolments_unconfirmed", Scope.of_year(2024, LATER)) == 1
    reverse_change(change, reason=WHY)
    assert figure("enrolments_unconfirmed", Scope.of_year(2024, LATER)) == 2


def left_before(course_class):
    leave_class(course_class.enrolments.first(), ChangeVerb.WITHDRAW, date(2024, 3, 8), reason="Theo đơn")
    return LATER, "rời lớp từ ngày 08/03/2024"


def came_before(course_class):
    enrol(course_class, date(2024, 3, 8))
    return LATER, "vào lớp ngày 08/03/2024"


def came_from_another_class(course_class):
    other = EnrolmentFactory(first_class__programme=course_class.programme, first_class__opened=EARLIER)
    transfer(other, course_class, date(2024, 3, 5), reason="Gần nhà")
    return LATER, "vào lớp ngày 05/03/2024"


def left_and_came_back(course_class):
    leave_class(course_class.enrolments.first(), ChangeVerb.DEFER, date(2024, 3, 6), reason="Ốm")
    return_to_class(course_class.enrolments.first(), course_class, date(2024, 3, 8), reason="Khỏi ốm")
    return LATER, "rời lớp từ ngày 06/03/2024"


def confirmed(course_class):
    confirm_roster(course_class, date(2024, 4, 1))
    return LATER, "đã chốt"


def to_come(course_class):
    CourseClass.objects.update(opened_from=date(today().year, 1, 2), opened_to=date(today().year, 1, 2))
    day = today() + timedelta(days=1)
    return day, "chưa tới" if day.year == today().year else "trong năm"


@pytest.mark.parametrize(
    "arrange",
    [
        left_before,
        came_before,
        came_from_another_class,
        left_and_came_back,
        confirmed,
        to_come,
        lambda _: (date(2023, 12, 31), "năm 2024"),
        lambda _: (date(2025, 1, 1), "năm 2024"),
    ],
)
def test_refused_in_words_and_nothing_moves(course_class, arrange):
    day, words = arrange(course_class)
    before = everything()
    with pytest.raises(Refused, match=words):
        correct(course_class, day)
    assert everything() == before


def test_a_programme_must_be_valid_on_the_right_day():
    course_class = CourseClassFactory(opened=OLD, programme=ProgrammeFactory(valid_from=date(2024, 3, 1)))
    with pytest.raises(Refused, match="không có hiệu lực ngày 26/02/2024"):
        correct(course_class, EARLIER)


def test_a_waiting_class_has_no_day_to_correct_and_a_reason_is_needed(course_class):
    with pytest.raises(Refused, match="chưa khai giảng"):
        correct(CourseClassFactory(opened=None), EARLIER)
    with pytest.raises(Refused, match="ghi lý do"):
        correct_opening_of(course_class, PartialDate.day(EARLIER), reason=" ")


def test_a_day_known_better_moves_nobody(course_class):
    CourseClass.objects.update(opened_from=date(2024, 3, 4), opened_to=date(2024, 3, 31))
    assert correct(course_class, OLD) == 0
    assert everything()[0][0][:2] == (OLD, OLD)


# On its page


@pytest.fixture
def officer(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


def test_corrected_on_the_page_of_the_class_with_a_reason_kept(officer, course_class):
    url = f"/lop/{course_class.pk}/sua-khai-giang/"
    assert officer.get(url).context["form"]["opened"].value() == "04/03/2024"
    assert set(officer.post(url, {"opened": "26/02/2024"}).context["form"].errors) == {"reason"}
    wrong = officer.post(url, {"opened": "26/02/2025", "reason": WHY})
    assert wrong.status_code == 422 and "năm 2024" in wrong.context["form"].errors["opened"][0]
    done = officer.post(url, {"opened": "26/02/2024", "reason": WHY}, follow=True)
    assert "2 học viên vào học ngày ấy đã theo ngày mới" in done.content.decode()
    assert f"Lý do: {WHY}" in officer.get(f"/lop/{course_class.pk}/lich-su/").content.decode()


def test_not_offered_before_the_opening_nor_once_confirmed(officer, course_class):
    waiting = CourseClassFactory(opened=None)
    assert officer.get(f"/lop/{waiting.pk}/sua-khai-giang/").status_code == 404
    confirm_roster(course_class, date(2024, 4, 1))
    assert officer.get(f"/lop/{course_class.pk}/sua-khai-giang/").status_code == 404
    reopen_roster(course_class, "Sai ngày", date(2024, 4, 2))
    assert officer.get(f"/lop/{course_class.pk}/sua-khai-giang/").status_code == 200
