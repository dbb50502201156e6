"""The criteria board in a real browser: a word of the science officer changes it; a leader cannot edit; a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.models import Role
from tests.factories import (
    CriterionFactory,
    FrameworkFactory,
    FrameworkLevelFactory,
    IndicatorFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("indicator")
SignIn = Callable[..., Page]
TEXT = "Quy chế được rà soát, cập nhật hằng năm"


@pytest.fixture
def indicator(transactional_db: None) -> Any:
    framework = FrameworkFactory(name="Trường chính trị chuẩn")
    FrameworkLevelFactory(framework=framework, level=1, official_total=55)
    group = CriterionFactory(framework=framework, name="Thể chế, quy định")
    return IndicatorFactory(criterion=group, attested=True, code="1.2", text=TEXT)


def test_a_word_of_the_science_officer_changes_the_board(sign_in: SignIn) -> None:
    page = sign_in(UserFactory(role=Role.SCIENCE, full_name="Lê Thị Lan"))
    page.goto("/")
    page.get_by_role("link", name="Tiêu chí", exact=True).first.click()
    row = page.get_by_role("row").filter(has_text=TEXT)
    expect(row).to_contain_text("Chưa đánh giá")
    row.get_by_role("link", name=TEXT).click()
    page.get_by_role("link", name="Xác nhận chỉ tiêu").click()
    page.get_by_label("Đạt", exact=True).check()
    page.get_by_label("Căn cứ").fill("Đã xem đủ các quy chế.")
    page.get_by_role("button", name="Xác nhận chỉ tiêu").click()
    expect(page.get_by_text("Đã xác nhận chỉ tiêu 1.2: đạt.")).to_be_visible()
    expect(page.get_by_text("Đã xem đủ các quy chế.")).to_be_visible()
    page.get_by_role("link", name="Tiêu chí, mức 1").click()
    expect(row).not_to_contain_text("Chưa đánh giá")
    expect(row).to_contain_text("Đạt")
    expect(page.get_by_role("img", name="đạt 1")).to_be_visible()


def test_a_leader_reads_and_cannot_edit(sign_in: SignIn, indicator: Any) -> None:
    page = sign_in(UserFactory(role=Role.LEADERSHIP))
    page.goto("/tieu-chi/")
    page.get_by_role("link", name=TEXT).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TEXT)
    for word in ("Xác nhận chỉ tiêu", "Thêm minh chứng", "Giao chỉ tiêu"):
        expect(page.get_by_role("link", name=word)).to_have_count(0)
    response = page.goto(f"/tieu-chi/{indicator.pk}/xac-nhan/")
    assert response and response.status == 403


def test_a_phone_and_paper(sign_in: SignIn) -> None:
    page = sign_in(UserFactory(role=Role.LEADERSHIP), viewport={"width": 360, "height": 740})
    page.goto("/tieu-chi/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bar = page.get_by_role("navigation", name="Menu dưới")
    expect(bar.get_by_role("link", name="Tiêu chí")).to_have_attribute("aria-current", "page")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Xem")).to_be_hidden()
    expect(page.get_by_text(TEXT)).to_be_visible()
