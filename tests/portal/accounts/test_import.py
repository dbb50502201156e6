"""Accounts from Excel: looked at first, then made all at once; every file and row that cannot be used is said."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts import changes
from portal.accounts.usernames import suggested
from portal.models import Role, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/tai-khoan/nhap/"
HEADINGS = ("Họ và tên", "Tên đăng nhập", "Vai trò")


def excel(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(client: Client, content: bytes, name: str = "tài khoản.xlsx") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)}, follow=True)


def confirm(client: Client, shown: Any) -> Any:
    return client.post(PAGE, {"seen": shown.context["seen"]}, follow=True)


def test_what_will_be_made_is_shown_then_made_with_links(admin: Client) -> None:
    rows = [("Nguyễn Thị Hường", "", "Giảng viên"), ("Trần Văn Bình", "binh.tv", "phong khoa hoc")]
    shown = send(admin, excel(*rows))
    text = shown.content.decode()
    assert all(word in text for word in ("huongnt", "binh.tv", "Phòng Khoa học", "2 tài khoản tạo được"))
    assert User.objects.count() == 1
    done = confirm(admin, shown)
    made = {user.username: user for user in User.objects.exclude(username="quantri")}
    assert {name: user.role for name, user in made.items()} == {"huongnt": Role.LECTURER, "binh.tv": Role.SCIENCE}
    assert not any(user.has_usable_password() for user in made.values())
    for link, _ in done.context["links"]:
        assert Client().get(link.path).status_code == 302
    assert {link.username for link, _ in done.context["links"]} == set(made)


@pytest.mark.parametrize(
    "headings",
    [
        ("HỌ VÀ TÊN (*)", "TÊN ĐĂNG NHẬP", "VAI TRÒ"),
        ("ho va ten", "ten dang nhap", "vai tro"),
        ("Họ tên", "Tài khoản", "Quyền"),
    ],
)
def test_headings_are_read_by_their_meaning(admin: Client, headings: tuple[str, ...]) -> None:
    shown = send(admin, excel(("Nguyễn Thị Hường", "huong", "Lãnh đạo"), headings=headings))
    [one] = shown.context["made"]
    assert (one.username, one.role) == ("huong", Role.LEADERSHIP)


def test_a_title_may_stand_above_and_blank_rows_between(admin: Client) -> None:
    content = excel((), HEADINGS, (), ("Lê Thị Ánh", "", "Giảng viên"), headings=("DANH SÁCH", "", ""))
    [one] = send(admin, content).context["made"]
    assert (one.row.number, one.username) == (5, "anhlt")


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (("", "huong", "Giảng viên"), "Thiếu họ và tên"),
        (("Nguyễn Thị Hường", "huong", ""), "Thiếu vai trò"),
        (("Nguyễn Thị Hường", "huong", "Hiệu trưởng"), "Không có vai trò “Hiệu trưởng”"),
        (("Nguyễn Thị Hường", "hường", "Giảng viên"), "Tên đăng nhập chỉ gồm"),
        (("Nguyễn Thị Hường", "=1+1", "Giảng viên"), "Tên đăng nhập chỉ gồm"),
        (("Nguyễn Thị Hường", "Quantri", "Giảng viên"), "Đã có tài khoản “quantri”"),
        (("Nguyễn Thị Hường", "trung", "Giảng viên"), "có ở nhiều dòng"),
        (("N" * 121, "dai", "Giảng viên"), "dài quá 120 ký tự"),
    ],
)
def test_a_row_that_cannot_be_used_is_said_with_its_number(admin: Client, row: tuple[str, ...], word: str) -> None:
    book = openpyxl.Workbook()
    for each in (HEADINGS, ("Trần Văn Bình", "trung", "Giảng viên"), ("Lê Thị Ánh", "", "Giảng viên")):
        book.active.append(each)
    for column, value in enumerate(row, 1):
        cell = book.active.cell(4, column, value)
        cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    shown = send(admin, file.getvalue())
    said = {one.row.number: one.problem for one in shown.context["refused"]}
    assert word in said[4]
    done = confirm(admin, shown)
    assert "Lê Thị Ánh" in {link.full_name for link, _ in done.context["links"]}
    assert not User.objects.filter(full_name=row[0]).exists()


def test_cells_are_text(admin: Client) -> None:
    shown = send(admin, excel(("<b>Trần</b>", 2026, "Giảng viên"), ("=HYPERLINK(1)", "x", "Giảng viên")))
    assert "<b>Trần</b>" not in shown.content.decode()
    assert shown.context["made"][0].username == "2026"


def test_people_of_one_name_get_user_names_of_their_own(admin: Client) -> None:
    UserFactory(username="huongnt", full_name="Nguyễn Thị Hường")
    rows = [("Nguyễn Thị Hường", "", "Giảng viên")] * 2 + [("Nguyễn Thu Hương", "huongnt3", "Giảng viên")]
    made = send(admin, excel(*rows)).context["made"]
    assert [one.username for one in made] == ["huongnt2", "huongnt4", "huongnt3"]
    assert made[0].remark == "đã có huongnt cùng họ tên"


def workbook_with(name: str, content: bytes) -> bytes:
    """A workbook one of whose parts is replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(excel(("A", "a", "Giảng viên")))) as book, zipfile.ZipFile(file, "w", 8) as new:
        for member in book.namelist():
            new.writestr(member, content if member == name else book.read(member))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
