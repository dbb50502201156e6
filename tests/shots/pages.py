"""Opens every address of the access table over the demo's data, in four looks, and judges what it sees.

Run by `make shots`. Fails on accessibility violations, sideways scroll, complaints of the console, requests that
leave the machine, and a status other than the table's.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Response

from portal.demo.load import load_demo
from portal.models import Role, User
from tests.access import OK, TABLE, Access, address, rows_there_are
from tests.shots.sheets import write_sheets

FOLDER = Path(settings.BASE_DIR) / "var" / "shots"
LOOKS = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
EXPECTED = "Failed to load resource: the server responded with a status of"  # the page itself is a 4xx
OWN_DATABASE: dict[str, str] = {}  # an environment without DATABASE_URL: the demo may be loaded


@pytest.fixture
def school(transactional_db: None) -> None:
    """The demo, and a row of everything that the demo does not have."""
    load_demo(OWN_DATABASE)
    rows_there_are()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)


def faults_of(page: Page, url: str, wanted: int) -> list[str]:
    """Everything wrong with one address, in all looks; its pictures are left in the folder."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(f"foreign: {request.url}") if _foreign(request.url, url) else None)
    response = page.goto(url)
    found = [] if _status(response) == wanted else [f"status {_status(response)}, the table says {wanted}"]
    for theme, width in LOOKS:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.fonts.ready")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{width} px: scrolls sideways")
        results = Axe().run(page, options=WCAG)
        for one in results.response["violations"]:
            found.append(f"{width} px {theme}: {one['id']}: {one['nodes'][0]['html'][:120]}")
        page.screenshot(path=FOLDER / f"{_name(url)}_{width}_{theme}.png", full_page=True)
    return found + [one for one in heard if not one.startswith(EXPECTED)]


def _status(response: Response | None) -> int:
    return response.status if response else 0


def _foreign(requested: str, page_url: str) -> bool:
    return not requested.startswith((page_url.split("/", 3)[0] + "//" + page_url.split("/", 3)[2], "data:", "blob:"))


def _name(url: str) -> str:
    return url.split("/", 3)[3].strip("/").replace("/", "_").replace("?", "-") or "trang-dau"


def _pages(browser: Browser, live_server: Any, row: Access) -> Iterator[str]:
    """One address in a browser of its own, as its first visitor: nobody, where the page is for everybody."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    role = None if row.wants(None) == OK else Role.ADMIN
    if role:
        client = Client()
        client.force_login(User.objects.get(username="quantri"))
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    yield from faults_of(context.new_page(), live_server.url + address(row.name), row.wants(role))
    context.close()


def test_every_page(school: None, browser: Browser, live_server: Any) -> None:
    faults = {}
    for number, row in enumerate(rows := [row for row in TABLE if row.page], start=1):
        if found := list(_pages(browser, live_server, row)):
            faults[row.name] = found
            print(row.name, *found, sep="\n    ")
        print(f"{number}/{len(rows)} {row.name}")
    page = browser.new_page()
    for theme, width in LOOKS:
        assert write_sheets(page, FOLDER.glob(f"*_{width}_{theme}.png"), FOLDER, f"sheet_{width}_{theme}")
    assert faults == {}
