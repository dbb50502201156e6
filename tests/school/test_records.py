"""The mechanism of records, over every register: pages open, paging loses nobody, nothing typed is lost."""

import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from portal.models import Role
from school.models import Agency, AgencyName, FormSubmission, ListExport
from school.records import listing as listing_module
from school.records.register import PutAway, Register, registers
from tests.factories import AgencyFactory, AgencyNameFactory, DocumentFactory, UserFactory
from tests.test_factories import ALL

pytestmark = pytest.mark.django_db
FACTORIES = {factory._meta.model: factory for factory in ALL}
MOST_QUERIES = 8
every = pytest.mark.parametrize("register", registers(), ids=lambda register: register.key)
lists = pytest.mark.parametrize(
    "register", [r for r in registers() if not r.single], ids=lambda register: register.key
)
editable = pytest.mark.parametrize("register", [r for r in registers() if r.form], ids=lambda register: register.key)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(role=Role.ADMIN))
    return client


def make(register: Register, many: int) -> list[Any]:
    return FACTORIES[register.model].create_batch(many)


# Every register


@every
def test_its_pages_open(admin: Client, register: Register) -> None:
    record = make(register, 1)[0]
    assert admin.get(register.url("list")).status_code == 200
    for page in ("detail", "history"):
        response = admin.get(register.url(page, record.pk))
        assert response.status_code == 200
        assert escape(str(record)) in response.content.decode()
    if register.form:
        assert admin.get(register.url("edit", record.pk)).status_code == 200
        assert not register.adds or admin.get(register.url("add")).status_code == 200
    if register.put_away is not PutAway.NEVER:
        assert admin.get(register.url("put_away", record.pk)).status_code == 200


@every
def test_a_record_that_is_not_there(admin: Client, register: Register) -> None:
    response = admin.get(register.url("detail", 10**9))
    assert response.status_code == 404
    assert register.noun in response.content.decode()


@every
def test_the_same_queries_for_one_row_and_for_many(admin: Client, register: Register) -> None:
    counts = []
    for more in (1, 29):
        records = make(register, more)
        with CaptureQueriesContext(connection) as on_list:
            admin.get(register.url("list"))
        with CaptureQueriesContext(connection) as on_details:
            admin.get(register.url("detail", records[0].pk))
        counts.append((len(on_list), len(on_details)))
    assert counts[0] == counts[1]
    assert max(counts[1]) <= MOST_QUERIES


def walk(client: Client, url: str, step: str) -> list[list[int]]:
    """The pages from `url` on, by their "next" or "previous" links: the keys of their rows."""
    pages = []
    while url:
        shown = client.get(url).context["listing"]
        assert shown.problems == []
        pages.append([record.pk for record in shown.page.rows])
        onward = getattr(shown, f"{step}_url")
        url = shown.register.url("list") + onward if onward else ""
        assert len(pages) < 40
    return pages


