"""Importing a list in a real browser: a good file in three clicks, a messy one decided row by row, and undo."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from courses.models import CourseClass
from enrollment.models import Enrolment, ImportState, Learner, RosterImport
from enrollment.tasks import import_roster
from portal.models import Role
from school.days import today
from tests.factories import (
    AgencyFactory,
    CourseClassFactory,
    IdentityFactory,
    LearnerFactory,
    PostingFactory,
    UserFactory,
)

HEADER = ["Số TT", "Họ và tên", "Năm sinh", "Phái", "Chức vụ", "Cơ quan, đơn vị", "CCCD", "Ghi chú"]
GOOD = [
    [1, "NGUYỄN VĂN AN", "09/03/1975", "Nam", "Chuyên viên", "Sở Nội vụ", "", ""],
    [2, "Lê Thị Bình", "1980", "Nữ", "Phó phòng", "-nt-", "", ""],
]
MESSY = [
    *GOOD,
    [3, "Tạ Tấn Quân", "1982", "Nam", "Trưởng phòng", "Sở Y tế", "", ""],
    [4, "Trần Văn Cường", "31/02/1985", "Nam", "Chuyên viên", "Sở Nội vụ", "", "=1+1"],
    [5, "Võ Thị Dung", "1990", "Nữ", "Kế toán", "Hội Làm vườn", "", ""],
    [6, "Đỗ Văn Em", "", "Nam", "Kế toán", "Sở Nội vụ", "", ""],
]
WIDTHS = pytest.mark.parametrize("width", [1280, 360])
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def running(transactional_db: None) -> CourseClass:
    """A class of today, the agencies of the lists, and somebody whom a row may mean."""
    for name in ("Sở Nội vụ", "Sở Y tế"):
        AgencyFactory(name=name)
    known = LearnerFactory(full_name="Tạ Tấn Quân", sex="M")
    Learner.objects.filter(pk=known.pk).update(born_from="1982-07-10", born_to="1982-07-10")
    PostingFactory(learner=known, agency__name="Văn phòng Thành ủy", position="Phó phòng")
    IdentityFactory(learner=known, number="001082000123")
    return CourseClassFactory(opened=today(), code="BD-01")


def sheet(folder: Path, rows: list[list[Any]]) -> Path:
    """A workbook under a letterhead."""
    book = openpyxl.Workbook()
    for row in (["SỞ NỘI VỤ"], [], ["DANH SÁCH CỬ ĐI HỌC"], HEADER, *rows):
        book.worksheets[0].append(row)
    path = folder / "danh-sach.xlsx"
    book.save(path)
    return path


def send(page: Page, running: CourseClass, file: Path) -> None:
    """From the class's page to the preview: one click, one file."""
    page.goto(f"/lop/{running.pk}/")
    page.locator("main").get_by_role("link", name="Nhập danh sách", exact=True).click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước danh sách")


def fits(page: Page) -> None:
    """No sideways scrolling, nothing that a reader with a screen reader could not use."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    violations = Axe().run(page, options=WCAG).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in violations] == []


@WIDTHS
def test_a_good_file_takes_three_clicks(
    sign_in: Callable[..., Page], running: CourseClass, tmp_path: Path, width: int
) -> None:
    page = sign_in(UserFactory(role=Role.TRAINING), viewport={"width": width, "height": 800})
    send(page, running, sheet(tmp_path, GOOD))
    fits(page)
    page.get_by_role("button", name="Nhập 2 người").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đang nhập danh sách")
    fits(page)
    import_roster.call(RosterImport.objects.get().pk)
    expect(page.get_by_text("Đã nhập 2 người vào lớp BD-01")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Nguyễn Văn An").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nguyễn Văn An")


@WIDTHS
def test_a_messy_file_is_decided_imported_and_undone(
    sign_in: Callable[..., Page], running: CourseClass, tmp_path: Path, width: int
) -> None:
    page = sign_in(UserFactory(role=Role.TRAINING), viewport={"width": width, "height": 800})
    before = set(Learner.objects.values_list("pk", "full_name"))
    send(page, running, sheet(tmp_path, MESSY))
    expect(page.locator(".totals")).to_contain_text("2 cần quyết định")
    fits(page)

    row = page.locator("#dong-8")  # a cell is mended in its place, by the keyboard alone once it is open
    row.get_by_role("link", name="31/02/1985").click()
    expect(page.locator("#gia-tri")).to_be_focused()
    page.locator("#gia-tri").fill("28/02/1985")
    page.keyboard.press("Enter")
    expect(row.get_by_text("người mới")).to_be_visible()
    expect(row.get_by_text("đã sửa tay")).to_be_visible()
    expect(row.get_by_role("link", name="28/02/1985")).to_be_focused()

    person = page.locator("#dong-7")
    expect(person).to_contain_text("sinh 10/07/1982 · Phó phòng, Văn phòng Thành ủy · số căn cước …123")
    person.get_by_role("button", name="Là người này").click()
    expect(person.get_by_text("đã có, cập nhật")).to_be_visible()

    page.get_by_role("button", name="Thêm mới đơn vị này").click()
    expect(page.get_by_role("button", name="Nhập 5 người")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/nhap-danh-sach/\d+/$"))

    page.get_by_role("button", name="Nhập 5 người").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đang nhập danh sách")
    received = RosterImport.objects.get()
    import_roster.call(received.pk)
    expect(page.get_by_text("Đã nhập 5 người vào lớp BD-01")).to_be_visible()
    fits(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Tải 1 dòng còn lại").click()
    rest = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert [cell.value for cell in rest[4]] == [*HEADER, "Lý do"]
    assert rest["B5"].value == "Đỗ Văn Em"
    assert rest["I5"].value.startswith("Thiếu năm sinh.")

    page.get_by_role("link", name="Hủy đợt nhập này").click()
    page.get_by_role("button", name="Hủy đợt nhập này").click()
    expect(page.get_by_text("Đã hủy đợt nhập: gỡ 5 lượt học, 4 hồ sơ mới.")).to_be_visible()
    assert Enrolment.objects.count() == 0
    assert set(Learner.objects.values_list("pk", "full_name")) == before
    received.refresh_from_db()
    assert received.state == ImportState.UNDONE


def test_without_javascript_everything_goes_by_pages(
    sign_in: Callable[..., Page], running: CourseClass, tmp_path: Path
) -> None:
    page = sign_in(UserFactory(role=Role.TRAINING), java_script_enabled=False)
    page.goto(f"/lop/{running.pk}/nhap-danh-sach/")
    page.locator("input[type=file]").set_input_files(sheet(tmp_path, MESSY))
    page.get_by_role("button", name="Xem trước").click()
    page.locator("#dong-8").get_by_role("link", name="31/02/1985").click()
    page.locator("#gia-tri").fill("1985")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("#dong-8").get_by_text("người mới")).to_be_visible()
    page.get_by_role("button", name="Nhập 3 người").click()
    import_roster.call(RosterImport.objects.get().pk)
    page.get_by_role("link", name="Xem đã tới đâu").click()
    expect(page.get_by_text("Đã nhập 3 người vào lớp BD-01")).to_be_visible()
