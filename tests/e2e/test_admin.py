"""The data admin in a real browser: nothing in the console, nothing from elsewhere; a change is seen and undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.contrib import admin
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from enrollment.models import Enrolment, Learner
from portal.models import Role, User
from school.models import Agency, Department, StaffPosting
from tests import factories
from tests.portal.test_admin import FACTORIES, address

LEFT = "ERR_ABORTED"
LOOKS = [("light", 1280), ("dark", 360)]


@pytest.fixture
def boss(transactional_db: None, context: BrowserContext, live_server) -> BrowserContext:
    """A browser in which an administrator has signed in."""
    client = Client()
    client.force_login(factories.UserFactory(role=Role.ADMIN, full_name="Trần Thị Ý"))
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context


@pytest.fixture(autouse=True)
def complaints(page: Page, live_server) -> Iterator[list[str]]:
    """What the browser complains of: scripts, the content policy, missing files; and requests to elsewhere."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(f"{page.url} {said.text}") if said.type in {"error", "warning"} else 0)
    page.on("pageerror", lambda error: heard.append(f"{page.url} {error}"))
    # Left unfinished for the next page is no failure.
    page.on("requestfailed", lambda lost: LEFT in (lost.failure or "") or heard.append(f"{page.url} lost {lost.url}"))
    page.on("request", lambda asked: asked.url.startswith((live_server.url, "data:")) or heard.append(asked.url))
    yield heard
    assert heard == []


def see(page: Page, url: str, theme: str = "light", width: int = 1280) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(url)
    assert answer.status == 200, url
    page.wait_for_load_state("networkidle")


def test_every_page_of_every_model(boss: BrowserContext, page: Page, live_server) -> None:
    for model in admin.site._registry:
        row = FACTORIES[model]()
        pages = [address(model, "changelist"), address(model, "change", row.pk)]
        if model in (Enrolment, Learner, Agency, User):  # the others' pages are the same templates
            pages += [address(model, name) for name in ("add", "deleted", "import", "export")]
            pages += [address(model, name, row.pk) for name in ("delete", "history")]
        for url in pages:
            assert page.goto(live_server.url + url).status == 200, url
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_pages_fit_the_screen(boss: BrowserContext, page: Page, live_server, theme: str, width: int) -> None:
    posting = factories.StaffPostingFactory()
    pages = ["/quan-tri/", "/quan-tri/school/", "/quan-tri/password_change/"]
    pages += [address(StaffPosting, name) for name in ("changelist", "add", "deleted", "import", "export")]
    pages += [address(StaffPosting, name, posting.pk) for name in ("change", "delete", "history")]
    for url in pages:
        see(page, live_server.url + url, theme, width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url


def test_a_form_by_hand(boss: BrowserContext, page: Page, live_server) -> None:
    """A person found without accents, a date typed as people write it, the calendar, a row more."""
    staff = factories.StaffFactory(full_name="Nguyễn Thị Hường")
    factories.DepartmentFactory(name="Khoa Xây dựng Đảng")
    see(page, live_server.url + address(StaffPosting, "add"))
    for field, typed, found in [("staff", "huong", "Nguyễn Thị Hường"), ("department", "Khoa", "Khoa Xây dựng Đảng")]:
        page.locator(f".field-{field} .select2-selection").click()
        page.locator(".select2-search__field").fill(typed)
        page.locator(".select2-results__option", has_text=found).click()
    page.get_by_label("Chức vụ, vị trí").fill("Giảng viên")
    page.get_by_label("Từ ngày").fill("05/09/2022")
    page.locator(".field-valid_to .date-icon").click()
    expect(page.locator(".calendarbox:visible")).to_contain_text("CN")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Lưu", exact=True).first.click()
    expect(page.locator(".messagelist")).to_contain_text("Đã thêm vị trí công tác")
    assert StaffPosting.objects.get().valid_from == date(2022, 9, 5)
    see(page, live_server.url + address(type(staff), "change", staff.pk))
    page.get_by_role("button", name="Thêm hình thức làm việc").or_(
        page.get_by_role("link", name="Thêm hình thức làm việc")
    ).click()
    expect(page.locator("#id_employments-0-kind")).to_be_visible()


def test_a_change_is_seen_and_undone_in_the_history(boss: BrowserContext, page: Page, live_server) -> None:
    department = factories.DepartmentFactory(name="Khoa Lý luận cơ sở")
    see(page, live_server.url + address(Department, "change", department.pk))
    page.get_by_label("Tên phòng, khoa").fill("Khoa Nhầm tên")
    page.get_by_role("button", name="Lưu và sửa tiếp").first.click()
    expect(page.locator(".messagelist")).to_contain_text("Đã lưu")
    page.get_by_role("link", name="Lịch sử").click()
    first = page.locator("#change-history > li").first
    expect(first).to_contain_text("Trần Thị Ý")
    expect(first.locator("del")).to_have_text("Khoa Lý luận cơ sở")
    expect(first.locator("ins")).to_have_text("Khoa Nhầm tên")
    page.get_by_role("button", name="Khôi phục bản này").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã khôi phục")
    expect(page.get_by_label("Tên phòng, khoa")).to_have_value("Khoa Lý luận cơ sở")


def test_what_was_deleted_comes_back(boss: BrowserContext, page: Page, live_server) -> None:
    department = factories.DepartmentFactory(name="Khoa Lý luận cơ sở")
    see(page, live_server.url + address(Department, "delete", department.pk))
    page.get_by_role("button", name="Xóa", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Khôi phục được ở trang “Đã xóa”")
    page.get_by_role("link", name="Đã xóa").first.click()
    page.get_by_role("button", name="Khôi phục", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Đã khôi phục “Khoa Lý luận cơ sở”")
    assert Department.objects.get().pk == department.pk


def test_out_to_a_spreadsheet_and_in_again(boss: BrowserContext, page: Page, live_server, tmp_path: Path) -> None:
    factories.DepartmentFactory(name="Khoa Lý luận cơ sở")
    factories.DepartmentFactory(name="Phòng Đào tạo")
    see(page, live_server.url + address(Department, "changelist") + "?q=luận")
    page.get_by_role("link", name="Xuất", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Xuất", exact=True).click()
    path = tmp_path / "tep.xlsx"
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    assert book.active.max_row == 2
    (name,) = (cell for cell in book.active[2] if cell.value == "Khoa Lý luận cơ sở")
    name.value = "Khoa Dân vận"
    book.save(path)
    see(page, live_server.url + address(Department, "import"))
    page.get_by_label("Tệp").set_input_files(path)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator(".import-preview del").first).to_have_text("Khoa Lý luận cơ sở")
    page.get_by_role("button", name="Nhập", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("1 bản ghi sửa")
    assert set(Department.objects.values_list("name", flat=True)) == {"Khoa Dân vận", "Phòng Đào tạo"}


def test_putting_away_several_at_once(boss: BrowserContext, page: Page, live_server) -> None:
    factories.DepartmentFactory.create_batch(2)
    see(page, live_server.url + address(Department, "changelist"))
    page.get_by_label("Chọn mọi dòng của trang này").check()
    page.locator("select[name=action]").select_option(label="Cất vào lưu trữ")
    page.get_by_role("button", name="Làm", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Đã cất 2 bản ghi vào lưu trữ")
    page.get_by_role("link", name="đang dùng").click()
    expect(page.locator("#result_list")).to_have_count(0)
