"""What an annual report says, as plain values: every way of showing it reads from here and adds nothing."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Basis(StrEnum):
    """How a row's number of learners is known."""

    DECLARED = "declared"
    COUNTED = "counted"
    MIXED = "mixed"


class Mark(StrEnum):
    """The sign that stands before a number; drawn, never typed."""

    COUNTED = "counted"  # ● đếm từ danh sách đã chốt
    MIXED = "mixed"  # ◐ một phần
    DECLARED = "declared"  # ○ theo báo cáo
    APPROXIMATE = "approximate"  # ≈ ước chừng


@dataclass(frozen=True)
class SourceLine:
    """Who said a declared number: shown in notes and behind the number."""

    pk: int
    title: str
    publisher: str
    published_on: date | None
    stated_on: date


@dataclass(frozen=True)
class Row:
    """One programme with one partner. None means unknown and is shown as "–", never as 0."""

    programme_code: str | None
    programme_name: str | None
    partner_pk: int | None
    partner_name: str | None
    planned: bool
    classes: int | None
    class_records: int  # classes that exist in the portal; a declared row may have none
    confirmed: int  # of these, classes whose roster is confirmed
    learners: int | None  # lượt: the number the row stands for
    people: int | None  # persons; known only where every class is counted
    declared: int | None
    counted: int | None
    entered: int | None  # learners on rosters not yet confirmed, "đã có 66"
    carried_over: int | None
    closed: int | None
    basis: Basis
    approximate: bool
    wording: str  # the source's own words where it is approximate: "gần 300"
    in_total: bool  # False: off-plan, approximate, or not yet known on the report's day
    figure_pks: tuple[int, ...] = ()
    note_numbers: tuple[int, ...] = ()

    @property
    def difference(self) -> int | None:
        """Counted minus declared, once every class of the row is counted."""
        if self.basis is not Basis.COUNTED or self.declared is None or self.counted is None:
            return None
        return self.counted - self.declared

    @property
    def mark(self) -> Mark:
        """The sign before the row's number of learners: a number of counted classes alone is counted."""
        if self.approximate:
            return Mark.APPROXIMATE
        counted_alone = self.declared is None and self.counted is not None
        return Mark.COUNTED if counted_alone else Mark(self.basis.value)

    @property
    def squares(self) -> tuple[bool, ...]:
        """One per class, True where its roster is confirmed (■■□)."""
        count = self.classes or 0
        return tuple(index < self.confirmed for index in range(count))


@dataclass(frozen=True)
class Total:
    """The exact total of the rows in the plan: no approximate row, no off-plan row is ever inside."""

    classes: int | None
    learners: int | None
    confirmed: int
    mark: Mark
    carried_over: int | None = None
    closed: int | None = None


@dataclass(frozen=True)
class OffPlan:
    """What was done outside the plan, laid beside the total."""

    classes: int | None
    learners: int | None
    approximate: bool
    wording: str


@dataclass(frozen=True)
class ResearchLine:
    """Seminars or projects of one level: counted here, or said to exist by a source without a number."""

    kind: str  # "seminars" or "projects"
    level: str  # "city" or "school"
    label: str  # "Hội thảo khoa học cấp tỉnh"
    count: int | None
    measure: str | None  # the registry's name, when counted here
    declared_without_number: bool  # "có, nguồn không nêu số lượng"
    fact_pk: int | None


@dataclass(frozen=True)
class Standard:
    """The school's way to trường chính trị chuẩn, as declared; the source names no criterion, so none is picked."""

    rule: str  # "11-QĐ/TW"
    level: int
    target: date | None
    remaining: int | None
    due: date | None
    fact_pk: int | None


@dataclass(frozen=True)
class Share:
    """A share as two whole numbers; nothing to divide by is None and shown as "–"."""

    label: str
    measure: str
    numerator: int | None
    denominator: int | None

    @property
    def percent(self) -> float | None:
        """For showing only: comparisons use the whole numbers."""
        if not self.denominator or self.numerator is None:
            return None
        return 100 * self.numerator / self.denominator


@dataclass(frozen=True)
class Letterhead:
    """Who reports to whom: from the institution's record, never from code."""

    superior: str  # "Tỉnh ủy …"
    name: str  # "Trường Chính trị tỉnh …"
    short_name: str
    place: str  # the town before the date on a letter
    document_code: str  # "TCT", as in "Số …-BC/TCT"
    party_heading: bool  # Party form ("ĐẢNG CỘNG SẢN VIỆT NAM") or the national heading
    recipients: tuple[str, ...]  # "Nơi nhận"


@dataclass(frozen=True)
class AnnualReport:
    """One year as of the end of one day in Vietnam."""

    year: int
    as_of: date
    letterhead: Letterhead
    rows: tuple[Row, ...]
    total: Total
    off_plan: OffPlan | None
    key_tasks_done: int | None
    key_tasks_fact_pk: int | None
    research: tuple[ResearchLine, ...]
    standard: Standard | None
    plan_completion: Share
    staff_shares: tuple[Share, ...]
    notes: tuple[str, ...]  # numbered from 1 in this order
    sources: tuple[SourceLine, ...]
    invented: bool  # True: holds invented data, says "số liệu giả định"
    frozen: int | None = None
    empty: bool = field(default=False)  # "chưa có dữ liệu"

    @property
    def begun(self) -> bool:
        """Whether the year has begun by the report's day."""
        return self.as_of >= date(self.year, 1, 1)

    @property
    def planned_rows(self) -> tuple[Row, ...]:
        """Rows above the total line."""
        return tuple(row for row in self.rows if row.planned)

    @property
    def off_plan_rows(self) -> tuple[Row, ...]:
        """Rows below the total line."""
        return tuple(row for row in self.rows if not row.planned)
