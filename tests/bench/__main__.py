"""`make bench`: measure, write docs/performance.md, exit 1 when a limit is missed."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402

from portal import database  # noqa: E402
from tests import databases  # noqa: E402
from tests.bench.history import bulk_writes  # noqa: E402
from tests.bench.line import Line, write  # noqa: E402
from tests.bench.lists import lists  # noqa: E402
from tests.bench.pages import report_page  # noqa: E402
from tests.bench.starting import make_run  # noqa: E402

PARTS: tuple[Callable[[], Iterator[Line]], ...] = (report_page, bulk_writes)


def main() -> int:
    """Run every part in one database of its own, the start of the portal apart."""
    lines: list[Line] = []
    with database.available(settings.BASE_DIR, os.environ):
        with databases.clone(connections["default"], nullcontext):
            server = _server_version()
            for part in PARTS:
                lines += _said(part())
        lines += _said(lists())  # in databases of their own
    lines += _said(make_run())
    write(lines, server)
    return 0 if all(line.met for line in lines) else 1


def _said(lines: Iterator[Line]) -> list[Line]:
    measured = []
    for line in lines:
        print(line, flush=True)
        measured.append(line)
    return measured


def _server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


if __name__ == "__main__":
    sys.exit(main())
