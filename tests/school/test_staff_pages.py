"""Pages of staff: what the list tells of today, whom a lecturer sees, verbs, dates that cannot be."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Role
from school.days import today
from school.domain.staff import appoint, employ, leave
from school.errors import Refused
from school.models import EmploymentKind, Qualification, QualificationKind, QualificationLevel
from school.partial_date import PartialDate
from tests.factories import (
    ContributionFactory,
    DepartmentFactory,
    QualificationFactory,
    StaffEmploymentFactory,
    StaffFactory,
    StaffPostingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SINCE = date(2015, 9, 1)


@pytest.fixture
def science(client):
    client.force_login(UserFactory(role=Role.SCIENCE))
    return client


def employed(**fields):
    """A lecturer with a post in a department."""
    staff = StaffFactory(**fields)
    StaffEmploymentFactory(staff=staff, valid_from=SINCE)
    StaffPostingFactory(staff=staff, valid_from=SINCE)
    return staff


def names(response) -> list[str]:
    return [row.full_name for row in response.context["listing"].page.rows]


def row(response) -> dict[str, object]:
    """The first row's cells, by column."""
    listing = response.context["listing"]
    return {column.name: column.value(listing.page.rows[0]) for column in listing.columns}


def test_the_list_tells_of_today(science):
    staff = employed()
    StaffEmploymentFactory(staff=staff, kind=EmploymentKind.VISITING, valid_from=None, valid_to=SINCE - timedelta(1))
    StaffPostingFactory(staff=staff, position="Giảng viên", valid_from=None, valid_to=SINCE - timedelta(1))
    for level in (QualificationLevel.MASTER, QualificationLevel.BACHELOR):
        QualificationFactory(staff=staff, level=level)
    QualificationFactory(staff=staff, level=QualificationLevel.DOCTOR, awarded=today() + timedelta(1))
    QualificationFactory(staff=staff, kind=QualificationKind.RANK, level=QualificationLevel.RANK_SENIOR)
    shown = row(science.get("/can-bo/"))
    assert shown["chuc_vu"] == "Phó Trưởng khoa"
    assert shown["hinh_thuc"] == "giảng viên cơ hữu"
    assert (shown["trinh_do"], shown["chuc_danh"]) == ("thạc sĩ", "giảng viên chính")


def test_names_in_vietnamese_order_and_found_without_marks(science):
    for name in ("Bùi Thị Hường", "Trần Văn Ân", "Lê Thị Hương", "Phạm Văn An"):
        StaffFactory(full_name=name)
    assert names(science.get("/can-bo/")) == ["Phạm Văn An", "Trần Văn Ân", "Lê Thị Hương", "Bùi Thị Hường"]
    assert names(science.get("/can-bo/?tim=thi+huong")) == ["Lê Thị Hương", "Bùi Thị Hường"]


def test_filters_ask_for_today(science):
    here, elsewhere = employed(), StaffFactory(sex="F")
    department = here.postings.get().department
    StaffPostingFactory(staff=elsewhere, department=department, valid_from=None, valid_to=date(2020, 1, 1))
    StaffEmploymentFactory(staff=elsewhere, valid_from=None, valid_to=date(2020, 1, 1))
    assert names(science.get(f"/can-bo/?phong_khoa={department.pk}")) == [here.full_name]
    assert names(science.get("/can-bo/?hinh_thuc=lecturer")) == [here.full_name]
    assert names(science.get("/can-bo/?hinh_thuc=thoi")) == [elsewhere.full_name]
    assert science.get("/can-bo/?phong_khoa=999999").status_code == 400


@pytest.mark.parametrize("column", ["phong_khoa", "hinh_thuc", "trinh_do", "chuc_danh"])
def test_paging_by_what_holds_today_loses_nobody(science, monkeypatch, column):
    monkeypatch.setattr("school.records.listing.PAGE", 2)
    everybody = {employed().pk for _ in range(3)} | {StaffFactory().pk for _ in range(2)}
    url, seen = f"/can-bo/?sap={column}", []
    while url:
        listing = science.get(url).context["listing"]
        seen += [row.pk for row in listing.page.rows]
        url = f"/can-bo/{listing.next_url}" if listing.next_url else ""
    assert sorted(seen) == sorted(everybody)


