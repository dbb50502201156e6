"""Rosters: enrolling, confirming, reopening."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.domain.people import Person, register_learners
from enrollment.domain.rosters import Entry, confirm_roster, enrol_roster, reopen_roster
from enrollment.models import ClassStay, Enrolment, EnrolmentChange, Identity, Learner, RosterConfirmation
from school.errors import Refused
from school.partial_date import PartialDate
from tests.factories.courses import CourseClassFactory
from tests.factories.enrollment import LearnerFactory
from tests.factories.school import AgencyFactory

pytestmark = pytest.mark.django_db


def entries(count: int) -> list[Entry]:
    agency = AgencyFactory()
    return [Entry(learner, agency, "Chuyên viên") for learner in LearnerFactory.create_batch(count)]


def test_a_roster_is_enrolled_with_stays_and_ledger():
    course_class = CourseClassFactory(opened=date(2024, 3, 4))
    enrolments = enrol_roster(course_class, entries(3))
    assert [e.entered_on for e in enrolments] == [date(2024, 3, 4)] * 3
    assert ClassStay.objects.filter(course_class=course_class, started_on=date(2024, 3, 4)).count() == 3
    assert EnrolmentChange.objects.filter(verb="enter", to_class=course_class).count() == 3


def test_the_number_of_queries_does_not_follow_the_rows():
    counts = []
    for size in (1, 30):
        course_class, roster = CourseClassFactory(), entries(size)
        with CaptureQueriesContext(connection) as queries:
            enrol_roster(course_class, roster)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_somebody_on_the_list_twice_is_refused_and_nothing_is_written():
    course_class, roster = CourseClassFactory(), entries(2)
    with pytest.raises(Refused, match="đã có trong danh sách lớp"):
        enrol_roster(course_class, [*roster, roster[0]])
    assert not Enrolment.objects.exists()
    assert not EnrolmentChange.objects.exists()


def test_a_group_of_agencies_sends_nobody():
    group = AgencyFactory(kind="group")
    group.refresh_from_db()
    with pytest.raises(Refused, match="là nhóm đơn vị"):
        enrol_roster(CourseClassFactory(), [Entry(LearnerFactory(), group)])


def test_a_class_that_has_not_opened_takes_no_roster():
    with pytest.raises(Refused, match="chưa khai giảng"):
        enrol_roster(CourseClassFactory(opened=None), entries(1))


def test_nobody_enters_before_the_opening():
    with pytest.raises(Refused, match="trước ngày khai giảng"):
        enrol_roster(CourseClassFactory(opened=date(2024, 3, 4)), entries(1), entered_on=date(2024, 3, 3))


def test_a_confirmed_roster_takes_nobody_until_reopened_with_a_reason():
    course_class = CourseClassFactory()
    enrol_roster(course_class, entries(1))
    confirm_roster(course_class)
    with pytest.raises(Refused, match="đã chốt"):
        enrol_roster(course_class, entries(1))
    with pytest.raises(ValidationError, match="cần ghi lý do"):
        reopen_roster(course_class, "")
    reopen_roster(course_class, "Đơn vị gửi bổ sung một người")
    enrol_roster(course_class, entries(1))
    confirm_roster(course_class)
    assert RosterConfirmation.objects.filter(course_class=course_class).count() == 2


def test_confirming_twice_an_empty_or_an_unopened_class_is_refused():
    course_class = CourseClassFactory()
    with pytest.raises(Refused, match="chưa có học viên"):
        confirm_roster(course_class)
    enrol_roster(course_class, entries(1))
    with pytest.raises(Refused, match="sau ngày khai giảng"):
        confirm_roster(course_class, date(2020, 1, 1))
    confirm_roster(course_class)
    with pytest.raises(ValidationError, match="đã chốt"):
        confirm_roster(course_class)
    with pytest.raises(Refused, match="chưa khai giảng"):
        confirm_roster(CourseClassFactory(opened=None))
    with pytest.raises(Refused, match="chưa chốt"):
        reopen_roster(CourseClassFactory(), "nhầm")


def test_people_are_registered_in_order_with_posting_and_number():
    agency = AgencyFactory()
    people = [
        Person("Nguyễn Thị  Hường", agency, "Phó Trưởng phòng", PartialDate.year(1985), "F"),
        Person("TRẦN VĂN AN", agency, national_id="048085001234"),
    ]
    first, second = register_learners(people)
    assert Learner.objects.get(pk=first.pk).full_name == "Nguyễn Thị Hường"
    assert str(first.born) == "1985"
    assert first.postings.get().position == "Phó Trưởng phòng"
    assert Identity.objects.get(learner=second).kind == "citizen"


@pytest.mark.parametrize("number", ["12345", "04808500123x"])
def test_a_number_of_the_wrong_shape_is_refused_and_nothing_is_written(number):
    with pytest.raises(Refused, match="12 chữ số"):
        register_learners([Person("Trần Văn An", AgencyFactory(), national_id=number)])
    assert not Learner.objects.exists()


def test_a_name_of_300_characters_is_refused_in_words():
    with pytest.raises(ValidationError):
        register_learners([Person("Nguyễn " * 43, AgencyFactory())])
    assert not Learner.objects.exists()
