"""The mechanism of records, over every register: pages open, paging loses nobody, nothing typed is lost."""

import io
import re
import sys
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from portal.models import Role
from school import days
from school.models import ListExport
from school.records import listing as listing_module
from school.records.forms import ActionForm
from school.records.keyset import Order, Place, take
from school.records.register import PutAway, Register, register_named, registers
from tests.factories import AgencyFactory, AgencyNameFactory, UserFactory
from tests.test_factories import ALL

pytestmark = pytest.mark.django_db
FACTORIES = {factory._meta.model: factory for factory in ALL}
MOST_QUERIES = 8
every = pytest.mark.parametrize("register", registers(), ids=lambda register: register.key)
lists = pytest.mark.parametrize("register", [r for r in registers() if not r.single], ids=lambda register: register.key)
editable = pytest.mark.parametrize("register", [r for r in registers() if r.form], ids=lambda register: register.key)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(role=Role.ADMIN))
    return client


def make(register: Register, many: int) -> list[Any]:
    return FACTORIES[register.model].create_batch(many)


def test_every_verb_does_something_of_its_own() -> None:
    for action in (action for register in registers() for action in register.actions):
        assert action.form.perform is not ActionForm.perform, action.name


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


@lists
def test_a_page_shows_the_same_whether_rows_are_few_many_or_all(admin: Client, register: Register) -> None:
    keys = [record.pk for record in make(register, 5)]
    for column in register.columns:
        for order in (Order(column.order), Order(column.order, descending=True)) if column.order else ():
            rows = register.rows().filter(pk__in=keys)
            pages = [
                take(rows, order, place, 3, few=few, shown=register.in_lists())
                for place in (Place(), Place(after=keys[2]))
                for few in (True, False, None)
            ]
            shown = [[row.pk for row in page.rows] for page in pages]
            assert shown[0] == shown[1] == shown[2] == [row.pk for row in order.apply(rows)[:3]], column.name
            assert shown[3] == shown[4] == shown[5], column.name


@every
def test_what_a_list_says_of_today_is_asked_each_day(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = date(1987, 6, 5)
    monkeypatch.setattr(days, "today", lambda: long_ago)
    for module in [one for name, one in sys.modules.items() if name.startswith(("school.", "courses.", "enrollment."))]:
        if hasattr(module, "today"):
            monkeypatch.setattr(module, "today", lambda: long_ago)
    querysets = [register.rows(), (register.list_rows or register.rows)()]
    monkeypatch.undo()
    assert all("1987" not in str(rows.query) for rows in querysets)


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


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("khong_co=1", "không có bộ lọc “khong_co”"),
        ("loai=khong-co", "Loại: "),
        ("sap=khong-co", "không sắp xếp theo cột đó"),
        ("luu-tru=x", "Lưu trữ: "),
    ],
)
def test_an_export_of_what_the_address_cannot_mean_is_refused_in_words(admin: Client, query: str, said: str) -> None:
    response = admin.get(f"{register_named('school.agency').url('export')}?{query}")
    assert response.status_code == 400
    assert "Content-Disposition" not in response
    assert said in response.content.decode()
    assert not ListExport.objects.exists()


def test_a_cell_without_a_value_is_marked_for_the_phone_to_leave_out(admin: Client) -> None:
    kept, ended = AgencyNameFactory(valid_to=None), AgencyNameFactory(valid_to=date(2024, 5, 6))
    url = register_named("school.agency_name").url("list")
    text = admin.get(f"{url}?tim={kept.name}").content.decode()
    assert '<td class="unknown" data-label="Đến hết ngày">–</td>' in text
    text = admin.get(f"{url}?tim={ended.name}").content.decode()
    assert '<td class="" data-label="Đến hết ngày">06/05/2024</td>' in text


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
    assert re.search(r"Hơn 2\b(?!\.)", response.content.decode())


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
