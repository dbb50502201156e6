"""Learners on their pages: found by name, in scope, numbers hidden, nobody taken in twice unasked."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enrollment.models import Enrolment, Identity, Learner, Posting, SuccessionEntry
from enrollment.queries.timeline import way_of
from portal.models import Role
from school.partial_date import PartialDate
from school.records import keyset, listing
from tests.factories import (
    AgencyFactory,
    ClassStayFactory,
    CourseClassFactory,
    EnrolmentFactory,
    IdentityFactory,
    LearnerFactory,
    PostingFactory,
    RosterConfirmationFactory,
    StaffFactory,
    SuccessionEntryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NUMBER = "048190001234"


@pytest.fixture
def training(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


def signed_in(role, **fields):
    client = Client()
    client.force_login(UserFactory(role=role, **fields))
    return client


def lecturer_of(*classes):
    """A lecturer's browser; they are the homeroom teacher of the classes."""
    staff = StaffFactory()
    for course_class in classes:
        course_class.homeroom = staff
        course_class.save()
    return signed_in(Role.LECTURER, staff=staff)


def shown(client, **query):
    return [row.full_name for row in client.get("/hoc-vien/", query).context["listing"].page.rows]


# Lists


def test_sorted_by_given_name_in_vietnamese_order(training):
    for name in ("Trần Văn Đạt", "Lê Thị Ánh", "Nguyễn An", "Phạm Ân", "Vũ Hường", "Đỗ Hương"):
        LearnerFactory(full_name=name)
    assert shown(training) == ["Nguyễn An", "Lê Thị Ánh", "Phạm Ân", "Trần Văn Đạt", "Đỗ Hương", "Vũ Hường"]


@pytest.mark.parametrize("text", ["nguyen thi huong", "HƯỜNG nguyễn", "hu ng", "huong"])
def test_found_by_beginnings_of_words_without_marks(training, text):
    LearnerFactory(full_name="Nguyễn Thị Hường")
    LearnerFactory(full_name="Trần Thu Phương")
    assert shown(training, tim=text) == ["Nguyễn Thị Hường"]


def test_hoa_finds_both_spellings(training):
    LearnerFactory(full_name="Lê Hoà")
    LearnerFactory(full_name="Trần Hòa")
    assert shown(training, tim="hoa") == ["Lê Hoà", "Trần Hòa"]


def test_agency_and_position_are_those_of_today(training):
    learner = LearnerFactory()
    PostingFactory(learner=learner, position="Chuyên viên", valid_from=date(2010, 1, 1), valid_to=date(2020, 6, 30))
    now = PostingFactory(learner=learner, position="Phó Trưởng ban", valid_from=date(2020, 7, 1))
    page = training.get("/hoc-vien/").content.decode()
    assert now.agency.name in page and "Phó Trưởng ban" in page
    assert "Chuyên viên" not in page
    assert f'href="/don-vi/{now.agency_id}/"' in page


def test_filtered_by_the_agency_of_today_each_learner_once(training):
    agency = AgencyFactory()
    former = PostingFactory(agency=agency, valid_from=date(2010, 1, 1), valid_to=date(2020, 6, 30))
    again = PostingFactory(agency=agency, learner__full_name="Lê Văn Trở", valid_to=date(2021, 1, 1))
    PostingFactory(agency=agency, learner=again.learner, valid_from=date(2022, 1, 1))
    PostingFactory(learner=former.learner, valid_from=date(2020, 7, 1))
    assert shown(training, don_vi=agency.name) == ["Lê Văn Trở"]


def test_merged_records_are_not_listed_and_say_where_they_went(training):
    kept = LearnerFactory(full_name="Nguyễn Thị Hường")
    merged = LearnerFactory(full_name="Nguyễn Thị Hường", merged_into=kept)
    rows = training.get("/hoc-vien/", {"tim": "huong"}).context["listing"].page.rows
    assert [row.pk for row in rows] == [kept.pk]
    page = training.get(f"/hoc-vien/{merged.pk}/").content.decode()
    assert f'<a href="/hoc-vien/{kept.pk}/">Nguyễn Thị Hường</a>' in page
    assert training.get(f"/hoc-vien/{merged.pk}/chuyen-cong-tac/").status_code == 404


