"""What importing a list would do, row by row; nothing is written here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from courses.models import ClassState
from enrollment.domain.imports.changes import NO_CHANGES, Changes, changes_of
from enrollment.domain.imports.reading import day_of, read
from enrollment.intake import Person, Remark, Roster
from enrollment.intake.roster import FILE
from enrollment.matching import NEW, Kind, Match, chosen, match
from enrollment.models import ClassStay, EnrolmentState, Learner, RosterImport, RowOutcome
from enrollment.queries.known_people import KnownPerson, known_people
from enrollment.queries.rosters import open_confirmation
from school.models import Agency
from school.queries.agency_names import AgencyNames, Known, Recognised, agency_names

CREATE = "new"  # in RosterImport.agencies: an agency by this name is to be created
ABSENT_SHOWN = 20


@dataclass(frozen=True)
class PlannedRow:
    """A row of people: whom it means, what importing does with it, and why not (`reason`, in words).

    `agency` is None where nobody knows it and nobody decided; `new_agency`: it will be created under the name written.
    """

    person: Person
    outcome: RowOutcome
    match: Match = NEW
    agency: Known | None = None
    new_agency: bool = False
    nearest: tuple[Known, ...] = ()
    reason: str = ""
    changes: Changes = NO_CHANGES

    @property
    def known(self) -> KnownPerson | None:
        """The learner the row means."""
        return self.match.known


@dataclass(frozen=True)
class Plan:
    """`rows` in the sheet's order, refused ones included. `absent`: names of learners of the class not in the list.

    `blocked`: why the class takes nobody now, "" where it does.
    """

    roster: Roster
    on: date
    rows: tuple[PlannedRow, ...]
    errors: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    absent: tuple[str, ...] = ()
    blocked: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, *outcomes: RowOutcome) -> int:
        """How many rows come out so."""
        return sum(self.counts.get(outcome, 0) for outcome in outcomes)


def make_plan(received: RosterImport, class_confirmed: bool | None = None) -> Plan:
    """Read, check and match a list; raises FileRefused. The number of queries does not grow with its rows.

    `class_confirmed`: whether the class's roster is confirmed, where the caller knows; asked for otherwise.
    """
    names = agency_names()
    roster, on = read(received, names), day_of(received)
    planner = _Planner(received, roster, names, on)
    rows = tuple(planner.rows())
    absent = _absent(received, rows)
    warnings = [*roster.warnings, *planner.warnings, *_of_absent(absent)]
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.outcome] = counts.get(row.outcome, 0) + 1
    errors = (*roster.errors, *planner.errors)
    return Plan(roster, on, rows, errors, tuple(warnings), absent, blocked(received, class_confirmed), counts)


def blocked(received: RosterImport, confirmed: bool | None = None) -> str:
    """Why nobody can be enrolled in the class at present, in words; "" where it can be (or there is no class)."""
    course_class = received.course_class
    if course_class is None:
        return ""
    if course_class.state == ClassState.CANCELLED:
        return "Lớp này đã hủy, không nhận danh sách."
    if course_class.opened_from is None:
        return "Lớp chưa khai giảng. Danh sách được giữ lại đây; ghi ngày khai giảng rồi nhập."
    if open_confirmation(course_class) is not None if confirmed is None else confirmed:
        return "Danh sách lớp đã chốt. Mở lại danh sách trước khi nhập thêm."
    return ""


class _Planner:
    """Judges the rows of one list in the sheet's order."""

    def __init__(self, received: RosterImport, roster: Roster, names: AgencyNames, on: date) -> None:
        self._received, self._roster, self._names, self._on = received, roster, names, on
        self._class_pk = received.course_class_id
        self._recognised: dict[str, Recognised] = {}
        self._taken: dict[int, int] = {}
        self._unknown: dict[str, tuple[PlannedRow, int]] = {}
        self.errors: list[Remark] = []
        self.warnings: list[Remark] = []

    def rows(self) -> Iterator[PlannedRow]:
        refused: dict[int, list[str]] = {}
        for error in self._roster.errors:
            refused.setdefault(error.row or 0, []).append(error.text)
        people = self._roster.people
        candidates = known_people(people, self._class_pk)
        at = {person.row: index for index, person in enumerate(people)}
        for person in self._roster.rows:
            if person.row in at:
                yield self._row(person, candidates.get(at[person.row], []))
            elif self._received.choices.get(str(person.row), {}).get("leave"):
                yield PlannedRow(person, RowOutcome.LEFT_OUT)
            else:
                yield PlannedRow(person, RowOutcome.REFUSED, reason="\n".join(refused.get(person.row, [])))
        self._warn_of_unknown()
        self._warn_of_ended()

    def _row(self, person: Person, candidates: list[KnownPerson]) -> PlannedRow:
        if fault := _too_long(person):
            self.errors.append(fault)
            return PlannedRow(person, RowOutcome.REFUSED, reason=fault.text)
        recognised = self._recognise(person)
        agency = recognised.agency
        new_agency = agency is None and self._received.agencies.get(person.agency) == CREATE
        found = self._matched(person, agency.pk if agency else None, candidates)
        row = PlannedRow(person, RowOutcome.CREATED, found, agency, new_agency, recognised.nearest)
        return self._judged(row)

    def _recognise(self, person: Person) -> Recognised:
        written = person.agency
        if written not in self._recognised:
            decided = self._names.agencies.get(self._received.agencies.get(written))
            told = decided if decided and not decided.is_group else None
            self._recognised[written] = Recognised(written, told) if told else self._names.recognise(written)
        return self._recognised[written]

    def _matched(self, person: Person, agency_pk: int | None, candidates: list[KnownPerson]) -> Match:
        found = match(person, agency_pk, candidates)
        if choice := self._received.choices.get(str(person.row)):
            found = chosen(person, choice, candidates, found)
        if found.known is None:
            return found
        earlier = self._taken.setdefault(found.known.pk, person.row)
        if earlier == person.row:
            return found
        return Match(Kind.DOUBT, candidates=(found.known,), why=f"Dòng {earlier} đã nhận người này")

    def _judged(self, row: PlannedRow) -> PlannedRow:
        """The row with its outcome, its reason and what it changes."""
        if row.match.kind == Kind.LEFT_OUT:
            return _with(row, RowOutcome.LEFT_OUT)
        unknown = row.agency is None and not row.new_agency
        if unknown:
            first, others = self._unknown.get(row.person.agency, (row, -1))
            self._unknown[row.person.agency] = (first, others + 1)
        if row.match.kind == Kind.DOUBT:
            reason = f"{row.match.why}. Chọn đúng người, hoặc ghi là người mới."
            self.warnings.append(Remark(row.person.row, "full_name", f"{row.match.why}.", "Chọn đúng người khi nhập."))
            return _with(row, RowOutcome.HELD, reason)
        if unknown:
            return _with(row, RowOutcome.HELD, f"Chưa có đơn vị “{row.person.agency}”. Chọn đơn vị, hoặc thêm mới.")
        changes, notes = changes_of(row.person, row.agency, row.known, self._on, self._class_pk is not None)
        self.warnings += [Remark(row.person.row, column, message, advice) for column, message, advice in notes]
        if row.known is None:
            return _with(row, RowOutcome.CREATED, changes=changes)
        return _with(row, RowOutcome.CHANGED if changes.of_record else RowOutcome.MATCHED, changes=changes)

    def _warn_of_unknown(self) -> None:
        """Name each agency that nobody knows once, at its first row, with those it may mean."""
        for row, others in self._unknown.values():
            offered = ", ".join(f"“{each.name}”" for each in row.nearest)
            advice = f"Gần giống: {offered}. " if offered else ""
            where = f" (và {others} dòng khác)" if others else ""
            message = f"Chưa có đơn vị “{row.person.agency}”{where}."
            self.warnings.append(Remark(row.person.row, "agency", message, f"{advice}Chọn đơn vị đúng, hoặc thêm mới."))

    def _warn_of_ended(self) -> None:
        """Name the agencies that ended before the day, once each, with what they became."""
        rows: dict[str, int] = {}
        for person in self._roster.people:
            rows.setdefault(person.agency, person.row)
        found = [(each, each.agency) for each in self._recognised.values() if each.agency]
        ended = [(each.written, known) for each, known in found if known.last_day and known.last_day < self._on]
        for written, known in ended:
            names = ", ".join(f"“{name}”" for name in known.became)
            message = f"“{known.name}” đã kết thúc ngày {known.last_day:%d/%m/%Y}" + (
                f", nay là {names}." if names else "."
            )
            self.warnings.append(Remark(rows.get(written), "agency", message, "Kiểm tra lại đơn vị của người này."))


