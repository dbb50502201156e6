"""What is stored of frameworks, indicators and what goes with them; a few queries however many rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from school.criteria.content import Attested, Declared, Duty, Frame, Proof
from school.errors import Refused
from school.models import (
    Attestation,
    CriteriaTask,
    DeclaredFact,
    EvidenceUse,
    FactSubject,
    Framework,
    FrameworkLevel,
    Indicator,
    Provenance,
    Threshold,
)

NOTHING_LOADED = "Cổng chưa có bộ tiêu chí nào. Thêm bộ tiêu chí theo văn bản trước."


def frames(**where: Any) -> list[tuple[Framework, Frame]]:
    """Every framework in use, the latest in force first; of those, the ones `where` narrows to; one query."""
    levels = FrameworkLevel.objects.filter(framework=OuterRef("pk")).order_by("level")
    found: QuerySet[Any] = (
        Framework.objects.filter(archived_on=None, **where)
        .select_related("document")
        .annotate(totals=ArraySubquery(levels.values(one=JSONObject(level="level", total="official_total"))))
        .order_by(F("valid_from").desc(nulls_last=True), "pk")
    )
    return [(framework, _frame(framework)) for framework in found]


def _frame(framework: Any) -> Frame:
    return Frame(
        framework.pk,
        framework.code,
        framework.name,
        str(framework.document),
        framework.document_id,
        framework.document.issued_on,
        tuple((one["level"], one["total"]) for one in framework.totals),
    )


def frame_at(on: date, code: str = "", among: Sequence[tuple[Framework, Frame]] | None = None) -> Frame:
    """The framework of that code, or the latest one in force on the day. Raises Refused where there is none."""
    known = frames() if among is None else among
    if not known:
        raise Refused(NOTHING_LOADED)
    codes = ", ".join(frame.code for _, frame in known)
    if code:
        named = [frame for _, frame in known if frame.code.casefold() == code.casefold()]
        if not named:
            raise Refused(f"Không có bộ tiêu chí “{code}”. Chọn một trong: {codes}.")
        return named[0]
    in_force = [frame for framework, frame in known if _in_force(framework, on)]
    if not in_force:
        raise Refused(f"Ngày {on:%d/%m/%Y} không có bộ tiêu chí nào có hiệu lực. Cổng có: {codes}.")
    return in_force[0]


def _in_force(framework: Framework, on: date) -> bool:
    return (framework.valid_from or on) <= on <= (framework.valid_to or on)


def frame_of(indicator_pk: int) -> Frame | None:
    """The framework in use that an indicator belongs to; None where there is no such indicator."""
    return next((frame for _, frame in frames(criteria__indicators=indicator_pk)), None)


def level_in(frame: Frame, asked: str) -> int:
    """The level asked for, the lowest one for "". Raises Refused for one the framework does not have."""
    if not asked:
        return frame.levels[0]
    if asked.isascii() and asked.isdecimal() and int(asked) in frame.levels:
        return int(asked)
    known = ", ".join(map(str, frame.levels))
    raise Refused(f"Bộ tiêu chí {frame.code} không có mức “{asked}”. Chọn một trong: {known}.")


def indicators(frame: Frame, level: int, on: date) -> QuerySet[Any]:
    """Indicators in order, each with its threshold, attestation, tasks and evidence as of the day; one query."""
    mine = {"indicator": OuterRef("pk")}
    threshold = Threshold.objects.filter(level=level, **mine)
    attested = Attestation.objects.filter(level=level, attested_on__lte=on, **mine).order_by("-attested_on")
    duties = CriteriaTask.objects.filter(level=level, **mine).order_by("due_on", "pk")
    in_use = Q(evidence__archived_on=None) | Q(evidence__archived_on__gt=on)
    proofs = EvidenceUse.objects.filter(in_use, evidence__added_on__lte=on, **mine)
    proofs = proofs.order_by("evidence__added_on", "pk")
    return (
        Indicator.objects.filter(criterion__framework=frame.pk)
        .select_related("criterion")
        .annotate(
            at_least=Subquery(threshold.values("at_least")),
            threshold_verified_on=Subquery(threshold.values("verified_on")),
            attested=Subquery(attested.values(one=JSONObject(met="met", on="attested_on", by="attested_by"))[:1]),
            duties=ArraySubquery(duties.values(one=JSONObject(**DUTY))),
            proofs=ArraySubquery(proofs.values(one=JSONObject(**PROOF))),
        )
        .order_by("criterion__order", "order", "code")
    )


DUTY = {
    "pk": "pk",
    "owner_pk": "owner_id",
    "owner": "owner__name",
    "owner_short": "owner__short_name",
    "due": "due_on",
    "done": "done_on",
    "provenance": "provenance",
}
PROOF = {
    "use_pk": "pk",
    "pk": "evidence_id",
    "title": "evidence__title",
    "file": "evidence__file",
    "link": "evidence__link",
    "document": "evidence__document__number",
    "document_pk": "evidence__document_id",
    "added": "evidence__added_on",
}


def attested_of(row: dict[str, Any] | None) -> Attested | None:
    """An attestation as the database wrote it."""
    return Attested(row["met"], date.fromisoformat(row["on"]), row["by"]) if row else None


def duty_of(row: dict[str, Any], on: date) -> Duty:
    """A task as the database wrote it; what was finished later was still open on the day."""
    done = date.fromisoformat(row["done"]) if row["done"] else None
    return Duty(
        row["pk"],
        row["owner_pk"],
        row["owner"],
        row["owner_short"] or row["owner"],
        date.fromisoformat(row["due"]),
        done if done and done <= on else None,
        row["provenance"] == Provenance.INVENTED,
    )


def proof_of(row: dict[str, Any]) -> Proof:
    """A piece of evidence as the database wrote it."""
    return Proof(
        row["use_pk"],
        row["pk"],
        row["title"],
        (row["file"] or "").rsplit("/", 1)[-1],
        row["link"] or "",
        row["document"] or "",
        row["document_pk"],
        date.fromisoformat(row["added"]),
    )


def facts(on: date) -> list[DeclaredFact]:
    """What sources had declared by the day, the latest last; one query."""
    known = DeclaredFact.objects.filter(stated_on__lte=on).select_related("source")
    return list(known.order_by("stated_on", "pk"))


def said_of(year: int, known: Sequence[DeclaredFact]) -> set[str]:
    """The subjects of which a source says that there were some in the year."""
    return {fact.subject for fact in known if fact.year == year and fact.value != 0}


def declared_of(frame: Frame, level: int, known: Sequence[DeclaredFact]) -> Declared | None:
    """The latest word on how many criteria are left at the level of this framework."""
    for fact in reversed(known):
        about_it = fact.subject == FactSubject.CRITERIA_REMAINING
        if about_it and fact.level in (level, None) and fact.document_id in (frame.document_pk, None):
            title = str(fact.source.title)
            return Declared(fact.value, fact.due_on, fact.target_on, fact.stated_on, title, fact.pk)
    return None