@pytest.mark.parametrize("text", ["tran", "tr", "t"])
@pytest.mark.parametrize("counted", [2, 100])
def test_every_page_of_what_was_found_whether_few_or_many(training, monkeypatch, text, counted):
    """Few are sorted, many are looked for in order a few rows at a time: the same people either way."""
    monkeypatch.setattr(listing, "PAGE", 3)
    monkeypatch.setattr(listing, "MOST_COUNTED", counted)
    monkeypatch.setattr(keyset, "WALKED", 4)
    for name in ("An", "Bình", "Cúc", "Dung", "Yến", "Yên", "Vân", "Uyên", "Thảo", "Sơn"):
        LearnerFactory(full_name=f"Trần {name}")
        LearnerFactory(full_name=f"Lê {name}")
    wanted = [name for name in shown_on_all_pages(training, "") if name.startswith("Trần")]
    if text == "t":
        wanted = [name for name in shown_on_all_pages(training, "") if name.startswith("Trần") or "Thảo" in name]
    assert shown_on_all_pages(training, text) == wanted
    assert len(wanted) >= 10


def shown_on_all_pages(client, text):
    names, url = [], f"/hoc-vien/?tim={text}"
    while url:
        found = client.get(url).context["listing"]
        names += [row.full_name for row in found.page.rows]
        url = f"/hoc-vien/{found.next_url}" if found.next_url else ""
    return names


# Identity numbers


def test_a_number_finds_its_owner_for_those_who_may_see_it(training):
    LearnerFactory()
    owner = IdentityFactory(number=NUMBER).learner
    assert shown(training, tim=NUMBER) == shown(training, tim="048.190.001 234") == [owner.full_name]
    assert shown(training, tim=NUMBER[:11]) == []
    assert shown(training, tim=NUMBER[:9]) == []


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE])
def test_others_neither_see_a_number_nor_find_people_by_it(role):
    owner = IdentityFactory(number=NUMBER).learner
    client = signed_in(role)
    assert shown(client, tim=NUMBER) == []
    page = client.get(f"/hoc-vien/{owner.pk}/").content.decode()
    assert "•••••••••234" in page
    everything = page + client.get("/hoc-vien/?cot=can_cuoc&cot=ten").content.decode()
    everything += client.get(f"/hoc-vien/{owner.pk}/lich-su/").content.decode()
    assert NUMBER not in everything
    assert client.get("/giay-to/").status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_an_export_has_the_numbers_for_those_alone_who_may_see_them(role):
    enrolment = EnrolmentFactory(first_class__homeroom=StaffFactory())
    IdentityFactory(number=NUMBER, learner=enrolment.learner)
    client = lecturer_of(enrolment.first_class) if role == Role.LECTURER else signed_in(role)
    may = role in (Role.ADMIN, Role.TRAINING)
    response = client.get("/hoc-vien/excel?cot=can_cuoc&cot=ten")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cells = [str(cell.value) for row in book.active.rows for cell in row]
    assert enrolment.learner.full_name in cells
    assert ("Số căn cước" in cells, any(NUMBER[-6:] in cell for cell in cells)) == (may, may)
    assert client.get("/giay-to/excel").status_code == (200 if may else 403)


def test_who_may_sees_the_number_in_the_column_and_on_the_page(training):
    owner = IdentityFactory(number=NUMBER).learner
    assert NUMBER in training.get("/hoc-vien/?cot=can_cuoc").content.decode()
    assert NUMBER in training.get(f"/hoc-vien/{owner.pk}/").content.decode()
    assert NUMBER not in training.get("/hoc-vien/").content.decode()


def test_a_name_among_those_of_an_agency_leads_to_the_learner_and_the_post_to_its_line(training):
    posting = PostingFactory(position="Phó Trưởng ban")
    page = training.get(f"/don-vi/{posting.agency_id}/").content.decode()
    assert f'<a href="/hoc-vien/{posting.learner_id}/">{posting.learner}</a>' in page
    assert f'<a href="/cong-tac/{posting.pk}/">Phó Trưởng ban</a>' in page


# Scope


def test_a_lecturer_knows_of_the_learners_of_their_own_classes_alone():
    own, other = EnrolmentFactory(), EnrolmentFactory()
    client = lecturer_of(own.first_class)
    assert shown(client) == [own.learner.full_name]
    assert shown(client, tim=other.learner.full_name.split()[-1]) in ([], [own.learner.full_name])
    assert client.get(f"/hoc-vien/{own.learner_id}/").status_code == 200
    hidden = (f"/hoc-vien/{other.learner_id}/", f"/ghi-danh/{other.pk}/", f"/hoc-vien/{other.learner_id}/lich-su/")
    for url in hidden:
        assert client.get(url).status_code == 404
    assert client.get("/ghi-danh/", {"hoc-vien": other.learner_id}).status_code == 404


