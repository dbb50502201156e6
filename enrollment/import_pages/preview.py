"""What importing a list would do, as its page shows it: totals, what is to decide, a page of rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from enrollment.domain.imports.plan import Plan, PlannedRow
from enrollment.import_pages import wording
from enrollment.import_pages.cells import Heading, ShownCell, cells_of, headings
from enrollment.intake import Remark
from enrollment.intake.roster import DUPLICATE, FILE
from enrollment.matching import Kind
from enrollment.models import TAKEN, RosterImport, RowOutcome
from enrollment.queries.known_people import KnownPerson
from school.queries.agency_names import Known
from school.records.register import Chip, register_named

PER_PAGE = 100
FILTER, PAGE = "loc", "trang"
READY, CORRECTED, TO_DECIDE, REFUSED, LEFT = "san-sang", "da-chinh", "can-quyet-dinh", "chua-nhan", "bo-qua"


@dataclass(frozen=True)
class Total:
    """One sum, and the filter of the rows that it counts."""

    slug: str
    label: str
    icon: str
    kind: str
    count: int
    current: bool = False


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a row may mean."""

    pk: int
    name: str
    told: str
    url: str


@dataclass(frozen=True)
class ShownRow:
    """A row of their sheet with what becomes of it; `number` as the sheet numbers it."""

    number: int
    name: str
    chip: Chip
    told: str
    cells: list[ShownCell]
    remarks: list[Remark]
    doubts: list[str]
    candidates: list[Candidate]
    learner_url: str
    in_doubt: bool
    may_be_new: bool
    agency_unknown: bool
    decided: bool
    refused: bool
    left_out: bool

    @property
    def asks(self) -> bool:
        """Something is said or asked under the row."""
        return bool(self.remarks or self.in_doubt or self.agency_unknown or self.decided or self.refused)


@dataclass
class WrittenAgency:
    """A name in the list that nobody knew: in how many rows, first in `row`; `meant` is what was decided."""

    name: str
    row: int
    rows: int = 0
    nearest: tuple[Known, ...] = ()
    meant: str = ""


@dataclass(frozen=True)
class Preview:
    """A plan for its page."""

    totals: list[Total]
    ready: int
    held: int
    refused: int
    notes: list[Remark]
    absent: tuple[str, ...]
    columns: list[Heading]
    rows: list[ShownRow]
    page: "Page[PlannedRow]"
    query: str
    agencies: list[WrittenAgency] = field(default_factory=list)

    @property
    def undecided(self) -> list[WrittenAgency]:
        """Agencies that wait for a decision."""
        return [agency for agency in self.agencies if not agency.meant]


def preview(received: RosterImport, plan: Plan, wanted: str, page: str) -> Preview:
    """The rows of one filter, 100 a page. `wanted`: a filter's slug, all rows for any other; `page`: a number."""
    chosen = wanted if wanted in FILTERS else ""
    rows = [row for row in plan.rows if FILTERS[chosen](row)] if chosen else list(plan.rows)
    shown = Paginator(rows, PER_PAGE).get_page(page)
    columns = headings(plan.roster.columns, plan.roster.mapping, (row.person for row in plan.rows))
    at_row = _by_row(plan)
    return Preview(
        totals=_totals(plan, chosen),
        ready=plan.count(*TAKEN),
        held=plan.count(RowOutcome.HELD),
        refused=plan.count(RowOutcome.REFUSED),
        notes=[warning for warning in plan.warnings if warning.row is None],
        absent=plan.absent,
        columns=columns,
        rows=[_row(received, row, columns, at_row[row.person.row]) for row in shown.object_list],
        page=shown,
        query=urlencode({FILTER: chosen} if chosen else {}),
        agencies=_agencies(received, plan),
    )


FILTERS = {
    READY: lambda row: row.outcome in TAKEN,
    CORRECTED: lambda row: bool(row.person.corrections) and row.outcome in (*TAKEN, RowOutcome.HELD),
    TO_DECIDE: lambda row: row.outcome == RowOutcome.HELD,
    REFUSED: lambda row: row.outcome == RowOutcome.REFUSED,
    LEFT: lambda row: row.outcome == RowOutcome.LEFT_OUT,
}
_LOOKS = {
    READY: ("sẵn sàng", "check-circle", "ok"),
    CORRECTED: ("đã chỉnh giúp", "magic", "info"),
    TO_DECIDE: ("cần quyết định", "question-circle", "warn"),
    REFUSED: ("chưa nhận", "x-octagon", "bad"),
    LEFT: ("bỏ qua", "dash-circle", "none"),
}


