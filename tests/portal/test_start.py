"""`manage.py start`: one school into an empty portal, all of it or nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import call_command

from portal.management.commands import start as command
from portal.models import Role, User
from school.models import Agency, AgencyKind, AgencyName, Institution, Provenance
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "một câu dài dễ nhớ"
ANSWERS = {
    "name": "Trường Chính trị tỉnh Bình Sơn",
    "short_name": "Trường Chính trị",
    "superior": "Tỉnh ủy Bình Sơn",
    "place": "Bình Sơn",
    "document_code": "TCT",
    "admin_username": "quantri",
    "admin_name": "Nguyễn Văn An",
}
HEADINGS = ["STT", "TÊN ĐƠN VỊ (*)", "Loai", "Tên khác", "Tu ngay", "Đến ngày"]

Capsys = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("START_ADMIN_PASSWORD", PASSWORD)


def excel(path: Path, rows: list[list[Any]]) -> str:
    """A workbook whose second sheet has these rows."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet("Ghi chú").write(0, 0, "Danh sách ở trang sau")
        sheet = book.add_worksheet("Đơn vị")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                write = sheet.write_datetime if isinstance(value, date) else sheet.write
                write(number, column, value)
    return str(path)


def refused(capsys: Capsys, **answers: Any) -> list[str]:
    """The reasons given, with exit code 1; nothing was stored."""
    before = Institution.objects.count(), User.objects.count(), Agency.objects.count()
    with pytest.raises(SystemExit) as ended:
        call_command("start", **ANSWERS | answers)
    assert ended.value.code == 1
    assert (Institution.objects.count(), User.objects.count(), Agency.objects.count()) == before
    first, *reasons = capsys.readouterr().err.splitlines()
    assert first == "Chưa thiết lập và chưa ghi gì."
    return [reason.removeprefix("- ") for reason in reasons]


def test_a_school_and_its_first_administrator(capsys: Capsys) -> None:
    call_command("start", **ANSWERS, heading="state", recipients="Ban Tổ chức; Lưu: VT, ")
    school = Institution.objects.get()
    assert (school.name, school.level_word, school.heading) == (ANSWERS["name"], "tỉnh", "state")
    assert school.recipients == "Ban Tổ chức\nLưu: VT,"
    assert school.provenance == Provenance.REAL
    admin = User.objects.get()
    assert (admin.full_name, admin.role, admin.demo) == ("Nguyễn Văn An", Role.ADMIN, False)
    assert admin.check_password(PASSWORD)
    assert "tài khoản quản trị quantri, 0 đơn vị" in capsys.readouterr().out


def test_agencies_by_the_meaning_of_columns(tmp_path: Path, capsys: Capsys) -> None:
    rows = [
        ["DANH SÁCH ĐƠN VỊ"],
        [],
        HEADINGS,
        [1, "Sở  Nội vụ ", "cơ quan nhà nước", "Sở NV; SNV\nNội vụ", date(2025, 7, 1), ""],
        [],
        [2, "Ban Tổ chức Tỉnh ủy", "CO QUAN DANG", "", "1/3/2000", "2025-06-30"],
        [3, "Quận, huyện ủy", "Nhóm đơn vị"],
        [4, 115, ""],
    ]
    call_command("start", **ANSWERS, agencies=excel(tmp_path / "đơn vị.xlsx", rows))
    assert set(Agency.objects.values_list("name", "kind", "valid_from", "valid_to", "provenance")) == {
        ("Sở Nội vụ", AgencyKind.STATE, date(2025, 7, 1), None, "real"),
        ("Ban Tổ chức Tỉnh ủy", AgencyKind.PARTY, date(2000, 3, 1), date(2025, 6, 30), "real"),
        ("Quận, huyện ủy", AgencyKind.GROUP, None, None, "real"),
        ("115", AgencyKind.OTHER, None, None, "real"),
    }
    aliases = AgencyName.objects.filter(agency__name="Sở Nội vụ", kind="alias")
    assert set(aliases.values_list("name", flat=True)) == {"Sở NV", "SNV", "Nội vụ"}
    said = capsys.readouterr().out
    assert "4 đơn vị" in said
    assert "Không dùng các cột: STT." in said


def test_bad_rows_are_all_named_by_their_number(tmp_path: Path, capsys: Capsys) -> None:
    rows = [
        HEADINGS,
        [1, "Sở Nội vụ"],
        [2, "Sở Tài chính", "sở"],
        [3, "", "doanh nghiệp"],
        [4, "Sở Y tế", "", "", 2024],
        [5, "Sở Tư pháp", "", "", "31/02/2024"],
        [6, "Sở Xây dựng", "", "", "02/01/2024", "01/01/2024"],
    ]
    reasons = refused(capsys, agencies=excel(tmp_path / "a.xlsx", rows))
    assert [reason.partition(":")[0] for reason in reasons] == [f"Dòng {number}" for number in (3, 4, 5, 6, 7)]
    assert "không có loại “sở”. Các loại: cấp ủy, cơ quan Đảng; cơ quan nhà nước;" in reasons[0]
    assert "thiếu tên đơn vị" in reasons[1]
    assert "từ ngày “2024” không phải là một ngày. Ghi đủ ngày/tháng/năm" in reasons[2]
    assert "“31/02/2024”" in reasons[3]
    assert "đến ngày 01/01/2024 trước từ ngày 02/01/2024" in reasons[4]