def test_who_comes_from_another_class_is_known_to_the_new_teacher():
    enrolment, new = EnrolmentFactory(), CourseClassFactory()
    enrolment.stays.update(until=date(2030, 1, 1))
    ClassStayFactory(enrolment=enrolment, course_class=new, started_on=date(2030, 1, 1))
    assert shown(lecturer_of(new)) == [enrolment.learner.full_name]


# A learner's own page


def test_the_way_in_one_line_of_time(training):
    learner = LearnerFactory()
    PostingFactory(learner=learner, position="Chuyên viên", valid_from=None, valid_to=date(2020, 6, 30))
    PostingFactory(learner=learner, position="Phó Trưởng ban", valid_from=date(2020, 7, 1))
    SuccessionEntryFactory(learner=learner, valid_from=date(2024, 10, 1))
    running = CourseClassFactory(opened=PartialDate.month(2023, 5), closed=None, due_to_close_on=date(2031, 6, 30))
    EnrolmentFactory(learner=learner, first_class=running, entered_on=running.opened_from)
    response = training.get(f"/hoc-vien/{learner.pk}/")
    events = way_of(row for part in response.context["parts"] for row in part.rows)
    page = response.content.decode()
    assert all(event.title in page for event in events) and "chưa rõ" in page
    assert [(event.kind, str(event.when), event.expected) for event in events] == [
        ("study", "30/06/2031", True),
        ("plan", "01/10/2024", False),
        ("study", "05/2023", False),
        ("post", "01/07/2020", False),
        ("post", "None", False),
    ]


def test_at_most_eight_queries_whatever_the_learner_has(training):
    learner = LearnerFactory(staff=StaffFactory())
    urls = (f"/hoc-vien/{learner.pk}/", "/hoc-vien/")
    counts = []
    for year in (2021, 2022):
        for _ in range(3):
            EnrolmentFactory(learner=learner)
            SuccessionEntryFactory(learner=learner, position=f"Chức danh {SuccessionEntry.objects.count()}")
        with CaptureQueriesContext(connection) as queries:
            for url in urls:
                training.get(url)
        counts.append(len(queries))
        PostingFactory(learner=learner, valid_from=date(year, 1, 1), valid_to=date(year, 12, 31))
        IdentityFactory(learner=learner)
    assert counts[0] == counts[1] <= 16


# A new learner


def typed(**changes):
    agency = AgencyFactory()
    return {
        "full_name": "Nguyễn Thị Hường",
        "born": "12/03/1985",
        "sex": "F",
        "joined_party": "2010",
        "agency": agency.pk,
        "position": "Chuyên viên",
        "national_id": "",
    } | changes


def test_a_new_learner_comes_with_post_and_number(training):
    response = training.post("/hoc-vien/them/", typed(national_id="048 190 001 234"))
    learner = Learner.objects.get()
    assert response.url == f"/hoc-vien/{learner.pk}/"
    assert learner.joined_party == PartialDate.year(2010)
    assert Posting.objects.get().position == "Chuyên viên"
    assert Identity.objects.get().number == NUMBER


@pytest.mark.parametrize("name", ["Nguyễn Thị Hường", "NGUYỄN THỊ HƯỜNG"])
@pytest.mark.parametrize("born", ["12/03/1985", "03/1985", "1985", ""])
def test_the_same_name_and_birth_date_asks_before_a_second_record(training, name, born):
    known = LearnerFactory(full_name="Nguyễn Thị Hường", born=date(1985, 3, 12))
    values = typed(full_name=name, born=born)
    response = training.post("/hoc-vien/them/", values)
    page = response.content.decode()
    assert response.status_code == 422
    assert "sinh 12/03/1985" in page and f'href="/hoc-vien/{known.pk}/"' in page
    assert 'type="checkbox"' in page
    assert Learner.objects.count() == 1
    assert training.post("/hoc-vien/them/", values | {"another": "on"}).status_code == 302
    assert Learner.objects.count() == 2


@pytest.mark.parametrize(("name", "born"), [("Nguyễn Thị Hường", "12/03/1986"), ("Nguyễn Thị Hương", "12/03/1985")])
def test_another_birth_date_or_name_is_another_person(training, name, born):
    LearnerFactory(full_name="Nguyễn Thị Hường", born=date(1985, 3, 12))
    assert 'type="checkbox"' not in training.get("/hoc-vien/them/").content.decode()
    assert training.post("/hoc-vien/them/", typed(full_name=name, born=born)).status_code == 302


