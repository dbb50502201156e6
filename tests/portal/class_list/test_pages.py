"""Taking a class's list away: from its page, in which shape, who may, what is kept of it."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from enrollment.domain.changes import leave_class, transfer
from enrollment.models import ChangeVerb
from portal.models import Role
from school.models import ListExport
from school.partial_date import PartialDate
from tests.factories import (
    AgencyFactory,
    CourseClassFactory,
    EnrolmentFactory,
    IdentityFactory,
    InstitutionFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FILES = ("", "?dang=word", "?dang=bang", "?theo_don_vi=on", "?nam_nu=on", "?dang=word&theo_don_vi=on&nam_nu=on")


@pytest.fixture
def training(client):
    InstitutionFactory()
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


@pytest.fixture
def course_class():
    course_class = CourseClassFactory(code="TC 2024/06")
    for name, born in (("Trần Văn Đạt", PartialDate.year(1975)), ("Lê Thị Ánh", PartialDate.month(1980, 3))):
        enrolment = EnrolmentFactory(
            first_class=course_class, learner__full_name=name, learner__born=born, learner__sex="M", position="=1+1"
        )
        IdentityFactory(learner=enrolment.learner)
    return course_class


def address(course_class: Any, query: str = "") -> str:
    return f"/lop/{course_class.pk}/xuat-danh-sach/tep{query}"


def cells(response: Any) -> list[list[Any]]:
    """Rows of the first sheet, or of the largest table."""
    if response["Content-Disposition"].endswith('.docx"'):
        table = max(Document(BytesIO(response.content)).tables, key=lambda table: len(table.rows))
        return [[cell.text for cell in row.cells] for row in table.rows]
    sheet = load_workbook(BytesIO(response.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def written(response: Any) -> str:
    return "\n".join(str(cell) for row in cells(response) for cell in row if cell is not None)


def test_the_way_from_the_class(training, course_class):
    page = training.get(f"/lop/{course_class.pk}/").content.decode()
    assert f"/lop/{course_class.pk}/xuat-danh-sach/" in page
    choices = training.get(f"/lop/{course_class.pk}/xuat-danh-sach/").content.decode()
    assert "2 người" in choices
    assert address(course_class) in choices
    assert "xuat-danh-sach" not in training.get(f"/lop/{CourseClassFactory().pk}/").content.decode()


@pytest.mark.parametrize("query", FILES)
def test_values_stand_as_text_in_their_own_precision(training, course_class, query):
    response = training.get(address(course_class, query))
    assert response.status_code == 200
    rows = cells(response)
    [first] = [row for row in rows if "Lê Thị Ánh" in row]
    [second] = [row for row in rows if "Trần Văn Đạt" in row]
    assert "03/1980" in first
    assert "1975" in second
    assert "=1+1" in first
    assert any(isinstance(cell, str) and cell.startswith("001185") for cell in first)
    if "theo_don_vi" not in query:
        assert rows.index(first) < rows.index(second)


@pytest.mark.parametrize("query", ["", "?dang=bang", "?theo_don_vi=on"])
def test_what_looks_like_a_formula_is_none(training, course_class, query):
    sheet = load_workbook(BytesIO(training.get(address(course_class, query)).content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"} == {"s"}


@pytest.mark.parametrize("query", ["", "?theo_don_vi=on&nam_nu=on"])
def test_it_prints_on_pages_of_a4(training, course_class, query):
    sheet = load_workbook(BytesIO(training.get(address(course_class, query)).content)).active
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert int(sheet.page_setup.fitToHeight) == 0  # as many pages as it takes, one wide
    first, last = map(int, sheet.print_title_rows.replace("$", "").split(":"))
    assert sheet.cell(first, 1).value == "STT"
    assert last - first == ("nam_nu" in query)


def test_the_official_list_has_a_heading_a_count_and_signatures(training, course_class):
    for query in ("", "?dang=word"):
        response = training.get(address(course_class, query))
        text = written(response)
        if query:
            document = Document(BytesIO(response.content))
            text = "\n".join(
                [
                    *(p.text for p in document.paragraphs),
                    *(cell.text for table in document.tables for row in table.rows for cell in row.cells),
                ]
            )
        for words in ("ĐẢNG CỘNG SẢN VIỆT NAM", "DANH SÁCH HỌC VIÊN", "(Danh sách này có 2 đồng chí)", "HIỆU TRƯỞNG"):
            assert words in text
    simple = written(training.get(address(course_class, "?dang=bang")))
    assert simple.startswith("STT\nHọ và tên")
    assert "HIỆU TRƯỞNG" not in simple


def test_under_state_heading_learners_are_counted(client, course_class):
    InstitutionFactory(heading="state")
    client.force_login(UserFactory(role=Role.TRAINING))
    text = written(client.get(address(course_class)))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "(Danh sách này có 2 học viên)" in text


def test_the_day_is_vietnams(training, course_class, monkeypatch):
    monkeypatch.setattr("portal.views.class_list.today", lambda: date(2026, 11, 5))
    response = training.get(address(course_class))
    assert "ngày 05 tháng 11 năm 2026" in written(response)
    assert "danh-sach-tc-2024-06-2026-11-05.xlsx" in response["Content-Disposition"]


def test_agencies_head_their_people_in_order(training):
    course_class = CourseClassFactory()
    for name, agency in (("Lê Thị Ánh", "Sở Y tế"), ("Trần Văn Đạt", "Ban Nội chính"), ("Lý Thị Én", "Sở Y tế")):
        known = AgencyFactory._meta.model.objects.filter(name=agency).first() or AgencyFactory(name=agency)
        EnrolmentFactory(first_class=course_class, learner__full_name=name, agency=known)
    rows = [row[:2] for row in cells(training.get(address(course_class, "?theo_don_vi=on")))]
    start = rows.index(["STT", "Họ và tên"])
    assert rows[start + 1 : start + 6] == [
        ["I", "Ban Nội chính"],
        [1, "Trần Văn Đạt"],
        ["II", "Sở Y tế"],
        [2, "Lê Thị Ánh"],
        [3, "Lý Thị Én"],
    ]


def test_a_sex_that_is_not_known_keeps_the_usual_columns(training, course_class):
    EnrolmentFactory(first_class=course_class, learner__full_name="Y Niê", learner__sex="", learner__born=None)
    rows = cells(training.get(address(course_class, "?nam_nu=on")))
    assert any("Giới tính" in row for row in rows)


def test_who_left_is_not_on_it_and_who_came_is(training):
    course_class = CourseClassFactory()
    other = CourseClassFactory(programme=course_class.programme)
    stays, leaves, moves = EnrolmentFactory.create_batch(3, first_class=course_class)
    day = max(course_class.opened_to, other.opened_to)
    leave_class(leaves, ChangeVerb.WITHDRAW, day, reason="Chuyển công tác")
    transfer(moves, other, day, reason="Theo nguyện vọng")
    here, there = (written(training.get(address(each))) for each in (course_class, other))
    assert stays.learner.full_name in here
    assert leaves.learner.full_name not in here
    assert moves.learner.full_name not in here
    assert moves.learner.full_name in there
    assert f"Từ lớp {course_class.code}" in there


def test_deferred_learners_are_noted(training, course_class):
    enrolment = course_class.enrolments.first()
    leave_class(enrolment, ChangeVerb.DEFER, course_class.opened_to, reason="Nghỉ thai sản")
    assert "Bảo lưu" in written(training.get(address(course_class)))


@pytest.mark.parametrize("query", FILES)
def test_identity_numbers_are_for_those_who_may_see_them(client, course_class, query):
    client.force_login(UserFactory(role=Role.LEADERSHIP))
    text = written(client.get(address(course_class, query)))
    assert "Lê Thị Ánh" in text
    assert "CCCD" not in text
    assert "001185" not in text


def test_a_lecturer_takes_the_lists_of_their_own_classes(client, course_class):
    staff = StaffFactory()
    client.force_login(UserFactory(role=Role.LECTURER, staff=staff))
    assert client.get(address(course_class)).status_code == 404
    assert not ListExport.objects.exists()
    course_class.homeroom = staff
    course_class.save()
    assert client.get(address(course_class)).status_code == 200


def test_who_took_which_list_is_kept(training, course_class):
    training.get(address(course_class, "?dang=word&theo_don_vi=on"))
    log = ListExport.objects.get()
    assert (log.register, log.query, log.rows) == ("Danh sách lớp TC 2024/06", "dang=word&theo_don_vi=on", 2)


def test_a_shape_that_is_none_gives_the_choices_again(training, course_class):
    response = training.get(address(course_class, "?dang=pdf"))
    assert response.status_code == 400
    assert "Không có dạng danh sách này" in response.content.decode()
    assert not ListExport.objects.exists()


@pytest.mark.parametrize("query", FILES)
def test_as_many_queries_for_thirty_learners(training, course_class, query):
    with CaptureQueriesContext(connection) as few:
        training.get(address(course_class, query))
    EnrolmentFactory.create_batch(28, first_class=course_class)
    with CaptureQueriesContext(connection) as many:
        training.get(address(course_class, query))
    assert len(few) == len(many) <= 8


def test_the_same_list_gives_the_same_word_file(training, course_class):
    first, second = (training.get(address(course_class, "?dang=word")).content for _ in range(2))
    assert first == second
