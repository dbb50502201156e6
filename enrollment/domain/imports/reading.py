"""A received list as its officer wants it read: columns told once, cells mended, what its agency means by a header."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from enrollment.intake import FileRefused, Roster, read_sheets
from enrollment.intake.files import read_file
from enrollment.intake.formats import delimited
from enrollment.intake.headers import header_key
from enrollment.intake.refusals import NO_LIST
from enrollment.intake.sheets import Sheet
from enrollment.models import HeaderMeaning, RosterImport
from school.days import today
from school.queries.agency_names import AgencyNames

HEADER_ROWS = 120  # among which a header is looked for that only the officer understood


def day_of(received: RosterImport) -> date:
    """The day on which the list's ages, agencies and posts are judged: the class's opening day, or today."""
    course_class = received.course_class
    return (course_class.opened_from if course_class else None) or today()


def sheets_of(received: RosterImport) -> list[Sheet]:
    """The list's sheets as they came. Raises FileRefused."""
    data = bytes(received.data)
    if received.file_name:
        return read_file(data, received.file_name)
    return [delimited.sheet_of(data.decode())]


def read(received: RosterImport, names: AgencyNames) -> Roster:
    """Read the list with its officer's corrections; raises FileRefused. `names` tell whose list it is."""
    sheets, on = sheets_of(received), day_of(received)
    mapping = {int(column): meaning for column, meaning in received.mapping.items()}
    try:
        roster = read_sheets(sheets, on, mapping or None, max(on, today()))
    except FileRefused as refusal:
        if mapping or refusal.text != NO_LIST or not (mapping := _known_columns(sheets)):
            raise
        roster = read_sheets(sheets, on, mapping, max(on, today()))
    if not received.mapping and (told := _told_before(roster, sender(received, roster, names))):
        mapping = mapping | told
        roster = read_sheets(sheets, on, mapping, max(on, today()))
    if not received.cells:
        return roster
    mended = [_mended(sheet, received.cells) if sheet.name == roster.sheet else sheet for sheet in sheets]
    return read_sheets(mended, on, mapping or None, max(on, today()))


def sender(received: RosterImport, roster: Roster, names: AgencyNames) -> int | None:
    """The agency that sent the list: the one most of its people come from, else the class's partner."""
    counted = Counter(person.agency for person in roster.rows if person.agency)
    for written, _ in counted.most_common(1):
        if agency := names.recognise(written).agency:
            return agency.pk
    return received.course_class.partner_id if received.course_class else None


def remember_columns(received: RosterImport, roster: Roster, names: AgencyNames) -> None:
    """Keep what the officer told of the columns, for the next list of the same agency."""
    agency_pk = sender(received, roster, names)
    if agency_pk is None:
        return
    told = {
        header_key(roster.columns[int(column)]): meaning
        for column, meaning in received.mapping.items()
        if int(column) < len(roster.columns)
    }
    HeaderMeaning.objects.bulk_create(
        [HeaderMeaning(agency_id=agency_pk, header=key[:200], meaning=meaning) for key, meaning in told.items() if key],
        update_conflicts=True,
        unique_fields=["agency", "header"],
        update_fields=["meaning"],
    )


def _told_before(roster: Roster, agency_pk: int | None) -> dict[int, str]:
    """What the agency means by headers that would be read otherwise."""
    if agency_pk is None:
        return {}
    told = dict(HeaderMeaning.objects.filter(agency=agency_pk).values_list("header", "meaning"))
    columns = {column: told.get(header_key(header)) for column, header in enumerate(roster.columns)} if told else {}
    return {
        column: meaning
        for column, meaning in columns.items()
        if meaning is not None and meaning != roster.mapping.get(column, "")
    }


def _known_columns(sheets: list[Sheet]) -> dict[int, str]:
    """Columns by headers that some agency's list was told to mean, where all agencies mean the same."""
    told: dict[str, set[str]] = {}
    for header, meaning in HeaderMeaning.objects.values_list("header", "meaning"):
        told.setdefault(header, set()).add(meaning)
    for row in (row for sheet in sheets for row in sheet.rows[:HEADER_ROWS]):
        meant = {column: told.get(header_key(str(cell)), set()) for column, cell in enumerate(row) if cell != ""}
        found = {column: next(iter(meanings)) for column, meanings in meant.items() if len(meanings) == 1}
        if len(found) > 1:
            return found
    return {}


def _mended(sheet: Sheet, cells: Mapping[str, Mapping[str, str]]) -> Sheet:
    rows = [list(row) for row in sheet.rows]
    for number, values in cells.items():
        row = rows[int(number) - 1] if 0 < int(number) <= len(rows) else []
        for column, text in values.items():
            row += [""] * (int(column) + 1 - len(row))
            row[int(column)] = text
    return replace(sheet, rows=rows)
