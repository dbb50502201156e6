"""Telling what columns mean: the sheet's first rows as they stand, with a choice over each column."""

from collections.abc import Mapping
from dataclasses import dataclass

from enrollment.domain.imports.reading import read, sheets_of
from enrollment.import_pages.cells import letters
from enrollment.import_pages.wording import MEANINGS, NO_MEANING
from enrollment.intake import FileRefused, Roster, headers
from enrollment.intake.sheets import Sheet, shown
from enrollment.models import RosterImport
from school.errors import Refused
from school.queries.agency_names import agency_names

SHOWN_ROWS, SHOWN_COLUMNS, LONGEST = 12, 40, 60
CHOICES = [("", NO_MEANING), *MEANINGS.items()]
NO_NAME = "Chọn cột họ và tên: một cột “Họ và tên”, hoặc cả hai cột “Họ và tên đệm” và “Tên”."


@dataclass(frozen=True)
class Column:
    """A column with what it is said to mean. `field`: the name of its choice in the form."""

    field: str
    letter: str
    header: str
    meaning: str


@dataclass(frozen=True)
class Columns:
    """The columns and the sheet's rows from its header on: (row's number, texts). `understood`: a list was found."""

    columns: list[Column]
    rows: list[tuple[int, list[str]]]
    understood: bool


def columns_of(received: RosterImport, chosen: Mapping[int, str] | None = None) -> Columns:
    """What the page shows. `chosen`: meanings just chosen, instead of those kept. Raises FileRefused."""
    roster = _roster(received)
    sheet = _sheet(sheets_of(received), roster)
    first = (roster.header_rows[0] - 1) if roster and roster.header_rows else 0
    raw = sheet.rows[first : first + SHOWN_ROWS]
    width = min(max(map(len, raw), default=0), SHOWN_COLUMNS)
    meant = dict(roster.mapping) if roster else {int(column): each for column, each in received.mapping.items()}
    meant.update(chosen or {})
    labels = roster.columns if roster else ()
    columns = [
        Column(f"cot-{at}", letters(at), labels[at] if at < len(labels) else "", meant.get(at, ""))
        for at in range(width)
    ]
    rows = [
        (first + index + 1, [shown(row[at])[:LONGEST] if at < len(row) else "" for at in range(width)])
        for index, row in enumerate(raw)
    ]
    return Columns(columns, rows, roster is not None)


def told(received: RosterImport, posted: Mapping[str, str]) -> dict[int, str]:
    """What the officer chose, for `tell_columns`: only what is read otherwise, or was told before.

    Raises Refused where no column holds the names.
    """
    chosen = chosen_in(posted)
    if not {headers.FULL_NAME} & set(chosen.values()) and not {headers.FAMILY_NAME, headers.GIVEN_NAME} <= set(
        chosen.values()
    ):
        raise Refused(NO_NAME)
    roster = _roster(received)
    if roster is None:
        return {column: meaning for column, meaning in chosen.items() if meaning}
    before = {int(column) for column in received.mapping}
    return {
        column: meaning
        for column, meaning in chosen.items()
        if column in before or meaning != roster.mapping.get(column, "")
    }


def chosen_in(posted: Mapping[str, str]) -> dict[int, str]:
    """Column → meaning, as sent by the form."""
    return {
        int(name.removeprefix("cot-")): str(meaning)
        for name, meaning in posted.items()
        if name.startswith("cot-") and name.removeprefix("cot-").isascii() and name.removeprefix("cot-").isdigit()
        if int(name.removeprefix("cot-")) < SHOWN_COLUMNS
    }


def _roster(received: RosterImport) -> Roster | None:
    try:
        return read(received, agency_names())
    except FileRefused:
        return None


def _sheet(sheets: list[Sheet], roster: Roster | None) -> Sheet:
    found = [sheet for sheet in sheets if roster and sheet.name == roster.sheet]
    return found[0] if found else max(sheets, key=lambda sheet: (sheet.visible, len(sheet.rows)))
