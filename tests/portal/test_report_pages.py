"""The annual report in the browser's eyes: it works, who may not, bad input, not there, the same queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.domain.declared import declare_figure
from courses.models import DeclaredFigure
from enrollment.domain.rosters import confirm_roster
from portal.models import Role
from portal.report.presentation import annual_page
from portal.today import DUTIES
from school.days import today
from tests.factories.courses import CourseClassFactory, ProgrammeFactory
from tests.factories.enrollment import EnrolmentFactory
from tests.factories.portal import UserFactory
from tests.factories.research import ProjectFactory
from tests.factories.school import AgencyFactory, DeclaredFactFactory, SourceFactory

pytestmark = pytest.mark.django_db
PAGE = "/bao-cao/2023/"
GUARDED = [PAGE, f"{PAGE}cong/", f"{PAGE}pdf", f"{PAGE}word", f"{PAGE}excel", "/so-lieu/classes_opened/"]


@pytest.fixture
def leader(client):
    client.force_login(UserFactory(role=Role.LEADERSHIP))
    return client


@pytest.fixture
def year_2023() -> DeclaredFigure:
    """A declared row of three classes, one of them counted; a counted row; an approximate off-plan row."""
    source, group = SourceFactory(), AgencyFactory(kind="group")
    programme = ProgrammeFactory()
    classes = CourseClassFactory.create_batch(3, programme=programme, partner=group, opened=date(2023, 6, 5))
    figure = declare_figure(
        DeclaredFigure(
            year=2023,
            programme=programme,
            partner=group,
            classes=3,
            learners=237,
            source=source,
            stated_on=date(2023, 11, 16),
        ),
        classes,
    )
    declare_figure(
        DeclaredFigure(
            year=2023,
            planned=False,
            classes=5,
            learners=300,
            approximate=True,
            wording="gần 300",
            source=source,
            stated_on=date(2023, 11, 16),
        )
    )
    alone = CourseClassFactory(partner=None, opened=date(2023, 9, 4))
    for course_class in (classes[0], alone):
        EnrolmentFactory.create_batch(4, first_class=course_class)
        confirm_roster(course_class)
    CourseClassFactory(programme=alone.programme, opened=date(2023, 9, 4), planned=False)
    return figure


def test_it_works(leader, year_2023):
    response = leader.get(PAGE)
    text = response.content.decode()
    assert response.status_code == 200
    assert "237" in text
    assert "gần 300" in text


@pytest.mark.parametrize("address", GUARDED)
def test_nobody_reads_without_signing_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.startswith(reverse("portal:sign_in"))


@pytest.mark.parametrize("address", GUARDED)
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMIN, 200), (Role.TRAINING, 200), (Role.SCIENCE, 200), (Role.LEADERSHIP, 200), (Role.LECTURER, 403)],
)
def test_who_may_read(client, address, role, status):
    client.force_login(UserFactory(role=role))
    assert client.get(address).status_code == status


def test_every_counted_number_opens_a_list_of_that_many(leader, year_2023):
    page = annual_page(leader.get(PAGE).context["report"])
    doors = [
        figure
        for row in (*page.inside, *page.outside)
        for figure in (row.classes, row.counted)
        if figure.door and "/so-lieu/" in figure.door
    ]
    assert len(doors) >= 4
    for figure in doors:
        shown = leader.get(figure.door)
        assert shown.status_code == 200
        assert shown.context["listing"].page.paginator.count == int(figure.text)


def test_a_declared_number_opens_its_source_and_its_classes(leader, year_2023):
    response = leader.get(reverse("portal:declared_figure", args=[year_2023.pk]))
    text = response.content.decode()
    assert year_2023.source.title in text
    assert "16/11/2023" in text
    for course_class in year_2023.covers.all():
        assert course_class.code in text


def test_nobody_is_told_that_a_provisional_class_still_runs(leader, year_2023):
    year_2023.covers.update(code_provisional=True)
    for address in (reverse("portal:declared_figure", args=[year_2023.pk]), "/so-lieu/classes_opened/?tu=2023-01-01"):
        text = leader.get(address).content.decode()
        assert "chưa rõ ngày bế giảng" in text
    text = leader.get(reverse("portal:declared_figure", args=[year_2023.pk])).content.decode()
    assert "đang học" not in text


def test_a_declared_fact_opens_its_source(leader):
    fact = DeclaredFactFactory()
    assert fact.source.title in leader.get(reverse("portal:declared_fact", args=[fact.pk])).content.decode()


@pytest.mark.parametrize("address", ["/so-theo-bao-cao/999999/", "/so-theo-bao-cao/muc/999999/", "/so-lieu/khong-co/"])
def test_what_is_not_there_is_said_in_words(leader, address):
    response = leader.get(address)
    assert response.status_code == 404
    assert "Traceback" not in response.content.decode()


@pytest.mark.parametrize("year", [1944, today().year + 2, 0, 99999999999])
def test_a_year_that_cannot_be_is_a_404_in_words(leader, year):
    response = leader.get(f"/bao-cao/{year}/")
    assert response.status_code == 404
    assert "Chọn năm từ 1945" in response.content.decode()


def test_a_year_without_data_says_so(leader):
    response = leader.get("/bao-cao/2019/")
    assert response.status_code == 200
    assert "hưa có dữ liệu" in response.content.decode()


def test_a_year_that_has_not_begun_says_so(leader):
    ProjectFactory(started_on=today(), due_on=None)  # under way on any day to come
    coming = today().year + 1
    response = leader.get(f"/bao-cao/{coming}/")
    text = response.content.decode()
    assert response.status_code == 200
    assert f"Năm {coming} chưa bắt đầu" in text
    assert f"/ke-hoach/{coming}/" in text
    assert "hưa có dữ liệu" not in text
    assert response.context["report"].empty
    seen_before = leader.get("/bao-cao/2023/", {"tinh-den": "31/12/2022"}).content.decode()
    assert "Năm 2023 chưa bắt đầu" in seen_before


def test_the_list_behind_a_number_names_its_year(leader):
    heading = leader.get("/so-lieu/classes_opened/?tu=2023-01-01&den=2023-12-31").context["listing"].heading
    assert heading == "Lớp mở trong kỳ, năm 2023"
    part = leader.get("/so-lieu/classes_opened/?tu=2023-02-01&den=2023-12-31")
    assert part.context["listing"].heading == "Lớp mở trong kỳ"
    assert "Từ 01/02/2023 đến 31/12/2023" in part.content.decode()


@pytest.mark.parametrize("name", [duty.measure for duty in DUTIES])
def test_the_list_of_a_duty_speaks_of_every_year_to_its_day(leader, name):
    response = leader.get(f"/so-lieu/{name}/?tu=2023-01-01&den=2023-12-31")
    text = response.content.decode()
    assert response.context["listing"].heading.endswith(", đến 31/12/2023")
    assert "Của mọi năm, tính đến hết ngày 31/12/2023" in text
    assert "01/01/2023" not in text


@pytest.mark.parametrize("day", ["31/02/2023", "hôm qua", "2023-13-01", "01/01/9999", "'; DROP TABLE"])
def test_a_day_that_is_none_is_said_beside_the_field(leader, year_2023, day):
    response = leader.get(PAGE, {"tinh-den": day})
    assert response.status_code == 400
    assert response.context["form"].errors
    assert "237" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"tu": "x"},
        {"tu": "2024-01-01", "den": "2023-01-01"},
        {"partner": "x"},
        {"tinh-den": "x"},
        {"partner": "99999999999999999999"},
        {"planned": "x"},
        {"trang": "1000000000"},
        {"trang": "-1"},
        {"programme": "'; DROP TABLE x; --"},
        {"programme": "\x00"},
    ],
)
def test_an_address_made_up_by_hand_never_breaks_the_list(leader, year_2023, query):
    response = leader.get("/so-lieu/classes_opened/", query)
    assert response.status_code in (200, 404)
    assert "Traceback" not in response.content.decode()


def test_the_files_are_what_their_names_say(leader, year_2023):
    for kind, begins, suffix in (("pdf", b"%PDF", "pdf"), ("word", b"PK", "docx"), ("excel", b"PK", "xlsx")):
        response = leader.get(f"{PAGE}{kind}")
        assert response.content.startswith(begins)
        assert response["Content-Disposition"].endswith(f'.{suffix}"')


def test_at_most_eight_queries_for_ten_classes_and_for_sixty(leader, year_2023):
    with CaptureQueriesContext(connection) as few:
        leader.get(PAGE)
    for course_class in CourseClassFactory.create_batch(50, opened=date(2023, 3, 6)):
        EnrolmentFactory(first_class=course_class)
    with CaptureQueriesContext(connection) as many:
        leader.get(PAGE)
    assert len(few) == len(many) <= 8


def test_lists_ask_the_same_for_one_row_and_for_thirty(leader):
    counts = []
    for _ in range(2):
        address = "/so-lieu/enrolments_opened/?tu=2023-01-01&den=2023-12-31"
        course_class = CourseClassFactory(opened=date(2023, 3, 6))
        EnrolmentFactory.create_batch(1 if not counts else 30, first_class=course_class)
        confirm_roster(course_class)
        with CaptureQueriesContext(connection) as queries:
            leader.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_pages_may_not_be_framed_or_load_from_elsewhere(leader):
    policy = leader.get(PAGE)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
