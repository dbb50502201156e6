"""Pages of works: under way, late, accepted; held; who took which part; works stay public in the school."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Role
from research.domain.works import accept, hold
from research.models import Contribution, Seminar
from school.days import today
from school.errors import Refused
from school.partial_date import PartialDate
from tests.factories import (
    ContributionFactory,
    ProjectFactory,
    PublicationFactory,
    SeminarFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
YESTERDAY = today() - timedelta(1)


@pytest.fixture
def science(client):
    client.force_login(UserFactory(role=Role.SCIENCE))
    return client


def titles(response) -> list[str]:
    return [row.title for row in response.context["listing"].page.rows]


def test_late_projects_say_so(science):
    late = ProjectFactory(due_on=YESTERDAY)
    under_way = ProjectFactory(due_on=today())
    accepted = ProjectFactory(due_on=YESTERDAY, accepted_on=YESTERDAY)
    for project, word in ((late, "quá hạn"), (under_way, "đang thực hiện"), (accepted, "đã nghiệm thu")):
        assert str(science.get(f"/de-tai/{project.pk}/").context["lead"]) == word
    assert titles(science.get("/de-tai/?tinh_trang=qua-han")) == [late.title]
    assert set(titles(science.get("/de-tai/?tinh_trang=dang"))) == {late.title, under_way.title}
    assert titles(science.get("/de-tai/?tinh_trang=nghiem-thu")) == [accepted.title]
    assert "chip-warn" in science.get("/de-tai/").content.decode()


@pytest.mark.parametrize(("year", "found"), [(2022, 0), (2023, 1), (2024, 1), (2025, 0)])
def test_a_project_belongs_to_the_years_it_was_worked_on(science, year, found):
    ProjectFactory(started_on=date(2023, 10, 1), due_on=None, accepted_on=date(2024, 2, 1))
    assert len(titles(science.get(f"/de-tai/?nam={year}"))) == found


def test_leaders_cost_one_query_for_all_rows(science):
    counts = []
    for many in (1, 29):
        for part in ContributionFactory.create_batch(many):
            ContributionFactory(project=part.project, role="member")
        with CaptureQueriesContext(connection) as queries:
            page = science.get("/de-tai/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
    leader = Contribution.objects.filter(role="leader").first()
    assert leader.staff.full_name in page.content.decode()


def test_accepting_a_project(science):
    project = ProjectFactory()
    url = f"/de-tai/{project.pk}/nghiem-thu/"
    response = science.post(url, {"on": "01/01/2024"})
    assert "Ngày nghiệm thu phải sau ngày bắt đầu (04/03/2024)." in response.context["form"].errors["on"]
    assert science.post(url, {"on": "10/12/2024", "rating": "Xuất sắc"}).status_code == 302
    project.refresh_from_db()
    assert (project.accepted_on, project.rating) == (date(2024, 12, 10), "Xuất sắc")
    assert science.get(url).status_code == 404


def test_what_is_not_accepted():
    project = ProjectFactory()
    with pytest.raises(Refused, match="chưa đến"):
        accept(project, today() + timedelta(1))
    accept(project, today())
    with pytest.raises(Refused, match="Đã ghi nghiệm thu"):
        accept(project, today())


def test_holding_a_seminar_on_a_date_of_its_own_precision(science):
    seminar = SeminarFactory(held=None, due_on=YESTERDAY)
    assert str(science.get(f"/hoi-thao/{seminar.pk}/").context["lead"]) == "quá ngày dự kiến"
    url = f"/hoi-thao/{seminar.pk}/to-chuc/"
    assert science.get(url).context["form"]["place"].value() == "Hội trường A"
    assert science.post(url, {"held": "32/05/2024"}).status_code == 422
    assert science.post(url, {"held": "05/2024", "place": ""}).status_code == 302
    seminar.refresh_from_db()
    assert (str(seminar.held), seminar.place) == ("05/2024", "Hội trường A")
    assert science.get(url).status_code == 404


def test_a_seminar_to_come_was_not_held():
    seminar = SeminarFactory(held=None)
    with pytest.raises(Refused, match="chưa đến"):
        hold(seminar, PartialDate.day(today() + timedelta(1)))
    hold(seminar, PartialDate.month(today().year, today().month))  # this month, the day unknown
    assert seminar.held.is_day is False


@pytest.mark.parametrize("days_ahead", [1, 400])
def test_the_form_takes_no_day_to_come_as_the_day_it_was_held(science, days_ahead):
    day = today() + timedelta(days=days_ahead)
    typed = {"title": "Hội thảo", "kind": "seminar", "level": "school", "held": f"{day:%d/%m/%Y}", "place": "A"}
    response = science.post("/hoi-thao/them/", typed)
    assert response.status_code == 422
    assert response.context["form"].errors == {"held": ["Ngày tổ chức chưa tới. Ghi vào ô dự kiến tổ chức."]}
    assert not Seminar.objects.exists()
    assert science.post("/hoi-thao/them/", typed | {"held": f"{today():%d/%m/%Y}"}).status_code == 302


def test_seminars_by_year_level_and_state(science):
    SeminarFactory(title="A", held=date(2024, 5, 17), level="city")
    SeminarFactory(title="B", held=None, due_on=date(2024, 11, 1), kind="round_table")
    SeminarFactory(title="C", held=date(2023, 5, 17))
    assert set(titles(science.get("/hoi-thao/?nam=2024"))) == {"A", "B"}
    assert titles(science.get("/hoi-thao/?nam=2024&cap=city")) == ["A"]
    assert titles(science.get("/hoi-thao/?loai=round_table&tinh_trang=qua-han")) == ["B"]
    assert titles(science.get("/hoi-thao/?sap=ngay")) == ["C", "A", "B"]


def test_works_in_vietnamese_order_and_found_without_marks(science):
    for title in ("Đổi mới giảng dạy", "Ân cần với học viên", "An toàn thông tin"):
        PublicationFactory(title=title)
    assert titles(science.get("/cong-bo/?sap=ten")) == ["An toàn thông tin", "Ân cần với học viên", "Đổi mới giảng dạy"]
    assert titles(science.get("/cong-bo/?tim=doi+moi")) == ["Đổi mới giảng dạy"]


# Parts


@pytest.mark.parametrize(
    ("parameter", "field", "factory", "page"),
    [
        ("de-tai", "project", ProjectFactory, "/de-tai/"),
        ("hoi-thao", "seminar", SeminarFactory, "/hoi-thao/"),
        ("cong-bo", "publication", PublicationFactory, "/cong-bo/"),
    ],
)
def test_a_part_is_added_on_the_page_of_its_work(science, parameter, field, factory, page):
    work, staff = factory(), StaffFactory()
    url = f"/tham-gia-nghien-cuu/them/?{parameter}={work.pk}"
    form = science.get(url).context["form"]
    assert [name for name in ("project", "seminar", "publication") if name in form.fields] == [field]
    response = science.post(url, {"staff": staff.pk, "role": "member"})
    assert response.url == f"{page}{work.pk}/"
    part = Contribution.objects.get()
    assert (getattr(part, field), part.staff) == (work, staff)
    assert staff.full_name in science.get(response.url).content.decode()
    assert science.post(f"/tham-gia-nghien-cuu/{part.pk}/cat/").url == response.url


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"staff": ""}, "Chọn một cán bộ của trường, hoặc ghi tên người ngoài trường."),
        ({"external_name": "Trần Văn Bình"}, "Chọn một cán bộ của trường, hoặc ghi tên người ngoài trường."),
        ({"share_percent": "101"}, "Tỷ lệ đóng góp không quá 100 %."),
        ({"project": ""}, "Chọn đúng một: đề tài, hội thảo hoặc công bố."),
    ],
)
def test_a_part_that_cannot_be(science, wrong, message):
    form = {"project": ProjectFactory().pk, "staff": StaffFactory().pk, "role": "member"}
    response = science.post("/tham-gia-nghien-cuu/them/", form | wrong)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Contribution.objects.exists()


def test_a_part_given_twice_is_refused_on_the_page_of_its_work(science):
    part = ContributionFactory()
    url = f"/tham-gia-nghien-cuu/them/?de-tai={part.project.pk}"
    response = science.post(url, {"staff": part.staff.pk, "role": part.role})
    assert response.status_code == 422
    assert "Người này đã có vai trò đó." in response.content.decode()


def test_what_came_of_a_seminar_stands_on_its_page(science):
    seminar = SeminarFactory()
    PublicationFactory(title="Kỷ yếu hội thảo", kind="proceedings", seminar=seminar)
    assert "Kỷ yếu hội thảo" in science.get(f"/hoi-thao/{seminar.pk}/").content.decode()


@pytest.mark.parametrize("role", [Role.LECTURER, Role.LEADERSHIP, Role.TRAINING])
def test_everybody_reads_works_and_only_science_edits_them(client, role):
    project, seminar = ProjectFactory(), SeminarFactory(held=None)
    client.force_login(UserFactory(role=role))
    assert client.get("/de-tai/").status_code == 200
    page = client.get(f"/de-tai/{project.pk}/")
    assert "/nghiem-thu/" not in page.content.decode()
    for url in (f"/de-tai/{project.pk}/nghiem-thu/", f"/hoi-thao/{seminar.pk}/to-chuc/", "/cong-bo/them/"):
        assert client.get(url).status_code == 403


def test_due_before_the_start_is_refused_in_words(science):
    form = {"title": "Đề tài", "kind": "project", "level": "city", "started_on": "01/03/2024", "due_on": "01/02/2024"}
    response = science.post("/de-tai/them/", form)
    assert response.status_code == 422
    assert "Hạn hoàn thành phải sau ngày bắt đầu." in response.content.decode()


def test_the_domain_keeps_its_constraints():
    with pytest.raises(ValidationError):
        accept(ProjectFactory(due_on=None), date(1990, 1, 1))