def test_details_stay_within_eight_queries(science):
    staff = employed()
    counts = []
    for many in (1, 30):
        for level in [QualificationLevel.BACHELOR, QualificationLevel.MASTER][: 1 if many == 1 else 2]:
            Qualification.objects.filter(staff=staff, level=level).exists() or QualificationFactory(
                staff=staff, level=level
            )
        ContributionFactory.create_batch(many, staff=staff)
        with CaptureQueriesContext(connection) as queries:
            assert science.get(f"/can-bo/{staff.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


# Who may not


def test_a_lecturer_sees_the_own_record_alone(client):
    own, other = employed(), employed()
    certificate = QualificationFactory(staff=other)
    client.force_login(UserFactory(role=Role.LECTURER, staff=own))
    assert names(client.get("/can-bo/")) == [own.full_name]
    assert names(client.get("/can-bo/?tim=" + other.full_name.split()[-1])) in ([], [own.full_name])
    assert client.get(f"/can-bo/{own.pk}/").status_code == 200
    for url in (
        f"/can-bo/{other.pk}/",
        f"/can-bo/{other.pk}/lich-su/",
        f"/vi-tri-cong-tac/{other.postings.get().pk}/",
        f"/hinh-thuc-lam-viec/{other.employments.get().pk}/",
        f"/van-bang-can-bo/{certificate.pk}/",
        f"/van-bang-can-bo/?can-bo={other.pk}",
        f"/tham-gia-nghien-cuu/?can-bo={other.pk}",
    ):
        response = client.get(url)
        assert response.status_code == 404
        assert other.full_name not in response.content.decode()
    assert client.get(f"/can-bo/{own.pk}/sua/").status_code == 403


def test_a_lecturer_without_a_record_sees_nobody(client):
    employed()
    client.force_login(UserFactory(role=Role.LECTURER))
    assert names(client.get("/can-bo/")) == []


def test_no_link_leads_a_lecturer_to_a_record_that_is_not_there(client):
    own, other = employed(), employed()
    project = ContributionFactory(staff=other).project
    part = ContributionFactory(staff=own, project=project, role="member")
    foreign = project.contributions.exclude(pk=part.pk).get()
    client.force_login(UserFactory(role=Role.LECTURER, staff=own))
    assert f'href="/can-bo/{own.pk}/"' in client.get(f"/tham-gia-nghien-cuu/{part.pk}/").content.decode()
    page = client.get(f"/tham-gia-nghien-cuu/{foreign.pk}/").content.decode()
    assert other.full_name in page  # who works on a project is no secret
    assert f"/can-bo/{other.pk}/" not in page


@pytest.mark.parametrize("role", [Role.TRAINING, Role.LEADERSHIP])
def test_others_read_and_do_not_edit(client, role):
    staff = employed()
    client.force_login(UserFactory(role=role))
    page = client.get(f"/can-bo/{staff.pk}/")
    assert page.status_code == 200
    assert "/thoi-viec/" not in page.content.decode()
    for verb in ("sua", "thoi-viec", "bo-nhiem", "cat"):
        assert client.get(f"/can-bo/{staff.pk}/{verb}/").status_code == 403


# Verbs


def test_employing_appointing_and_leaving(science):
    staff, department = StaffFactory(), DepartmentFactory()
    page = science.get(f"/can-bo/{staff.pk}/").content.decode()
    assert f"/can-bo/{staff.pk}/tuyen-dung/" in page and "thoi-viec" not in page
    post = {"kind": "lecturer", "department": department.pk, "position": "Giảng viên", "since": "01/09/2020"}
    assert science.post(f"/can-bo/{staff.pk}/tuyen-dung/", post).status_code == 302
    new = {"department": DepartmentFactory().pk, "position": "Trưởng khoa", "since": "01/03/2024", "kind": "concurrent"}
    assert science.post(f"/can-bo/{staff.pk}/bo-nhiem/", new).status_code == 302
    assert [(p.position, p.valid_to) for p in staff.postings.order_by("valid_from")] == [
        ("Giảng viên", date(2024, 2, 29)),
        ("Trưởng khoa", None),
    ]
    assert staff.employments.on(date(2024, 3, 1)).get().kind == EmploymentKind.CONCURRENT
    assert science.post(f"/can-bo/{staff.pk}/thoi-viec/", {"last_day": "30/06/2025"}).status_code == 302
    assert not staff.employments.on(date(2025, 7, 1)) and not staff.postings.on(date(2025, 7, 1))
    assert "nay không làm việc ở trường" in science.get(f"/can-bo/{staff.pk}/").content.decode()


def test_what_the_verbs_refuse_is_said_beside_its_field(science):
    staff = employed()
    response = science.post(f"/can-bo/{staff.pk}/thoi-viec/", {"last_day": "01/01/2014"})
    assert response.status_code == 422
    assert response.context["form"].errors["last_day"] == ["Đã ghi làm việc từ ngày 01/09/2015. Chọn ngày sau đó."]
    new = {"department": DepartmentFactory().pk, "position": "Trưởng khoa", "since": "01/09/2015"}
    response = science.post(f"/can-bo/{staff.pk}/bo-nhiem/", new)
    assert "Đã ghi vị trí từ ngày 01/09/2015" in response.context["form"].errors["since"][0]
    assert staff.postings.get().valid_to is None


def test_two_posts_at_a_time():
    staff = employed()
    appoint(staff, DepartmentFactory(), "Bí thư chi đoàn", date(2024, 1, 1), besides=True)
    assert staff.postings.on(date(2024, 1, 1)).count() == 2


def test_only_somebody_who_works_here_is_appointed_and_leaves():
    staff, department = StaffFactory(), DepartmentFactory()
    with pytest.raises(Refused, match="không làm việc ở trường vào ngày 01/01/2024"):
        appoint(staff, department, "Giảng viên", date(2024, 1, 1))
    with pytest.raises(Refused, match="không còn làm việc ở trường"):
        leave(staff, date(2024, 1, 1))
    employ(staff, EmploymentKind.LECTURER, department, "Giảng viên", date(2024, 1, 1))
    leave(staff, date(2025, 6, 30))
    with pytest.raises(Refused, match="không còn làm việc ở trường"):
        leave(staff, date(2025, 12, 31))


def test_leaving_earlier_than_a_contract_says():
    staff = StaffFactory()
    StaffEmploymentFactory(staff=staff, valid_from=SINCE, valid_to=date(2030, 12, 31))
    leave(staff, date(2025, 6, 30))
    assert staff.employments.get().valid_to == date(2025, 6, 30)


# Forms


def test_a_birth_date_of_its_own_precision(science):
    science.post("/can-bo/them/", {"full_name": "Nguyễn Thị Lan", "born": "1980", "sex": "F"})
    listing = science.get("/can-bo/?cot=ten&cot=ngay_sinh")
    assert str(row(listing)["ngay_sinh"]) == "1980"


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"level": "certificate"}, "level", "Loại này có các mức: đại học, thạc sĩ, tiến sĩ."),
        ({"awarded": "1979"}, "awarded", "Ngày cấp phải sau ngày sinh."),
        ({"awarded": "31/02/2015"}, "awarded", "Ngày này không có trong lịch"),
        ({"awarded": ""}, "awarded", "Gõ ngày cấp."),
    ],
)
def test_a_qualification_that_cannot_be(science, wrong, field, message):
    staff = StaffFactory(born=PartialDate.year(1980))
    form = {"staff": staff.pk, "kind": "degree", "level": "master", "awarded": "06/2015"}
    url = f"/van-bang-can-bo/them/?can-bo={staff.pk}"
    response = science.post(url, form | wrong)
    assert response.status_code == 422
    assert message in response.context["form"].errors[field][0]
    assert not staff.qualifications.exists()
    assert science.post(url, form).status_code == 302
    assert str(staff.qualifications.get().awarded) == "06/2015"


def test_a_level_in_use_cannot_be_held_twice(science):
    held = QualificationFactory()
    form = {"staff": held.staff.pk, "kind": held.kind, "level": held.level, "awarded": "2020"}
    response = science.post("/van-bang-can-bo/them/", form)
    assert "Người này đã có văn bằng, chứng chỉ loại và mức này." in response.content.decode()
