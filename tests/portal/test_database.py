"""Which database is used, and what is said when it cannot be reached."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from portal import embedded
from portal.database import databases, explain, is_own_embedded
from portal.launch import CHECKOUT
from portal.launch.command_line import needs_database


def test_without_a_url_it_is_the_checkout_s_own_server() -> None:
    found = databases(Path("/srv/cổng"), {})["default"]
    assert found["HOST"] == str(embedded.socket_folder(Path("/srv/cổng")))
    assert (found["USER"], found["NAME"], found["PORT"]) == ("portal", "portal", "5432")


def test_a_url_is_read_in_full() -> None:
    url = "postgres://tr%C6%B0%E1%BB%9Dng:m%40t%2Fkh%E1%BA%A9u@db.truong.vn:6432/cong%20tt?sslmode=require"
    found = databases(Path("/srv"), {"DATABASE_URL": url})["default"]
    assert found["USER"] == "trường"
    assert found["PASSWORD"] == "m@t/khẩu"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.truong.vn", "6432", "cong tt")
    assert found["OPTIONS"] == {"connect_timeout": 10, "sslmode": "require"}


def test_a_url_may_name_a_socket_folder() -> None:
    found = databases(Path("/srv"), {"DATABASE_URL": "postgresql:///cong?host=/var/run/postgresql"})["default"]
    assert (found["HOST"], found["NAME"], found["PORT"]) == ("/var/run/postgresql", "cong", "")


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgres://a@b", "postgres://a@b:số/c", "postgres://[a/c", "cong"])
def test_a_url_that_cannot_be_read_is_refused_in_words(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="Không đọc được DATABASE_URL"):
        databases(Path("/srv"), {"DATABASE_URL": url})


def test_production_has_no_database_of_its_own() -> None:
    with pytest.raises(ImproperlyConfigured, match="Thiếu DATABASE_URL"):
        databases(Path("/srv"), {"PORTAL_ENV": "production"})


@pytest.mark.parametrize(
    ("environ", "own"),
    [
        ({}, True),
        ({"PORTAL_ENV": "development", "DATABASE_URL": ""}, True),
        ({"DATABASE_URL": "postgres://a@b/c"}, False),
        ({"PORTAL_ENV": "production"}, False),
    ],
)
def test_only_the_database_make_run_makes_is_our_own(environ: dict[str, str], own: bool) -> None:
    assert is_own_embedded(environ) is own


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("manage.py", False),
        ("manage.py help migrate", False),
        ("manage.py migrate --help", False),
        ("manage.py collectstatic --no-input", False),
        ("manage.py migrate", True),
        ("manage.py annual_report 2023", True),
        ("manage.py a_command_written_tomorrow", True),
    ],
)
def test_every_command_but_a_few_gets_the_database(line: str, needed: bool) -> None:
    assert needs_database(line.split()) is needed


def failure(text: str, code: str | None = None) -> OperationalError:
    error = OperationalError(text)
    error.__cause__ = SimpleNamespaceError(code)
    return error


class SimpleNamespaceError(Exception):
    def __init__(self, pgcode: str | None) -> None:
        super().__init__()
        self.pgcode = pgcode


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('FATAL:  password authentication failed for user "portal"', "mật khẩu không đúng"),
        ('FATAL:  database "cong" does not exist', "chưa có"),
        ('could not translate host name "dbb" to address', "Không tìm thấy máy"),
        ("connection refused", "đang tắt hoặc không trả lời"),
    ],
)
def test_the_reason_is_told(text: str, words: str) -> None:
    said = explain(failure(text), {"HOST": "db", "PORT": "5432", "NAME": "cong"})
    assert said is not None
    assert said.startswith("Không kết nối được cơ sở dữ liệu cong ở db, cổng 5432.")
    assert words in said


def test_a_full_disk_is_told_and_other_errors_are_not_hidden() -> None:
    assert "đã đầy" in (explain(failure("could not extend file", "53100"), {}) or "")
    assert explain(failure("deadlock detected", "40P01"), {}) is None


def manage(*arguments: str, **environ: str) -> SimpleNamespace:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONUTF8": "1", **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return SimpleNamespace(code=done.returncode, out=done.stdout, err=done.stderr)


@pytest.mark.parametrize(
    "command", [("migrate",), ("shell", "-c", "from portal.models import User; User.objects.first()")]
)
def test_a_database_that_is_down_is_said_without_a_traceback(command: tuple[str, ...]) -> None:
    done = manage(*command, DATABASE_URL="postgres://portal:secret@127.0.0.1:1/portal")
    assert done.code == 1
    assert "Không kết nối được cơ sở dữ liệu portal ở 127.0.0.1, cổng 1" in done.err
    assert "Traceback" not in done.err
    assert "secret" not in done.err


def test_a_bad_url_is_said_without_a_traceback() -> None:
    done = manage("migrate", DATABASE_URL="mysql://a@b/c")
    assert done.code == 1
    assert "Không đọc được DATABASE_URL" in done.err
    assert "Traceback" not in done.err
