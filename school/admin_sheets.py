"""Spreadsheets of the data admin: read as plain cells, written so that no text is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from import_export.formats.base_formats import Format
from python_calamine import CalamineError, CalamineWorkbook
from tablib import Dataset

from school.errors import Refused

MOST_ROWS = 2000  # each row is checked against the database twice: in the preview and in the import
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOT_READ = "Không đọc được tệp này. Mở tệp, lưu lại dạng Excel (.xlsx) hoặc CSV mã UTF-8 rồi gửi lại."
EMPTY = "Tệp không có dòng nào. Dòng đầu là tên cột, mỗi dòng sau là một bản ghi."
TOO_MANY = f"Tệp có quá {MOST_ROWS:,} dòng. Tách thành nhiều tệp rồi nhập từng tệp.".replace(",", ".", 1)


class Sheet(Format):
    """A file of one sheet; `read` and `write` are the subclass's."""

    title = ""

    def __init__(self, encoding: str | None = None) -> None:
        """import-export names an encoding for text formats; both of ours decide that themselves."""

    def get_title(self) -> str:
        """What people choose."""
        return self.title

    def can_import(self) -> bool:
        """Both ways."""
        return True

    def can_export(self) -> bool:
        """Both ways."""
        return True

    def create_dataset(self, in_stream: bytes) -> Dataset:
        """The rows under the headings; `lines` are their numbers in the file. Raises Refused in words."""
        rows = self.read(in_stream)
        headings = [_heading(cell) for cell in next(iter(rows), [])]
        while headings and not headings[-1]:
            headings.pop()
        lines = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell != "" for cell in row)]
        if not headings or not lines:
            raise Refused(EMPTY)
        if len(lines) > MOST_ROWS:
            raise Refused(TOO_MANY)
        dataset = Dataset(headers=headings)
        for _, row in lines:
            dataset.append([_cell(cell) for cell in [*row, *[""] * len(headings)][: len(headings)]])
        dataset.lines = [number for number, _ in lines]
        return dataset

    def read(self, data: bytes) -> list[list[Any]]:
        """Every row of the file, headings first; an empty cell is "". Raises Refused."""
        raise NotImplementedError


class Xlsx(Sheet):
    """Excel."""

    title = "Excel (.xlsx)"

    def get_extension(self) -> str:
        """Of the file's name."""
        return "xlsx"

    def get_content_type(self) -> str:
        """Of the response."""
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def read(self, data: bytes) -> list[list[Any]]:
        """The first sheet."""
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        except (CalamineError, IndexError, ValueError) as error:
            raise Refused(NOT_READ) from error

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        """Text is written as text whatever it begins with; days and numbers keep their types."""
        file = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options | {"default_date_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, dataset.headers, book.add_format({"bold": True, "bottom": 1}))
        sheet.set_column(0, max(len(dataset.headers) - 1, 0), 18)
        sheet.freeze_panes(1, 0)
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        for number, row in enumerate(dataset, start=1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, moment)
        book.close()
        return file.getvalue()


class Csv(Sheet):
    """Comma-separated, UTF-8 with a mark so that Excel reads the accents."""

    title = "CSV (.csv)"

    def get_extension(self) -> str:
        """Of the file's name."""
        return "csv"

    def get_content_type(self) -> str:
        """Of the response."""
        return "text/csv; charset=utf-8"

    def read(self, data: bytes) -> list[list[Any]]:
        """Separated by commas or, as Excel in Vietnam writes them, by semicolons."""
        try:
            text = data.decode("utf-8-sig")
            first = text.partition("\n")[0]
            separator = ";" if ";" in first else ","  # no heading of ours has a semicolon, some have a comma
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            return [[_unquoted(cell) for cell in row] for row in rows]
        except (UnicodeDecodeError, csv.Error) as error:
            raise Refused(NOT_READ) from error

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        """Text that a spreadsheet would take for a formula begins with an apostrophe."""
        file = io.StringIO(newline="")
        writer = csv.writer(file)
        writer.writerow(dataset.headers)
        writer.writerows([_as_csv(value) for value in row] for row in dataset)
        return file.getvalue().encode("utf-8-sig")


FORMATS: Sequence[type[Sheet]] = (Xlsx, Csv)


def _heading(cell: Any) -> str:
    return " ".join(str(cell).split()).lower()


def _cell(cell: Any) -> Any:
    """A cell as people see it: Excel keeps every number as a decimal one."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.strip() if isinstance(cell, str) else cell


def _write(sheet: Any, row: int, column: int, value: Any, moment: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _as_csv(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def extensions(formats: Iterable[type[Sheet]] = FORMATS) -> str:
    """For a file field's `accept`."""
    return ",".join(f".{kind().get_extension()}" for kind in formats)