def _totals(plan: Plan, chosen: str) -> list[Total]:
    everything = Total("", "tất cả", "list-ul", "none", len(plan.rows), not chosen)
    return [everything] + [
        Total(slug, *look, sum(map(FILTERS[slug], plan.rows)), slug == chosen) for slug, look in _LOOKS.items()
    ]


def _by_row(plan: Plan) -> dict[int, tuple[list[Remark], list[Remark]]]:
    """Row → its errors and its warnings."""
    found: dict[int, tuple[list[Remark], list[Remark]]] = defaultdict(lambda: ([], []))
    for kind, remarks in enumerate((plan.errors, plan.warnings)):
        for remark in remarks:
            if remark.row is not None:
                found[remark.row][kind].append(remark)
    return found


def _row(
    received: RosterImport, row: PlannedRow, columns: list[Heading], said: tuple[list[Remark], list[Remark]]
) -> ShownRow:
    errors, warnings = said
    in_doubt = row.outcome == RowOutcome.HELD and row.match.kind == Kind.DOUBT
    unknown = row.outcome == RowOutcome.HELD and row.agency is None and not row.new_agency
    number = str(row.person.row)
    refused = row.outcome == RowOutcome.REFUSED
    wrong = {error.column for error in errors} if refused else set()
    return ShownRow(
        number=row.person.row,
        name=row.person.full_name or "(chưa có tên)",
        chip=wording.OUTCOMES[row.outcome],
        told=wording.changed(row.changes) if row.known else "",
        cells=cells_of(row, columns, _placed(wrong), received.cells.get(number, {}), editable=True),
        remarks=[*errors, *_worth_a_look(row, warnings, in_doubt)],
        doubts=[row.match.why] if in_doubt else [],
        candidates=[_candidate(each) for each in row.match.candidates] if in_doubt else [],
        learner_url=register_named("enrollment.learner").url("detail", row.known.pk) if row.known else "",
        in_doubt=in_doubt,
        may_be_new=in_doubt and not _owned(row),
        agency_unknown=unknown,
        decided=number in received.choices and (row.match.decided or row.outcome == RowOutcome.LEFT_OUT),
        refused=refused,
        left_out=row.outcome == RowOutcome.LEFT_OUT,
    )


def _placed(columns: set[str]) -> set[str]:
    """Somebody who is in the list twice is marked at the name."""
    return {"full_name" if column in (DUPLICATE, FILE) else column for column in columns}


def _worth_a_look(row: PlannedRow, warnings: Iterable[Remark], in_doubt: bool) -> list[Remark]:
    """Warnings, but for those that the decision under the row says already."""
    if row.outcome == RowOutcome.LEFT_OUT:
        return []
    unknown = row.agency is None
    return [
        warning
        for warning in warnings
        if not (in_doubt and warning.column == "full_name") and not (unknown and warning.column == "agency")
    ]


def _owned(row: PlannedRow) -> bool:
    """The row's identity number is somebody's: nobody new can have it."""
    return any(row.person.national_id in each.numbers for each in row.match.candidates if row.person.national_id)


def _candidate(known: KnownPerson) -> Candidate:
    told = [
        f"sinh {known.born}" if known.born else "chưa ghi ngày sinh",
        ", ".join(filter(None, (known.position, known.agency))),
        f"số căn cước {wording.masked(known.numbers)}" if known.numbers else "",
    ]
    url = register_named("enrollment.learner").url("detail", known.pk)
    return Candidate(known.pk, known.full_name, " · ".join(filter(None, told)), url)


def _agencies(received: RosterImport, plan: Plan) -> list[WrittenAgency]:
    """Names that nobody knew, undecided ones first."""
    found: dict[str, WrittenAgency] = {}
    for row in plan.rows:
        name = row.person.agency
        decided = name in received.agencies
        waits = row.outcome == RowOutcome.HELD and row.agency is None and not row.new_agency
        if name and (waits or decided):
            one = found.setdefault(name, WrittenAgency(name, row.person.row, 0, row.nearest))
            one.rows += 1
            if row.new_agency:
                one.meant = "thêm mới"
            elif row.agency:
                one.meant = row.agency.name
    return sorted(found.values(), key=lambda one: bool(one.meant))
