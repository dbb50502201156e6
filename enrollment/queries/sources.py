"""Where each value of a learner comes from: a row of a list, somebody's hand, or a record merged into this one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from enrollment.models import Identity, ImportRow, Learner, LearnerMerge, Posting, RosterImport
from enrollment.queries.merging import VALUES
from school.days import today
from school.versions import event_model

GIVEN = {"full_name": "full_name", "born": "dob", "sex": "gender", "joined_party": "party_joined"}  # value → ImportRow
LABELS = {"full_name": "Họ và tên", "born": "Ngày sinh", "sex": "Giới tính", "joined_party": "Vào Đảng"}
POSTED, IDENTIFIED = ("agency_id", "position"), ("number",)
PUT_BACK = ["gop", "tach", "huy_nhap"]  # contexts of the history that only put values where others had told them


@dataclass(frozen=True)
class Source:
    """Where some values come from: `record` is the list, `place` the row in it or whose hand, `on` the day."""

    record: RosterImport | None
    words: str
    place: str
    on: date | None


@dataclass(frozen=True)
class Told:
    """Values of one source."""

    labels: tuple[str, ...]
    source: Source


@dataclass(frozen=True)
class Merged:
    """A record merged into this one, which can be split again."""

    pk: int
    given_up: Learner
    on: date
    who: str


def with_sources(rows: QuerySet[Learner]) -> QuerySet[Learner]:
    """Adds what `sources_of` and `merged_with` need, in the same query: for one learner's page, not for lists."""
    me = OuterRef("pk")
    both = Learner.objects.filter(Q(pk=OuterRef(OuterRef("pk"))) | Q(merged_into=OuterRef(OuterRef("pk"))))
    posting = Posting.objects.on(today()).filter(learner=OuterRef(OuterRef("pk"))).order_by("pk").values("pk")[:1]
    numbers = Identity.objects.filter(learner=OuterRef(OuterRef("pk"))).values("pk")
    gave = ImportRow.objects.filter(learner__in=both.values("pk"), gave__len__gt=0).order_by("-pk")
    merges = LearnerMerge.objects.filter(kept=me, split_at=None).order_by("-pk")
    return rows.annotate(
        learner_events=_events(Learner, [c for columns in VALUES.values() for c in columns], pgh_obj=me),
        posting_events=_events(Posting, POSTED, pgh_obj=Subquery(posting)),
        identity_events=_events(Identity, IDENTIFIED, pgh_obj__in=numbers),
        rows_given=ArraySubquery(
            gave.values(
                told=JSONObject(
                    gave="gave",
                    row="row",
                    roster_import="roster_import_id",
                    file="roster_import__file_name",
                    on="roster_import__finished_at",
                    contexts="roster_import__contexts",
                )
            )
        ),
        merges_in_force=ArraySubquery(
            merges.values(
                told=JSONObject(
                    pk="pk", given_up="given_up_id", name="given_up__full_name", at="at", who="by__full_name",
                    values="values",
                )
            )
        ),
    )  # fmt: skip


def _events(model: type[Model], columns: Iterable[str], **which: Any) -> ArraySubquery:
    """The versions of some rows, oldest first, but those that only put a value back."""
    user = KeyTextTransform("user", OuterRef("pgh_context__metadata"))
    who = get_user_model()._default_manager.filter(pk=Cast(user, BigIntegerField())).values("full_name")
    put_back = Q(pgh_context__isnull=False, pgh_context__metadata__has_any_keys=PUT_BACK)
    events = event_model(model).objects.filter(**which).exclude(put_back).order_by("pgh_id")
    told = JSONObject(
        of="pgh_obj_id", at="pgh_created_at", context="pgh_context_id", who=Subquery(who), **{c: c for c in columns}
    )
    return ArraySubquery(events.values(told=told))


def sources_of(learner: Any) -> list[Told]:
    """The sources of a learner of `with_sources`, in the order of the page; values of one source together."""
    found: dict[Source, list[str]] = {}
    for label, source in _sources(learner):
        labels = found.setdefault(source, [])
        if label not in labels:
            labels.append(label)
    return [Told(tuple(labels), source) for source, labels in found.items()]


def merged_with(learner: Any) -> list[Merged]:
    """The records merged into a learner of `with_sources`, the last first."""
    return [
        Merged(one["pk"], Learner(pk=one["given_up"], full_name=one["name"]), _day(one["at"]), one["who"] or "")
        for one in learner.merges_in_force
    ]


def _sources(learner: Any) -> Iterator[tuple[str, Source]]:
    for name, columns in VALUES.items():
        now = {column: _text(getattr(learner, column)) for column in columns}
        if any(now.values()):
            event = _set_by(learner.learner_events, now)
            yield LABELS[name], _told(learner, event, GIVEN[name]) if event else _merged(learner, columns)
    if learner.posting_events:
        yield "Nơi công tác", _told(learner, _last_change(learner.posting_events, POSTED), "agency")
    for pk in dict.fromkeys(event["of"] for event in learner.identity_events):
        own = [event for event in learner.identity_events if event["of"] == pk]
        yield "Giấy tờ tùy thân", _told(learner, _last_change(own, IDENTIFIED), "national_id")


def _set_by(events: list[dict[str, Any]], now: Mapping[str, str]) -> dict[str, Any] | None:
    """The last version that brought these values, if they are still what it brought."""
    found, before = None, None
    for event in events:
        values = {column: _text(event[column]) for column in now}
        if values == now != before:
            found = event
        before = values
    return found


def _last_change(events: list[dict[str, Any]], columns: Iterable[str]) -> dict[str, Any]:
    return _set_by(events, {column: _text(events[-1][column]) for column in columns}) or events[-1]


def _told(learner: Any, event: dict[str, Any], given: str) -> Source:
    """The row of the list that the event was written for, or by hand."""
    for row in learner.rows_given:
        if given in row["gave"] and event["context"] in row["contexts"]:
            received = RosterImport(pk=row["roster_import"], file_name=row["file"])
            return Source(received, str(received), f"dòng {row['row']}", _day(row["on"] or event["at"]))
    return Source(None, "nhập tay", event["who"] or "", _day(event["at"]))


def _merged(learner: Any, columns: Iterable[str]) -> Source:
    """No version of this record brought it: the record merged into it did."""
    for one in learner.merges_in_force:
        if set(columns) & set(one["values"]):
            return Source(None, f"hồ sơ đã gộp {one['name']}", "", _day(one["at"]))
    return Source(None, "chưa rõ", "", None)


def _day(moment: str) -> date:
    return timezone.localtime(datetime.fromisoformat(moment)).date()


def _text(value: Any) -> str:
    return "" if value is None else str(value)
