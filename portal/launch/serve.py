"""`make serve`: the school's real portal, behind a web server that does HTTPS."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from portal.launch import children, port, terminal
from portal.launch.command_line import refuse
from portal.launch.run import pending_migrations, say

WORKER = ["manage.py", "worker"]
STOP_SECONDS = 60.0  # a running import may end in order
NEEDED = {
    "SECRET_KEY": "chuỗi ngẫu nhiên dài, giữ kín, không đổi",
    "ALLOWED_HOSTS": "tên miền của cổng thông tin, như cong.truong.vn",
    "DATABASE_URL": "postgres://tài-khoản:mật-khẩu@máy:5432/tên",
}


def serve() -> int:
    """Serve until stopped; return the exit code."""
    os.environ["PORTAL_ENV"] = "production"
    number = port.chosen()
    if words := missing(os.environ) or port.refusal(number):
        return refuse(words)
    django.setup()
    if words := _unfit_database():
        return refuse(words)
    collect_static(settings.STATIC_ROOT)
    connections.close_all()
    try:
        with terminal.stoppable(), children.running(_web(number), WORKER, STOP_SECONDS) as pair:
            say(f"Cổng thông tin đang chạy ở http://{port.HOST}:{number}/")
            code = pair.watch()
    except KeyboardInterrupt:
        return 0
    return refuse(f"Trang web đã ngừng ngoài ý muốn (mã {code}). Lý do ở các dòng ngay trên.")


def collect_static(target: Path) -> bool:
    """Gather and compress what browsers load into `target`; False when it is there already.

    Compressing takes half a minute, so a restart must not repeat it.
    """
    stamp = target / "collected"
    wish = _fingerprint()
    if stamp.is_file() and stamp.read_text() == wish:
        return False
    say("Chuẩn bị tệp cho trình duyệt, khoảng nửa phút")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(wish)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def missing(environ: Mapping[str, str]) -> str | None:
    """Say which settings of a real portal are not given; None when all are."""
    lacking = [f"  {name}: {meaning}" for name, meaning in NEEDED.items() if not environ.get(name)]
    if not lacking:
        return None
    return "\n".join(
        ["Chưa chạy vì thiếu biến môi trường:", *lacking, "Cách đặt: docs/operations.md. Dùng thử: make run."]
    )


def _unfit_database() -> str | None:
    if pending_migrations():
        return "Cơ sở dữ liệu chưa đúng với bản phần mềm này. Sao lưu, rồi chạy manage.py migrate."
    # Models can be imported only once Django is set up.
    from portal.demo.guard import demo_traces

    if traces := demo_traces():
        found = "\n".join(f"  {trace}" for trace in traces)
        return f"Chưa chạy vì cơ sở dữ liệu còn dữ liệu dùng thử:\n{found}\nDùng một cơ sở dữ liệu mới."
    return None


def _web(number: str) -> list[str]:
    return [
        *("-m", "gunicorn", "portal.wsgi", "--bind", f"{port.HOST}:{number}", "--workers", "3"),
        *("--threads", "2", "--log-level", "info", "--no-control-socket"),
    ]
