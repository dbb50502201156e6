"""Nothing is recorded as done before its day has come, and an opening recorded by mistake can be taken back."""

from datetime import timedelta

import pytest

from courses.domain.classes import undo_opening
from courses.models import ClassState
from enrollment.domain.changes import complete, complete_class, leave_class
from enrollment.domain.rosters import confirm_roster
from enrollment.models import ChangeVerb, EnrolmentState
from school.days import today
from school.domain.agencies import rename_agency
from school.errors import Refused
from tests.factories import AgencyFactory, CourseClassFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
TOMORROW = today() + timedelta(days=1)


def test_no_roster_is_confirmed_on_a_day_to_come():
    course_class = EnrolmentFactory().first_class
    with pytest.raises(Refused, match="chưa tới"):
        confirm_roster(course_class, TOMORROW)
    assert confirm_roster(course_class, today()).confirmed_on == today()


def test_nobody_leaves_or_finishes_on_a_day_to_come():
    enrolment = EnrolmentFactory()
    with pytest.raises(Refused, match="chưa tới"):
        leave_class(enrolment, ChangeVerb.WITHDRAW, TOMORROW, reason="chuyển công tác")
    with pytest.raises(Refused, match="chưa tới"):
        complete(enrolment, TOMORROW)
    with pytest.raises(Refused, match="chưa tới"):
        complete_class(enrolment.first_class, TOMORROW)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.STUDYING
    assert not enrolment.changes.filter(verb__in=[ChangeVerb.WITHDRAW, ChangeVerb.COMPLETE]).exists()


def test_no_agency_is_renamed_from_a_day_to_come():
    agency = AgencyFactory(name="Sở Nội vụ")
    with pytest.raises(Refused, match="chưa tới"):
        rename_agency(agency, "Sở Nội vụ và Lao động", TOMORROW)
    agency.refresh_from_db()
    assert (agency.name, agency.names.count()) == ("Sở Nội vụ", 0)


def test_an_opening_is_taken_back_while_nobody_is_enrolled():
    course_class = CourseClassFactory()
    course_class.refresh_from_db()
    undo_opening(course_class)
    assert (course_class.state, course_class.year, course_class.rule_set) == (ClassState.PLANNED, None, None)


def test_an_opening_with_learners_stays():
    course_class = EnrolmentFactory().first_class
    course_class.refresh_from_db()
    with pytest.raises(Refused, match="đã có học viên"):
        undo_opening(course_class)
    course_class.refresh_from_db()
    assert course_class.state == ClassState.OPEN
