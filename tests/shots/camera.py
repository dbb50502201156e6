"""A browser that opens pages side by side, judges each in every look, and leaves pictures of them.

A page is loaded once and then shown in the other looks: what a look changes are the style sheets, not the page.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request, async_playwright

from tests.e2e.conftest import CHROMIUM

SIDE_BY_SIDE = 4  # a page waits for the server, the browser's layout and its pictures by turns
PATIENCE = 30_000  # milliseconds for one step
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
EXPECTED = "Failed to load resource: the server responded with a status of"  # the page itself is a 4xx
DESK = 768  # as in the style sheets


@dataclass(frozen=True)
class Look:
    """One way to look at a page. A theme changes nothing but colours: the dark one is asked about those alone."""

    width: int
    theme: str

    @property
    def name(self) -> str:
        """As files are named."""
        return f"{self.width}_{self.theme}"

    @property
    def height(self) -> int:
        """Of the window."""
        return 900 if self.width >= DESK else 780

    @property
    def rules(self) -> dict[str, Any]:
        """What axe is to ask."""
        return {"runOnly": RULES if self.theme == "light" else {"type": "rule", "values": ["color-contrast"]}}


LOOKS = (Look(1280, "light"), Look(1280, "dark"), Look(360, "light"), Look(360, "dark"))


@dataclass
class Shot:
    """One address: who opens it (the session's key, "" for nobody) and what it has to answer; then what was seen."""

    name: str
    url: str
    session: str
    status: int = 200
    title: str = ""
    faults: list[str] = field(default_factory=list)

    def picture(self, folder: Path, look: Look) -> Path:
        """Where the picture of the whole page is."""
        return folder / f"{self.name}_{look.name}.png"

    def first_view(self, folder: Path, look: Look) -> Path:
        """Where the picture of what shows without scrolling is: small enough for twenty of them to be drawn at once."""
        return folder / "first" / f"{self.name}_{look.name}.jpg"


def take_all(shots: Iterable[Shot], folder: Path) -> None:
    """Take the pictures of every shot into `folder`; what is wrong is left in its `faults`."""
    by_itself(_take_all(list(shots), folder))


def by_itself(work: Coroutine[Any, Any, Any]) -> Any:
    """What `work` gives, in a thread of its own: that of the tests may have Playwright's loop running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def _take_all(shots: list[Shot], folder: Path) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        waiting = iter(enumerate(shots, start=1))
        await asyncio.gather(*(_photographer(browser, waiting, len(shots), folder) for _ in range(SIDE_BY_SIDE)))
        await browser.close()


async def _photographer(browser: Browser, waiting: Iterator[tuple[int, Shot]], count: int, folder: Path) -> None:
    """Takes the next shot that nobody has taken, until there is none."""
    context = await browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()  # one for all: a new one costs a process of the browser
    for number, shot in waiting:
        await context.clear_cookies()
        if shot.session:
            await context.add_cookies([{"name": "sessionid", "value": shot.session, "url": shot.url}])
        with _listening(page, shot):
            try:
                await _take(page, shot, folder)
            except Error as error:
                shot.faults.append(f"the browser gave up: {error.message.splitlines()[0]}")
        print(f"{number}/{count} {shot.name}", *shot.faults, sep="\n    ", flush=True)


async def _take(page: Page, shot: Shot, folder: Path) -> None:
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size({"width": LOOKS[0].width, "height": LOOKS[0].height})
    response = await page.goto(shot.url, wait_until="load")
    if response is None or response.status != shot.status:
        shot.faults.append(f"status {response and response.status}, the table says {shot.status}")
    shot.title = (await page.title()).strip()
    await page.evaluate(AXE_SCRIPT)
    for look in LOOKS:
        await page.emulate_media(color_scheme=look.theme)  # type: ignore[arg-type]
        await page.set_viewport_size({"width": look.width, "height": look.height})
        await page.evaluate("document.fonts.ready")
        await page.screenshot(path=shot.first_view(folder, look), type="jpeg", quality=85, animations="disabled")
        if look.width < DESK:  # the bar at the foot of the phone would stand in the middle of a long picture
            height = await page.evaluate("document.documentElement.scrollHeight")
            await page.set_viewport_size({"width": look.width, "height": height})
        await page.screenshot(path=shot.picture(folder, look), full_page=True, animations="disabled")
        shot.faults += [f"{look.name}: {fault}" for fault in await _faults(page, look)]


@contextmanager
def _listening(page: Page, shot: Shot) -> Iterator[None]:
    """What the browser complains of during the block, and what it asks of other machines, is a fault."""
    ours = "/".join(shot.url.split("/", 3)[:3])

    def on_said(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and not said.text.startswith(EXPECTED):
            shot.faults.append(said.text)

    def on_asked(asked: Request) -> None:
        if not asked.url.startswith((f"{ours}/", "data:", "blob:")):
            shot.faults.append(f"foreign: {asked.url}")

    heard = {"console": on_said, "pageerror": lambda error: shot.faults.append(str(error)), "request": on_asked}
    for event, listener in heard.items():
        page.on(event, listener)  # type: ignore[call-overload]
    yield
    for event, listener in heard.items():
        page.remove_listener(event, listener)


async def _faults(page: Page, look: Look) -> list[str]:
    found = []
    if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    violations = await page.evaluate("options => axe.run(options).then(found => found.violations)", look.rules)
    return found + [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in violations]
