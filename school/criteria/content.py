"""What the board says, as plain frozen values: page, command and JSON read these and compute nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

AT_RISK_DAYS = 90


class Status(StrEnum):
    """How an indicator stands on a day."""

    MET = "met"
    EXCEEDED = "exceeded"  # strictly above the threshold
    AT_RISK = "at_risk"  # not met, and its deadline is 0 to 90 days away
    NOT_MET = "not_met"
    NOT_ASSESSED = "not_assessed"  # no data, no threshold, or nobody attested


@dataclass(frozen=True)
class Value:
    """A computed value: a count, or a share as its two whole numbers. A denominator is never 0 here."""

    numerator: int
    denominator: int | None
    counted: str  # the measure behind the numerator
    divided_by: str = ""  # the measure behind the denominator
    unit: str = ""  # what the numerator counts: "người"

    @property
    def exact(self) -> Fraction:
        """The number to compare with a threshold, unrounded: per cent of a share, a count as it is."""
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(100 * self.numerator, self.denominator)

    def wanted(self, threshold: Decimal) -> int:
        """The smallest numerator that reaches the threshold while the denominator stays as it is."""
        return ceil(Fraction(threshold) * Fraction(self.denominator or 100, 100))


@dataclass(frozen=True)
class Duty:
    """Who owes an indicator, by when; `done` only where that lies on or before the board's day."""

    pk: int
    owner_pk: int
    owner: str
    owner_short: str
    due: date
    done: date | None
    invented: bool = False


@dataclass(frozen=True)
class Proof:
    """One piece of evidence as an indicator uses it."""

    use_pk: int
    pk: int
    title: str
    file: str  # its name without folders; "" without a file
    link: str
    document: str
    document_pk: int | None
    added: date


@dataclass(frozen=True)
class Attested:
    """The latest word of whoever answers for an indicator."""

    met: bool
    on: date
    by: str


@dataclass(frozen=True)
class Line:
    """One indicator at one level on one day."""

    pk: int
    code: str
    text: str
    kind: str
    measure: str
    unit: str
    value: Value | None
    threshold: Decimal | None
    status: Status
    verified: bool  # its text and its threshold were both compared with the document
    attested: Attested | None
    duties: tuple[Duty, ...]  # by deadline
    evidence: tuple[Proof, ...]
    overdue: bool  # not met, and somebody still owes it after the deadline

    @property
    def open_duties(self) -> tuple[Duty, ...]:
        """What nobody has finished yet."""
        return tuple(duty for duty in self.duties if duty.done is None)

    @property
    def due(self) -> date | None:
        """The earliest deadline still open."""
        return self.open_duties[0].due if self.open_duties else None


@dataclass(frozen=True)
class Group:
    """A criterion and its indicators."""

    pk: int
    code: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Declared:
    """What a source said is left at the level; it names no criterion, so none is picked."""

    remaining: int | None
    due: date | None
    target: date | None
    stated_on: date
    source: str
    fact_pk: int


@dataclass(frozen=True)
class Frame:
    """A framework: its names, its document, and how many indicators the document has at each level."""

    pk: int
    code: str
    name: str
    document: str
    document_pk: int
    issued: date | None
    totals: tuple[tuple[int, int | None], ...]

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels the document has; one where nobody recorded any."""
        return tuple(level for level, _ in self.totals) or (1,)


@dataclass(frozen=True)
class Board:
    """A framework at a level, on the end of a day in Vietnam."""

    frame: Frame
    level: int
    on: date
    groups: tuple[Group, ...]
    declared: Declared | None
    invented: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every indicator, in the document's order."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def loaded(self) -> int:
        """How many indicators the portal holds; not how many there are."""
        return len(self.lines)

    @property
    def official_total(self) -> int | None:
        """How many the document has at this level; None when unknown."""
        return dict(self.frame.totals).get(self.level)

    @property
    def summary(self) -> dict[Status, int]:
        """How many indicators stand at each status; each in one of them."""
        found = Counter(line.status for line in self.lines)
        return {status: found[status] for status in Status}
