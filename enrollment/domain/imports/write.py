"""Carrying a plan out: everything in one transaction, by COPY and by one statement for each kind of change."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from enrollment.domain.imports.changes import Post
from enrollment.domain.imports.plan import Plan, PlannedRow
from enrollment.domain.people import identity_kind
from enrollment.models import (
    TAKEN,
    ChangeVerb,
    ClassStay,
    Enrolment,
    EnrolmentChange,
    EnrolmentState,
    Identity,
    ImportRow,
    Learner,
    Posting,
    RosterImport,
    RowOutcome,
)
from school.copying import copy, new_keys
from school.domain.agencies import add_agency
from school.errors import save_checked
from school.models import AgencyName, AgencyNameKind
from school.partial_date import PartialDate
from school.queries.agency_names import agency_key

Row = tuple[PlannedRow, int, int]  # the row, its learner, its agency


def write(received: RosterImport, plan: Plan) -> None:
    """Write the plan inside the caller's transaction: people, postings, enrolments, and what became of each row."""
    taken = [row for row in plan.rows if row.outcome in TAKEN]
    agencies = _agencies(received, taken)
    learners = iter(new_keys(Learner, sum(row.known is None for row in taken)))
    rows: list[Row] = [
        (
            row,
            row.known.pk if row.known else next(learners),
            row.agency.pk if row.agency else agencies[row.person.agency],
        )
        for row in taken
    ]
    _write_people(received, rows)
    _write_postings(received, rows, plan.on)
    enrolled = _write_enrolments(received, rows, plan.on)
    _write_rows(received, plan, rows, enrolled)


def _agencies(received: RosterImport, taken: Sequence[PlannedRow]) -> dict[str, int]:
    """Create the new agencies; keep the names that somebody said to mean a known one. Returns name → primary key."""
    made: dict[str, int] = {}
    by_key: dict[str, int] = {}
    for written in dict.fromkeys(row.person.agency for row in taken if row.new_agency):
        key = agency_key(written)
        if key not in by_key:
            by_key[key] = add_agency(written, provenance=received.provenance).pk
        made[written] = by_key[key]
    told = {
        row.person.agency: row.agency.pk
        for row in taken
        if row.agency and received.agencies.get(row.person.agency) == row.agency.pk
    }
    for name, pk in told.items():
        with suppress(ValidationError):  # a name that is somebody's in another time stays theirs
            save_checked(AgencyName(agency_id=pk, kind=AgencyNameKind.ALIAS, name=name))
    return made


def _write_people(received: RosterImport, rows: Sequence[Row]) -> None:
    fields = (
        "id", "full_name", "born_from", "born_to", "sex", "joined_party_from", "joined_party_to", "provenance",
    )  # fmt: skip
    new = [(row, pk) for row, pk, _ in rows if row.known is None]
    copy(
        Learner,
        fields,
        (
            (pk, row.person.full_name, *_span(row.person.dob), row.person.gender, *_span(row.person.party_joined),
             received.provenance)
            for row, pk in new
        ),
    )  # fmt: skip
    numbers = [(row, pk) for row, pk, _ in rows if row.changes.number]
    copy(
        Identity,
        ("learner", "kind", "number"),
        ((pk, identity_kind(row.changes.number), row.changes.number) for row, pk in numbers),
    )
    _fill_in([(row, pk) for row, pk, _ in rows if row.known and row.changes.of_learner])


def _fill_in(rows: Sequence[tuple[PlannedRow, int]]) -> None:
    """Values that the record lacked."""
    _update(
        "UPDATE enrollment_learner AS learner SET born_from = coalesce(told.born_from, learner.born_from),"
        " born_to = coalesce(told.born_to, learner.born_to), sex = coalesce(told.sex, learner.sex),"
        " joined_party_from = coalesce(told.joined_from, learner.joined_party_from),"
        " joined_party_to = coalesce(told.joined_to, learner.joined_party_to)"
        " FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::text[], %s::date[], %s::date[])"
        " AS told (id, born_from, born_to, sex, joined_from, joined_to) WHERE learner.id = told.id",
        [(pk, *_span(row.changes.born), row.changes.sex or None, *_span(row.changes.joined_party)) for row, pk in rows],
    )


