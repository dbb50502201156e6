"""The report's page with ten classes and with a thousand."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enrollment.domain.rosters import Entry, confirm_roster, enrol_roster
from enrollment.models import Learner
from school.models import Agency
from tests.bench.line import Line, median_seconds
from tests.factories.courses import CourseClassFactory, ProgrammeFactory
from tests.factories.school import AgencyFactory

FEW, MANY = 10, 1000
ADDRESS = "/bao-cao/2025/"
LEARNERS = 15


def report_page() -> Iterator[Line]:
    """Queries and time of the page, which must follow the rows shown, not the classes behind them."""
    client = Client()
    client.force_login(get_user_model().objects.create_user("do", full_name="Người đo", role="leadership"))
    school = _School()
    school.open_classes(FEW)
    queries, seconds = _queries(client), median_seconds(lambda: client.get(ADDRESS))
    school.open_classes(MANY - FEW)
    connection.cursor().execute("ANALYZE")
    many_queries, many_seconds = _queries(client), median_seconds(lambda: client.get(ADDRESS))
    yield Line(f"Trang báo cáo năm, {FEW} lớp: số truy vấn", queries, "truy vấn", 8)
    yield Line(f"Trang báo cáo năm, {MANY} lớp: số truy vấn", many_queries, "truy vấn", queries)
    yield Line(f"Trang báo cáo năm, {MANY} lớp so với {FEW} lớp", many_seconds / seconds, "lần", 4)
    yield Line(f"Trang báo cáo năm, {MANY} lớp", many_seconds * 1000, "ms")


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(ADDRESS).status_code == 200
    return len(queries)


class _School:
    """Five programmes and three partners; the more classes, the more in each."""

    def __init__(self) -> None:
        self.programmes = ProgrammeFactory.create_batch(5)
        self.partners: list[Agency] = AgencyFactory.create_batch(3)
        Learner.objects.bulk_create(Learner(full_name=f"Nguyễn Văn {n}") for n in range(LEARNERS))
        self.roster = [Entry(learner, self.partners[0]) for learner in Learner.objects.all()[:LEARNERS]]

    def open_classes(self, count: int) -> None:
        for number in range(count):
            course_class = CourseClassFactory(
                opened=date(2025, 1, 6) + timedelta(days=number % 300),
                programme=self.programmes[number % 5],
                partner=self.partners[number % 3],
                homeroom=None,
            )
            course_class.refresh_from_db()
            enrol_roster(course_class, self.roster)
            confirm_roster(course_class)
