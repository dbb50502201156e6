"""Contact sheets: many pages on one picture, by room and look, drawn by the browser itself."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from playwright.async_api import async_playwright

from tests.e2e.conftest import CHROMIUM
from tests.shots.camera import DESK, LOOKS, Look, Shot, by_itself

WIDTH = 1600
ROOMS = {
    "portal": "Hôm nay, báo cáo, tiêu chí, tài khoản",
    "school": "Nhà trường",
    "courses": "Lớp, kế hoạch, chương trình",
    "enrollment": "Học viên, ghi danh",
    "research": "Khoa học",
}
THEMES = {"light": "nền sáng", "dark": "nền tối"}
STYLE = """
* { box-sizing: border-box; }
body { background: #fffefc; color: #211c19; font: 13px "Be Vietnam Pro", "Noto Sans", sans-serif; margin: 28px 32px; }
header { align-items: baseline; border-bottom: 2px solid #2b2521; display: flex; gap: 24px; padding-bottom: 8px; }
h1 { font-size: 22px; margin: 0; }
header p { color: #554d46; margin: 0; }
header p:last-child { margin-left: auto; }
main { display: grid; gap: 22px 18px; padding-top: 20px; }
main.desk { grid-template-columns: repeat(4, 1fr); }
main.phone { grid-template-columns: repeat(7, 1fr); }
figure { margin: 0; min-width: 0; }
figcaption { padding-top: 5px; }
figcaption b { display: block; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
figcaption span { color: #6e655c; display: block; font-size: 11px; overflow-wrap: anywhere; }
img { display: block; outline: 1px solid #e4dfd6; width: 100%; }
"""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its place among those of the same room and look, and the shots on it."""

    look: Look
    room: str
    number: int
    count: int
    shots: list[Shot]

    @property
    def name(self) -> str:
        """Its file's name, without the ending."""
        return f"to_{self.look.name}_{self.room}_{self.number:02}"


def draw_sheets(shots: Iterable[Shot], folder: Path, school: str) -> list[Path]:
    """Draw the pictures of `shots` in `folder` onto sheets headed by the school's name; returns the sheets."""
    drawn: list[Path] = by_itself(_draw(list(_sheets(list(shots))), folder, school))
    return drawn


async def _draw(sheets: list[Sheet], folder: Path, school: str) -> list[Path]:
    drawn = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": WIDTH, "height": 900})
        source = folder / "sheet.html"
        for sheet in sheets:
            source.write_text(_page(sheet, folder, school), encoding="utf-8")
            await page.goto(source.as_uri())
            drawn.append(folder / f"{sheet.name}.png")
            await page.screenshot(path=drawn[-1], full_page=True)
        source.unlink()
        await browser.close()
    return drawn


def _sheets(shots: list[Shot]) -> Iterator[Sheet]:
    for look in LOOKS:
        for room, inside in groupby(shots, lambda shot: shot.name.partition("-")[0]):
            groups = list(_grouped(inside, 20 if look.width >= DESK else 21))
            for number, group in enumerate(groups, start=1):
                yield Sheet(look, room, number, len(groups), group)


def _grouped(shots: Iterable[Shot], size: int) -> Iterator[list[Shot]]:
    rest = iter(shots)
    while group := list(islice(rest, size)):
        yield group


def _page(sheet: Sheet, folder: Path, school: str) -> str:
    look = sheet.look
    device = "máy tính" if look.width >= DESK else "điện thoại"
    figures = "".join(_figure(shot, shot.first_view(folder, look)) for shot in sheet.shots)
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><style>{STYLE}</style>'
        f"<header><h1>{html.escape(school)}</h1><p>{ROOMS.get(sheet.room, sheet.room)}</p>"
        f"<p>{device} {look.width} px, {THEMES[look.theme]} · tờ {sheet.number}/{sheet.count}</p></header>"
        f'<main class="{"desk" if look.width >= DESK else "phone"}">{figures}</main></html>'
    )


def _figure(shot: Shot, picture: Path) -> str:
    path = "/" + shot.url.split("/", 3)[3]
    title = html.escape(shot.title.partition(" – ")[0])
    return (
        f'<figure><img src="first/{picture.name}" alt=""><figcaption><b>{title}</b>'
        f"<span>{html.escape(path)}</span></figcaption></figure>"
    )