def _write_postings(received: RosterImport, rows: Sequence[Row], on: date) -> None:
    moves = [row.known for row, _, _ in rows if row.known and row.changes.post == Post.MOVE]
    moved = [known.posting_id for known in moves if known.posting_id]
    if moved:
        Posting.objects.filter(pk__in=moved).update(valid_to=on - timedelta(days=1))
    _update(
        "UPDATE enrollment_posting AS posting SET agency_id = told.agency_id, position = told.position"
        " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS told (id, agency_id, position)"
        " WHERE posting.id = told.id",
        [
            (row.known.posting_id, agency, row.changes.position)
            for row, _, agency in rows
            if row.known and row.changes.post == Post.CORRECT
        ],
    )
    started = ((row, pk, agency) for row, pk, agency in rows if row.changes.post in (Post.FIRST, Post.MOVE))
    copy(
        Posting,
        ("learner", "agency", "position", "valid_from", "provenance"),
        ((pk, agency, row.changes.position, on, received.provenance) for row, pk, agency in started),
    )


def _write_enrolments(received: RosterImport, rows: Sequence[Row], on: date) -> dict[int, int]:
    """Enrol, and correct what is enrolled already; returns the sheet's row → enrolment."""
    _update(
        "UPDATE enrollment_enrolment AS enrolment SET agency_id = told.agency_id,"
        " position = coalesce(nullif(told.position, ''), enrolment.position)"
        " FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS told (id, agency_id, position)"
        " WHERE enrolment.id = told.id",
        [
            (row.known.enrolment_id, agency, row.person.position)
            for row, _, agency in rows
            if row.known and row.changes.correct_entry
        ],
    )
    entering = [row for row in rows if row[0].changes.enrol]
    keys = new_keys(Enrolment, len(entering))
    enrolled = list(zip(keys, entering, strict=True))
    class_pk, now = received.course_class_id, timezone.now()
    copy(
        Enrolment,
        ("id", "learner", "first_class", "entered_on", "agency", "position", "state", "provenance"),
        (
            (key, pk, class_pk, on, agency, row.changes.position, EnrolmentState.STUDYING, received.provenance)
            for key, (row, pk, agency) in enrolled
        ),
    )
    copy(ClassStay, ("enrolment", "course_class", "started_on"), ((key, class_pk, on) for key in keys))
    copy(
        EnrolmentChange,
        ("enrolment", "verb", "effective_on", "recorded_at", "decision", "reason", "to_class"),
        ((key, ChangeVerb.ENTER, on, now, "", "", class_pk) for key in keys),
    )
    there = {row.person.row: row.known.enrolment_id for row, _, _ in rows if row.known and row.known.enrolment_id}
    return there | {row.person.row: key for key, (row, _, _) in enrolled}


def _write_rows(received: RosterImport, plan: Plan, rows: Sequence[Row], enrolled: dict[int, int]) -> None:
    learners = {row.person.row: pk for row, pk, _ in rows}
    copy(
        ImportRow,
        ("roster_import", "row", "outcome", "learner", "enrolment", "gave", "reason"),
        (
            (
                received.pk,
                row.person.row,
                row.outcome,
                learners.get(row.person.row),
                enrolled.get(row.person.row),
                _gave(row),
                row.reason,
            )
            for row in plan.rows
        ),
    )


def _gave(row: PlannedRow) -> list[str]:
    if row.outcome not in TAKEN:
        return []
    return (["full_name"] if row.outcome == RowOutcome.CREATED else []) + row.changes.gave


def _span(value: PartialDate | None) -> tuple[date | None, date | None]:
    return (value.first, value.last) if value else (None, None)


def _update(statement: str, rows: Sequence[Sequence[object]]) -> None:
    """Run a statement over rows given as columns; nothing where there is none."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