FAR = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "a.xlsx", "Tệp này trống"),
        (b"%PDF-1.7 not a workbook", "a.xlsx", "không phải là XLSX như tên của nó"),
        (b"PK\x03\x04 broken", "a.xlsx", "không phải là XLSX như tên của nó"),
        (b"ho va ten,vai tro", "a.csv", "Chỉ nhận tệp Excel dạng .xlsx"),
        (b"x" * (5 * 2**20 + 1), "a.xlsx", "Tệp quá lớn: 6 MB, nhiều nhất 5 MB"),
        (excel(headings=("Tên", "Lớp")), "a.xlsx", "không có cột “Họ và tên”"),
        (excel(), "a.xlsx", "chưa có ai"),
        (excel(headings=("Họ và tên", "Họ tên", "Vai trò")), "a.xlsx", "cùng nghĩa"),
        (excel(*[("Lê Thị Ánh", "", "Giảng viên")] * 501), "a.xlsx", "hơn 500 dòng"),
        (workbook_with(SHEET, b"not a sheet"), "a.xlsx", "Không"),
        (workbook_with(SHEET, b" " * (51 * 2**20)), "a.xlsx", "quá xa ô đầu"),
        (workbook_with(SHEET, FAR + b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>'), "a.xlsx", "quá xa ô đầu"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_file_that_cannot_be_used_is_said(admin: Client, content: bytes, name: str, word: str) -> None:
    response = send(admin, content, name)
    assert response.status_code == 422
    assert word in response.content.decode()
    assert User.objects.count() == 1


def test_no_file_at_all(admin: Client) -> None:
    assert "Chọn một tệp Excel" in admin.post(PAGE).content.decode()


def test_nothing_but_what_was_shown_is_made(admin: Client) -> None:
    """Somebody else takes the user name between looking and making."""
    shown = send(admin, excel(("Trần Văn Bình", "binh", "Giảng viên"), ("Lê Thị Ánh", "anh", "Giảng viên")))
    UserFactory(username="binh")
    response = confirm(admin, shown)
    assert response.status_code == 409
    assert "Chưa tạo gì" in response.content.decode()
    assert not User.objects.filter(username="anh").exists()
    assert confirm(admin, response).status_code == 200
    assert User.objects.filter(username="anh").exists()


def test_it_is_all_or_nothing(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database refuses the second account, taken in the very moment."""
    shown = send(admin, excel(("Lê Thị Ánh", "anh", "Giảng viên"), ("Trần Văn Bình", "binh", "Giảng viên")))
    stored = changes.link_of

    def taken(account: User) -> Any:
        if account.username == "anh":
            UserFactory(username="binh")
        return stored(account)

    monkeypatch.setattr(changes, "link_of", taken)
    assert confirm(admin, shown).status_code == 409
    assert not User.objects.filter(username="anh").exists()


def test_a_second_click_makes_nothing_twice(admin: Client) -> None:
    shown = send(admin, excel(("Lê Thị Ánh", "", "Giảng viên")))
    confirm(admin, shown)
    assert confirm(admin, shown).status_code == 200
    assert User.objects.filter(full_name="Lê Thị Ánh").count() == 1


def test_another_file_may_be_sent_instead(admin: Client) -> None:
    send(admin, excel(("Lê Thị Ánh", "", "Giảng viên")))
    assert "Xem trước tài khoản" in admin.get(PAGE).content.decode()
    assert 'type="file"' in admin.get(f"{PAGE}?lai").content.decode()
    assert 'type="file"' in admin.get(PAGE).content.decode()


def test_the_same_queries_for_one_row_and_for_thirty(admin: Client) -> None:
    counts = []
    for rows in (1, 30):
        send(admin, excel(*[("Lê Thị Ánh", "", "Giảng viên")] * rows))
        with CaptureQueriesContext(connection) as queries:
            admin.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("Nguyễn Thị Hường", "huongnt"),
        ("Đỗ Đức", "ducd"),
        ("Hoà", "hoa"),
        ("H'Hen Niê", "nieh"),
        ("", ""),
        ("***", ""),
    ],
)
def test_user_names_are_made_of_names(name: str, username: str) -> None:
    assert suggested(name, set()) == username
