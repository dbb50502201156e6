"""A draft is imported by the worker, its rest given back, the whole undone; nobody else may."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enrollment.domain.imports.carry_out import import_now
from enrollment.models import Enrolment, ImportState, Learner, RosterImport
from enrollment.tasks import import_roster
from portal.models import Role
from school.models import ListExport
from tests.enrollment.import_pages.lists import GOOD, HEADER, outcomes, page_of, text_of, upload
from tests.factories import (
    RosterConfirmationFactory,
    RosterImportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def start(client: Client, received: RosterImport, capture: Any) -> Any:
    """Press the button; the worker's task is run when the page's writing is done."""
    with capture(execute=False) as wanted:
        response = client.post(f"{page_of(received)}nhap/", follow=True)
    assert len(wanted) == 1
    return response


def test_the_whole_path(
    officer: Client, draft: Callable[..., RosterImport], django_capture_on_commit_callbacks: Any
) -> None:
    received = draft(f"{GOOD}\n3;Trần Văn Cường;;Nam;;-nt-;;=1+1")
    response = start(officer, received, django_capture_on_commit_callbacks)
    assert "Đang nhập danh sách" in text_of(response)
    polled = officer.get(page_of(received), HTTP_HX_REQUEST="true", HTTP_HX_TARGET="tien-do")
    assert 'id="tien-do"' in polled.content.decode()
    import_roster.call(received.pk)
    assert officer.get(page_of(received), HTTP_HX_REQUEST="true", HTTP_HX_TARGET="tien-do")["HX-Refresh"] == "true"
    page = officer.get(page_of(received))
    assert "Đã nhập 2 người vào lớp BD-01" in text_of(page)
    learner = Learner.objects.get(full_name="Lê Thị Bình")
    assert f'href="/hoc-vien/{learner.pk}/"' in page.content.decode()
    assert outcomes(received) == {2: "created", 3: "created", 4: "refused"}
    assert "Trần Văn Cường" in text_of(page)
    assert "Chốt danh sách 2 học viên" in text_of(page)

    again = officer.post(f"{page_of(received)}xu-ly-tiep/")
    second = RosterImport.objects.latest("pk")
    assert again.url == page_of(second)
    officer.post(f"{page_of(second)}o/4/2/", {"gia_tri": "1985"})
    import_now(second)
    assert outcomes(second) == {2: "matched", 3: "matched", 4: "created"}


def test_the_rest_comes_back_as_the_same_sheet_with_reasons(
    officer: Client, draft: Callable[..., RosterImport]
) -> None:
    received = draft(
        "1;Nguyễn Văn An;1975;Nam;;Sở Nội vụ;;\n2;Trần Văn Cường;;Nam;;-nt-;;=1+1\n"
        "3;@Võ Thị Dung;1990;Nữ;+x;Hội Làm vườn;012;"
    )
    import_now(received)
    response = officer.get(f"{page_of(received)}con-lai/excel")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [*HEADER.split(";"), "Lý do"]
    assert rows[1][1:6] == ["Trần Văn Cường", None, "Nam", None, "Sở Nội vụ"]
    assert rows[1][-1].startswith("Thiếu năm sinh.")
    assert len(rows) == 3
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert ListExport.objects.get().rows == 2
    again = officer.post(
        "/nhap-danh-sach/moi/", {"file": SimpleUploadedFile("lai.xlsx", b"".join(_bytes(sheet)))}, follow=True
    )
    assert [row.name for row in again.context["shown"].rows] == ["Trần Văn Cường", "@Võ Thị Dung"]


def _bytes(sheet: Any) -> list[bytes]:
    file = io.BytesIO()
    sheet.parent.save(file)
    return [file.getvalue()]


@pytest.mark.django_db(transaction=True)  # the edit is another transaction's
def test_an_import_is_undone_and_says_what_stays(officer: Client, draft: Callable[..., RosterImport]) -> None:
    received = draft()
    import_now(received)
    Learner.objects.filter(full_name="Lê Thị Bình").update(sex="M")
    response = officer.post(f"{page_of(received)}huy/", follow=True)
    said = text_of(response)
    assert "Đã hủy đợt nhập: gỡ 2 lượt học, 1 hồ sơ mới." in said
    assert "Lê Thị Bình" in said.split("Giữ lại")[1]
    assert "Đợt nhập đã hủy" in said
    assert Enrolment.objects.count() == 0
    assert officer.get(f"{page_of(received)}huy/").status_code == 404


def test_a_confirmed_roster_is_not_undone(officer: Client, draft: Callable[..., RosterImport]) -> None:
    received = draft()
    import_now(received)
    RosterConfirmationFactory(course_class=received.course_class)
    response = officer.post(f"{page_of(received)}huy/")
    assert response.status_code == 422
    assert "Danh sách lớp đã chốt" in text_of(response)


def test_what_is_imported_is_no_draft_any_more(officer: Client, draft: Callable[..., RosterImport]) -> None:
    received = draft()
    import_now(received)
    for place in ("cot/", "o/2/1/", "don-vi/2/", "nhap/", "bo/"):
        assert officer.get(f"{page_of(received)}{place}").status_code == 404
    for place in ("chon/2/", "don-vi-moi/", "o/2/1/"):
        assert officer.post(f"{page_of(received)}{place}").status_code == 404


def test_why_an_import_failed_is_said_on_the_preview(officer: Client, draft: Callable[..., RosterImport]) -> None:
    received = draft()
    RosterImport.objects.filter(pk=received.pk).update(state=ImportState.FAILED, failure="Danh sách lớp đã chốt.")
    page = officer.get(page_of(received))
    assert "Danh sách lớp đã chốt." in text_of(page)
    assert page.context["shown"].ready == 2


def test_a_list_that_no_worker_takes_up_can_be_sent_again(
    officer: Client, draft: Callable[..., RosterImport], monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    received = draft()
    start(officer, received, django_capture_on_commit_callbacks)
    assert not officer.get(page_of(received)).context["alone"]
    monkeypatch.setattr("enrollment.import_pages.waiting.LONG", timedelta(0))
    page = officer.get(page_of(received))
    assert "chưa có tiến trình chạy nền nào nhận việc này" in text_of(page)
    with connection.cursor() as cursor:  # a worker has it
        cursor.execute("SELECT pg_advisory_lock(7302, %s)", [received.pk])
        assert not officer.get(page_of(received)).context["alone"]
        cursor.execute("SELECT pg_advisory_unlock(7302, %s)", [received.pk])
    with django_capture_on_commit_callbacks() as wanted:
        officer.post(f"{page_of(received)}gui-lai/")
    assert len(wanted) == 1


# Who may


@pytest.mark.parametrize("role", [Role.SCIENCE, Role.LECTURER, Role.LEADERSHIP])
def test_nobody_else_sends_or_decides(client: Client, role: Role) -> None:
    received = RosterImportFactory()
    client.force_login(UserFactory(role=role))
    for place in ("nhap/", "huy/", "bo/", "o/2/0/", "chon/2/", "don-vi/2/", "don-vi-moi/", "cot/", "con-lai/excel"):
        assert client.post(f"{page_of(received)}{place}").status_code in (403, 405)
        assert client.get(f"{page_of(received)}{place}").status_code in (403, 405)
    assert client.post("/nhap-danh-sach/moi/", {"file": upload()}).status_code == 403
    received.refresh_from_db()
    assert received.state == ImportState.DRAFT


def test_an_import_that_is_not_there(officer: Client) -> None:
    for place in ("", "cot/", "o/2/0/", "con-lai/excel"):
        response = officer.get(f"/nhap-danh-sach/{10**9}/{place}")
        assert response.status_code == 404
        assert "đợt nhập" in response.content.decode()


def test_the_bytes_stay_out_of_lists_and_polls(officer: Client, draft: Callable[..., RosterImport]) -> None:
    received = draft()
    RosterImport.objects.filter(pk=received.pk).update(state=ImportState.RUNNING)
    for ask in (
        lambda: officer.get("/nhap-danh-sach/"),
        lambda: officer.get(page_of(received), HTTP_HX_REQUEST="true"),
    ):
        with CaptureQueriesContext(connection) as queries:
            ask()
        assert not any('"enrollment_rosterimport"."data"' in query["sql"] for query in queries)
