"""A walk through the portal in a browser that remembers what it read and takes pictures on the way."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

DESK = {"width": 1280, "height": 800}
MARK = "e => { e.style.outline = '3px solid #b3261e'; e.style.outlineOffset = '3px' }"


class Tour:
    """One role's way through the portal: what is pressed, what was read on the way, which pictures were taken."""

    def __init__(self, page: Page, role: str, folder: Path) -> None:
        self.page, self.role, self.folder = page, role, folder
        self.read: list[str] = []
        self.taken: set[str] = set()

    def at(self, address: str) -> None:
        """Open an address."""
        self.page.goto(address)
        self._look()

    def menu(self, name: str) -> None:
        """Choose a page in the menu."""
        self.follow(self.page.get_by_role("navigation", name="Menu chính").get_by_role("link", name=name, exact=True))

    def link(self, name: str | re.Pattern[str]) -> None:
        """Follow a link by its words."""
        self.follow(self.page.locator("main").get_by_role("link", name=name, exact=True).first)

    def button(self, name: str | re.Pattern[str]) -> None:
        """Press a button by its words."""
        self.follow(self.page.locator("main").get_by_role("button", name=name, exact=True).first)

    def follow(self, target: Locator) -> None:
        """Press something, and read the page that comes."""
        target.click()
        self.page.wait_for_load_state()
        self._look()

    def fill(self, **values: str) -> None:
        """Fill fields by their names: text, or the words of a choice."""
        for name, value in values.items():
            field = self.page.locator(f"main form [name={name}]").first
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def choose_first(self, name: str) -> None:
        """Choose the first that a field offers."""
        self.page.locator(f"main form [name={name}]").select_option(index=1)

    def said(self, words: str | re.Pattern[str]) -> None:
        """The portal says so."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def picture(self, name: str, *marked: Locator, height: int = 560) -> None:
        """The upper part of the window, with what is to be pressed marked in red."""
        for one in marked:
            one.first.evaluate(MARK)
        width = (self.page.viewport_size or DESK)["width"]
        self.page.evaluate("document.fonts.ready")
        path = self.folder / f"{self.role}-{name}.png"
        self.page.screenshot(path=path, clip={"x": 0, "y": 0, "width": width, "height": height}, animations="disabled")
        self.taken.add(path.name)

    def _look(self) -> None:
        self.read.append(self.page.locator("body").evaluate("e => e.textContent"))


def in_main(tour: Tour, role: Any, name: str | re.Pattern[str]) -> Locator:
    """A button or link of the page itself."""
    return tour.page.locator("main").get_by_role(role, name=name, exact=True)
