"""Lists and searches over HTTP at 100 000 learners and 1 000 000 enrolments, beside the data admin's."""

import http.client
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from django.test.utils import CaptureQueriesContext

from courses.models import CourseClass
from portal.scale import names
from portal.scale.load import Size, load
from tests import databases
from tests.bench.line import Line

SMALL, LARGE = Size(10_000, 10_000, 3), Size(100_000, 1_000_000, 30)
OURS, ADMIN = "/hoc-vien/", "/quan-tri/enrollment/learner/"
TIMES = 7
ANSWERED = 200
TERMS: Mapping[str, str] = {
    "0": names.NOBODY,
    "10": names.RAREST,
    "2.000": names.RARE,
    "45.000": names.COMMON,
    "tất cả": names.EVERYBODY,
}


class Visitor:
    """Somebody signed in who asks for pages over one HTTP connection."""

    def __init__(self, server: LiveServerThread, client: Client) -> None:
        self._connection = http.client.HTTPConnection(server.host, server.port, timeout=300)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self._headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}

    def get(self, address: str, query: Mapping[str, str] | None = None) -> float:
        """Ask for a page; the seconds until all of it is here."""
        url = f"{address}?{urlencode(query)}" if query else address
        began = time.perf_counter()
        self._connection.request("GET", url, headers=self._headers)
        response = self._connection.getresponse()
        response.read()
        assert response.status == ANSWERED, f"{url}: {response.status}"
        return time.perf_counter() - began


@contextmanager
def school(size: Size) -> Iterator[tuple[Visitor, Client]]:
    """A server over a school of that size, in a database of its own."""
    with databases.clone(connections["default"], nullcontext):
        load(size)
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("do", full_name="Người đo"))
        server = LiveServerThread("127.0.0.1", _StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None, server.error
        try:
            yield Visitor(server, client), client
        finally:
            server.terminate()


def medians(*asks: Callable[[], float]) -> list[float]:
    """The medians of several requests made by turns, so that a busy moment strikes them all; one warms up."""
    for ask in asks:
        ask()
    rounds = [[ask() for ask in asks] for _ in range(TIMES)]
    return [statistics.median(one) for one in zip(*rounds, strict=True)]


def lists() -> Iterator[Line]:
    """The lines that the lists have to keep."""
    with school(SMALL) as (visitor, _client):
        small = medians(*_pages(visitor))
    with school(LARGE) as (visitor, client):
        yield from _against_admin(visitor)
        first, last = medians(lambda: visitor.get(OURS), lambda: visitor.get(OURS, {"trang": "cuoi"}))
        yield Line("Danh sách học viên: trang cuối so với trang đầu", last / first, "lần", 1.2)
        large = medians(*_pages(visitor))
        for name, before, after in zip(PAGES, small, large, strict=True):
            yield Line(f"{name}: 1.000.000 lượt học so với 10.000", after / before, "lần", 1.5)
        yield from _queries(client)


def _against_admin(visitor: Visitor) -> Iterator[Line]:
    ours, admin = medians(lambda: visitor.get(OURS), lambda: visitor.get(ADMIN))
    yield Line("Danh sách 100.000 học viên so với trang quản trị của Django", ours / admin, "lần", 0.5)
    yield Line("Danh sách 100.000 học viên", ours * 1000, "ms")
    for found, term in TERMS.items():
        ours, admin = medians(
            lambda term=term: visitor.get(OURS, {"tim": term}),  # type: ignore[misc]
            lambda term=term: visitor.get(ADMIN, {"q": term}),  # type: ignore[misc]
        )
        yield Line(f"Tìm ra {found} học viên so với trang quản trị của Django", ours / admin, "lần", 0.5)
        yield Line(f"Tìm ra {found} học viên", ours * 1000, "ms")


PAGES = ("Danh sách học viên", "Tìm học viên", "Danh sách lớp", "Trang một lớp", "Danh sách ghi danh")


def _pages(visitor: Visitor) -> list[Callable[[], float]]:
    course_class = CourseClass.objects.order_by("-pk")[1].pk  # the last may be half full
    return [
        lambda: visitor.get(OURS),
        lambda: visitor.get(OURS, {"tim": f"{names.COMMON} thi"}),
        lambda: visitor.get("/lop/"),
        lambda: visitor.get(f"/lop/{course_class}/"),
        lambda: visitor.get("/ghi-danh/"),
    ]


def _queries(client: Client) -> Iterator[Line]:
    for name, address in (("Danh sách học viên", OURS), ("Danh sách lớp", "/lop/"), ("Trang đầu", "/")):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        yield Line(f"{name}: số truy vấn", len(queries), "truy vấn", 8)
