"""What is done about criteria: answered for, given to a department, finished, supported with evidence."""

from datetime import date

from django.db import transaction

from school.days import today
from school.errors import Refused, save_checked
from school.models import Attestation, CriteriaTask, Department, Evidence, EvidenceUse, Indicator, IndicatorKind


def attest(indicator: Indicator, level: int, met: bool, by: str, note: str = "", on: date | None = None) -> Attestation:
    """Somebody answers for the indicator as of a day (today unless given).

    Raises Refused for an indicator that is computed, for a day to come, and for a second word on the same day.
    """
    day = on or today()
    if indicator.kind not in (IndicatorKind.DOCUMENT, IndicatorKind.ATTESTED):
        raise Refused("Chỉ tiêu này tính từ dữ liệu của cổng, không xác nhận bằng lời.")
    if day > today():
        raise Refused(f"Ngày này chưa tới. Gõ một ngày đến hết hôm nay, {today():%d/%m/%Y}.", "on")
    if Attestation.objects.filter(indicator=indicator, level=level, attested_on=day).exists():
        raise Refused(f"Ngày {day:%d/%m/%Y} đã có xác nhận. Chọn ngày khác, hoặc sửa xác nhận đã ghi.", "on")
    record = Attestation(indicator=indicator, level=level, met=met, attested_on=day, attested_by=by, note=note)
    save_checked(record)
    return record


def assign(indicator: Indicator, level: int, owner: Department, due: date) -> CriteriaTask:
    """Give the indicator to a department, due by a day. Raises Refused where it has it already."""
    known = CriteriaTask.objects.filter(indicator=indicator, level=level, owner=owner).first()
    if known:
        raise Refused(
            f"{owner} đã được giao chỉ tiêu này, hạn {known.due_on:%d/%m/%Y}. Sửa hạn ở việc đã giao.", "owner"
        )
    task = CriteriaTask(indicator=indicator, level=level, owner=owner, due_on=due)
    save_checked(task)
    return task


@transaction.atomic
def finish(task: CriteriaTask, on: date | None = None) -> CriteriaTask:
    """The department has done its part, by a day (today unless given); done twice, the first day stands."""
    stored = CriteriaTask.objects.select_for_update().get(pk=task.pk)
    if stored.done_on is None:
        stored.done_on = on or today()
        save_checked(stored)
    return stored


@transaction.atomic
def add_evidence(evidence: Evidence, indicator: Indicator) -> EvidenceUse:
    """Store a piece of evidence and use it for the indicator. Raises ValidationError for one that holds nothing."""
    save_checked(evidence)
    use = EvidenceUse(evidence=evidence, indicator=indicator)
    save_checked(use)
    return use


def withdraw_evidence(use: EvidenceUse) -> None:
    """The indicator no longer rests on it; the evidence stays, and the history keeps the use."""
    use.delete()
