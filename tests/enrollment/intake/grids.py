"""Small lists for tests: rows of cells as a workbook, read."""

from datetime import date

from enrollment.intake import Roster, read_roster
from tests.enrollment.intake import writers
from tests.enrollment.intake.writers import Cell, Page

ON = date(2026, 11, 24)
HEADER: list[Cell] = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Chức vụ",
    "Đơn vị công tác",
    "Số CCCD",
    "Ngày vào Đảng",
]


def read(rows: list[list[Cell]], on: date = ON, mapping: dict[int, str] | None = None, **page: object) -> Roster:
    """Read `rows` as an xlsx workbook of one sheet."""
    return read_roster(writers.xlsx([Page("Danh sách", rows, **page)]), "a.xlsx", on, mapping)


def people(*rows: list[Cell], on: date = ON) -> Roster:
    """Read rows below the usual header; the first of them is row 2."""
    return read([HEADER, *rows], on)


def row(
    name: Cell = "Lê Văn An",
    born: Cell = "01/01/1980",
    sex: Cell = "Nam",
    position: Cell = "Chuyên viên",
    agency: Cell = "Sở Nội vụ",
    number: Cell = "",
    joined: Cell = "",
) -> list[Cell]:
    """A row that is right, but for what is given."""
    return [1.0, name, born, sex, position, agency, number, joined]


def told(roster: Roster) -> list[tuple[int | None, str]]:
    """Errors as (row, column)."""
    return [(error.row, error.column) for error in roster.errors]


def warned(roster: Roster) -> list[tuple[int | None, str]]:
    """Warnings as (row, column)."""
    return [(warning.row, warning.column) for warning in roster.warnings]
