"""The board as its page shows it: words, chips, doors, filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.criteria import wording
from portal.criteria.rows import ICONS, LEVEL, Row, moment, row_of
from portal.forms import DayForm
from school.criteria import Board, Duty, Frame, Line, Status
from school.errors import NotFound
from school.records.register import Chip

STATUS, OWNER, FRAME = "trang-thai", "phu-trach", "bo"
LEFT = (Status.AT_RISK, Status.NOT_MET)
REACHED = (Status.MET, Status.EXCEEDED)
Wanted = Callable[[Line], bool]
STATUS_FILTERS: dict[str, tuple[str, Wanted]] = {
    "con-lai": ("Còn lại (nguy cơ, chưa đạt)", lambda line: line.status in LEFT),
    "dat": ("Đạt", lambda line: line.status == Status.MET),
    "vuot": ("Vượt", lambda line: line.status == Status.EXCEEDED),
    "nguy-co": ("Nguy cơ", lambda line: line.status == Status.AT_RISK),
    "chua-dat": ("Chưa đạt", lambda line: line.status == Status.NOT_MET),
    "chua-danh-gia": ("Chưa đánh giá", lambda line: line.status == Status.NOT_ASSESSED),
    "chua-doi-chieu": ("Chưa đối chiếu văn bản", lambda line: not line.verified),
}
TILES = (
    (Status.MET, "dat"),
    (Status.EXCEEDED, "vuot"),
    (Status.AT_RISK, "nguy-co"),
    (Status.NOT_MET, "chua-dat"),
    (Status.NOT_ASSESSED, "chua-danh-gia"),
)


@dataclass(frozen=True)
class Section:
    """A criterion, its rows that match the filter, and how all of it stands."""

    code: str
    name: str
    rows: tuple[Row, ...]
    standing: str


@dataclass(frozen=True)
class Tile:
    """How many indicators stand so, and the address that shows them alone."""

    chip: Chip
    number: int
    means: str
    url: str


@dataclass(frozen=True)
class Owed:
    """A duty not finished, with its indicator."""

    duty: Duty
    row: Row
    left: str
    late: bool


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Link:
    """One choice that is an address."""

    text: str
    url: str
    current: bool


class BoardPage:
    """The page of a board, narrowed by the status and the owner that the address asks for."""

    def __init__(self, board: Board, query: Mapping[str, str]) -> None:
        """Raises NotFound, in words, for a status or an owner that is none."""
        self.board = board
        self.status, self.owner = query.get(STATUS, ""), query.get(OWNER, "")
        self.owners = {str(duty.owner_pk): duty.owner for line in board.lines for duty in line.duties}
        if self.status and self.status not in STATUS_FILTERS:
            raise NotFound("Không có trạng thái này. Chọn lại trong ô Trạng thái.")
        if self.owner and self.owner not in self.owners:
            raise NotFound("Đơn vị này không phụ trách chỉ tiêu nào. Chọn lại trong ô Phụ trách.")
        self.rows = tuple(row_of(line, board) for line in board.lines)
        self.shown = tuple(row for row in self.rows if self._wanted(row.line))

    def _wanted(self, line: Line) -> bool:
        owned = not self.owner or any(str(duty.owner_pk) == self.owner for duty in line.open_duties)
        return owned and (not self.status or STATUS_FILTERS[self.status][1](line))

    def address(self, **changes: object) -> str:
        """This page with some of its choices changed; an empty one is left out."""
        now = moment(self.board) | {FRAME: self.board.frame.code, STATUS: self.status, OWNER: self.owner}
        asked = {name: value for name, value in (now | changes).items() if value}
        return f"?{urlencode(asked)}"

    @property
    def narrowed(self) -> bool:
        """Whether some indicators are left out."""
        return bool(self.status or self.owner)

    @property
    def whole(self) -> str:
        """The address without filters."""
        return self.address(**{STATUS: "", OWNER: ""})

    @property
    def sections(self) -> tuple[Section, ...]:
        """The criteria; when narrowed, those with a row left."""
        shown = {row.line.pk: row for row in self.shown}
        found = (
            Section(group.code, group.name, tuple(shown[line.pk] for line in group.lines if line.pk in shown), standing)
            for group in self.board.groups
            for standing in [_standing(group.lines)]
        )
        return tuple(section for section in found if section.rows or not self.narrowed)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """How many stand where."""
        summary = self.board.summary
        return tuple(
            Tile(
                Chip(wording.STATUS_WORDS[status], *ICONS[status]),
                summary[status],
                wording.STATUS_MEANS[status],
                self.address(**{STATUS: name, OWNER: ""}) if summary[status] else "",
            )
            for status, name in TILES
        )

    @property
    def missing(self) -> int | None:
        """How many the document has that the portal does not hold; None when nobody knows."""
        total = self.board.official_total
        return None if total is None else max(0, total - self.board.loaded)

    @property
    def squares(self) -> tuple[str, ...]:
        """One square an indicator, by how it stands, then those not loaded."""
        stand = sorted((line.status for line in self.board.lines), key=lambda status: SQUARES.index(status))
        return tuple(status.replace("_", "-") for status in stand) + ("missing",) * (self.missing or 0)

    @property
    def in_words(self) -> str:
        """The squares for whoever cannot see them."""
        summary = self.board.summary
        counts = [f"{wording.STATUS_WORDS[status].lower()} {summary[status]}" for status in SQUARES]
        return ", ".join(counts + ([f"chưa nạp {self.missing}"] if self.missing else []))

    @property
    def owed(self) -> tuple[Owed, ...]:
        """Who owes what, the earliest deadline first; of an indicator that is met nothing is owed."""
        on = self.board.on
        found = [
            Owed(duty, row, wording.days_left(duty.due, on), duty.due < on)
            for row in self.rows
            if row.line.status not in REACHED
            for duty in row.line.open_duties
        ]
        return tuple(sorted(found, key=lambda owed: (owed.duty.due, owed.row.line.code)))

    @property
    def unverified(self) -> int:
        """How many nobody compared with the document."""
        return sum(not line.verified for line in self.board.lines)

    @property
    def statuses(self) -> list[Option]:
        """Choices of the status filter."""
        return [Option(name, text, name == self.status) for name, (text, _) in STATUS_FILTERS.items()]

    @property
    def departments(self) -> list[Option]:
        """Choices of the owner filter."""
        by_name = sorted(self.owners.items(), key=lambda item: item[1])
        return [Option(pk, name, pk == self.owner) for pk, name in by_name]

    @property
    def levels(self) -> list[Link]:
        """The levels of the framework."""
        return [
            Link(f"Mức {level}", self.address(**{LEVEL: level}), level == self.board.level)
            for level in self.board.frame.levels
        ]

    def frames(self, known: list[Frame]) -> list[Link]:
        """The frameworks, where there is more than one."""
        if len(known) < 2:
            return []
        return [
            Link(
                frame.code, f"?{urlencode({FRAME: frame.code, DayForm.NAME: self.board.on})}", frame == self.board.frame
            )
            for frame in known
        ]

    @property
    def declared(self) -> str:
        """What a source said is left."""
        return wording.remaining(self.board.declared) if self.board.declared else ""

    @property
    def declared_left(self) -> str:
        """How far its deadline is."""
        declared = self.board.declared
        return wording.declared_left(declared.due, self.board.on) if declared and declared.due else ""

    @property
    def loaded(self) -> str:
        """So that nobody takes the loaded ones for all."""
        return wording.loaded(self.board)


SQUARES = (Status.EXCEEDED, Status.MET, Status.AT_RISK, Status.NOT_MET, Status.NOT_ASSESSED)


def _standing(lines: tuple[Line, ...]) -> str:
    """A criterion in one line: "5 đạt · 1 chưa đạt · 7/8 chưa đối chiếu"."""
    counts = {status: sum(line.status == status for line in lines) for status in SQUARES}
    parts = [f"{count} {wording.STATUS_WORDS[status].lower()}" for status, count in counts.items() if count]
    unverified = sum(not line.verified for line in lines)
    return " · ".join([*parts, f"{unverified}/{len(lines)} chưa đối chiếu"] if unverified else parts)
