"""A school of any size: agencies, programmes, classes over years, learners, and what became of each enrolment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from courses.models import CourseClass, Programme
from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentChange, Learner, Posting, RosterConfirmation
from portal.scale.copying import copy, reserve
from portal.scale.names import person
from school.days import today
from school.errors import Refused
from school.models import Agency, AgencyKind, Institution, Provenance

INVENTED = Provenance.INVENTED.value
AGENCIES = 300
IN_A_CLASS = 64
LENGTH = timedelta(days=150)
PROGRAMMES = (("QM-TC", "training"), ("QM-CV", "fostering"), ("QM-CVC", "fostering"), ("QM-LDP", "fostering"))
MOST_YEARS = 80
LEAVES = 33  # one of so many withdraws


@dataclass(frozen=True)
class Size:
    """How much is asked for."""

    learners: int
    enrolments: int
    years: int

    def __post_init__(self) -> None:
        if min(self.learners, self.enrolments, self.years) < 1:
            raise Refused("Số học viên, số lượt học và số năm phải từ 1 trở lên.")
        if self.years > MOST_YEARS:
            raise Refused(f"Số năm nhiều nhất là {MOST_YEARS}.")
        if self.learners < min(IN_A_CLASS, self.enrolments):
            raise Refused(f"Mỗi lớp có {IN_A_CLASS} người khác nhau: cần ít nhất {IN_A_CLASS} học viên.")

    @property
    def classes(self) -> int:
        """Full classes and one for the rest."""
        return -(-self.enrolments // IN_A_CLASS)


@dataclass(frozen=True)
class Opening:
    """One class as it is written: its key, and from when to when it ran; None while it runs."""

    pk: int
    number: int
    opened: date
    closed: date | None


def refusal() -> str:
    """Why scale data may not go into this database; empty where it may."""
    if Institution.objects.filter(provenance=Provenance.REAL).exists():
        return "Cơ sở dữ liệu này đang giữ số liệu của một trường. Dùng một cơ sở dữ liệu trống."
    if Learner.objects.filter(provenance=Provenance.REAL).exists():
        return "Cơ sở dữ liệu này có học viên thật. Dùng một cơ sở dữ liệu trống."
    if Programme.objects.filter(code=PROGRAMMES[0][0]).exists():
        return "Dữ liệu quy mô đã có ở cơ sở dữ liệu này. Dùng một cơ sở dữ liệu trống."
    return ""


@transaction.atomic
def load(size: Size) -> None:
    """Write everything, all or nothing. Raises Refused."""
    if words := refusal():
        raise Refused(words)
    agencies = _agencies()
    programmes = _programmes()
    classes = _classes(size, programmes)
    learners = _learners(size, agencies)
    _enrolments(size, classes, learners, agencies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _agencies() -> int:
    first = reserve(Agency, AGENCIES)
    rows = (
        (first + number, AgencyKind.PARTY.value, f"Đảng ủy quy mô {number + 1:03}", INVENTED)
        for number in range(AGENCIES)
    )
    copy(Agency, ("id", "kind", "name", "provenance"), rows)
    return first


def _programmes() -> int:
    first = reserve(Programme, len(PROGRAMMES))
    rows = [
        (first + number, code, f"Chương trình {code}", code, family, 900 + number)
        for number, (code, family) in enumerate(PROGRAMMES)
    ]
    copy(Programme, ("id", "code", "name", "short_name", "family", "order"), rows)
    return first


def _classes(size: Size, programmes: int) -> list[Opening]:
    """Spread evenly over the years up to today."""
    first, last = reserve(CourseClass, size.classes), today()
    span = (last - last.replace(year=last.year - size.years, day=min(last.day, 28))).days
    openings = []
    for number in range(size.classes):
        opened = last - timedelta(days=span - 1 - span * number // size.classes)
        closed = opened + LENGTH
        openings.append(Opening(first + number, number, opened, closed if closed <= last else None))
    columns = ("id", "code", "code_provisional", "name", "programme", "partner", "mode", "place", "planned")
    rows = (
        (
            *(one.pk, f"QM {one.opened.year}-{one.number + 1:05}", False, f"Lớp quy mô {one.number + 1}"),
            *(programmes + one.number % len(PROGRAMMES), None, "part_time", "", False),
            *(one.opened, one.opened, one.closed, one.closed, INVENTED),
        )
        for one in openings
    )
    copy(CourseClass, (*columns, "opened_from", "opened_to", "closed_from", "closed_to", "provenance"), rows)
    copy(
        RosterConfirmation,
        ("course_class", "confirmed_on", "reopened_why"),
        ((one.pk, one.opened, "") for one in openings),
    )
    return openings


def _learners(size: Size, agencies: int) -> int:
    first = reserve(Learner, size.learners)

    def people() -> Iterator[tuple[object, ...]]:
        for number in range(size.learners):
            name, sex = person(number, size.learners)
            born = date(1965 + number % 30, 1 + number % 12, 1 + number % 28)
            yield first + number, name, sex, born, born, INVENTED

    copy(Learner, ("id", "full_name", "sex", "born_from", "born_to", "provenance"), people())
    since = date(1990, 1, 1)
    posts = (
        (first + number, agencies + number % AGENCIES, "Chuyên viên", since, INVENTED)
        for number in range(size.learners)
    )
    copy(Posting, ("learner", "agency", "position", "valid_from", "provenance"), posts)
    return first


@dataclass(frozen=True)
class Line:
    """One enrolment as it is written."""

    pk: int
    number: int
    opening: Opening
    learner: int

    @property
    def left(self) -> date | None:
        """The day of a withdrawal, for one of `LEAVES`."""
        return self.opening.opened + timedelta(days=30) if self.number % LEAVES == 0 and self.opening.closed else None

    @property
    def state(self) -> str:
        """As of today."""
        return "withdrawn" if self.left else "completed" if self.opening.closed else "studying"

    @property
    def until(self) -> date | None:
        """The first day no longer in class."""
        return self.left or (self.opening.closed + timedelta(days=1) if self.opening.closed else None)


def _enrolments(size: Size, classes: list[Opening], learners: int, agencies: int) -> None:
    first = reserve(Enrolment, size.enrolments)

    def lines() -> Iterator[Line]:
        for number in range(size.enrolments):
            yield Line(first + number, number, classes[number // IN_A_CLASS], learners + number % size.learners)

    copy(
        Enrolment,
        ("id", "learner", "first_class", "entered_on", "agency", "position", "state", "provenance"),
        (
            (
                *(one.pk, one.learner, one.opening.pk, one.opening.opened),
                *(agencies + (one.learner - learners) % AGENCIES, "Chuyên viên", one.state, INVENTED),
            )
            for one in lines()
        ),
    )
    copy(
        ClassStay,
        ("enrolment", "course_class", "started_on", "until"),
        ((one.pk, one.opening.pk, one.opening.opened, one.until) for one in lines()),
    )
    copy(
        EnrolmentChange,
        ("enrolment", "verb", "effective_on", "recorded_at", "decision", "reason", "to_class"),
        (change for one in lines() for change in _changes(one, timezone.now())),
    )


def _changes(line: Line, now: object) -> Iterator[tuple[object, ...]]:
    """Entering, then leaving or finishing."""
    opened, closed = line.opening.opened, line.opening.closed
    yield line.pk, ChangeVerb.ENTER.value, opened, now, "", "", line.opening.pk
    if line.left:
        yield line.pk, ChangeVerb.WITHDRAW.value, line.left, now, "", "chuyển công tác", None
    elif closed:
        yield line.pk, ChangeVerb.COMPLETE.value, closed, now, "", "", None
