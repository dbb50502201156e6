"""Taking back what was recorded of an enrolment by mistake: the ledger keeps both entries, the stays are as before."""

from datetime import date, timedelta

from enrollment.domain.changes import LEAVING, changing
from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentChange, EnrolmentState
from enrollment.queries.rosters import standing_changes
from school.errors import Refused, save_checked

LEFT: dict[ChangeVerb, EnrolmentState] = LEAVING | {ChangeVerb.COMPLETE: EnrolmentState.COMPLETED}
CAME: dict[ChangeVerb, EnrolmentState] = {
    ChangeVerb.TRANSFER: EnrolmentState.STUDYING,
    ChangeVerb.RETURN: EnrolmentState.DEFERRED,
}
AFTER = LEFT | dict.fromkeys(CAME, EnrolmentState.STUDYING)
BEFORE = dict.fromkeys(LEFT, EnrolmentState.STUDYING) | CAME


def reverse_change(change: EnrolmentChange, *, reason: str, decision: str = "") -> EnrolmentChange:
    """Take back the latest change of an enrolment, as if it had never had effect; returns the entry that says so.

    The entry has the verb and the day of what it takes back, and a reason. Raises Refused for an entry into a class,
    for a change taken back already or followed by another, and where a confirmed roster's number would change.
    """
    verb = ChangeVerb(change.verb)
    if change.reverses_id or verb not in AFTER:
        raise Refused("Chỉ hủy được biến động sau khi vào học.")
    with changing(change.enrolment, *EnrolmentState) as locked:
        latest = standing_changes(locked).first()
        if EnrolmentChange.objects.filter(reverses=change).exists():
            raise Refused("Biến động này đã được hủy trước đó.")
        if latest is None or latest.pk != change.pk:
            raise Refused("Sau biến động này còn biến động khác. Hủy biến động gần nhất trước.")
        if locked.state != AFTER[verb]:
            raise _mended()
        _restore_stays(locked, change)
        locked.state = BEFORE[verb]
        locked.save(update_fields=["state"])
        return _taken_back(change, locked, reason, decision)


def _taken_back(change: EnrolmentChange, enrolment: Enrolment, reason: str, decision: str) -> EnrolmentChange:
    entry = EnrolmentChange(
        enrolment=enrolment,
        verb=change.verb,
        effective_on=change.effective_on,
        to_class=change.to_class,
        reason=reason,
        decision=decision,
        reverses=change,
    )
    save_checked(entry)
    return entry


def _restore_stays(enrolment: Enrolment, change: EnrolmentChange) -> None:
    """What the change did to the stays, undone; Refused where they are no longer what it made of them."""
    last, before = [*enrolment.stays.order_by("-started_on", "-pk")[:2], None, None][:2]
    if change.verb in LEFT:
        _open_again(last, change.effective_on + timedelta(days=change.verb == ChangeVerb.COMPLETE))
        return
    if last is None or last.until is not None or last.started_on != change.effective_on:
        raise _mended()
    last.delete()
    if change.verb == ChangeVerb.TRANSFER:
        _open_again(before, change.effective_on)


def _open_again(stay: ClassStay | None, until: date) -> None:
    if stay is None or stay.until != until:
        raise _mended()
    stay.until = None
    save_checked(stay)


def _mended() -> Refused:
    return Refused("Thời gian ở lớp đã được sửa sau biến động này nên không hủy được. Nhờ quản trị sửa lại.")
