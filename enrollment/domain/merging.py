"""Merging two records of one person, value by value, and splitting them again: both records stay."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import connection, models
from django.db.models import Case, F, Max, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.models import CourseClass
from enrollment.domain.imports.carry_out import DECIDING
from enrollment.models import Enrolment, Identity, Learner, LearnerMerge, Posting, RosterConfirmation, SuccessionEntry
from enrollment.queries.merging import VALUES, Moves, what_moves
from school.errors import Refused, refusing, save_checked
from school.versions import event_model

Account = Any  # settings.AUTH_USER_MODEL: the portal's, which nothing here may import

ENROLMENTS, BACK, LEFT = "enrolments", "back", "left"
STAFF = "staff_id"  # whom of the school the person is: goes along, where the kept record tells nobody
MOVING: dict[str, type[models.Model]] = {"postings": Posting, "identities": Identity, "succession": SuccessionEntry}


@dataclass(frozen=True)
class Split:
    """What a split did. `stays`: what was changed since the merge and stays so, in words."""

    merge: LearnerMerge
    stays: tuple[str, ...]


def merge_learners(
    kept: Learner,
    given_up: Learner,
    values: Collection[str] = (),
    by: Account | None = None,
    *,
    reason: str,
    theirs: Mapping[int, bool] | None = None,
) -> LearnerMerge:
    """Make one of two records of a person: `given_up` points to `kept`, and what it had belongs to `kept`.

    `values`: names of `VALUES` taken from the record given up. `theirs`: for the enrolments of both in one class, by
    `Doubled.key`, whether those of the record given up stay the person's; without, whichever was earlier. The others
    stay with the record given up, as do its postings and quy hoạch that overlap those of the kept one.

    Raises Refused where one of them is merged already, or both are in a class whose roster is confirmed.
    """
    with refusing(), pghistory.context(gop=given_up.pk, vao=kept.pk) as context:
        one, other = _locked(kept, given_up)
        _may_merge(one, other)
        moves = what_moves(one, other)
        _not_confirmed([pk for doubled in moves.doubled for pk in doubled.classes])
        merge = LearnerMerge(kept=one, given_up=other, reason=reason.strip(), by=by, context=context.id)
        merge.moved = _move(one, other, moves, theirs or {})
        merge.values = _take(one, other, values)
        other.merged_into = one
        other.save(update_fields=["merged_into"])
        save_checked(merge)
    return merge


def _locked(*learners: Learner) -> list[Learner]:
    """The records as they are now; no import decides meanwhile who is known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DECIDING])
    found = Learner.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([one.pk for one in learners])
    return [found[one.pk] for one in learners]


def _may_merge(kept: Learner, given_up: Learner) -> None:
    if kept.pk == given_up.pk:
        raise Refused("Không gộp một người vào chính mình.")
    if given_up.merged_into_id:
        raise Refused(f"Hồ sơ {given_up} đã gộp vào một hồ sơ khác. Tách lại trước.")
    if kept.merged_into_id:
        raise Refused("Hồ sơ giữ lại đã gộp vào một hồ sơ khác. Gộp vào hồ sơ đó.")
    if kept.archived_on:
        raise Refused("Hồ sơ giữ lại đang ở lưu trữ. Đưa ra khỏi lưu trữ trước khi gộp.")


def _not_confirmed(classes: Iterable[int]) -> None:
    """Nobody confirms them meanwhile. Raises Refused where a roster would count another number."""
    locked = CourseClass.objects.filter(pk__in=list(classes)).select_for_update(of=("self",)).order_by("pk")
    pks = [course_class.pk for course_class in locked]
    confirmed = RosterConfirmation.objects.filter(course_class__in=pks, reopened_on=None).select_related("course_class")
    codes = ", ".join(sorted(one.course_class.code for one in confirmed))
    if codes:
        raise Refused(
            f"Hai hồ sơ cùng có trong lớp {codes} mà danh sách lớp đã chốt, gộp hay tách thì sĩ số đã chốt sẽ khác. "
            "Mở lại danh sách lớp trước."
        )


def _move(kept: Learner, given_up: Learner, moves: Moves, theirs: Mapping[int, bool]) -> dict[str, list[int]]:
    come, back, left = [one.pk for one in moves.enrolments], list[int](), list[int]()
    for doubled in moves.doubled:
        if theirs.get(doubled.key, doubled.theirs_first):
            come += [one.pk for one in doubled.given_up]
            back += [one.pk for one in doubled.kept]
        else:
            left += [one.pk for one in doubled.given_up]
    moved = {ENROLMENTS: come, BACK: back, LEFT: left, "learners": [one.pk for one in moves.learners]}
    for name in MOVING:
        moved[name] = [row.pk for row in getattr(moves, name)]
    _give(moved, kept, given_up)
    return moved


def _give(moved: Mapping[str, list[int]], owner: Learner, former: Learner) -> None:
    """Rows that `former` has go to `owner`, and the enrolments that stand against them the other way."""
    come, back = moved[ENROLMENTS], moved[BACK]
    if come or back:  # in one statement: both may be of one class
        Enrolment.objects.filter(pk__in=[*come, *back]).update(
            learner=Case(When(pk__in=come, then=Value(owner.pk)), default=Value(former.pk))
        )
    for name, model in MOVING.items():
        if moved[name]:
            model._default_manager.filter(pk__in=moved[name]).update(learner=owner)
    if moved["learners"]:
        Learner.objects.filter(pk__in=moved["learners"]).update(merged_into=owner)


