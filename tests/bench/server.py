"""Schools of a given size, each in a database of its own behind a web server of its own."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client

from portal.launch import CHECKOUT, children
from portal.scale.load import load
from portal.scale.size import Size
from tests import databases

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds
ANSWERED = 200


@dataclass(frozen=True)
class Visitor:
    """An administrator signed in; `client` asks the same pages without a server, to count queries."""

    port: int
    client: Client
    loaded_in: float  # seconds

    def get(self, address: str, query: Mapping[str, str] | None = None) -> float:
        """Ask for a page; the seconds until all of it is here. Raises AssertionError unless it is there."""
        url = f"{address}?{urlencode(query)}" if query else address
        cookie = self.client.cookies[settings.SESSION_COOKIE_NAME].value
        asked = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        began = time.perf_counter()
        asked.request("GET", url, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
        response = asked.getresponse()
        response.read()
        seconds = time.perf_counter() - began
        asked.close()
        assert response.status == ANSWERED, f"{url}: {response.status}"
        return seconds


@contextmanager
def school(size: Size, database: str) -> Iterator[Visitor]:
    """A server over a school of that size, in a copy of `database`'s schema; the connection then stands there."""
    connection.close()
    connection.settings_dict["NAME"] = database  # it may stand at another school
    with databases.clone(connections["default"], nullcontext):
        began = time.perf_counter()
        load(size)
        seconds = time.perf_counter() - began
        connection.cursor().execute("VACUUM ANALYZE")  # or the server does it while pages are measured
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("do", full_name="Người đo"))
        with _serving(connection.settings_dict) as port:
            yield Visitor(port, client, seconds)


@contextmanager
def _serving(database: Mapping[str, Any]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"{HOST}:{port}"]
    command += ["--threads", "2", "--log-level", "warning", "--no-control-socket"]
    environment = os.environ | {"DATABASE_URL": _url(database)}
    web = subprocess.Popen(command, cwd=CHECKOUT, env=environment, start_new_session=True)
    try:
        _wait(port, web)
        yield port
    finally:
        children.stop([web], PATIENCE)


def _url(database: Mapping[str, Any]) -> str:
    account = f"{quote(database['USER'], safe='')}:{quote(database['PASSWORD'] or '', safe='')}"
    where = {"host": database["HOST"], "port": database["PORT"]} | database["OPTIONS"]
    return f"postgres://{account}@/{quote(database['NAME'])}?{urlencode(where)}"


def _wait(port: int, web: "subprocess.Popen[bytes]") -> None:
    deadline = time.perf_counter() + PATIENCE
    while web.poll() is None and time.perf_counter() < deadline:
        try:
            socket.create_connection((HOST, port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The web server of the benchmark did not start; its log is above.")
