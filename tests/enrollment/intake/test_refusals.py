"""Files that are not read, each with its reason, before they cost memory or time."""

import io
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from enrollment.intake import FileRefused, read_roster
from enrollment.intake.formats import ole
from tests.enrollment.intake import writers
from tests.enrollment.intake.grids import HEADER, ON, row
from tests.enrollment.intake.writers import Page

PAGE = Page("Danh sách", [HEADER, row()])
XLSX = writers.xlsx([PAGE])
MIB = 300
SECONDS = 10
# Runs apart, within the memory and the time that a worker may have.
APART = f"""
import resource, sys
from datetime import date
from pathlib import Path
from enrollment.intake import FileRefused, read_roster
resource.setrlimit(resource.RLIMIT_AS, ({MIB} << 20, {MIB} << 20))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
path = Path(sys.argv[1])
try:
    print(len(read_roster(path.read_bytes(), path.name, date(2026, 11, 24)).people))
except FileRefused as refused:
    print(refused.text)
"""


def refused(data: bytes, name: str) -> str:
    with pytest.raises(FileRefused) as caught:
        read_roster(data, name, ON)
    assert re.fullmatch(r"[A-ZĐ“].+\.", caught.value.text)
    return caught.value.text


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with its sheet's XML changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(XLSX)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for name in source.namelist():
            part = source.read(name)
            result.writestr(name, change(part) if name.endswith("sheet1.xml") else part)
    return target.getvalue()


