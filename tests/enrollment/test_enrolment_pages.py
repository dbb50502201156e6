"""Enrolments on their pages: who is in a class, what happens to them, and by which day and decision."""

import re
from datetime import date

import pytest
from django.test import Client

from enrollment.domain.changes import leave_class, return_to_class, transfer
from enrollment.models import ChangeVerb, EnrolmentState
from portal.models import Role
from tests.factories import CourseClassFactory, EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 3)
CHANGE = {"effective_on": "03/06/2024", "decision": "12-QĐ/TCT", "reason": "Theo đơn"}


@pytest.fixture
def training(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


def rows(client, **query):
    return list(client.get("/ghi-danh/", query).context["listing"].page.rows)


def verbs_on(client, enrolment):
    return {action.name for action in client.get(f"/ghi-danh/{enrolment.pk}/").context["actions"]}


def other_class(enrolment):
    return CourseClassFactory(programme=enrolment.first_class.programme)


# Lists


def test_a_class_has_those_who_came_those_who_left_and_each_once(training):
    stayed, moved = EnrolmentFactory(learner__full_name="Lê Ân"), EnrolmentFactory(learner__full_name="Vũ An")
    new = other_class(moved)
    transfer(moved, new, DAY, reason="Gần nhà")
    moved.stays.filter(course_class=new).update(until=date(2024, 7, 1))
    moved.stays.create(course_class=new, started_on=date(2024, 9, 1))  # away for a while, then back in the same class
    assert rows(training, lop=new.pk) == [moved]
    assert rows(training, lop=moved.first_class_id) == [moved]
    assert rows(training, lop=stayed.first_class_id) == [stayed]
    assert f"đang học, lớp {new.code}" in training.get("/ghi-danh/").content.decode()
    assert f"đang học, lớp {stayed.first_class.code}" not in training.get("/ghi-danh/").content.decode()


@pytest.mark.parametrize("where", ["/lop/{lop}/", "/ghi-danh/"])
def test_a_name_leads_to_the_learner_and_the_state_to_the_enrolment(training, where):
    enrolment = EnrolmentFactory()
    page = training.get(where.format(lop=enrolment.first_class_id)).content.decode()
    assert f'<th scope="row" class=""><a href="/hoc-vien/{enrolment.learner_id}/">{enrolment.learner}</a></th>' in page
    assert re.search(rf'<a href="/ghi-danh/{enrolment.pk}/"><span class="chip[^>]*>.*?đang học', page, re.DOTALL)


def test_sorted_by_given_name(training):
    for name in ("Trần Văn Đạt", "Lê Thị Ánh", "Nguyễn An"):
        EnrolmentFactory(learner__full_name=name)
    assert [row.learner.full_name for row in rows(training)] == ["Nguyễn An", "Lê Thị Ánh", "Trần Văn Đạt"]


def test_found_by_name_or_by_code_of_class(training):
    found = EnrolmentFactory(learner__full_name="Nguyễn Thị Hường", first_class__code="TC 07-2026")
    EnrolmentFactory(learner__full_name="Trần Thu Phương", first_class__code="TC 08-2026")
    for text in ("huong", "nguyen thi", "tc 07", "07-2026"):
        assert rows(training, tim=text) == [found], text
    assert rows(training, tim="9999") == rows(training, tim="%") == []


def test_filtered_by_state_and_year(training):
    deferred = EnrolmentFactory(state="deferred", first_class__opened=date(2022, 3, 1))
    EnrolmentFactory(first_class__opened=date(2023, 3, 1))
    assert rows(training, tinh_trang="deferred") == rows(training, nam="2022") == [deferred]
    response = training.get("/ghi-danh/", {"nam": "1e9"})
    assert response.status_code == 400 and len(response.context["listing"].page.rows) == 2


def test_nobody_adds_edits_or_removes_an_enrolment(training):
    enrolment = EnrolmentFactory()
    for url in ("/ghi-danh/them/", f"/ghi-danh/{enrolment.pk}/sua/", f"/ghi-danh/{enrolment.pk}/cat/"):
        assert training.get(url).status_code == 404
    assert "Thêm lượt học" not in training.get("/ghi-danh/").content.decode()


# Verbs


def test_each_state_offers_its_own_verbs(training):
    enrolment = EnrolmentFactory()
    assert verbs_on(training, enrolment) == {"complete", "transfer", "defer", "leave"}
    leave_class(enrolment, ChangeVerb.DEFER, DAY, reason="Ốm")
    assert verbs_on(training, enrolment) == {"come_back", "undo"}
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.save()
    assert verbs_on(training, enrolment) == {"undo"}
    assert training.get(f"/ghi-danh/{enrolment.pk}/bao-luu/").status_code == 404


@pytest.mark.parametrize(
    ("slug", "more", "state"),
    [
        ("bao-luu", {}, EnrolmentState.DEFERRED),
        ("thoi-hoc", {"verb": "withdraw"}, EnrolmentState.WITHDRAWN),
        ("thoi-hoc", {"verb": "expel"}, EnrolmentState.EXPELLED),
        ("thoi-hoc", {"verb": "die"}, EnrolmentState.DECEASED),
    ],
)
def test_leaving_needs_day_and_reason_and_is_kept(training, slug, more, state):
    enrolment = EnrolmentFactory()
    url = f"/ghi-danh/{enrolment.pk}/{slug}/"
    empty = training.post(url, more)
    assert empty.status_code == 422
    assert set(empty.context["form"].errors) == {"effective_on", "reason"}
    early = training.post(url, CHANGE | more | {"effective_on": "01/01/2020"})
    assert "phải từ ngày vào lớp" in early.context["form"].errors["effective_on"][0]
    assert training.post(url, CHANGE | more).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == state
    change = enrolment.changes.last()
    assert (change.effective_on, change.decision, change.reason) == (DAY, "12-QĐ/TCT", "Theo đơn")
    assert "12-QĐ/TCT" in training.get(f"/ghi-danh/{enrolment.pk}/").content.decode()


def test_an_unknown_way_to_leave_is_refused(training):
    enrolment = EnrolmentFactory()
    response = training.post(f"/ghi-danh/{enrolment.pk}/thoi-hoc/", CHANGE | {"verb": "defer"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"verb"}
    assert enrolment.changes.get().verb == "enter"


def test_transfer_offers_open_classes_of_the_programme(training):
    enrolment = EnrolmentFactory()
    new = other_class(enrolment)
    CourseClassFactory()
    CourseClassFactory(programme=new.programme, closed=date(2025, 1, 1))
    url = f"/ghi-danh/{enrolment.pk}/chuyen-lop/"
    assert set(training.get(url).context["form"].fields["to_class"].queryset) == {new}
    assert training.post(url, CHANGE | {"to_class": new.pk}).status_code == 302
    assert enrolment.stays.get(until=None).course_class == new


def test_coming_back_and_finishing(training):
    enrolment = EnrolmentFactory()
    leave_class(enrolment, ChangeVerb.DEFER, DAY, reason="Ốm")
    back = CHANGE | {"to_class": enrolment.first_class_id, "effective_on": "02/09/2024"}
    assert training.post(f"/ghi-danh/{enrolment.pk}/hoc-lai/", back).status_code == 302
    assert training.post(f"/ghi-danh/{enrolment.pk}/hoan-thanh/", {"on": "20/12/2024"}).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED
    verbs = list(enrolment.changes.values_list("verb", flat=True))
    assert verbs == ["enter", "defer", "return", "complete"]


def test_a_second_click_records_one_change(training):
    enrolment = EnrolmentFactory()
    url = f"/ghi-danh/{enrolment.pk}/bao-luu/"
    token = training.get(url).context["form"]["token"].value()
    for _ in range(2):
        assert training.post(url, CHANGE | {"token": str(token)}).status_code == 302
    assert enrolment.changes.filter(verb="defer").count() == 1


def test_what_was_recorded_by_mistake_is_taken_back(training):
    enrolment = EnrolmentFactory()
    leave_class(enrolment, ChangeVerb.WITHDRAW, DAY, reason="Theo đơn")
    url = f"/ghi-danh/{enrolment.pk}/huy-thao-tac/"
    page = training.get(url)
    assert "Hủy thao tác “thôi học”" in page.content.decode()
    sent = {"change": page.context["form"]["change"].value(), "reason": "Ghi nhầm người"}
    assert set(training.post(url, sent | {"reason": ""}).context["form"].errors) == {"reason"}
    assert training.post(url, sent).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.STUDYING
    told = training.get(f"/ghi-danh/{enrolment.pk}/").content.decode()
    for words in ("hủy: thôi học", "đã hủy", "Ghi nhầm người", "đang học"):
        assert words in told
    assert training.get(url).status_code == 404
    for change in enrolment.changes.all():
        assert training.get(f"/bien-dong/{change.pk}/").status_code == 200


def test_what_was_recorded_since_the_form_was_opened_is_not_taken_back(training):
    enrolment = EnrolmentFactory()
    leave_class(enrolment, ChangeVerb.DEFER, DAY, reason="Ốm")
    url = f"/ghi-danh/{enrolment.pk}/huy-thao-tac/"
    opened_on = training.get(url).context["form"]["change"].value()
    return_to_class(enrolment, enrolment.first_class, date(2024, 9, 2), reason="Khỏi ốm")
    for sent in ({"change": opened_on}, {"change": ""}, {"change": "999999"}):
        assert training.post(url, sent | {"reason": "Nhầm"}).status_code == 422
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.STUDYING
    assert enrolment.changes.count() == 3


# The ledgers


@pytest.mark.parametrize("slug", ["bien-dong", "thoi-gian-o-lop"])
def test_ledgers_are_read_only_and_found_by_name(training, slug):
    EnrolmentFactory(learner__full_name="Nguyễn Thị Hường")
    EnrolmentFactory(learner__full_name="Trần Thu Phương")
    [row] = training.get(f"/{slug}/", {"tim": "huong"}).context["listing"].page.rows
    assert training.get(f"/{slug}/{row.pk}/").status_code == 200
    for page in ("them/", f"{row.pk}/sua/", f"{row.pk}/cat/"):
        assert training.get(f"/{slug}/{page}").status_code == 404


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE])
def test_others_read_and_do_not_act(role):
    enrolment = EnrolmentFactory()
    client = Client()
    client.force_login(UserFactory(role=role))
    assert client.get(f"/ghi-danh/{enrolment.pk}/").context["actions"] == []
    assert client.post(f"/ghi-danh/{enrolment.pk}/bao-luu/", CHANGE).status_code == 403
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.STUDYING
