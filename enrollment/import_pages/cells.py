"""A row of a list as its sheet shows it: their columns, what we corrected in them, what is wrong with which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enrollment.domain.imports.plan import PlannedRow
from enrollment.intake import Person, headers
from enrollment.intake.sheets import shown

# Where a value of a person stands: the first of these meanings that the list has a column for.
STANDS_IN = {
    "full_name": (headers.FULL_NAME, headers.GIVEN_NAME, headers.FAMILY_NAME),
    "dob": (headers.DOB, headers.BIRTH_YEAR, headers.MALE, headers.FEMALE),
    "gender": (headers.GENDER, headers.MALE, headers.FEMALE),
    "agency": (headers.AGENCY, headers.POSITION_AGENCY),
    "position": (headers.POSITION, headers.POSITION_AGENCY),
    "national_id": (headers.NATIONAL_ID,),
    "party_joined": (headers.PARTY_JOINED,),
}
WORDS = (headers.FULL_NAME, headers.FAMILY_NAME, headers.AGENCY, headers.POSITION, headers.POSITION_AGENCY)
FIRST_LETTER, LETTERS = ord("A"), 26


@dataclass(frozen=True)
class Heading:
    """A column of their sheet. `meaning`: of headers.MEANINGS, "" for none."""

    column: int
    label: str
    meaning: str

    @property
    def wide(self) -> bool:
        """It holds words rather than numbers."""
        return self.meaning in WORDS


@dataclass(frozen=True)
class ShownCell:
    """`before`: what stood there, where we corrected it; `note`: what it is taken to mean; `mended`: by the officer.

    `minor`: the number of the row in the list.
    """

    column: int
    label: str
    text: str
    before: str = ""
    note: str = ""
    wrong: bool = False
    mended: bool = False
    editable: bool = False
    minor: bool = False

    @property
    def blank(self) -> bool:
        """Nothing stands there, and nothing is said of it: a small screen leaves it out."""
        return not (self.text or self.wrong or self.mended or self.before) or self.minor


def letters(column: int) -> str:
    """A column's name in a spreadsheet: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, LETTERS)
        name = chr(FIRST_LETTER + rest) + name
    return name


def headings(columns: Sequence[str], mapping: Mapping[int, str], people: Iterable[Person]) -> list[Heading]:
    """Their columns in their order, without those that hold nothing at all."""
    filled = {column for person in people for column, cell in enumerate(person.cells) if cell != ""}
    width = max([len(columns), *(column + 1 for column in (*filled, *mapping))])
    labels = [columns[column] if column < len(columns) else "" for column in range(width)]
    return [
        Heading(column, label or f"Cột {letters(column)}", mapping.get(column, ""))
        for column, label in enumerate(labels)
        if label or column in filled or column in mapping
    ]


def cells_of(
    row: PlannedRow, columns: Sequence[Heading], wrong: set[str], mended: Mapping[str, str], editable: bool
) -> list[ShownCell]:
    """The row's cells. `wrong`: fields with an error; `mended`: column (as text) → what the officer put there."""
    at = {heading.meaning: heading.column for heading in columns if heading.meaning}
    place = {field: _place(field, at, row.person) for field in STANDS_IN}
    corrected = _corrected(row.person, place, at)
    faulty = {place[field] for field in wrong if field in place}
    notes = {place["agency"]: _agency_note(row)}
    return [
        _cell(row.person, heading, corrected, heading.column in faulty, notes.get(heading.column, ""), mended, editable)
        for heading in columns
    ]


def _cell(
    person: Person, heading: Heading, corrected: Mapping[int, str], wrong: bool, note: str,
    mended: Mapping[str, str], editable: bool,
) -> ShownCell:  # fmt: skip
    column = heading.column
    written = shown(person.cells[column]).strip() if column < len(person.cells) else ""
    text = corrected.get(column, written)
    if not text and heading.meaning == headers.AGENCY and person.agency:
        text, note = person.agency, "theo dòng trên"
    may_edit = editable and heading.meaning not in ("", headers.NUMBER)
    before = written if text != written and written else ""
    minor = heading.meaning == headers.NUMBER
    return ShownCell(column, heading.label, text, before, note, wrong, str(column) in mended, may_edit, minor)


def _place(field: str, at: Mapping[str, int], person: Person) -> int | None:
    """The column in which a value stands; under "Nam | Nữ", the one that is filled."""
    found = [at[meaning] for meaning in STANDS_IN[field] if meaning in at]
    filled = [column for column in found if column < len(person.cells) and person.cells[column] != ""]
    return next(iter(filled or found), None)


def _corrected(person: Person, place: Mapping[str, int | None], at: Mapping[str, int]) -> dict[int, str]:
    """What stands in a cell instead of what is written there."""
    found: dict[int, str] = {}
    for correction in person.corrections:
        column = place.get(correction.field)
        if correction.field == "full_name" and headers.FULL_NAME not in at:
            found |= _halves(correction.after, at)
        elif column is not None and headers.POSITION_AGENCY not in (_meaning(column, at),):
            found[column] = correction.after
    return found


def _meaning(column: int, at: Mapping[str, int]) -> str:
    return next(meaning for meaning, other in at.items() if other == column)


def _halves(name: str, at: Mapping[str, int]) -> dict[int, str]:
    """A corrected name over its two columns."""
    family, _, given = name.rpartition(" ")
    halves = {headers.FAMILY_NAME: family, headers.GIVEN_NAME: given}
    if len(at.keys() & halves.keys()) < len(halves):
        return {at[meaning]: name for meaning in halves if meaning in at}
    return {at[meaning]: half for meaning, half in halves.items()}


def _agency_note(row: PlannedRow) -> str:
    """Which agency a name is taken for, where it is not written so."""
    if row.new_agency:
        return "đơn vị mới"
    return row.agency.name if row.agency and row.agency.name != row.person.agency else ""