@lists
def test_paging_in_every_order_shows_everybody_once(
    admin: Client, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(register, 7)
    monkeypatch.setattr(listing_module, "PAGE", 3)
    for column in register.columns:
        for sign in ("", "-") if column.order else ():
            url = f"{register.url('list')}?sap={sign}{column.name}"
            forwards = walk(admin, url, "next")
            shown = [key for page in forwards for key in page]
            assert len(shown) == len(set(shown)) == register.rows().count()
            backwards = walk(admin, f"{url}&trang=cuoi", "previous")
            assert [key for page in reversed(backwards) for key in page] == shown


@every
def test_a_search_text_of_any_kind_gives_a_page(admin: Client, register: Register) -> None:
    make(register, 1)
    for text in ("nguyễn", "%", "_", "'; DROP TABLE", "\x00", "x" * 5000, "🏫", "(", "\\"):
        assert admin.get(register.url("list"), {"tim": text}).status_code == 200, text


@lists
def test_an_export_has_the_rows_of_the_list_and_is_remembered(admin: Client, register: Register) -> None:
    make(register, 3)
    shown = admin.get(register.url("list")).context["listing"]
    assert shown.count
    response = admin.get(register.url("export"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[1]] == [column.label for column in shown.columns]
    assert sheet.max_row - 1 == shown.count
    log = ListExport.objects.latest("pk")
    assert (log.register, log.exported_by.role) == (register.title, Role.ADMIN)


@editable
def test_an_unchanged_form_saves_unchanged(admin: Client, register: Register) -> None:
    """What a form shows is what it takes back: no field is lost or changed by opening and saving it."""
    record = make(register, 1)[0]
    form = admin.get(register.url("edit", record.pk)).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: "" if value is None or value is False else value for name, value in typed.items()}
    before = register.model.objects.filter(pk=record.pk).values().get()
    response = admin.post(register.url("edit", record.pk), typed)
    assert response.status_code == 302, response.context["form"].errors
    assert register.model.objects.filter(pk=record.pk).values().get() == before


# The address of a list


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"khong-co": "1"}, "không có bộ lọc “khong-co”"),
        ({"sap": "khong-co"}, "không sắp xếp theo cột đó"),
        ({"trang": str(10**9)}, "không đánh số trang"),
        ({"sau": str(10**12)}, "không còn"),
        ({"sau": "x"}, "Không có trang này"),
        ({"sau": str(10**30)}, "Không có trang này"),
        ({"loai": "khong-co"}, "lựa chọn này không có"),
        ({"luu-tru": "khong-co"}, "lựa chọn này không có"),
    ],
)
def test_what_the_address_cannot_mean_is_said_and_the_list_shown(
    admin: Client, query: dict[str, str], said: str
) -> None:
    agency = AgencyFactory()
    response = admin.get("/don-vi/", query)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert [record.pk for record in response.context["listing"].page.rows] == [agency.pk]


def test_within_a_record(admin: Client) -> None:
    name, other = AgencyNameFactory(), AgencyNameFactory()
    response = admin.get("/ten-don-vi/", {"don-vi": name.agency_id})
    assert [row.pk for row in response.context["listing"].page.rows] == [name.pk]
    assert other.name not in response.content.decode()
    assert admin.get("/ten-don-vi/", {"don-vi": "99999"}).status_code == 404
    assert admin.get("/ten-don-vi/", {"don-vi": "x"}).status_code == 404


def test_names_are_found_without_marks_and_by_former_names(admin: Client) -> None:
    found = AgencyFactory(name="Huyện ủy Hòa Vang")
    AgencyNameFactory(agency=found, name="Ban Chấp hành Đảng bộ Hoà Vang")
    AgencyFactory(name="Sở Thoát nước")
    for text in ("hoa vang", "HOÀ", "vang hoà", "đảng bộ", "dang bo hoa"):
        rows = admin.get("/don-vi/", {"tim": text}).context["listing"].page.rows
        assert [row.pk for row in rows] == [found.pk], text


def test_beyond_two_thousand_nobody_counts_on(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing_module, "MOST_COUNTED", 2)
    AgencyFactory.create_batch(4)
    response = admin.get("/don-vi/")
    assert response.context["listing"].count == 3
    assert "Hơn 2.000" in response.content.decode()


def test_typing_asks_for_the_rows_alone(admin: Client) -> None:
    AgencyFactory(name="Sở Nội vụ")
    response = admin.get("/don-vi/", {"tim": "noi"}, HTTP_HX_REQUEST="true")
    assert response.content.decode().lstrip().startswith('<div id="danh-sach">')


def test_columns_can_be_chosen(admin: Client) -> None:
    AgencyFactory()
    columns = admin.get("/don-vi/?cot=den&cot=loai").context["listing"].columns
    assert [column.name for column in columns] == ["ten", "loai", "den"]


# Spreadsheets


