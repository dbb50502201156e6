"""From bytes or pasted text to people, errors and warnings; knows nothing of the database."""

from collections.abc import Mapping
from datetime import date

from enrollment.intake import layout as layouts
from enrollment.intake.checks import Faults
from enrollment.intake.files import read_file
from enrollment.intake.formats import delimited
from enrollment.intake.layout import Layout
from enrollment.intake.people import PeopleReader
from enrollment.intake.refusals import HEADER_ONLY, NO_LIST, FileRefused
from enrollment.intake.roster import FILE, Person, Remark, Roster
from enrollment.intake.rows import Body, Rows
from enrollment.intake.sheets import Sheet


def read_roster(
    data: bytes, name: str, on: date, mapping: Mapping[int, str] | None = None, today: date | None = None
) -> Roster:
    """Read a file.

    `data`, `name`: its bytes and its name (the ending says what it is). `on`: the day on which ages are judged (the
    class's opening day, else today). `mapping`: column (from 0) to a meaning of headers.MEANINGS ("" for none),
    overriding what the headers say. `today`: days later than this, or than `on`, are in the future; `on` if not given.

    Raises FileRefused where the file cannot be read or holds no list.
    """
    return read_sheets(read_file(data, name), on, mapping, today)


def read_pasted(text: str, on: date, mapping: Mapping[int, str] | None = None, today: date | None = None) -> Roster:
    """Read a table pasted into a box: tab separated, or aligned with spaces. Otherwise as `read_roster`."""
    return read_sheets([delimited.sheet_of(text)], on, mapping, today)


def read_sheets(
    sheets: list[Sheet], on: date, mapping: Mapping[int, str] | None = None, today: date | None = None
) -> Roster:
    """Read sheets of cells, such as a file's after corrections. Otherwise as `read_roster`."""
    found = layouts.find(sheets)
    layout = layouts.told(sheets, mapping) if mapping else found[0] if found else None
    if layout is None:
        raise FileRefused(NO_LIST)
    rows = Rows(layout)
    body = rows.body()
    if not body.people:
        raise FileRefused(HEADER_ONLY)
    return _roster(layout, rows, body, Faults(on, today or on), found)


def _roster(layout: Layout, rows: Rows, body: Body, faults: Faults, found: list[Layout]) -> Roster:
    reader = PeopleReader(layout.sheet, rows.columns, faults)
    people: list[Person] = []
    accepted: list[Person] = []
    for index, section in body.people:
        before = len(faults.errors)
        person = reader.person(index, section)
        people.append(person)
        if len(faults.errors) == before and not faults.twice(person):
            accepted.append(person)
    hidden = layout.sheet.hidden & {person.row for person in people}
    return Roster(
        sheet=layout.sheet.name,
        header_rows=tuple(range(layout.header + 1, layout.first + 1)),
        columns=layout.columns,
        mapping=layout.mapping,
        rows=tuple(people),
        people=tuple(accepted),
        errors=tuple(faults.errors),
        warnings=(*_of_file(layout, body, hidden, found), *faults.warnings),
        hidden=hidden,
    )


def _of_file(layout: Layout, body: Body, hidden: frozenset[int], found: list[Layout]) -> list[Remark]:
    """Warnings about the list as a whole."""
    warnings = [Remark(None, FILE, note) for note in layout.sheet.notes]
    for number in body.wrong_counts():
        message = f"Danh sách ghi có {number} người nhưng đọc được {len(body.people)}."
        warnings.append(Remark(None, FILE, message, "Kiểm tra xem có dòng nào thiếu hoặc thừa."))
    if hidden:
        rows = ", ".join(map(str, sorted(hidden)[:20])) + (", …" if len(hidden) > 20 else "")
        message = f"Có {len(hidden)} dòng đang ẩn trong tệp, vẫn được đọc: {rows}."
        warnings.append(Remark(None, FILE, message, "Bỏ các dòng này nếu không thuộc danh sách."))
    for other in found:
        if other.sheet is not layout.sheet and other.people:
            message = f"“{other.sheet.name}” cũng có danh sách {other.people} người, chưa đọc."
            warnings.append(Remark(None, FILE, message, "Gửi riêng danh sách đó nếu cần."))
    return warnings
