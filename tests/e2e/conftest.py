"""A real browser for tests: Chromium of the system, in Vietnamese and Vietnam's time.

Where there is none, the tests are skipped and the run says so; on a CI machine that is an error.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.factories import InstitutionFactory

HERE = Path(__file__).parent
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
MISSING = "Chromium is not installed: nothing was tried in a real browser (apt-get install chromium)"

# Playwright's own event loop runs in the thread of the test, which may use the ORM all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; skip them, or stop the run on CI, where there is no browser."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker("e2e")
        if not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason=MISSING))
    if ours and not CHROMIUM and os.environ.get("CI"):
        raise pytest.UsageError(MISSING)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say aloud what was not tried."""
    if not CHROMIUM:
        terminalreporter.section("browser", yellow=True)
        terminalreporter.line(MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; without a sandbox, which root has not."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Vietnam."""
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


@pytest.fixture
def sign_in(
    transactional_db: None, browser: Browser, browser_context_args: dict[str, Any], live_server: Any
) -> Iterator[Callable[..., Page]]:
    """A page of a browser of its own in which `user`, if any, has signed in; addresses are the portal's."""
    InstitutionFactory()
    contexts = []

    def page_of(user: Any = None, **options: Any) -> Page:
        context = browser.new_context(**browser_context_args | {"base_url": live_server.url} | options)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield page_of
    for context in contexts:
        context.close()