def test_rows_that_clash_leave_nothing(tmp_path: Path, capsys: Capsys) -> None:
    rows = [
        HEADINGS,
        [1, "Sở Nội vụ", "", "Nội vụ"],
        [2, "SỞ NỘI VỤ"],
        [3, "Đ" * 201],
        [4, "Sở Hòa giải", "", "nội vụ"],
        [5, "Sở Tư pháp"],
    ]
    reasons = refused(capsys, agencies=excel(tmp_path / "a.xlsx", rows))
    assert [reason.partition(":")[0] for reason in reasons] == ["Dòng 3", "Dòng 4", "Dòng 5"]
    assert "SỞ NỘI VỤ: Đã có đơn vị cùng tên" in reasons[0]
    assert "Tên này đang dùng cho một đơn vị khác" in reasons[2]
    assert not AgencyName.objects.exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Mã", "Địa chỉ"], [1, "Hà Nội"]], "không có cột “Tên”"),
        ([], "không có cột “Tên”"),
        ([["Tên", "Ten don vi"], ["A", "B"]], "Hai cột “Tên” và “Ten don vi” cùng nghĩa"),
    ],
)
def test_a_sheet_that_cannot_be_understood(tmp_path: Path, capsys: Capsys, rows: list[list[Any]], words: str) -> None:
    (reason,) = refused(capsys, agencies=excel(tmp_path / "a.xlsx", rows))
    assert words in reason


@pytest.mark.parametrize(("data", "words"), [(b"khong phai Excel", "Không đọc được"), (None, "Không có tệp")])
def test_not_an_excel_file(tmp_path: Path, capsys: Capsys, data: bytes | None, words: str) -> None:
    if data:
        (tmp_path / "a.xlsx").write_bytes(data)
    (reason,) = refused(capsys, agencies=str(tmp_path / "a.xlsx"))
    assert words in reason


def test_everything_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capsys) -> None:
    monkeypatch.setenv("START_ADMIN_PASSWORD", "quantri1")
    rows = [HEADINGS, [1, "Sở Nội vụ", "sở"]]
    wrong = {"name": " ", "heading": "royal", "admin_username": "quan tri", "place": "N" * 101}
    reasons = refused(capsys, **wrong, agencies=excel(tmp_path / "a.xlsx", rows))
    assert {reason.partition(":")[0] for reason in reasons} == {
        *("tên trường", "thể thức", "địa danh trên văn bản", "Tên đăng nhập", "mật khẩu", "Dòng 2"),
    }
    assert "mật khẩu: Mật khẩu cần ít nhất 10 ký tự." in reasons


def test_a_username_that_is_taken(capsys: Capsys) -> None:
    factories.UserFactory(username="quantri")
    (reason,) = refused(capsys)
    assert reason.startswith("Tên đăng nhập:")


def test_not_twice(capsys: Capsys) -> None:
    call_command("start", **ANSWERS)
    (reason,) = refused(capsys, admin_username="khac")
    assert f"đã được thiết lập cho {ANSWERS['name']}" in reason


def test_not_over_the_demo(capsys: Capsys) -> None:
    factories.InstitutionFactory(provenance=Provenance.INVENTED)
    (reason,) = refused(capsys)
    assert "dữ liệu dùng thử" in reason
    assert "DATABASE_URL" in reason


def test_what_is_missing_without_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    assert refused(capsys, place=None, admin_name=None) == ["Thiếu --place, --admin-name."]
    monkeypatch.delenv("START_ADMIN_PASSWORD")
    assert refused(capsys) == ["Thiếu mật khẩu người quản trị. Đặt biến môi trường START_ADMIN_PASSWORD."]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Somebody who types these lines, passwords included."""
    lines: list[str] = []

    def read(prompt: str) -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    monkeypatch.delenv("START_ADMIN_PASSWORD")
    monkeypatch.setattr("builtins.input", read)
    monkeypatch.setattr(command.getpass, "getpass", read)
    monkeypatch.setattr(command.sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    return lines


def test_asked_in_a_terminal(terminal: list[str]) -> None:
    terminal += ["Trường", "Trường", "Tỉnh ủy", "Bình Sơn", "", "TCT", "", "", "quantri", "An", "", PASSWORD, PASSWORD]
    call_command("start")
    school = Institution.objects.get()
    assert (school.superior, school.level_word, school.heading) == ("Tỉnh ủy", "tỉnh", "party")
    assert User.objects.get().check_password(PASSWORD)
    assert terminal == []


def test_only_the_password_is_asked_when_the_rest_is_given(terminal: list[str], capsys: Capsys) -> None:
    terminal += [PASSWORD, PASSWORD + "!"]
    assert refused(capsys) == ["Hai lần nhập mật khẩu không giống nhau."]
    terminal += [PASSWORD, PASSWORD]
    call_command("start", **ANSWERS)
    assert User.objects.get().check_password(PASSWORD)


def test_a_terminal_that_ends_midway(terminal: list[str], capsys: Capsys) -> None:
    terminal += ["Bình Sơn"]
    assert refused(capsys, place=None, admin_name=None) == ["Chưa trả lời đủ các câu hỏi."]
