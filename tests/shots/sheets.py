"""Contact sheets: many pages on one picture, drawn by the browser itself."""

import base64
import html
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from playwright.sync_api import Page

ON_A_SHEET = 20
STYLE = """
body { background: #777; display: flex; flex-wrap: wrap; gap: 10px; margin: 10px; width: 1580px; }
body { font: 12px sans-serif; }
figure { background: #fff; margin: 0; width: 306px; }
figcaption { padding: 4px 6px; overflow-wrap: anywhere; }
img { display: block; height: 420px; object-fit: cover; object-position: top; width: 100%; }
"""


def write_sheets(page: Page, shots: Iterable[Path], folder: Path, name: str) -> list[Path]:
    """Draw the pictures `shots` onto sheets named after `name`; returns the sheets."""
    written = []
    for number, group in enumerate(_grouped(sorted(shots)), start=1):
        figures = "".join(_figure(shot) for shot in group)
        page.set_viewport_size({"width": 1600, "height": 900})
        page.set_content(f"<style>{STYLE}</style>{figures}")
        target = folder / f"{name}-{number:02}.png"
        page.screenshot(path=target, full_page=True)
        written.append(target)
    return written


def _grouped(shots: Iterable[Path]) -> Iterator[list[Path]]:
    rest = iter(shots)
    while group := list(islice(rest, ON_A_SHEET)):
        yield group


def _figure(shot: Path) -> str:
    data = base64.b64encode(shot.read_bytes()).decode()
    return f'<figure><img src="data:image/png;base64,{data}"><figcaption>{html.escape(shot.stem)}</figcaption></figure>'
