"""From the cells of a row to a person: values, corrections, and what is wrong with each."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from enrollment.intake import headers
from enrollment.intake.checks import YOUNGEST, Faults
from enrollment.intake.dates import NOTHING, DateRead, read_date
from enrollment.intake.roster import Correction, Person
from enrollment.intake.sheets import Cell, Sheet, shown
from enrollment.intake.values import (
    FEMALE,
    MALE,
    is_citizen_number,
    is_mark,
    read_identity,
    read_name,
    read_repeatable,
    read_sex,
    read_text,
)
from school.days import years_before
from school.partial_date import PartialDate
from school.text import clean_text

_HAS_LETTER = re.compile(r"[^\W\d_]")
_AGENCY_OF_LIST = re.compile(r"^\W*(?:đơn vị|cơ quan)(?: cử| cử đi| cử đi học| công tác)?\s*:\s*(.{3,})", re.IGNORECASE)
TYPED = "Nhập lại theo mẫu 09/03/1975, 03/1975 hoặc 1975."


class PeopleReader:
    """Reads rows in the sheet's order: a ditto repeats what stood above.

    `columns`: meaning to column (from 0). Errors and warnings go to `faults`.
    """

    def __init__(self, sheet: Sheet, columns: Mapping[str, int], faults: Faults) -> None:
        self._sheet, self._columns, self._faults = sheet, columns, faults
        self._born_by = years_before(faults.on, YOUNGEST)
        self._full, self._number_at = columns.get(headers.FULL_NAME, -1), columns.get(headers.NATIONAL_ID, -1)
        self._halves = [columns[each] for each in (headers.FAMILY_NAME, headers.GIVEN_NAME) if each in columns]
        self._dob, self._gender = columns.get(headers.DOB, -1), columns.get(headers.GENDER, -1)
        self._agency_at, self._position_at = columns.get(headers.AGENCY, -1), columns.get(headers.POSITION, -1)
        self._both, self._party = columns.get(headers.POSITION_AGENCY, -1), columns.get(headers.PARTY_JOINED, -1)
        self._above = {"agency": "", "position": ""}
        self._merged = _merged(sheet, columns)
        self._agency = "" if _has_agency(columns) else _agency_of_list(sheet)
        self._by_sex = headers.MALE in columns or headers.FEMALE in columns
        self._in_parts = headers.BIRTH_YEAR in columns and headers.DOB not in columns

    def person(self, index: int, section: str) -> Person:
        """The person of the row at `index` (from 0), which stands under the heading `section`."""
        cells, row = self._sheet.rows[index], index + 1
        corrections: list[Correction] = []
        name = self._name(row, cells, corrections)
        sex, born_cell = self._sex(row, cells)
        born = self._born(row, born_cell, corrections)
        position, agency = self._post(index, cells, section, corrections)
        if not agency:
            self._faults.error(row, "agency", "Thiếu cơ quan, đơn vị.", "Điền đơn vị công tác của người này.")
        number = self._number(row, cells, corrections)
        if number:
            self._faults.number(row, number, sex, born)
        joined = self._joined(row, cells, born, corrections)
        return Person(row, cells, name, born, sex, agency, position, number, joined, section, tuple(corrections))

    def _name(self, row: int, cells: list[Cell], corrections: list[Correction]) -> str:
        written = cells[self._full] if self._full >= 0 else " ".join(shown(cells[half]) for half in self._halves)
        name = read_name(written)
        if not (name[:1].isalpha() or _HAS_LETTER.search(name)):
            self._faults.error(row, "full_name", "Thiếu họ và tên.", "Điền họ và tên, hoặc xóa dòng này.")
            return ""
        if name != written and (before := clean_text(shown(written))) != name:
            corrections.append(Correction("full_name", before, name))
        return name

    def _sex(self, row: int, cells: list[Cell]) -> tuple[str, Cell]:
        """The sex, and the cell that holds the birth date."""
        born: Cell = cells[self._dob] if self._dob >= 0 else ""
        if self._in_parts:
            born = self._parts(cells)
        if self._by_sex:
            return self._sex_of_columns(row, cells, born)
        if self._gender < 0 or not (written := read_text(cells[self._gender])):
            return "", born
        if not (sex := read_sex(written)):
            self._faults.warn(row, "gender", f"Giới tính ghi “{written}”.", "Ghi Nam hoặc Nữ.")
        return sex, born

    def _parts(self, cells: list[Cell]) -> str:
        """Day, month and year in columns of their own."""
        columns = [self._columns.get(each) for each in (headers.BIRTH_DAY, headers.BIRTH_MONTH, headers.BIRTH_YEAR)]
        parts = ["" if column is None else shown(cells[column]).strip() for column in columns]
        return "/".join(part or "0" for part in parts) if parts[2] else ""

    def _sex_of_columns(self, row: int, cells: list[Cell], born: Cell) -> tuple[str, Cell]:
        """Columns "Nam | Nữ", which hold the birth date or a cross; a lone "Nữ" marks the women."""
        column = {MALE: self._columns.get(headers.MALE, -1), FEMALE: self._columns.get(headers.FEMALE, -1)}
        if column[MALE] < 0 and self._gender >= 0:
            return read_sex(cells[self._gender]), born
        filled = [sex for sex in column if column[sex] >= 0 and read_text(cells[column[sex]])]
        if not filled and column[MALE] < 0:
            return MALE, born
        if len(filled) != 1:
            said = "cả hai cột Nam và Nữ đều có dữ liệu" if filled else "cột Nam và cột Nữ đều trống"
            self._faults.warn(row, "gender", f"Không rõ giới tính: {said}.", "Chỉ ghi ở một cột.")
            return "", born or (cells[column[filled[0]]] if filled else "")
        cell = cells[column[filled[0]]]
        return filled[0], born if is_mark(cell) or (born != "" and not _is_day(cell)) else cell

    def _born(self, row: int, cell: Cell, corrections: list[Correction]) -> PartialDate | None:
        read = read_date(cell, self._born_by) if cell != "" else NOTHING
        if read.value is not None and not (read.corrected or read.doubt):
            return read.value if self._faults.birth(row, read.value) else None
        if read.value is None:
            message = f"Ngày sinh: {read.fault}." if read.fault else "Thiếu năm sinh."
            self._faults.error(row, "dob", message, TYPED)
            return None
        self._note(row, "dob", cell, read, corrections)
        return read.value if self._faults.birth(row, read.value) else None

    def _joined(
        self, row: int, cells: list[Cell], born: PartialDate | None, corrections: list[Correction]
    ) -> PartialDate | None:
        if self._party < 0 or (cell := cells[self._party]) == "" or not read_text(cell):
            return None
        read = read_date(cell, self._faults.today)
        if read.value is None:
            self._faults.error(row, "party_joined", f"Ngày vào Đảng: {read.fault}.", TYPED)
            return None
        self._note(row, "party_joined", cell, read, corrections)
        return read.value if self._faults.party(row, read.value, born) else None

    def _note(self, row: int, name: str, cell: Cell, read: DateRead, corrections: list[Correction]) -> None:
        if read.corrected:
            corrections.append(Correction(name, shown(cell), str(read.value)))
        if read.doubt:
            self._faults.warn(row, name, read.doubt, "")

    def _number(self, row: int, cells: list[Cell], corrections: list[Correction]) -> str:
        if self._number_at < 0 or (cell := cells[self._number_at]) == "":
            return ""
        if is_citizen_number(cell):
            return str(cell)
        read = read_identity(cell, self._sheet.typed)
        if read.fault:
            message = f"Số căn cước {read.fault}."
            self._faults.error(row, "national_id", message, "Cần đủ 12 chữ số (hoặc 9 chữ số với chứng minh cũ).")
        elif read.restored:
            corrections.append(Correction("national_id", shown(cell), read.value))
        return read.value

    def _post(self, index: int, cells: list[Cell], section: str, corrections: list[Correction]) -> tuple[str, str]:
        """Position and agency."""
        position: Cell
        agency: Cell
        if self._both >= 0:
            both = self._cell(index, cells, self._both)
            position, agency = (both, both) if read_repeatable(both)[1] else _parted(shown(both))
        else:
            position = self._cell(index, cells, self._position_at) if self._position_at >= 0 else ""
            agency = self._cell(index, cells, self._agency_at) if self._agency_at >= 0 else section or self._agency
        return self._repeated("position", position, corrections), self._repeated("agency", agency, corrections)

    def _cell(self, index: int, cells: list[Cell], column: int) -> Cell:
        cell = cells[column]
        return self._merged.get((index, column), "") if cell == "" and self._merged else cell

    def _repeated(self, name: str, cell: Cell, corrections: list[Correction]) -> str:
        text, ditto = read_repeatable(cell)
        if ditto:
            corrections.append(Correction(name, text, self._above[name]))
            return self._above[name]
        self._above[name] = text
        return text


def _has_agency(columns: Mapping[str, int]) -> bool:
    return headers.AGENCY in columns or headers.POSITION_AGENCY in columns


def _merged(sheet: Sheet, columns: Mapping[str, int]) -> dict[tuple[int, int], Cell]:
    """What stands in the first cell of a vertical merge, for the cells below it: agencies and positions only."""
    wanted = {columns[each] for each in (headers.AGENCY, headers.POSITION, headers.POSITION_AGENCY) if each in columns}
    filled: dict[tuple[int, int], Cell] = {}
    for merge in sheet.merged:
        if merge.left not in wanted or merge.top >= len(sheet.rows) or merge.left >= len(sheet.rows[merge.top]):
            continue
        value = sheet.rows[merge.top][merge.left]
        for index in range(merge.top + 1, min(merge.bottom + 1, len(sheet.rows))):
            filled[index, merge.left] = value
    return filled


def _agency_of_list(sheet: Sheet) -> str:
    """The agency named once above a list that has no column for it: "Đơn vị: Quận ủy …"."""
    cells = (cell for row in sheet.rows[:60] for cell in row if isinstance(cell, str))
    for text in (*sheet.around, *cells):
        if match := _AGENCY_OF_LIST.match(clean_text(text)):
            return match[1]
    return ""


@lru_cache(maxsize=20_000)
def _parted(text: str) -> tuple[str, str]:
    """Position and agency written in one cell; the agency alone where nothing parts them."""
    for mark in ("\n", ",", ";", " - ", " – "):
        if mark in text.strip():
            position, _, agency = text.strip().partition(mark)
            return clean_text(position), clean_text(agency)
    return "", clean_text(text)


def _is_day(cell: Cell) -> bool:
    return not isinstance(cell, str) or any(map(str.isdigit, cell)) or isinstance(cell, date)
