"""From `make run` to the first page, in a copy of the checkout."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.bench.line import Line

PATIENCE = 180.0


def make_run() -> Iterator[Line]:
    """First page after installation, and the second start; absolute seconds, so for information."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "cong")
        _copy_checkout(copy)
        yield Line("`make run` lần đầu sau khi cài, đến trang đầu tiên", _first_page(copy), "giây")
        yield Line("`make run` lần sau, đến trang đầu tiên", _first_page(copy), "giây")


def _copy_checkout(target: Path) -> None:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True, check=True
    )
    for name in names.stdout.decode().split("\0"):
        if name and Path(name).is_file():
            Path(target, name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, target / name)
    shutil.copytree(".venv", target / ".venv", symlinks=True)
    if Path("var/fonts").exists():
        shutil.copytree("var/fonts", target / "var/fonts")


def _first_page(checkout: Path) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"PORT": str(port)}
    began = time.perf_counter()
    running = subprocess.Popen(
        ["make", "run"], cwd=checkout, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        return _wait(f"http://127.0.0.1:{port}/", running) - began
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(60)


def _wait(address: str, running: "subprocess.Popen[bytes]") -> float:
    deadline = time.perf_counter() + PATIENCE
    while running.poll() is None and time.perf_counter() < deadline:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).read()
        except OSError:
            time.sleep(0.1)
        else:
            return time.perf_counter()
    raise RuntimeError("`make run` did not answer; run it by hand to see why.")
