"""Finding a learner in a real browser: "/" and a name without marks, by keys alone."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from portal.models import Role
from tests.factories import PASSWORD, InstitutionFactory, LearnerFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def signed_in(live_server: Any, page: Page) -> Page:
    """An officer of the training department on the first page."""
    InstitutionFactory()
    user = UserFactory(role=Role.TRAINING)
    page.goto(f"{live_server.url}/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{live_server.url}/")
    return page


def test_a_learner_is_found_by_slash_and_a_name_without_marks(signed_in: Page) -> None:
    for name in ("Nguyễn Thị Hường", "Nguyễn Thị Hương", "Trần Thu Phương"):
        LearnerFactory(full_name=name)
    page = signed_in
    page.keyboard.press("/")
    page.keyboard.type("nguyen thi huong")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "true")
    assert Axe().run(page, options=WCAG).response["violations"] == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.nth(1)).to_contain_text("Nguyễn Thị Hường")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nguyễn Thị Hường")


def test_escape_closes_and_enter_without_a_choice_opens_the_page_of_results(signed_in: Page) -> None:
    LearnerFactory(full_name="Nguyễn Thị Hường")
    page = signed_in
    page.keyboard.press("/")
    page.keyboard.type("huong")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("huong")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim/\?tim=huong$"))
    page.get_by_role("link", name="Nguyễn Thị Hường").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nguyễn Thị Hường")


def test_on_a_list_slash_goes_to_the_list_s_own_box(signed_in: Page, live_server: Any) -> None:
    LearnerFactory(full_name="Nguyễn Thị Hường")
    LearnerFactory(full_name="Trần Thu Phương")
    page = signed_in
    page.goto(f"{live_server.url}/hoc-vien/")
    page.keyboard.press("/")
    expect(page.locator("#tim-trong")).to_be_focused()
    page.keyboard.type("huong")
    expect(page.locator("#danh-sach tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"tim=huong"))
