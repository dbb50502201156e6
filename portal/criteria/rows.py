"""One indicator as a line of the board: its words, its chip, and the doors behind its numbers."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from portal.criteria import wording
from portal.forms import DayForm
from portal.report.doors import UNKNOWN, Figure, rows_door
from portal.report.wording import number
from school.criteria import Board, Line, Status, Value
from school.figures import Scope
from school.models import IndicatorKind
from school.records.register import Chip

LEVEL = "muc"
ICONS = {
    Status.MET: ("check-circle-fill", "ok"),
    Status.EXCEEDED: ("arrow-up-circle-fill", "ok"),
    Status.AT_RISK: ("exclamation-triangle-fill", "warn"),
    Status.NOT_MET: ("x-circle-fill", "bad"),
    Status.NOT_ASSESSED: ("dash-circle", "none"),
}


@dataclass(frozen=True)
class Row:
    """One indicator as a line of the table."""

    line: Line
    url: str
    value: Figure
    parts: tuple[Figure, ...]  # numerator and denominator, each with its list
    threshold: str
    lacking: str
    chip: Chip

    @property
    def said(self) -> str:
        """The value in words where no number stands for it."""
        if self.line.attested is None:
            return ""
        return "đã xác nhận" if self.line.attested.met else "xác nhận chưa đạt"

    @property
    def computed(self) -> bool:
        """Whether the portal counts it."""
        return bool(self.line.measure)

    @property
    def evidence(self) -> str:
        """What it rests on, in words; "" for nothing."""
        if self.line.evidence:
            return f"{len(self.line.evidence)} minh chứng"
        return "tự tính" if self.line.value else ""


def figures_of(value: Value | None, board: Board) -> tuple[Figure, tuple[Figure, ...]]:
    """The value, and its two whole numbers, each with the list behind it."""
    if value is None:
        return UNKNOWN, ()
    scope = Scope.of_year(board.on.year, board.on)
    door = rows_door(value.counted, scope)
    if value.denominator is None:
        return Figure(wording.value(value), door=door), ()
    parts = (
        Figure(number(value.numerator), door=door),
        Figure(number(value.denominator), door=rows_door(value.divided_by, scope)),
    )
    return Figure(wording.value(value)), parts


def row_of(line: Line, board: Board) -> Row:
    """A line with its words and addresses."""
    value, parts = figures_of(line.value, board)
    icon, kind = ICONS[line.status]
    url = f"{reverse('portal:criteria_indicator', args=[line.pk])}?{urlencode(moment(board))}"
    chip = Chip(wording.status(line), icon, kind)
    return Row(line, url, value, parts, wording.threshold(line), wording.lacking(line), chip)


def moment(board: Board) -> dict[str, object]:
    """The level and the day in an address."""
    return {LEVEL: board.level, DayForm.NAME: board.on}


def is_attested(line: Line) -> bool:
    """Whether somebody's word decides it."""
    return line.kind in (IndicatorKind.DOCUMENT, IndicatorKind.ATTESTED)
