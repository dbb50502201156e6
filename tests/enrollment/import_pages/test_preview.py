"""A draft is shown as its own sheet and decided: cells, people, agencies, columns."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enrollment.domain.imports.carry_out import import_now
from enrollment.models import HeaderMeaning, ImportState, Posting, RosterImport
from school.models import Agency
from school.partial_date import PartialDate
from tests.enrollment.import_pages.lists import GOOD, page_of, text_of
from tests.factories import (
    AgencyFactory,
    LearnerFactory,
    PostingFactory,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


def test_totals_are_words_and_filters(officer: Client, draft: Callable[..., RosterImport]) -> None:
    received = draft(f"{GOOD}\n3;Trần Văn Cường;;Nam;;Sở Nội vụ;;\n4;Võ Thị Dung;1990;Nữ;;Hội Làm vườn;;")
    counts = {total.slug: total.count for total in officer.get(page_of(received)).context["shown"].totals}
    assert counts == {"": 4, "san-sang": 2, "da-chinh": 1, "can-quyet-dinh": 1, "chua-nhan": 1, "bo-qua": 0}
    for slug, rows in {"chua-nhan": [4], "can-quyet-dinh": [5], "da-chinh": [3], "x": [2, 3, 4, 5]}.items():
        shown = officer.get(page_of(received), {"loc": slug}).context["shown"]
        assert [row.number for row in shown.rows] == rows
    refused = officer.get(page_of(received), {"loc": "chua-nhan"})
    assert "Thiếu năm sinh. Nhập lại theo mẫu" in text_of(refused)
    assert [cell.label for cell in refused.context["shown"].rows[0].cells if cell.wrong] == ["Ngày sinh"]


def test_a_long_list_comes_in_pages_of_a_hundred(officer: Client, draft: Callable[..., RosterImport]) -> None:
    received = draft(
        "\n".join(f"{n};Lê Văn {'An' * (n % 3 + 1)} {n:b};{1960 + n % 40};Nam;;Sở Nội vụ;;" for n in range(1, 251))
    )
    first, last = (officer.get(page_of(received), {"trang": page}).context["shown"] for page in ("1", "3"))
    assert [len(shown.rows) for shown in (first, last)] == [100, 50]
    assert officer.get(page_of(received), {"trang": "x"}).status_code == 200


def test_the_same_queries_for_one_row_and_for_thirty(officer: Client, draft: Callable[..., RosterImport]) -> None:
    counts = []
    for many in (1, 30):
        rows = "\n".join(f"{n};Lê Văn {chr(65 + n % 26)}n;{1950 + n};Nam;;Hội {n};;" for n in range(1, many + 1))
        received = draft(rows)
        with CaptureQueriesContext(connection) as preview:
            officer.get(page_of(received))
        import_now(received)
        with CaptureQueriesContext(connection) as result:
            officer.get(page_of(received))
        RosterImport.objects.filter(pk=received.pk).update(state=ImportState.RUNNING)
        with CaptureQueriesContext(connection) as progress:
            officer.get(page_of(received))
        counts.append((len(preview), len(result), len(progress)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST_QUERIES


def test_a_cell_is_mended_in_place(officer: Client, draft: Callable[..., RosterImport]) -> None:
    received = draft("1;Trần Văn Cường;31/02/1985;Nam;;Sở Nội vụ;;")
    cell = f"{page_of(received)}o/2/2/?loc=chua-nhan"
    form = officer.get(cell)
    assert 'value="31/02/1985"' in form.content.decode()
    response = officer.post(cell, {"gia_tri": "28/02/1985"})
    assert response.url == f"{page_of(received)}?loc=chua-nhan#dong-2"
    shown = officer.get(page_of(received)).context["shown"]
    assert (shown.ready, shown.rows[0].cells[2].text, shown.rows[0].cells[2].mended) == (1, "28/02/1985", True)


@pytest.mark.parametrize("place", ["o/99/2/", "o/2/99/", "o/1/2/", "o/2/7/", "don-vi/99/", "o/2/99999999999999999999/"])
def test_a_cell_or_row_that_is_not_there(officer: Client, draft: Callable[..., RosterImport], place: str) -> None:
    assert officer.get(f"{page_of(draft())}{place}").status_code == 404


def test_a_doubt_is_decided_among_candidates(officer: Client, draft: Callable[..., RosterImport]) -> None:
    known = LearnerFactory(full_name="Trần Văn Cường", sex="M", born=PartialDate.year(1985))
    PostingFactory(learner=known, agency__name="Sở Y tế", position="Bác sĩ")
    received = draft("1;Trần Văn Cường;05/06/1985;Nam;;Sở Nội vụ;;")
    page = officer.get(page_of(received))
    [candidate] = page.context["shown"].rows[0].candidates
    assert (candidate.pk, candidate.told) == (known.pk, "sinh 1985 · Bác sĩ, Sở Y tế")
    choose = f"{page_of(received)}chon/2/"
    for said, outcome in (
        (str(known.pk), "đã có, cập nhật"),
        ("moi", "người mới"),
        ("bo-qua", "bỏ qua"),
        ("", "cần quyết định"),
    ):
        assert officer.post(choose, {"nguoi": said}).status_code == 302
        assert officer.get(page_of(received)).context["shown"].rows[0].chip.text == outcome
    wrong = officer.post(choose, {"nguoi": "'; DROP"}, follow=True)
    assert "Không có lựa chọn này" in text_of(wrong)


def test_an_unknown_agency_is_chosen_searched_for_or_made(officer: Client, draft: Callable[..., RosterImport]) -> None:
    orchard = AgencyFactory(name="Hội Làm vườn thành phố")
    received = draft(
        "1;Võ Thị Dung;1990;Nữ;;Hội Làm vườn;;\n2;Võ Thị Em;1991;Nữ;;Hội Làm vườn;;\n"
        "3;Võ Thị Phước;1992;Nữ;;Quỹ Xa lạ;;"
    )
    shown = officer.get(page_of(received)).context["shown"]
    assert [(one.name, one.rows) for one in shown.agencies] == [("Hội Làm vườn", 2), ("Quỹ Xa lạ", 1)]
    assert orchard.pk in [agency.pk for agency in shown.agencies[0].nearest]
    found = officer.get(f"{page_of(received)}don-vi/2/", {"tim": "lam vuon"}).context["found"]
    assert [agency.pk for agency in found] == [orchard.pk]
    refused = officer.post(f"{page_of(received)}don-vi/2/", {"don_vi": "x"}, follow=True)
    assert "Không có đơn vị này" in text_of(refused)
    officer.post(f"{page_of(received)}don-vi/2/", {"don_vi": orchard.pk})
    assert officer.get(page_of(received)).context["shown"].ready == 2
    officer.post(f"{page_of(received)}don-vi-moi/")
    assert officer.get(page_of(received)).context["shown"].ready == 3
    assert not Agency.objects.filter(name="Quỹ Xa lạ").exists()
    import_now(received)
    assert Posting.objects.filter(agency__name="Quỹ Xa lạ").count() == 1
    assert Posting.objects.filter(agency=orchard).count() == 2


def test_columns_that_nobody_understood_are_told_and_remembered(
    officer: Client, draft: Callable[..., RosterImport]
) -> None:
    received = draft("Nguyễn Văn An;1975;Sở Nội vụ\nLê Thị Bình;1980;Sở Nội vụ", header="Quý danh;Tuổi trời;Chỗ ngồi")
    page = officer.get(page_of(received))
    assert "Không tìm thấy danh sách trong tệp" in text_of(page)
    assert page.context["shown"].rows[0] == (1, ["Quý danh", "Tuổi trời", "Chỗ ngồi"])
    columns = f"{page_of(received)}cot/"
    for posted, words in (
        ({"cot-1": "dob"}, "Chọn cột họ và tên"),
        ({"cot-0": "full_name", "cot-1": "full_name"}, "Hai cột đang chọn cùng một ý nghĩa"),
        ({"cot-0": "full_name", "cot-1": "x"}, "Không có loại cột"),
    ):
        refused = officer.post(columns, posted)
        assert refused.status_code == 422
        assert words in text_of(refused)
    officer.post(columns, {"cot-0": "full_name", "cot-1": "dob", "cot-2": "agency"})
    assert officer.get(page_of(received)).context["shown"].ready == 2
    assert HeaderMeaning.objects.filter(agency__name="Sở Nội vụ").count() == 3
    again = draft("Trần Văn Cường;1985;Sở Nội vụ", header="Quý danh;Tuổi trời;Chỗ ngồi")
    assert officer.get(page_of(again)).context["shown"].ready == 1


def test_who_is_absent_is_named(officer: Client, draft: Callable[..., RosterImport]) -> None:
    import_now(draft())
    shown = officer.get(page_of(draft(GOOD.splitlines()[0]))).context["shown"]
    assert shown.absent == ("Lê Thị Bình",)


def test_a_draft_is_thrown_away(officer: Client, draft: Callable[..., RosterImport]) -> None:
    received = draft()
    response = officer.post(f"{page_of(received)}bo/")
    assert response.url == f"/lop/{received.course_class_id}/"
    assert not RosterImport.objects.exists()
