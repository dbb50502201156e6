"""What `make shots` must not overlook: a page with every fault, seen by the browser that takes the pictures."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.shots.camera import LOOKS, Shot, take_all

GOOD = """<!doctype html><html lang="vi"><title>Trang tốt</title><main><h1>Trang tốt</h1><p>Đủ.</p></main></html>"""
BAD = """<!doctype html><html lang="vi"><title>Trang hỏng</title>
<style>@media (prefers-color-scheme: dark) { p { background: #222; color: #333 } }</style>
<main style="width: 400px"><h1>Trang hỏng</h1><p>Chữ chìm.</p><input><img src="http://127.0.0.2:9/x.png" alt="">
</main><script>console.error("hỏng"); throw new Error("vỡ")</script></html>"""


class Pages(BaseHTTPRequestHandler):
    """Two pages, good and bad."""

    def do_GET(self) -> None:
        """The page that the address names, or a 404."""
        page = {"/tot": GOOD, "/hong": BAD}.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((page or GOOD).encode())

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as serving:
        Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


def test_no_fault_is_overlooked_and_none_is_invented(server: str, tmp_path) -> None:
    (tmp_path / "first").mkdir()
    good, bad, missing, elsewhere = shots = [
        Shot("x-good", f"{server}/tot", ""),
        Shot("x-bad", f"{server}/hong", ""),
        Shot("x-missing", f"{server}/khong-co", ""),
        Shot("x-not-there", f"{server}/khong-co", "", 404),
    ]
    take_all(shots, tmp_path)
    assert good.faults == elsewhere.faults == []
    assert missing.faults == ["status 404, the table says 200"]
    found = "\n".join(bad.faults)
    for fault in (
        "360_light: scrolls sideways",
        "1280_light: label",
        "1280_dark: color-contrast",
        "360_dark: color-contrast",
        "foreign: http://127.0.0.2:9/x.png",
        "hỏng",
        "vỡ",
    ):
        assert fault in found
    assert "1280_light: scrolls" not in found
    assert "1280_light: color-contrast" not in found
    for shot in shots:
        assert all(shot.picture(tmp_path, look).exists() for look in LOOKS)
    assert good.title == "Trang tốt"