def _take(kept: Learner, given_up: Learner, values: Collection[str]) -> dict[str, Any]:
    """The columns of the kept record that get another value, before and after."""
    taken: dict[str, Any] = {}
    for columns in (VALUES[name] for name in values):
        changes = {column: {"before": getattr(kept, column), "after": getattr(given_up, column)} for column in columns}
        if any(change["before"] != change["after"] for change in changes.values()):
            taken |= changes
    if given_up.staff_id and not kept.staff_id:
        taken[STAFF] = {"before": None, "after": given_up.staff_id}
        _set(given_up, {STAFF: None})
    _set(kept, {column: change["after"] for column, change in taken.items()})
    return taken


def _set(learner: Learner, columns: Mapping[str, Any]) -> None:
    if columns:
        Learner.objects.filter(pk=learner.pk).update(**columns)
        for column, value in columns.items():
            setattr(learner, column, value)


def split_learners(merge: LearnerMerge, by: Account | None = None) -> Split:
    """Put back exactly what the merge moved and took; what somebody changed since stays so, and is told.

    Raises Refused where it is split already, where a later merge stands on it, or where a roster that is confirmed
    would count another number.
    """
    with refusing(), pghistory.context(tach=merge.pk):
        kept, given_up = _locked(merge.kept, merge.given_up)
        found = LearnerMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        _may_split(found, kept, given_up)
        stays = _changed(found)
        back = _still(found, kept, given_up)
        _not_confirmed(_counted_otherwise(found))
        _give(back, given_up, kept)
        stays += _put_back_values(found, kept, given_up)
        given_up.merged_into = None
        given_up.save(update_fields=["merged_into"])
        found.split_at, found.split_by = timezone.now(), by
        found.save(update_fields=["split_at", "split_by"])
    return Split(found, tuple(stays))


def _may_split(merge: LearnerMerge, kept: Learner, given_up: Learner) -> None:
    if merge.split_at:
        raise Refused("Hai hồ sơ này đã tách lại.")
    if kept.merged_into_id:
        raise Refused(f"Hồ sơ giữ lại đã gộp vào hồ sơ {kept.merged_into}. Tách lần gộp đó trước.")
    if given_up.merged_into_id != kept.pk:
        raise Refused("Hồ sơ đã gộp nay không còn trỏ tới hồ sơ giữ lại. Nhờ quản trị xem lịch sử hai hồ sơ.")
    later = LearnerMerge.objects.filter(kept=kept, split_at=None, pk__gt=merge.pk).select_related("given_up")
    if standing := next((one for one in later if _stands_on(one, merge)), None):
        raise Refused(f"Lần gộp sau, với hồ sơ {standing.given_up}, dựa vào lần gộp này. Tách lần gộp đó trước.")


def _stands_on(later: LearnerMerge, merge: LearnerMerge) -> bool:
    """It took the same values, or chose among enrolments that this one brought."""
    return bool(later.values.keys() & merge.values.keys() or later.moved[BACK] or later.moved[LEFT])


def _counted_otherwise(merge: LearnerMerge) -> list[int]:
    """The classes of the enrolments that did not count as long as the two were one."""
    enrolments = Enrolment.objects.filter(pk__in=[*merge.moved[BACK], *merge.moved[LEFT]])
    stays = enrolments.exclude(stays=None).values_list("stays__course_class", flat=True)
    return [*enrolments.values_list("first_class", flat=True), *stays]


def _still(merge: LearnerMerge, kept: Learner, given_up: Learner) -> dict[str, list[int]]:
    """Of what moved, the rows that are still where the merge put them."""

    def of(model: type[models.Model], name: str, **where: Any) -> list[int]:
        rows = model._default_manager.filter(pk__in=merge.moved[name], **where)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    found = {name: of(model, name, learner=kept) for name, model in MOVING.items()}
    return found | {
        ENROLMENTS: of(Enrolment, ENROLMENTS, learner=kept),
        BACK: of(Enrolment, BACK, learner=given_up),
        "learners": of(Learner, "learners", merged_into=kept),
    }


def _changed(merge: LearnerMerge) -> list[str]:
    """What moved and was changed or taken away since, in words."""
    told: list[str] = []
    models_of: dict[str, type[models.Model]] = {ENROLMENTS: Enrolment, BACK: Enrolment, **MOVING}
    for name, model in models_of.items():
        events = event_model(model).objects.filter(pgh_obj_id__in=merge.moved[name]).order_by().values("pgh_obj_id")
        ours = Max("pgh_id", filter=Q(pgh_context=merge.context))
        later = events.annotate(last=Max("pgh_id"), ours=Coalesce(ours, 0)).filter(last__gt=F("ours"))
        pks = set(later.values_list("pgh_obj_id", flat=True))
        noun = str(model._meta.verbose_name).capitalize()
        there = model._default_manager.filter(pk__in=pks)
        told += [f"{noun}: {row}" for row in there]
        told += [f"{noun}: đã gỡ" for _ in pks - {row.pk for row in there}]
    return told


def _put_back_values(merge: LearnerMerge, kept: Learner, given_up: Learner) -> list[str]:
    """The kept record's values as before, column by column of one value together; returns those edited since."""
    told: list[str] = []
    put_back: dict[str, Any] = {}
    for columns in (*VALUES.values(), (STAFF,)):
        changes = {column: merge.values[column] for column in columns if column in merge.values}
        now = {column: _stored(column, change["after"]) == getattr(kept, column) for column, change in changes.items()}
        if all(now.values()):
            put_back |= {column: _stored(column, change["before"]) for column, change in changes.items()}
        else:
            told.append(f"{_column(columns[0]).verbose_name}: đã sửa sau khi gộp")
    staff = kept.staff_id if STAFF in put_back else None
    _set(kept, put_back)
    if staff:
        _set(given_up, {STAFF: staff})
    return told


def _stored(column: str, value: Any) -> Any:
    """A value of the ledger as the column has it."""
    return _column(column).to_python(value)


def _column(name: str) -> Any:
    return Learner._meta.get_field(name)
