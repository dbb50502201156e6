"""Dates, names and numbers as they are written, and what is made of them."""

import io
from datetime import date

import pytest
import xlsxwriter

from enrollment.intake import read_roster
from enrollment.intake.dates import read_date
from enrollment.intake.values import read_identity, read_name, read_repeatable, read_sex, spelling_key
from tests.enrollment.intake import writers
from tests.enrollment.intake.grids import HEADER, ON, people, row, warned
from tests.enrollment.intake.writers import Page

LATEST = date(2008, 11, 24)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(1984, 3, 12), "1984-03-12"),
        ("12/3/1984", "1984-03-12"),
        ("12-03-1984", "1984-03-12"),
        ("12.03.1984", "1984-03-12"),
        ("12 / 03 / 1984", "1984-03-12"),
        ("12/3/84", "1984-03-12"),
        ("9.1.05", "2005-01-09"),
        ("9.1.09", "1909-01-09"),
        ("1984-03-12", "1984-03-12"),
        ("1984-03-12 00:00:00", "1984-03-12"),
        ("12031984", "1984-03-12"),
        ("ngày 12 tháng 3 năm 1984", "1984-03-12"),
        ("03/1984", "1984-03"),
        ("3-1984", "1984-03"),
        ("tháng 3/1984", "1984-03"),
        ("00/03/1984", "1984-03"),
        ("1984", "1984"),
        (1984, "1984"),
        (1984.0, "1984"),
        ("1984.0", "1984"),
        ("năm 1984", "1984"),
        ("00/00/1984", "1984"),
        (date(1905, 6, 6), "1984"),  # the number 1984 in a cell formatted as a date
        (date(1909, 6, 7), "1984"),  # likewise, counted from 1904
        (30753.0, "1984-03-12"),
    ],
)
def test_dates_keep_the_precision_they_are_written_in(cell: object, expected: str) -> None:
    read = read_date(cell, LATEST)
    assert read.value is not None
    assert read.value.isoformat() == expected


@pytest.mark.parametrize(
    "cell", ["31/02/1980", "03/23/1990", "không rõ", "0/13/1980", "1/1/0001", True, 12.5, "32/1980", "12/3/198"]
)
def test_no_date(cell: object) -> None:
    read = read_date(cell, LATEST)
    assert read.value is None
    assert read.fault


def test_a_two_digit_year_warns() -> None:
    roster = people(row(born="12.3.84"))
    assert warned(roster) == [(2, "dob")]
    assert [(each.before, each.after) for each in roster.people[0].corrections] == [("12.3.84", "12/03/1984")]


def test_workbooks_of_1904() -> None:
    page = Page("Danh sách", [HEADER, row(born=date(1980, 5, 4))])
    roster = read_roster(writers.xlsx([page], date_1904=True), "a.xlsx", ON)
    assert roster.people[0].as_json()["dob"] == "1980-05-04"


@pytest.mark.parametrize(
    ("style", "expected"),
    [("mm/yyyy", "1982-08"), ("mmm-yy", "1982-08"), ("yyyy", "1982"), ("dd/mm/yyyy", "1982-08-01")],
)
def test_a_date_cell_is_as_precise_as_it_shows(style: str, expected: str) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, row(born=""))
    sheet.write_number(1, 2, 30164, book.add_format({"num_format": style}))
    book.close()
    assert read_roster(target.getvalue(), "a.xlsx", ON).people[0].as_json()["dob"] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("NGUYỄN VĂN ÚT", "Nguyễn Văn Út"),
        ("nguyễn văn út", "Nguyễn Văn Út"),
        ("Nguyễn Văn ÚT", "Nguyễn Văn Út"),
        ("  Nguyễn\u00a0 Văn\nÚt ", "Nguyễn Văn Út"),
        ("Nguyê\u0303n Va\u0306n U\u0301t", "Nguyễn Văn Út"),
        ("Ðặng Văn Ðạt", "Đặng Văn Đạt"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Y Bhăm", "Y Bhăm"),
    ],
)
def test_names(written: str, expected: str) -> None:
    assert read_name(written) == expected


def test_a_name_in_capitals_is_shown_as_corrected_and_a_stray_space_is_not() -> None:
    roster = people(row("LÊ VĂN AN"), row(" Lê  Văn Bình "))
    assert [[(each.before, each.after) for each in person.corrections] for person in roster.rows] == [
        [("LÊ VĂN AN", "Lê Văn An")],
        [],
    ]


def test_spelling() -> None:
    assert spelling_key("Hoà Thuý") == spelling_key("hòa thúy")
    assert spelling_key("An") != spelling_key("Ân")


@pytest.mark.parametrize(
    ("cell", "sex"), [("Nam", "M"), ("nữ", "F"), ("NU", "F"), ("Nu\u031b\u0303", "F"), ("M", "M"), ("?", "")]
)
def test_sex(cell: str, sex: str) -> None:
    assert read_sex(cell) == sex


@pytest.mark.parametrize("text", ["-nt-", "nt", "NT.", "như trên", '"', "-//-", "“", "- như trên -", '-"-'])
def test_dittos(text: str) -> None:
    assert read_repeatable(text)[1]


@pytest.mark.parametrize("text", ["", "Sở Nội vụ", "-", "Thanh tra"])
def test_no_dittos(text: str) -> None:
    assert not read_repeatable(text)[1]


@pytest.mark.parametrize(
    ("cell", "typed", "expected"),
    [
        ("048080000001", True, "048080000001"),
        ("048 080 000 001", True, "048080000001"),
        (48080000001.0, True, "048080000001"),
        ("48080000001", True, "048080000001"),
        (1080000001.0, True, "001080000001"),
        ("1080000001", False, "001080000001"),
        ("1080000001", True, ""),
        ("201234567", True, "201234567"),
        (48201991.0, True, "048201991"),
        ("48201991", False, "048201991"),
        ("48201991", True, ""),
        ("04820199", False, ""),
        ("98080000001", True, ""),
        ("4,8E+10", False, ""),
        (1234567.0, True, ""),
    ],
)
def test_identity_numbers_get_back_the_zeros_that_excel_ate(cell: object, typed: bool, expected: str) -> None:
    read = read_identity(cell, typed)
    assert (read.value, bool(read.fault)) == (expected, not expected)


def test_restored_zeros_are_shown_as_corrected() -> None:
    [person] = people(row(number=48080000001.0)).people
    assert [(each.field, each.before, each.after) for each in person.corrections] == [
        ("national_id", "48080000001", "048080000001")
    ]
