"""`make run`: the portal with its own database and the demo, on this machine only."""

import http.client
import os
import subprocess
import time

import django
import pgtrigger
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from portal import database
from portal.embedded import locks
from portal.launch import CHECKOUT, children, port, terminal
from portal.launch.command_line import refuse

WORKER = ["manage.py", "worker", "--verbosity", "0"]
READY_SECONDS = 60.0
PREPARE_SECONDS = 300.0
STOP_SECONDS = 8.0


def run() -> int:
    """Run until stopped; return the exit code."""
    number = port.chosen()
    if words := port.refusal(number):
        return refuse(words)
    os.environ["PORTAL_ENV"] = "development"
    try:
        with terminal.stoppable(), database.available(CHECKOUT, os.environ, say):
            return _prepare_and_serve(number)
    except KeyboardInterrupt:
        say("Đã dừng")
        return 0


def say(line: str) -> None:
    """Print one line of progress at once."""
    print(f"• {line}", flush=True)


def _prepare_and_serve(number: str) -> int:
    django.setup()
    with locks.held(CHECKOUT / "var" / "prepare.lock", PREPARE_SECONDS):
        accounts = _prepare()  # one after the other, when two start at once
    say("Mở trang web")
    with children.running(_web(number), WORKER, STOP_SECONDS) as pair:
        if not _answers(number, pair.web):
            return refuse("Trang web không mở được. Lý do ở các dòng ngay trên.")
        print(_welcome(number, accounts), flush=True)
        code = pair.watch()
    return refuse(f"Trang web đã ngừng ngoài ý muốn (mã {code}). Lý do ở các dòng ngay trên.")


def _prepare() -> list[str]:
    """Bring the database up to date and, in one of our own, load the demo; return its accounts, a line each."""
    _migrate()
    # Models can be imported only once Django is set up.
    from portal.demo import accounts, guard

    if guard.refusal(os.environ) is None:
        say("Nạp dữ liệu dùng thử")
        call_command("demo", verbosity=0)
    found = accounts.DEMO_ACCOUNTS if guard.is_loaded() else ()
    connections.close_all()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing one, even unused
    return [f"  {each.username:<16}{each.password:<20}{each.role_label}" for each in found]


def _migrate() -> None:
    """Migrate where there is anything to; otherwise only the triggers, which no migration carries.

    Django's command would take a second more, most of it for nothing.
    """
    if pending_migrations():
        say("Tạo hoặc cập nhật các bảng, lần đầu mất khoảng 20 giây")
        call_command("migrate", verbosity=0, interactive=False)
        return
    with transaction.atomic():
        pgtrigger.install()


def pending_migrations() -> bool:
    """Tell whether the database lacks migrations of this version."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _web(number: str) -> list[str]:
    return [
        *("-m", "gunicorn", "portal.wsgi", "--bind", f"{port.HOST}:{number}"),
        *("--threads", "4", "--graceful-timeout", "3", "--log-level", "warning", "--no-control-socket"),
    ]


def _answers(number: str, web: "subprocess.Popen[bytes]") -> bool:
    """Wait for the first page; False when the server ended or a minute is over."""
    deadline = time.monotonic() + READY_SECONDS
    while web.poll() is None and time.monotonic() < deadline:
        asking = http.client.HTTPConnection(port.HOST, int(number), timeout=READY_SECONDS)
        try:
            asking.request("GET", "/")
            return asking.getresponse().status < 500
        except OSError:
            time.sleep(children.PAUSE / 4)
        finally:
            asking.close()
    return False


def _welcome(number: str, accounts: list[str]) -> str:
    lines = ["", f"Cổng thông tin đã sẵn sàng: http://{port.HOST}:{number}/", ""]
    if accounts:
        lines += ["Tài khoản dùng thử (tên, mật khẩu, vai trò):", *accounts, ""]
    return "\n".join([*lines, "Dừng: nhấn Ctrl-C. Dữ liệu được giữ cho lần chạy sau.", ""])
