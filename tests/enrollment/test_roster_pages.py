"""Confirming, reopening and finishing on a class's own page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.models import EnrolmentState, RosterConfirmation
from portal.models import Role
from tests.factories import CourseClassFactory, EnrolmentFactory, RosterConfirmationFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


@pytest.fixture
def course_class():
    course_class = CourseClassFactory()
    EnrolmentFactory.create_batch(3, first_class=course_class)
    return course_class


def verbs_on(client, course_class):
    actions = client.get(f"/lop/{course_class.pk}/").context["actions"]
    return {action.name for action in actions} & {"confirm", "reopen", "complete"}


def test_confirming_says_how_many(training, course_class):
    assert "Chốt danh sách 3 học viên" in training.get(f"/lop/{course_class.pk}/").content.decode()
    url = f"/lop/{course_class.pk}/chot-danh-sach/"
    form = training.get(url)
    assert "Chốt danh sách 3 học viên" in form.content.decode()
    early = training.post(url, {"confirmed_on": "01/01/2020"})
    assert "phải sau ngày khai giảng" in early.context["form"].errors["confirmed_on"][0]
    page = training.post(url, {"confirmed_on": "01/06/2024"}, follow=True).content.decode()
    assert "Đã chốt danh sách" in page
    assert RosterConfirmation.objects.get().confirmed_by == form.context["user"]
    assert verbs_on(training, course_class) == {"reopen", "complete"}


def test_reopening_needs_a_reason_which_the_ledger_keeps(training, course_class):
    RosterConfirmationFactory(course_class=course_class)
    url = f"/lop/{course_class.pk}/mo-lai-danh-sach/"
    assert training.post(url, {"why": " "}).status_code == 422
    assert training.post(url, {"why": "Thiếu một người"}).status_code == 302
    assert verbs_on(training, course_class) == {"confirm", "complete"}
    ledger = training.get("/chot-danh-sach/", {"lop": course_class.pk}).content.decode()
    assert "Thiếu một người" in ledger


def test_nothing_to_confirm_without_learners_or_before_the_opening(training):
    assert verbs_on(training, CourseClassFactory()) == set()
    waiting = CourseClassFactory(opened=None)
    assert verbs_on(training, waiting) == set()
    assert training.get(f"/lop/{waiting.pk}/chot-danh-sach/").status_code == 404


def test_the_class_finishes_once(training, course_class):
    url = f"/lop/{course_class.pk}/hoan-thanh/"
    page = training.post(url, {"on": "20/12/2024"}, follow=True).content.decode()
    assert f"3 học viên lớp {course_class.code} đã hoàn thành" in page
    assert set(course_class.enrolments.values_list("state", flat=True)) == {EnrolmentState.COMPLETED}
    assert verbs_on(training, course_class) == {"confirm"}


def test_the_class_shows_its_learners_by_given_name(training):
    course_class = CourseClassFactory()
    for name in ("Trần Văn Đạt", "Lê Thị Ánh", "Nguyễn An"):
        EnrolmentFactory(first_class=course_class, learner__full_name=name)
    page = training.get(f"/lop/{course_class.pk}/").content.decode()
    places = [page.index(name) for name in ("Nguyễn An", "Lê Thị Ánh", "Trần Văn Đạt")]
    assert places == sorted(places)


def test_as_many_queries_for_thirty_learners(training, course_class):
    with CaptureQueriesContext(connection) as few:
        training.get(f"/lop/{course_class.pk}/")
    EnrolmentFactory.create_batch(27, first_class=course_class)
    with CaptureQueriesContext(connection) as many:
        training.get(f"/lop/{course_class.pk}/")
    assert len(few) == len(many) <= 8


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE, Role.LECTURER])
def test_who_may_not(client, course_class, role):
    staff = StaffFactory()
    course_class.homeroom = staff
    course_class.save()
    client.force_login(UserFactory(role=role, staff=staff))
    assert client.get(f"/lop/{course_class.pk}/").context["actions"] == []
    for verb in ("chot-danh-sach", "mo-lai-danh-sach", "hoan-thanh"):
        assert client.post(f"/lop/{course_class.pk}/{verb}/", {"on": "20/12/2024"}).status_code == 403
    assert not RosterConfirmation.objects.exists()


def test_a_lecturer_reads_the_confirmations_of_their_own_classes(client):
    staff = StaffFactory()
    own = RosterConfirmationFactory(course_class__homeroom=staff, confirmed_on=date(2024, 4, 1))
    other = RosterConfirmationFactory()
    client.force_login(UserFactory(role=Role.LECTURER, staff=staff))
    assert [row.pk for row in client.get("/chot-danh-sach/").context["listing"].page.rows] == [own.pk]
    assert client.get(f"/chot-danh-sach/{other.pk}/").status_code == 404