@pytest.mark.parametrize("number", ["12", "04819000123x", "0481900012345", "٠٤٨١٩٠٠٠١"])
def test_a_number_of_another_length_is_refused_beside_its_field(training, number):
    response = training.post("/hoc-vien/them/", typed(national_id=number))
    assert response.status_code == 422
    assert "Căn cước có 12 chữ số" in response.context["form"].errors["national_id"][0]
    assert not Learner.objects.exists()


def test_a_number_that_is_somebody_else_s_names_its_owner(training):
    owner = IdentityFactory(number=NUMBER).learner
    response = training.post("/hoc-vien/them/", typed(national_id=NUMBER))
    assert owner.full_name in response.context["form"].errors["national_id"][0]
    assert Learner.objects.count() == 1


def test_editing_asks_nothing_of_post_and_number(training):
    learner = LearnerFactory(born=date(1985, 3, 12))
    LearnerFactory(full_name=learner.full_name, born=date(1985, 3, 12))
    form = training.get(f"/hoc-vien/{learner.pk}/sua/").context["form"]
    assert not {"agency", "national_id", "another"} & set(form.fields)
    values = {"full_name": learner.full_name, "born": "03/1985", "sex": "M"}
    assert training.post(f"/hoc-vien/{learner.pk}/sua/", values).status_code == 302
    learner.refresh_from_db()
    assert learner.born == PartialDate.month(1985, 3)


# Verbs


def test_moving_keeps_the_former_post(training):
    before = PostingFactory(valid_from=date(2020, 7, 1))
    url = f"/hoc-vien/{before.learner_id}/chuyen-cong-tac/"
    agency = AgencyFactory()
    late = training.post(url, {"agency": agency.pk, "position": "Phó Bí thư", "on": "01/07/2020"})
    assert late.status_code == 422
    assert "từ ngày 01/07/2020. Chọn ngày sau đó" in late.context["form"].errors["on"][0]
    assert training.post(url, {"agency": agency.pk, "position": "Phó Bí thư", "on": "01/07/2025"}).status_code == 302
    assert [(p.valid_to, p.agency_id) for p in before.learner.postings.order_by("valid_from")] == [
        (date(2025, 6, 30), before.agency_id),
        (None, agency.pk),
    ]


def test_into_quy_hoach_once_for_a_post_and_term(training):
    learner = LearnerFactory()
    values = {"position": "Trưởng phòng", "term": "2025-2030", "since": "01/10/2024"}
    url = f"/hoc-vien/{learner.pk}/quy-hoach/"
    assert training.post(url, values).status_code == 302
    again = training.post(url, values)
    assert again.status_code == 422
    assert "đã ở quy hoạch chức danh đó" in again.content.decode()


def test_enrolling_offers_open_unconfirmed_classes_and_the_present_post(training):
    posting = PostingFactory(position="Phó Trưởng ban")
    open_class, confirmed = CourseClassFactory(closed=None), CourseClassFactory(closed=None)
    RosterConfirmationFactory(course_class=confirmed)
    CourseClassFactory(opened=None, closed=None)
    url = f"/hoc-vien/{posting.learner_id}/ghi-danh/"
    form = training.get(url).context["form"]
    assert list(form.fields["course_class"].queryset) == [open_class]
    assert (form["agency"].value(), form["position"].value()) == (posting.agency_id, "Phó Trưởng ban")
    values = {"course_class": open_class.pk, "agency": posting.agency_id, "position": "Phó Trưởng ban"}
    assert training.post(url, values).url == f"/lop/{open_class.pk}/"
    assert Enrolment.objects.get().entered_on == open_class.opened_from
    again = training.post(url, values)
    assert "đã có trong danh sách lớp" in again.content.decode()


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE, Role.LECTURER])
def test_who_may_not_change_anything(role):
    enrolment = EnrolmentFactory()
    client = lecturer_of(enrolment.first_class) if role == Role.LECTURER else signed_in(role)
    page = client.get(f"/hoc-vien/{enrolment.learner_id}/").content.decode()
    assert "/chuyen-cong-tac/" not in page and "/sua/" not in page
    for verb in ("sua", "cat", "ghi-danh", "chuyen-cong-tac", "quy-hoach"):
        assert client.get(f"/hoc-vien/{enrolment.learner_id}/{verb}/").status_code == 403
    assert client.get("/hoc-vien/them/").status_code == 403
