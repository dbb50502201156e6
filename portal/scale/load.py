"""A school of any size, written: agencies, programmes, classes over years, learners and their enrolments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from courses.models import CourseClass, Family, Mode, Programme
from enrollment.models import ClassStay, Enrolment, EnrolmentChange, Learner, Posting, RosterConfirmation
from portal.demo.guard import OUR_APPS, is_loaded
from portal.scale.lives import Life, life
from portal.scale.people import AGENCIES, Person
from portal.scale.size import PROGRAMMES, Size
from school.copying import copy, reserve
from school.errors import Refused
from school.models import Agency, AgencyKind, Provenance

INVENTED = Provenance.INVENTED.value
KINDS = (AgencyKind.PARTY, AgencyKind.STATE, AgencyKind.FRONT)
CODES = ("QM-TC", "QM-CV", "QM-CVC", "QM-LDP")
AFTER_THE_OTHERS = 900  # the programmes' place in the report
RECORDED_AT = time(8)
CONFIRMED = timedelta(days=7)  # after opening
PARTNERS = 4  # all but one of so many classes have one


def refusal() -> str:
    """Why no such data may go into this database; empty where it may: it is empty, or the demo's."""
    if Programme.objects.filter(code=CODES[0]).exists():
        return "Cơ sở dữ liệu này đã có dữ liệu quy mô, không nạp thêm. Dùng một cơ sở dữ liệu trống."
    if is_loaded():
        return ""
    tables = (model for app in OUR_APPS for model in apps.get_app_config(app).get_models())
    if any(model._default_manager.exists() for model in tables):
        return (
            "Cơ sở dữ liệu này đang giữ số liệu của một trường, không trộn với số liệu giả định. "
            "Dùng một cơ sở dữ liệu trống."
        )
    return ""


@transaction.atomic
def load(size: Size) -> None:
    """Write everything, all or nothing. Raises Refused."""
    if words := refusal():
        raise Refused(words)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the server holds every row's check until the end
        keys = Keys(_agencies(), _programmes(), *(reserve(model, number) for model, number in _numbers(size)))
        _classes(size, keys)
        _learners(size, keys)
        _enrolments(size, keys)
        cursor.execute("ANALYZE")


@dataclass(frozen=True)
class Keys:
    """The primary key of the first row of each kind; the others follow it."""

    agency: int
    programme: int
    course_class: int
    learner: int
    enrolment: int


def _numbers(size: Size) -> Iterable[tuple[type, int]]:
    return (CourseClass, size.classes), (Learner, size.learners), (Enrolment, size.enrolments)


def _agencies() -> int:
    first = reserve(Agency, AGENCIES)
    rows = (
        (first + number, KINDS[number % len(KINDS)].value, f"Cơ quan quy mô {number + 1:03}", INVENTED)
        for number in range(AGENCIES)
    )
    copy(Agency, ("id", "kind", "name", "provenance"), rows)
    return first


def _programmes() -> int:
    first = reserve(Programme, PROGRAMMES)
    rows = (
        (first + number, code, f"Chương trình quy mô {number + 1}", code, _family(number), AFTER_THE_OTHERS + number)
        for number, code in enumerate(CODES)
    )
    copy(Programme, ("id", "code", "name", "short_name", "family", "order"), rows)
    return first


def _family(number: int) -> str:
    return (Family.FOSTERING if number else Family.TRAINING).value


def _classes(size: Size, keys: Keys) -> None:
    columns = ("id", "code", "name", "programme", "partner", "code_provisional", "planned", "mode", "place")
    days = ("opened_from", "opened_to", "closed_from", "closed_to", "provenance")
    copy(CourseClass, columns + days, (_class(size, number, keys) for number in range(size.classes)))
    openings = map(size.opening, range(size.classes))
    confirmed = ((keys.course_class + one.number, min(one.opened + CONFIRMED, size.today), "") for one in openings)
    copy(RosterConfirmation, ("course_class", "confirmed_on", "reopened_why"), confirmed)


def _class(size: Size, number: int, keys: Keys) -> tuple[object, ...]:
    one, mode = size.opening(number), (Mode.FULL_TIME, Mode.PART_TIME)[number % 2]
    partner = keys.agency + size.draw("partner", number, AGENCIES) if number % PARTNERS else None
    return (
        *(keys.course_class + number, f"QM {one.opened.year}-{number + 1:05}", f"Lớp quy mô {number + 1}"),
        *(keys.programme + number % PROGRAMMES, partner, False, True, mode.value, ""),
        *(one.opened, one.opened, one.closed, one.closed, INVENTED),
    )


def _learners(size: Size, keys: Keys) -> None:
    columns = ("id", "full_name", "sex", "born_from", "born_to", "joined_party_from", "joined_party_to", "provenance")
    copy(Learner, columns, (_learner(Person(size, number), keys) for number in range(size.learners)))
    posts = (
        (keys.learner + number, keys.agency + post.agency, post.position, post.since, post.until, INVENTED)
        for number in range(size.learners)
        for post in Person(size, number).posts()
    )
    copy(Posting, ("learner", "agency", "position", "valid_from", "valid_to", "provenance"), posts)


def _learner(one: Person, keys: Keys) -> tuple[object, ...]:
    joined = one.joined_party
    return (keys.learner + one.number, *one.name_and_sex, one.born, one.born, joined, joined, INVENTED)


def _enrolments(size: Size, keys: Keys) -> None:
    columns = ("id", "learner", "first_class", "entered_on", "agency", "position", "state", "provenance")
    copy(Enrolment, columns, (_enrolment(size, number, keys) for number in range(size.enrolments)))
    stays = (
        (keys.enrolment + number, keys.course_class + stay.course_class, stay.started, stay.until)
        for number, one in _lives(size)
        for stay in one.stays
    )
    copy(ClassStay, ("enrolment", "course_class", "started_on", "until"), stays)
    ledger = ("enrolment", "verb", "effective_on", "recorded_at", "decision", "reason", "to_class")
    copy(EnrolmentChange, ledger, _changes(size, keys))


def _enrolment(size: Size, number: int, keys: Keys) -> tuple[object, ...]:
    one, learner = life(size, number), size.learner(number)
    day = one.opening.opened
    post = Person(size, learner).post_on(day)
    return (
        *(keys.enrolment + number, keys.learner + learner, keys.course_class + one.opening.number, day),
        *(keys.agency + post.agency, post.position, one.state.value, INVENTED),
    )


def _changes(size: Size, keys: Keys) -> Iterator[tuple[object, ...]]:
    zone = timezone.get_current_timezone()
    for number, one in _lives(size):
        for change in one.changes:
            recorded = datetime.combine(change.on, RECORDED_AT, zone)
            to = None if change.to is None else keys.course_class + change.to
            yield keys.enrolment + number, change.verb.value, change.on, recorded, "", change.reason, to


def _lives(size: Size) -> Iterator[tuple[int, Life]]:
    """Reckoned anew for each table, rather than held: a million are much."""
    return ((number, life(size, number)) for number in range(size.enrolments))
