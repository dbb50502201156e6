"""A list is received: a file or a pasted table, for a class or for none; what is refused is said beside its field."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.models import CourseClass
from enrollment.models import Learner, RosterImport
from portal.models import Role
from tests.enrollment.import_pages.lists import GOOD, HEADER, page_of, text_of, upload
from tests.factories import (
    CourseClassFactory,
    RosterConfirmationFactory,
)

pytestmark = pytest.mark.django_db


def test_a_file_sent_from_the_class_is_shown_as_its_own_sheet(officer: Client, running: CourseClass) -> None:
    form = officer.get(f"/lop/{running.pk}/")
    assert f'href="/lop/{running.pk}/nhap-danh-sach/"' in form.content.decode()
    response = officer.post(f"/lop/{running.pk}/nhap-danh-sach/", {"file": upload()}, follow=True)
    received = RosterImport.objects.get()
    assert response.redirect_chain == [(page_of(received), 302)]
    assert (received.course_class, received.state, received.created_by.role) == (running, "draft", Role.TRAINING)
    shown = response.context["shown"]
    assert [heading.label for heading in shown.columns] == HEADER.split(";")
    assert [row.number for row in shown.rows] == [2, 3]
    name = shown.rows[1].cells[1]
    assert (name.text, name.before) == ("Lê Thị Bình", "LÊ THỊ BÌNH")
    assert "Nhập 2 người" in text_of(response)
    assert Learner.objects.count() == 0


def test_a_table_pasted_in_is_a_list_too(officer: Client, running: CourseClass) -> None:
    pasted = f"{HEADER}\n{GOOD}".replace(";", "\t")
    response = officer.post(f"/lop/{running.pk}/nhap-danh-sach/", {"text": pasted}, follow=True)
    assert "danh sách dán vào" in text_of(response)
    assert response.context["shown"].ready == 2


def test_without_a_class_or_with_one_chosen(officer: Client, running: CourseClass) -> None:
    assert "/nhap-danh-sach/moi/" in officer.get("/hoc-vien/").content.decode()
    assert {"/nhap-danh-sach/moi/", "/tieu-de-cot/"} <= set(
        re.findall(r'href="([^"]+)"', officer.get("/nhap-danh-sach/").content.decode())
    )
    officer.post("/nhap-danh-sach/moi/", {"file": upload()})
    officer.post("/nhap-danh-sach/moi/", {"file": upload(), "into": running.pk})
    assert list(RosterImport.objects.order_by("pk").values_list("course_class", flat=True)) == [None, running.pk]


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({}, "file", "Chọn một tệp"),
        ({"text": "   "}, "file", "Chọn một tệp"),
        ({"file": SimpleUploadedFile("a.xlsx", b"")}, "file", "Tệp trống"),
        ({"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.4 x")}, "file", "bên trong là tệp PDF"),
        ({"file": SimpleUploadedFile("a.csv", f"{HEADER}\n".encode())}, "file", "chỉ có dòng tiêu đề"),
        ({"text": f"{HEADER}\n".replace(";", "\t")}, "text", "chỉ có dòng tiêu đề"),
        ({"into": "999999", "text": "x"}, "into", "Chọn lại"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(
    officer: Client, sent: dict[str, Any], field: str, words: str
) -> None:
    response = officer.post("/nhap-danh-sach/moi/", sent)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    assert not RosterImport.objects.exists()


def test_a_refused_file_loses_nothing_typed(officer: Client, running: CourseClass) -> None:
    sent = {"file": SimpleUploadedFile("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "into": running.pk}
    response = officer.post("/nhap-danh-sach/moi/", sent)
    assert response.context["form"]["into"].value() == str(running.pk)
    both = officer.post("/nhap-danh-sach/moi/", {"file": upload(), "text": "Họ và tên\tNăm sinh"})
    assert "Họ và tên\tNăm sinh" in both.content.decode()
    assert "Chỉ để lại một" in text_of(both)


@pytest.mark.parametrize("megabytes", [21, 26])
def test_a_file_over_20_mb_is_refused_in_words(officer: Client, megabytes: int) -> None:
    response = officer.post("/nhap-danh-sach/moi/", {"file": SimpleUploadedFile("a.csv", bytes(megabytes << 20))})
    assert response.status_code == 422
    assert "Tệp lớn hơn 20 MB" in text_of(response)


def test_a_double_click_sends_one_list(officer: Client) -> None:
    token = "6f1f9f0e-7f0e-4f0e-8f0e-6f1f9f0e7f0e"
    answers = {
        officer.post(
            "/nhap-danh-sach/moi/", {"text": "Họ và tên\tNăm sinh\tĐơn vị\nLê An\t1980\tX", "token": token}
        ).url
        for _ in "12"
    }
    assert len(answers) == 1
    assert RosterImport.objects.count() == 1


def test_a_class_not_opened_keeps_its_list_and_says_why_it_waits(officer: Client) -> None:
    planned = CourseClassFactory(opened=None)
    actions = [action.name for action in officer.get(f"/lop/{planned.pk}/").context["actions"]]
    assert actions.index("open") < actions.index("receive")
    response = officer.post(f"/lop/{planned.pk}/nhap-danh-sach/", {"file": upload()}, follow=True)
    assert "Lớp chưa khai giảng" in text_of(response)
    assert ">Nhập 2 người<" not in response.content.decode()


def test_a_confirmed_class_takes_no_list(officer: Client) -> None:
    confirmed = RosterConfirmationFactory().course_class
    assert officer.get(f"/lop/{confirmed.pk}/nhap-danh-sach/").status_code == 404
