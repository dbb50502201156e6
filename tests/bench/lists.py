"""Lists and searches over HTTP at 100 000 learners and 1 000 000 enrolments, beside the data admin's."""

import statistics
from collections.abc import Callable, Iterator, Mapping

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import CourseClass
from enrollment.models import Enrolment, Learner
from portal.scale import names
from portal.scale.size import Size
from tests.bench.imports import imports
from tests.bench.line import Line
from tests.bench.server import Visitor, school

SMALL, LARGE = Size(10_000, 10_000, 3), Size(100_000, 1_000_000, 30)
LEARNERS, ADMIN, CLASSES, ENROLMENTS = "/hoc-vien/", "/quan-tri/enrollment/learner/", "/lop/", "/ghi-danh/"
LAST = {"trang": "cuoi"}
TIMES = 11
MOST_QUERIES = 8
SEARCH = {"tim": f"{names.COMMON} thi"}
TERMS: Mapping[str, str] = {
    "0": names.NOBODY,
    "10": names.RAREST,
    "2.000": names.RARE,
    "45.000": names.COMMON,
    "tất cả": names.EVERYBODY,
}
Ask = Callable[[], float]


def lists() -> Iterator[Line]:
    """The lines that the lists have to keep."""
    database = str(connection.settings_dict["NAME"])
    with school(SMALL, database) as small:
        before = _pages(small)
        with school(LARGE, database) as large:
            yield Line("Nạp 1.000.000 lượt học của 100.000 học viên", large.loaded_in, "giây")
            yield from _against_admin(large)
            yield from _last_pages(large)
            yield from _growth(before, _pages(large))
            yield from _queries(large.client)
            yield from imports()


def medians(*asks: Ask) -> list[float]:
    """The medians of several requests made by turns, so that a busy moment strikes them all; two warm up."""
    for ask in (*asks, *asks):  # one for each thread of the server
        ask()
    rounds = [[ask() for ask in asks] for _ in range(TIMES)]
    return [statistics.median(one) for one in zip(*rounds, strict=True)]


def _against_admin(visitor: Visitor) -> Iterator[Line]:
    ours, admin = medians(lambda: visitor.get(LEARNERS), lambda: visitor.get(ADMIN))
    yield from _compared("Danh sách 100.000 học viên", ours, admin)
    for found, term in TERMS.items():
        asked, asked_admin = {"tim": term}, {"q": term}
        ours, admin = medians(
            lambda query=asked: visitor.get(LEARNERS, query),
            lambda query=asked_admin: visitor.get(ADMIN, query),
        )
        yield from _compared(f"Tìm ra {found} học viên", ours, admin)


def _compared(name: str, ours: float, admin: float) -> Iterator[Line]:
    yield Line(f"{name} so với trang quản trị của Django", ours / admin, "lần", 0.5)
    yield Line(name, ours * 1000, "ms")


def _last_pages(visitor: Visitor) -> Iterator[Line]:
    for name, address in (("học viên", LEARNERS), ("lớp", CLASSES), ("ghi danh", ENROLMENTS)):
        first, last = medians(
            lambda address=address: visitor.get(address),
            lambda address=address: visitor.get(address, LAST),
        )
        yield Line(f"Danh sách {name}: trang cuối so với trang đầu", last / first, "lần", 1.2)


def _pages(visitor: Visitor) -> dict[str, Ask]:
    """Pages of the school where the connection stands now."""
    course_class = CourseClass.objects.order_by("pk").values_list("pk", flat=True)[0]  # full, and closed
    return {
        "Danh sách học viên": lambda: visitor.get(LEARNERS),
        "Tìm học viên": lambda: visitor.get(LEARNERS, SEARCH),
        "Danh sách lớp": lambda: visitor.get(CLASSES),
        "Trang một lớp": lambda: visitor.get(f"{CLASSES}{course_class}/"),
        "Danh sách ghi danh": lambda: visitor.get(ENROLMENTS),
    }


def _growth(small: Mapping[str, Ask], large: Mapping[str, Ask]) -> Iterator[Line]:
    for name in small:
        before, after = medians(small[name], large[name])
        yield Line(f"{name}: 1.000.000 lượt học so với 10.000", after / before, "lần", 1.5)


def _queries(client: Client) -> Iterator[Line]:
    newest = {model: model.objects.latest("pk").pk for model in (Learner, CourseClass, Enrolment)}
    pages = {
        "Danh sách học viên": LEARNERS,
        "Tìm học viên": f"{LEARNERS}?tim={names.RARE}",
        "Danh sách học viên, trang cuối": f"{LEARNERS}?trang=cuoi",
        "Trang một học viên": f"{LEARNERS}{newest[Learner]}/",
        "Danh sách lớp": CLASSES,
        "Trang một lớp": f"{CLASSES}{newest[CourseClass]}/",
        "Danh sách ghi danh": ENROLMENTS,
        "Trang một lượt học": f"{ENROLMENTS}{newest[Enrolment]}/",
        "Trang đầu": "/",
    }
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        yield Line(f"{name}: số truy vấn", len(queries), "truy vấn", MOST_QUERIES)