def more_rows(rows: bytes) -> bytes:
    return with_sheet(lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>"))


def apart(data: bytes, folder: Path, name: str) -> str:
    path = folder / name
    path.write_bytes(data)
    ran = subprocess.run(
        [sys.executable, "-c", APART, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2_000:]
    return ran.stdout.strip()


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a.docx", "a.csv"])
@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf\r\n", b"\x00" * 600])
def test_empty(name: str, data: bytes) -> None:
    assert "trống" in refused(data, name)


@pytest.mark.parametrize("line", [";;;\r\n;;;\r\n", ",,\n"])
def test_only_delimiters(line: str) -> None:
    assert "trống" in refused(line.encode(), "a.csv")


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (b"%PDF-1.7\n...", "a.xlsx", "PDF"),
        (b"STT,Ten\n1,An\n", "a.xlsx", "văn bản"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "trang web"),
        (b"\x89PNG\r\n\x1a\n", "a.docx", "ảnh"),
        (XLSX, "a.xls", ".xlsx"),
        (XLSX, "a.csv", ".xlsx"),
        (writers.word([PAGE]), "a.xlsx", "Word"),
        (writers.xls([PAGE]), "a.xlsx", "đời cũ"),
        (bytes(range(256)) * 40, "a.csv", "không phải văn bản"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_not_what_its_name_says(data: bytes, name: str, found: str) -> None:
    assert found in refused(data, name)
    assert f".{name[2:]}" in refused(data, name)


def test_kinds_that_are_not_read() -> None:
    assert "Lưu danh sách thành" in refused(b"abc", "a.pages")
    assert ".docx" in refused(ole.packed("WordDocument", b"x" * 5_000), "a.doc")


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.xls"])
def test_locked_by_a_password(name: str) -> None:
    assert "mật khẩu" in refused(ole.packed("EncryptedPackage", b"x" * 5_000), name)


def test_an_old_workbook_locked_by_a_password() -> None:
    records = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0) + struct.pack("<HHHHH", 0x002F, 6, 1, 1, 1)
    assert "mật khẩu" in refused(ole.packed("Workbook", records), "a.xls")


def test_an_ods_locked_by_a_password() -> None:
    target = io.BytesIO(writers.ods([PAGE]))
    with zipfile.ZipFile(target, "a") as container:
        container.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
    assert "mật khẩu" in refused(target.getvalue(), "a.ods")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "docx"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_truncated(kind: str, share: float) -> None:
    data = {"xlsx": XLSX, "xls": writers.xls([PAGE]), "ods": writers.ods([PAGE]), "docx": writers.word([PAGE])}[kind]
    assert "chép chưa hết" in refused(data[: int(len(data) * share)], f"a.{kind}")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_header_only(kind: str) -> None:
    page = Page("Danh sách", [HEADER])
    data = writers.xlsx([page]) if kind == "xlsx" else writers.text(page, ";", str.encode)
    assert "chỉ có dòng tiêu đề" in refused(data, f"a.{kind}")


def test_no_list() -> None:
    counts = Page("Thống kê", [["STT", "Đơn vị", "Số lượng", "Nam", "Nữ"], [1.0, "Sở Nội vụ", 3.0, 2.0, 1.0]])
    assert "họ và tên" in refused(writers.xlsx([counts]), "a.xlsx")
    assert "họ và tên" in refused(writers.word([Page("", [["Kính gửi", "Ban Giám hiệu"]])]), "a.docx")
    assert "họ và tên" in refused(b"Kinh gui Ban Giam hieu", "a.txt")


def test_too_large() -> None:
    assert "20 MB" in refused(b"x" * (21 << 20), "a.csv")


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_are_not_expanded(name: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(XLSX)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for each in source.namelist():
            part = source.read(each)
            bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
            result.writestr(each, part.replace(b"?>", b"?>" + bomb, 1) if each == name else part)
    assert "quá lớn" in refused(target.getvalue(), "a.xlsx")


def test_entities_of_a_document_are_not_expanded() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        container.writestr("word/document.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><w>&a;</w>')
    assert "quá lớn" in refused(target.getvalue(), "a.docx")


class TestWithinMemoryAndTime:
    """Each runs in a process of its own with 300 MiB and 10 s."""

    def test_a_good_file(self, tmp_path: Path) -> None:
        assert apart(XLSX, tmp_path, "a.xlsx") == "1"

    def test_a_million_empty_rows_are_passed_over(self, tmp_path: Path) -> None:
        rows = b"".join(
            b'<row r="%d" s="1"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(3, 1_048_577)
        )
        assert apart(more_rows(rows), tmp_path, "a.xlsx") == "1"

    @pytest.mark.parametrize("place", ["A1048576", "XFD60", "XFD1048576", "g3499999999", "ABCDEFGH9"])
    def test_a_stray_cell_far_away(self, place: str, tmp_path: Path) -> None:
        number = re.sub(r"\D", "", place)
        cell = f'<row r="{number}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'
        assert apart(more_rows(cell.encode()), tmp_path, "a.xlsx") in {"1", *_BOMBS}

    @pytest.mark.parametrize(
        "cell",
        ["<c r='XFD1048576'><v>1</v></c>", '<c r = "xFd1048576"><v>1</v></c>', '<c r="A999999999999"><v>1</v></c>'],
    )
    def test_a_reference_written_unusually(self, cell: str, tmp_path: Path) -> None:
        assert apart(more_rows(f'<row r="3">{cell}</row>'.encode()), tmp_path, "a.xlsx") in {"1", *_BOMBS}

    def test_a_million_rows_of_numbers(self, tmp_path: Path) -> None:
        rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 1_048_577))
        assert apart(more_rows(rows), tmp_path, "a.xlsx") in _BOMBS

    def test_a_zip_bomb(self, tmp_path: Path) -> None:
        assert apart(more_rows(b" " * (100 << 20)), tmp_path, "a.xlsx") in _BOMBS

    def test_a_zip_that_hides_its_size(self, tmp_path: Path) -> None:
        data = bytearray(more_rows(b" " * (100 << 20)))
        at = data.rfind(b"PK\x01\x02", 0, data.find(b"xl/worksheets/sheet1.xml", data.find(b"PK\x01\x02")))
        struct.pack_into("<I", data, at + 24, 1_000)
        assert apart(bytes(data), tmp_path, "a.xlsx").startswith("Tệp bị hỏng")

    def test_strings_that_are_claimed(self, tmp_path: Path) -> None:
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(XLSX)) as source, zipfile.ZipFile(target, "w") as result:
            for name in source.namelist():
                part = re.sub(rb'uniqueCount="\d+"', b'uniqueCount="99999999999"', source.read(name))
                result.writestr(name, part)
        assert apart(target.getvalue(), tmp_path, "a.xlsx") == "1"

    def test_an_old_workbook_that_claims_a_large_range(self, tmp_path: Path) -> None:
        data = writers.xls([PAGE])
        claimed = struct.pack("<HHIIHHH", 0x0200, 14, 0, 0xFFFFFFFF, 0, 0xFFFF, 0)
        assert (
            apart(re.sub(rb"\x00\x02\x0e\x00.{14}", lambda _: claimed, data, flags=re.DOTALL), tmp_path, "a.xls") == "1"
        )

    def test_an_old_workbook_with_a_stray_cell(self, tmp_path: Path) -> None:
        rows = [HEADER, row(), *([""] for _ in range(65_533)), [""] * 255 + ["x"]]
        assert apart(writers.xls([Page("Danh sách", rows)]), tmp_path, "a.xls") in _BOMBS

    def test_repeated_rows_of_an_ods(self, tmp_path: Path) -> None:
        cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
        rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(writers.ods([PAGE]))) as source, zipfile.ZipFile(target, "w") as result:
            for name in source.namelist():
                result.writestr(
                    name, source.read(name).replace(b"<table:table-row>", rows.encode() + b"<table:table-row>", 1)
                )
        assert apart(target.getvalue(), tmp_path, "a.ods") in _BOMBS

    def test_a_million_lines(self, tmp_path: Path) -> None:
        assert apart(b"STT;Ho va ten;Nam sinh\r\n" + b"1;Le Van An;1980\r\n" * 1_000_000, tmp_path, "a.csv") in _BOMBS

    def test_a_million_lines_of_delimiters(self, tmp_path: Path) -> None:
        assert (
            apart("Họ và tên;Năm sinh;Đơn vị\r\nLê An;1980;Sở\r\n".encode() + b";;\r\n" * 1_000_000, tmp_path, "a.csv")
            == "1"
        )

    @pytest.mark.parametrize("unit", [b"\xe1;", b"a b  ", b"\xe1 ", b"x"])
    def test_a_line_without_end(self, unit: bytes, tmp_path: Path) -> None:
        assert apart(unit * ((19 << 20) // len(unit)), tmp_path, "a.csv").endswith(".")


_BOMBS = {
    "Tệp bung ra quá lớn so với một danh sách. Chép riêng danh sách sang tệp mới rồi gửi lại.",
    "Tệp có quá 50.000 dòng có chữ. Chia danh sách thành nhiều tệp nhỏ hơn rồi gửi lại.",
}
