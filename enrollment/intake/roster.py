"""What reading a list gives: its people, what was corrected, what is refused and what is doubtful."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from enrollment.intake.sheets import Cell
from school.partial_date import PartialDate

FIELDS = ("full_name", "dob", "gender", "agency", "position", "national_id", "party_joined")
DUPLICATE, FILE = "duplicate", "file"


@dataclass(frozen=True)
class Correction:
    """A value that is not as written; both as their reader sees them."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Remark:
    """An error or a warning: `row` as the sheet numbers it (None: the file), `column` of FIELDS, DUPLICATE or FILE."""

    row: int | None
    column: str
    message: str
    advice: str = ""

    @property
    def text(self) -> str:
        """What is wrong, then what to do."""
        return f"{self.message} {self.advice}".strip()


@dataclass(frozen=True, slots=True)
class Person:
    """One row of people. `cells`: the row as it stands in the sheet; `section`: the heading it stands under.

    A value that is missing or refused is "" or None. `gender`: "M", "F" or "".
    """

    row: int
    cells: list[Cell] = field(repr=False)
    full_name: str
    dob: PartialDate | None
    gender: str
    agency: str
    position: str
    national_id: str
    party_joined: PartialDate | None
    section: str = ""
    corrections: tuple[Correction, ...] = ()

    def as_json(self) -> dict[str, str | None]:
        """The values as the command prints them; what is not known is None."""
        return {
            "full_name": self.full_name,
            "dob": self.dob.isoformat() if self.dob else None,
            "gender": self.gender or None,
            "agency": self.agency or None,
            "position": self.position or None,
            "national_id": self.national_id or None,
            "party_joined": self.party_joined.isoformat() if self.party_joined else None,
        }


@dataclass(frozen=True)
class Roster:
    """A list as read. `rows`: all rows of people, `people`: those without an error, both in the sheet's order.

    `header_rows` are row numbers (from 1); `columns` the header of each column; `mapping` column (from 0) to meaning;
    `hidden` the numbers of hidden rows among `rows`.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[str, ...]
    mapping: Mapping[int, str]
    rows: tuple[Person, ...]
    people: tuple[Person, ...]
    errors: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    hidden: frozenset[int] = frozenset()
