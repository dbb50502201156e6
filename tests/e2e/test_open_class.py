"""The plan of the year in a real browser: a class is opened from a line in three clicks, and the report changes."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from courses.models import ClassState, CourseClass
from portal.models import Role
from school.days import today
from tests.factories import CourseClassFactory, InstitutionFactory, PlanLineFactory, UserFactory, YearPlanFactory

YEAR = today().year


@pytest.fixture
def officer(transactional_db: None, page: Page, live_server: Any) -> Page:
    """A page in which a training officer has signed in, on the home page."""
    InstitutionFactory()
    client = Client()
    client.force_login(UserFactory(role=Role.TRAINING))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url)
    return page


def classes_reported(page: Page, live_server: Any) -> int:
    page.goto(f"{live_server.url}/bao-cao/{YEAR}/")
    return int(page.locator(".programmes .total .classes .door").inner_text())


def test_a_class_is_opened_from_a_line_in_three_clicks(officer: Page, live_server: Any) -> None:
    plan = YearPlanFactory(year=YEAR, version=1, adopted_on=today())
    line = PlanLineFactory(plan=plan, quarter=None, classes=2, programme__code="BD-CV")
    CourseClassFactory(opened=today(), plan_line=line, programme=line.programme, partner=line.partner)
    before = classes_reported(officer, live_server)
    officer.goto(live_server.url)

    officer.get_by_role("link", name="Kế hoạch năm").click()
    officer.get_by_role("link", name="Mở lớp").click()
    officer.get_by_role("button", name="Mở lớp").click()

    made = CourseClass.objects.latest("pk")
    expect(officer.get_by_role("heading", level=1)).to_have_text(str(made))
    expect(officer.get_by_text("đang học").first).to_be_visible()
    assert (made.state, made.plan_line, made.opened_from) == (ClassState.OPEN, line, today())
    assert classes_reported(officer, live_server) == before + 1
    officer.goto(f"{live_server.url}/ke-hoach/{YEAR}/")
    expect(officer.get_by_text("đủ", exact=True)).to_be_visible()
    expect(officer.get_by_role("link", name="Mở lớp")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_plan_fits_and_its_numbers_open(officer: Page, live_server: Any, width: int) -> None:
    plan = YearPlanFactory(year=YEAR, version=1, adopted_on=today())
    line = PlanLineFactory(plan=plan, quarter=None, classes=2, learners=120)
    CourseClassFactory(opened=today(), plan_line=line, programme=line.programme, partner=line.partner)
    officer.set_viewport_size({"width": width, "height": 740})
    officer.goto(f"{live_server.url}/ke-hoach/{YEAR}/?chia=don-vi")
    assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth")
    officer.locator(".plan .total .door").nth(1).click()
    expect(officer.locator(".declared-number b")).to_have_text("1")