def _with(row: PlannedRow, outcome: RowOutcome, reason: str = "", changes: Changes = NO_CHANGES) -> PlannedRow:
    return PlannedRow(
        row.person, outcome, row.match, row.agency, row.new_agency, row.nearest, reason=reason, changes=changes
    )


_LONGEST = {
    "full_name": Learner._meta.get_field("full_name").max_length or 0,
    "agency": Agency._meta.get_field("name").max_length or 0,
    "position": 200,
}
_LABELS = {"full_name": "Họ và tên", "agency": "Tên đơn vị", "position": "Chức vụ"}


def _too_long(person: Person) -> Remark | None:
    for name, longest in _LONGEST.items():
        if len(getattr(person, name)) > longest:
            return Remark(person.row, name, f"{_LABELS[name]} dài quá {longest} ký tự.", "Rút ngắn ô này.")
    return None


def _absent(received: RosterImport, rows: Sequence[PlannedRow]) -> tuple[str, ...]:
    """Who studies in the class and is not in the list; the doubtful rows may mean any of their candidates."""
    if received.course_class_id is None:
        return ()
    named = {known.pk for row in rows for known in (row.known, *row.match.candidates) if known is not None}
    stays = ClassStay.objects.once().filter(
        course_class=received.course_class_id, until=None, enrolment__state=EnrolmentState.STUDYING
    )
    learners = stays.order_by("enrolment__learner__sort_key").values_list(
        "enrolment__learner_id", "enrolment__learner__full_name"
    )
    return tuple(name for pk, name in learners if pk not in named)


def _of_absent(absent: Sequence[str]) -> Iterator[Remark]:
    if absent:
        shown = ", ".join(absent[:ABSENT_SHOWN]) + (", …" if len(absent) > ABSENT_SHOWN else "")
        message = f"{len(absent)} người đang học không có trong danh sách này: {shown}."
        yield Remark(None, FILE, message, "Không ai bị xóa khỏi lớp vì vắng tên; ghi thôi học nếu đúng là vậy.")
