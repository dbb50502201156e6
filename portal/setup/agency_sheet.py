"""Partner agencies from the school's own Excel file, by the meaning of its columns."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from portal.setup.sheet import SheetError, Unreadable, below_headings, meaning, sheets
from portal.setup.sheet import text as _text
from school.models import AgencyKind
from school.text import clean_text, search_key

HEADINGS = {
    "name": ("ten", "ten don vi", "ten chinh thuc", "ten co quan", "don vi"),
    "kind": ("loai", "loai don vi", "loai hinh"),
    "aliases": ("ten khac", "ten goi khac", "ten viet tat", "viet tat"),
    "valid_from": ("tu ngay", "hieu luc tu", "ngay bat dau"),
    "valid_to": ("den ngay", "den het ngay", "hieu luc den", "ngay ket thuc"),
}
DATES = {"valid_from": "từ ngày", "valid_to": "đến ngày"}
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True)
class AgencyRow:
    """One agency as the sheet has it; `number` is the sheet's own row number."""

    number: int
    name: str
    kind: str
    aliases: list[str]
    valid_from: date | None
    valid_to: date | None


@dataclass
class AgencySheet:
    """The agencies read, what is wrong with other rows, and the headings that mean nothing here."""

    rows: list[AgencyRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def read(path: Path) -> AgencySheet:
    """Read the first sheet that has a column of names. Raises SheetError when there is none."""
    if not path.is_file():
        raise SheetError(f"Không có tệp {path}. Xem lại đường dẫn.")
    try:
        for cells in sheets(path):
            if found := below_headings(cells, HEADINGS, "name"):
                columns, row, index = found
                return _agencies(cells[index + 1 :], index + 2, columns, _unused(row))
    except Unreadable as error:
        raise SheetError(
            f"Không đọc được {path} như một tệp Excel. Mở tệp bằng Excel, bỏ mật khẩu nếu có, lưu lại dạng .xlsx."
        ) from error
    raise SheetError(f"{path} không có cột “Tên”. Đặt tên cột ở dòng đầu: Tên, Loại, Tên khác, Từ ngày, Đến ngày.")


def _unused(row: list[Any]) -> list[str]:
    return [text for cell in row if (text := _text(cell)) and not meaning(cell, HEADINGS)]


def _agencies(cells: list[list[Any]], first: int, columns: dict[str, int], unused: list[str]) -> AgencySheet:
    sheet = AgencySheet(unused=unused)
    for number, row in enumerate(cells, first):
        values = {meaning: row[index] for meaning, index in columns.items()}
        if not any(_text(value) for value in values.values()):
            continue
        try:
            sheet.rows.append(_agency(number, values))
        except SheetError as problem:
            sheet.problems.append(f"Dòng {number}: {problem}")
    return sheet


def _agency(number: int, values: dict[str, Any]) -> AgencyRow:
    name = _text(values["name"])
    if not name:
        raise SheetError("thiếu tên đơn vị.")
    first, last = (_day(label, values.get(meaning, "")) for meaning, label in DATES.items())
    if first and last and first > last:
        raise SheetError(f"{name}: đến ngày {last:%d/%m/%Y} trước từ ngày {first:%d/%m/%Y}.")
    return AgencyRow(
        number=number,
        name=name,
        kind=_kind(_text(values.get("kind", ""))),
        aliases=_aliases(str(values.get("aliases", ""))),
        valid_from=first,
        valid_to=last,
    )


def _aliases(text: str) -> list[str]:
    return [alias for part in re.split("[;\n]", text) if (alias := clean_text(part))]


def _kind(text: str) -> str:
    """The kind of which the label, or a part of it, was written, with or without marks."""
    if not text:
        return AgencyKind.OTHER
    for kind in AgencyKind:
        label = str(kind.label)
        if search_key(text) in map(search_key, (label, *label.split(","))):
            return kind
    labels = "; ".join(str(kind.label) for kind in AgencyKind)
    raise SheetError(f"không có loại “{text}”. Các loại: {labels}.")


def _day(label: str, cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    if not text:
        return None
    try:
        if written := DAY_FIRST.fullmatch(text):
            day, month, year = map(int, written.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        raise SheetError(f"{label} “{text}” không phải là một ngày. Ghi đủ ngày/tháng/năm, ví dụ 01/07/2025.") from None
