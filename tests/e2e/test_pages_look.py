"""Every page as people see it: readable to all in light and dark, no sideways scrolling, nothing in the console."""

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from portal.models import Role
from school.models import Provenance
from tests.factories import (
    PASSWORD,
    AgencyFactory,
    CourseClassFactory,
    DeclaredCoverageFactory,
    DeclaredFactFactory,
    DeclaredFigureFactory,
    EnrolmentFactory,
    InstitutionFactory,
    RosterConfirmationFactory,
    StaffEmploymentFactory,
    UserFactory,
)

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
LOOKS = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]
PHONE = 360
EXPECTED = "Failed to load resource: the server responded with a status of"  # the page itself is a 4xx


@pytest.fixture
def school(transactional_db: None) -> dict[str, str]:
    """2023 declared with one class of two confirmed, an off-plan row and facts; 2024 counted and invented."""
    InstitutionFactory()
    figure = DeclaredFigureFactory(classes=2, learners=237)
    place = {"programme": figure.programme, "partner": figure.partner}
    for code in ("BD-01", "BD-02"):
        course_class = CourseClassFactory(code=code, opened=date(2023, 6, 5), code_provisional=True, **place)
        DeclaredCoverageFactory(figure=figure, course_class=course_class)
    EnrolmentFactory.create_batch(2, first_class=course_class)
    RosterConfirmationFactory(course_class=course_class)
    DeclaredFigureFactory(
        programme=None, partner=None, planned=False, classes=5, learners=300, approximate=True, wording="gần 300"
    )
    fact = DeclaredFactFactory(subject="criteria_remaining", value=2, level=1, due_on=date(2024, 7, 31))
    DeclaredFactFactory(subject="seminars_city", value=None)
    StaffEmploymentFactory()
    for partner in AgencyFactory.create_batch(2):
        counted = CourseClassFactory(partner=partner, provenance=Provenance.INVENTED)
        EnrolmentFactory.create_batch(3, first_class=counted, provenance=Provenance.INVENTED)
        RosterConfirmationFactory(course_class=counted)
    return {"figure": f"/so-theo-bao-cao/{figure.pk}/", "fact": f"/so-theo-bao-cao/muc/{fact.pk}/"}


@pytest.fixture
def reader(school: dict[str, str], context: BrowserContext, live_server) -> BrowserContext:
    """A browser in which a leader has signed in."""
    client = Client()
    client.force_login(UserFactory(role=Role.LEADERSHIP))
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: broken scripts, what the content policy refused, missing files."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert [complaint for complaint in heard if not complaint.startswith(EXPECTED)] == []


def see(page: Page, address: str, theme: str, width: int) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    page.evaluate("document.fonts.ready")


def check(page: Page) -> None:
    """Nobody is shut out, and nothing has to be scrolled sideways."""
    results = Axe().run(page, options=WCAG)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_every_page_in_light_and_dark_at_the_desk_and_on_the_phone(
    reader: BrowserContext, school: dict[str, str], page: Page, complaints: list[str], live_server
) -> None:
    addresses = [
        "/",
        "/bao-cao/2023/",
        "/bao-cao/2023/?tinh-den=31/02/2023",
        "/bao-cao/2023/?tinh-den=01/07/2023",
        "/bao-cao/2023/cong/",
        "/bao-cao/2024/",
        "/bao-cao/2019/",
        "/bao-cao/1944/",
        "/so-lieu/enrolments_opened/?tu=2024-01-01&den=2024-12-31",
        "/so-lieu/classes_closed/?tu=2019-01-01&den=2019-12-31",
        school["figure"],
        school["fact"],
    ]
    for address in addresses:
        for theme, width in LOOKS:
            see(page, live_server.url + address, theme, width)
            check(page)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_signing_in(
    school: dict[str, str], page: Page, complaints: list[str], live_server, theme: str, width: int
) -> None:
    user = UserFactory(role=Role.LEADERSHIP)
    see(page, f"{live_server.url}/bao-cao/2023/", theme, width)
    expect(page).to_have_url(f"{live_server.url}/dang-nhap/?next=/bao-cao/2023/")
    check(page)
    for password in ("not this one", PASSWORD):
        page.get_by_label("Tên đăng nhập").fill(user.username)
        page.locator("input[name=password]").fill(password)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.wait_for_load_state("networkidle")
        check(page)
    expect(page).to_have_url(f"{live_server.url}/bao-cao/2023/")


def test_the_password_can_be_shown(school: dict[str, str], page: Page, complaints: list[str], live_server) -> None:
    page.goto(f"{live_server.url}/dang-nhap/")
    field = page.locator("input[name=password]")
    page.get_by_role("button", name="Hiện mật khẩu").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Ẩn mật khẩu").click()
    expect(field).to_have_attribute("type", "password")


def test_the_first_tab_leads_to_the_content(reader: BrowserContext, page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/bao-cao/2023/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_focus_always_shows(reader: BrowserContext, page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/bao-cao/2023/")
    outline = "(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.outlineWidth })()"
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(outline) == "solid3px", page.evaluate("document.activeElement.outerHTML")


def test_the_chosen_theme_is_remembered(reader: BrowserContext, page: Page, live_server) -> None:
    see(page, f"{live_server.url}/", "light", 1280)
    page.locator("summary", has_text="Nền trang").click()
    page.get_by_role("button", name="Nền tối").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Nền tối")).to_be_hidden()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_targets_on_the_phone_are_large_enough(reader: BrowserContext, page: Page, live_server) -> None:
    see(page, f"{live_server.url}/bao-cao/2023/", "light", PHONE)
    small = page.evaluate(
        "[...document.querySelectorAll('.btn, .bottom-bar > *, .segmented a, .form-control, summary')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"
    )
    assert small == []


def test_on_the_phone_duties_come_before_classes_and_figures(reader: BrowserContext, page: Page, live_server) -> None:
    see(page, f"{live_server.url}/", "light", PHONE)
    boxes = [page.locator(part).bounding_box() for part in ("#viec-1", "#dang-hoc", "#phan-1")]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == 3
    assert tops == sorted(tops)


def test_invented_data_is_said_on_its_pages_only(reader: BrowserContext, page: Page, live_server) -> None:
    said = page.get_by_text("Số liệu giả định.", exact=True)
    page.goto(f"{live_server.url}/bao-cao/2024/")
    expect(said).to_be_visible()
    page.goto(f"{live_server.url}/bao-cao/2023/")
    expect(said).to_have_count(0)
