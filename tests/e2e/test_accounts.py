"""An account in a real browser: an administrator makes it and gives a link, the person sets a password and is in."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page, expect

from portal.models import Role
from tests.factories import StaffFactory, UserFactory

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
LOOKS = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]
PASSWORD = "con đường rợp bóng cây"
Opened = Callable[..., Page]


@pytest.fixture
def opened(sign_in: Opened) -> Opened:
    """Where nobody has tried to sign in yet: the table that counts is no model's, so that no flush empties it."""
    cache.clear()
    return sign_in


def looked_at(page: Page, name: str) -> None:
    """Readable to all in light and dark, at the desk and on the phone, without sideways scrolling."""
    for theme, width in LOOKS:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        results = Axe().run(page, options=WCAG)
        assert results.violations_count == 0, f"{name} {theme} {width}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} {width}"
    page.set_viewport_size({"width": 1280, "height": 800})


def test_from_a_new_account_to_being_in(opened: Opened) -> None:
    StaffFactory(full_name="Nguyễn Thị Hường")
    admin = opened(UserFactory(role=Role.ADMIN))
    admin.goto("/tai-khoan/")
    looked_at(admin, "list")
    admin.get_by_role("link", name="Thêm tài khoản").click()
    looked_at(admin, "add")
    admin.get_by_label("Họ và tên").fill("Nguyễn Thị Hường")
    admin.get_by_label("Vai trò").select_option("Lãnh đạo")
    admin.get_by_label("Hồ sơ cán bộ").select_option("Nguyễn Thị Hường")
    admin.get_by_role("button", name="Thêm tài khoản").click()
    looked_at(admin, "details")
    admin.get_by_role("link", name="Cấp liên kết đặt mật khẩu").click()
    looked_at(admin, "giving a link")
    admin.get_by_role("button", name="Cấp liên kết").click()
    looked_at(admin, "link")
    link = admin.get_by_label("Nguyễn Thị Hường").input_value()

    person = opened()
    person.goto(link)
    expect(person.get_by_text("huongnt")).to_be_visible()
    assert link.rstrip("/").split("/")[-1] not in person.url
    looked_at(person, "setting a password")
    person.locator("[name=new_password1]").fill("ngắn")
    person.locator("[name=new_password2]").fill("ngắn")
    person.get_by_role("button", name="Đặt mật khẩu và vào cổng").click()
    expect(person.get_by_text("Mật khẩu cần ít nhất 10 ký tự.")).to_be_visible()
    looked_at(person, "a refused password")
    person.locator("[name=new_password1]").fill(PASSWORD)
    person.locator("[name=new_password2]").fill(PASSWORD)
    person.get_by_role("button", name="Đặt mật khẩu và vào cổng").click()
    expect(person.get_by_text("Đã đặt mật khẩu. Từ nay đăng nhập bằng tên huongnt.")).to_be_visible()
    expect(person.get_by_role("link", name="Tài khoản", exact=True)).to_have_count(0)

    late = opened()
    late.goto(link)
    expect(late.get_by_role("heading", name="Liên kết không còn dùng được")).to_be_visible()
    looked_at(late, "a used link")
    person.get_by_role("link", name="Đổi mật khẩu").click()
    looked_at(person, "changing the password")


def test_many_from_a_file(opened: Opened, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Họ và tên", "Vai trò"), ("Nguyễn Thị Hường", "Giảng viên"), ("Trần Văn Bình", "Hiệu trưởng")):
        book.active.append(row)
    book.save(tmp_path / "tài khoản.xlsx")
    page = opened(UserFactory(role=Role.ADMIN))
    page.goto("/tai-khoan/")
    page.get_by_role("link", name="Nhập nhiều tài khoản từ Excel").click()
    looked_at(page, "file")
    page.get_by_label("Tệp Excel").set_input_files(tmp_path / "tài khoản.xlsx")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Không có vai trò “Hiệu trưởng”")).to_be_visible()
    looked_at(page, "preview")
    page.get_by_role("button", name="Tạo 1 tài khoản và liên kết").click()
    assert "/dat-mat-khau/" in page.get_by_label("Nguyễn Thị Hường").input_value()