@pytest.mark.parametrize("text", ["=1+1", "+84 236", "-nt-", "@SUM(A1)"])
def test_what_looks_like_a_formula_goes_out_as_text(admin: Client, text: str) -> None:
    AgencyFactory(name=text)
    content = b"".join(admin.get("/don-vi/excel").streaming_content)
    cell = openpyxl.load_workbook(io.BytesIO(content)).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_an_export_follows_search_and_order(admin: Client) -> None:
    for name in ("Sở Nội vụ", "Sở Tài chính", "Ban Tổ chức"):
        AgencyFactory(name=name)
    content = b"".join(admin.get("/don-vi/excel?tim=so&sap=-ten").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Sở Tài chính", "Sở Nội vụ"]
    assert ListExport.objects.get().rows == 2


# Saving


def typed_of(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """The form's own values with some of them typed over."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


def test_a_record_is_added_and_shown(admin: Client) -> None:
    response = admin.post("/don-vi/them/", typed_of(admin, "/don-vi/them/", name=" Sở  Nội vụ ", kind="state"))
    agency = Agency.objects.get()
    assert response.url == f"/don-vi/{agency.pk}/"
    assert agency.name == "Sở Nội vụ"


def test_what_is_wrong_is_said_beside_the_field_and_on_top(admin: Client) -> None:
    AgencyFactory(name="Sở Nội vụ")
    typed = typed_of(admin, "/don-vi/them/", name="SỞ NỘI VỤ", valid_from="31/02/2024")
    response = admin.post("/don-vi/them/", typed)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Ngày này không có trong lịch" in text
    assert 'href="#id_valid_from"' in text
    assert "SỞ NỘI VỤ" in text and "31/02/2024" in text


def test_what_only_the_database_refuses_is_said_too(admin: Client) -> None:
    AgencyFactory(name="Sở Nội vụ")
    response = admin.post("/don-vi/them/", typed_of(admin, "/don-vi/them/", name="Sở Nội vụ", kind="state"))
    assert response.status_code == 422
    assert "Đã có đơn vị cùng tên" in response.content.decode()


def test_a_second_click_saves_no_second_record(admin: Client) -> None:
    typed = typed_of(admin, "/don-vi/them/", name="Sở Nội vụ", kind="state")
    first, second = (admin.post("/don-vi/them/", typed) for _ in range(2))
    assert first.url == second.url
    assert Agency.objects.count() == FormSubmission.objects.count() == 1


def test_a_second_click_on_an_edit_is_no_conflict(admin: Client) -> None:
    agency = AgencyFactory()
    url = f"/don-vi/{agency.pk}/sua/"
    typed = typed_of(admin, url, name="Tên mới")
    assert [admin.post(url, typed).status_code for _ in range(2)] == [302, 302]


def test_a_refused_form_can_be_sent_again(admin: Client) -> None:
    typed = typed_of(admin, "/don-vi/them/", name="", kind="state")
    assert admin.post("/don-vi/them/", typed).status_code == 422
    assert admin.post("/don-vi/them/", typed | {"name": "Sở Nội vụ"}).status_code == 302


def test_two_people_edit_one_record(admin: Client) -> None:
    agency = AgencyFactory(name="Sở Nội vụ", kind="state")
    url = f"/don-vi/{agency.pk}/sua/"
    mine = typed_of(admin, url, name="Sở Nội vụ thành phố")
    other = Client()
    other.force_login(UserFactory(role=Role.TRAINING, full_name="Trần Thị Bích Ngọc"))
    other.post(url, typed_of(other, url, name="Sở Nội vụ và Lao động", kind="party"))

    response = admin.post(url, mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Trần Thị Bích Ngọc" in text
    assert "Sở Nội vụ và Lao động" in text and "Sở Nội vụ thành phố" in text
    agency.refresh_from_db()
    assert agency.name == "Sở Nội vụ và Lao động"

    form = response.context["form"]
    assert form["name"].value() == "Sở Nội vụ thành phố"  # mine is kept
    assert form["kind"].value() == "party"  # theirs, which I had not touched
    again = {name: form[name].value() or "" for name in form.fields}
    assert admin.post(url, again).status_code == 302
    agency.refresh_from_db()
    assert (agency.name, agency.kind) == ("Sở Nội vụ thành phố", "party")


def test_a_forged_opened_value_is_no_traceback(admin: Client) -> None:
    url = f"/don-vi/{AgencyFactory().pk}/sua/"
    assert admin.post(url, typed_of(admin, url, opened="x:y:z")).status_code == 302
    assert admin.post(url, typed_of(admin, url, token="not one", name="Tên khác")).status_code in {302, 422}


def test_a_session_that_ends_loses_nothing(client: Client) -> None:
    user = UserFactory(role=Role.TRAINING)
    client.force_login(user)
    typed = typed_of(client, "/don-vi/them/", name="Sở Nội vụ", kind="state")
    client.logout()
    response = client.post("/don-vi/them/", typed)
    assert response.url == "/dang-nhap/?next=/don-vi/them/"
    session = client.session
    kept = session["kept_form"]
    client.force_login(user)
    session = client.session
    session["kept_form"] = kept
    session.save()
    shown = client.get("/don-vi/them/")
    assert shown.context["form"]["name"].value() == "Sở Nội vụ"
    assert "Những gì đã gõ vẫn còn" in shown.content.decode()
    assert client.get("/don-vi/them/").context["form"]["name"].value() != "Sở Nội vụ"
    assert not Agency.objects.exists()


def test_a_form_without_its_token_is_refused_in_words() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory(role=Role.ADMIN))
    response = strict.post("/don-vi/them/", {"name": "Sở Nội vụ", "kind": "state"})
    assert response.status_code == 403
    assert "Traceback" not in response.content.decode()
    assert not Agency.objects.exists()


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE, Role.LECTURER])
def test_who_may_not_edit(client: Client, role: Role) -> None:
    agency = AgencyFactory()
    client.force_login(UserFactory(role=role))
    for page in ("them/", f"{agency.pk}/sua/", f"{agency.pk}/cat/", f"{agency.pk}/doi-ten/"):
        for send in (client.get, client.post):
            assert send(f"/don-vi/{page}").status_code == 403, page


# Putting away


def test_put_away_and_taken_out_again(admin: Client) -> None:
    agency = AgencyFactory()
    url = f"/don-vi/{agency.pk}/cat/"
    for _ in range(2):  # a second click is no second thought
        assert admin.post(url, {"archive": "yes"}).status_code == 302
        assert admin.get("/don-vi/").context["listing"].count == 0
    assert admin.get("/don-vi/?luu-tru=da-cat").context["listing"].count == 1
    assert admin.get("/don-vi/?luu-tru=ca-hai").context["listing"].count == 1
    admin.post(url, {"archive": "no"})
    assert admin.get("/don-vi/").context["listing"].count == 1


def test_what_uses_a_record_is_said(admin: Client) -> None:
    name = AgencyNameFactory()
    shown = admin.get(f"/don-vi/{name.agency_id}/cat/").context["uses"]
    assert [(use.what, use.count) for use in shown] == [("tên khác của đơn vị", 1)]


def test_what_was_put_away_cannot_be_chosen_anew(admin: Client) -> None:
    gone = DocumentFactory(archived_on="2024-01-01")
    agency = AgencyFactory()
    choices = admin.get(f"/don-vi/{agency.pk}/ket-thuc/").context["form"].fields["document"].queryset
    assert gone not in choices


def test_a_line_taken_out_stays_in_the_history(admin: Client) -> None:
    name = AgencyNameFactory()
    response = admin.post(f"/ten-don-vi/{name.pk}/cat/")
    assert response.url == f"/don-vi/{name.agency_id}/"
    assert not AgencyName.objects.exists()
    kept = AgencyName.pgh_event_models["delete"].objects.filter(pgh_obj_id=name.pk, pgh_label="delete")
    assert kept.get().name == name.name


# Verbs


def test_a_verb_of_the_domain(admin: Client) -> None:
    agency = AgencyFactory(name="Sở Nội vụ")
    url = f"/don-vi/{agency.pk}/doi-ten/"
    typed = {"token": str(uuid.uuid4()), "name": "Sở Nội vụ và Lao động", "on": "01/03/2025"}
    assert [admin.post(url, typed).status_code for _ in range(2)] == [302, 302]  # a second click is no second renaming
    agency.refresh_from_db()
    assert (agency.name, agency.names.get().name) == ("Sở Nội vụ và Lao động", "Sở Nội vụ")


def test_a_verb_refused_says_why_beside_its_field(admin: Client) -> None:
    agency = AgencyFactory(valid_from="2025-03-01")
    response = admin.post(f"/don-vi/{agency.pk}/doi-ten/", {"name": "Tên khác", "on": "01/03/2024"})
    assert response.status_code == 422
    assert "Ngày đổi tên phải sau" in response.content.decode()


def test_a_verb_that_does_not_apply_is_not_there(admin: Client) -> None:
    ended = AgencyFactory(valid_to="2025-02-28")
    response = admin.get(f"/don-vi/{ended.pk}/doi-ten/")
    assert response.status_code == 404
    assert "không còn áp dụng" in response.content.decode()
