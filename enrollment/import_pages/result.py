"""What became of a list: sums, a page of rows with links, what is left."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from enrollment.domain.imports.reading import read
from enrollment.import_pages.preview import FILTER, PER_PAGE, Total
from enrollment.import_pages.wording import OUTCOMES
from enrollment.intake import FileRefused
from enrollment.models import TAKEN, RosterImport, RowOutcome
from school.queries.agency_names import agency_names
from school.records.register import Chip, register_named

SLUGS = {
    RowOutcome.CREATED: "nguoi-moi",
    RowOutcome.MATCHED: "da-co",
    RowOutcome.CHANGED: "cap-nhat",
    RowOutcome.HELD: "can-quyet-dinh",
    RowOutcome.REFUSED: "chua-nhan",
    RowOutcome.LEFT_OUT: "bo-qua",
}
Taken = tuple[int, str, int | None, str | None, str]  # row, outcome, learner, their name, reason
LEFT = (RowOutcome.HELD, RowOutcome.REFUSED)


@dataclass(frozen=True)
class ResultRow:
    """What became of one row; `url` leads to the learner where there is one."""

    number: int
    name: str
    url: str
    chip: Chip
    reason: str


@dataclass(frozen=True)
class Result:
    """For the page. `taken`, `left`: how many people are in, and how many rows wait."""

    totals: list[Total]
    rows: list[ResultRow]
    page: "Page[Taken]"
    query: str
    taken: int
    left: int


def result(received: RosterImport, wanted: str, page: str) -> Result:
    """The rows of one outcome (its slug; all for any other), 100 a page."""
    fields = ("row", "outcome", "learner_id", "learner__full_name", "reason")
    rows: list[Taken] = list(received.rows.order_by("row").values_list(*fields))
    counts = Counter(row[1] for row in rows)
    chosen = next((outcome for outcome, slug in SLUGS.items() if slug == wanted), None)
    shown = Paginator([row for row in rows if chosen in (None, row[1])], PER_PAGE).get_page(page)
    names = _names(received) if any(row[3] is None for row in shown.object_list) else {}
    return Result(
        totals=_totals(counts, chosen),
        rows=[_row(row, names) for row in shown.object_list],
        page=shown,
        query=urlencode({FILTER: SLUGS[chosen]} if chosen else {}),
        taken=sum(counts[outcome] for outcome in TAKEN),
        left=sum(counts[outcome] for outcome in LEFT),
    )


def _totals(counts: Counter[str], chosen: RowOutcome | None) -> list[Total]:
    everything = Total("", "tất cả", "list-ul", "none", counts.total(), chosen is None)
    return [everything] + [
        Total(slug, chip.text, chip.icon, chip.kind, counts[outcome], outcome == chosen)
        for outcome, slug in SLUGS.items()
        for chip in (OUTCOMES[outcome],)
    ]


def _row(row: Taken, names: dict[int, str]) -> ResultRow:
    number, outcome, learner, name, reason = row
    url = register_named("enrollment.learner").url("detail", learner) if learner else ""
    told = name or names.get(number) or "(không có tên)"
    return ResultRow(number, told, url, OUTCOMES[RowOutcome(outcome)], reason)


def _names(received: RosterImport) -> dict[int, str]:
    """The names in the list itself, of those who became nobody's record."""
    try:
        return {person.row: person.full_name for person in read(received, agency_names()).rows}
    except FileRefused:
        return {}
