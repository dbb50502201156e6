"""What happens to members of staff: employed, appointed, leaving, qualified."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from school.errors import Refused, save_checked
from school.models import Department, Provenance, Qualification, Staff, StaffEmployment, StaffPosting
from school.partial_date import PartialDate

DAY = timedelta(days=1)


@transaction.atomic
def employ(staff: Staff, kind: str, department: Department, position: str, since: date) -> StaffEmployment:
    """Store a new member of staff, or a known one's new employment and post, from `since`."""
    save_checked(staff)
    employment = StaffEmployment(staff=staff, kind=kind, valid_from=since)
    save_checked(employment)
    save_checked(StaffPosting(staff=staff, department=department, position=position, valid_from=since))
    return employment


@transaction.atomic
def appoint(
    staff: Staff, department: Department, position: str, since: date, *, kind: str = "", besides: bool = False
) -> StaffPosting:
    """Give somebody who works here another post from `since`, and another `kind` of employment where one is given.

    The posts held so far end the day before, unless the new one comes `besides` them. Raises Refused for somebody
    who does not work here on that day.
    """
    employment = staff.employments.on(since).first()
    if employment is None:
        raise Refused(f"{staff} không làm việc ở trường vào ngày {since:%d/%m/%Y}. Ghi tuyển dụng trước.", "since")
    if not besides:
        _end(staff.postings.filter(valid_to=None), since, "vị trí")
    if kind and kind != employment.kind:
        _end([employment], since, "hình thức làm việc")
        save_checked(StaffEmployment(staff=staff, kind=kind, valid_from=since))
    posting = StaffPosting(staff=staff, department=department, position=position, valid_from=since)
    save_checked(posting)
    return posting


def _end(rows: Iterable[StaffEmployment | StaffPosting], since: date, what: str) -> None:
    """End them the day before; what begins on that day or later was recorded wrongly, and is not overwritten."""
    for row in rows:
        if row.valid_from and row.valid_from >= since:
            began = f"{row.valid_from:%d/%m/%Y}"
            raise Refused(f"Đã ghi {what} từ ngày {began}. Chọn ngày sau đó, hoặc sửa {what} ấy.", "since")
        row.valid_to = since - DAY
        save_checked(row)


@transaction.atomic
def leave(staff: Staff, last_day: date) -> None:
    """End every employment and post that would last longer. Raises Refused where there is none."""
    ending = [
        *staff.employments.exclude(valid_to__lte=last_day),
        *staff.postings.exclude(valid_to__lte=last_day),
    ]
    if not ending:
        raise Refused(f"{staff} không còn làm việc ở trường sau ngày {last_day:%d/%m/%Y}.", "last_day")
    for record in ending:
        if record.valid_from and record.valid_from > last_day:
            raise Refused(f"Đã ghi làm việc từ ngày {record.valid_from:%d/%m/%Y}. Chọn ngày sau đó.", "last_day")
        record.valid_to = last_day
        save_checked(record)


def check_awarded(staff: Staff, awarded: PartialDate) -> None:
    """Raises Refused for something awarded to somebody before birth."""
    if staff.born and awarded.last <= staff.born.last:
        raise Refused("Ngày cấp phải sau ngày sinh.", "awarded_from")


def award(
    staff: Staff, kind: str, level: str, awarded: PartialDate, provenance: str = Provenance.REAL
) -> Qualification:
    """Record a degree, rank or certificate. Raises ValidationError where the level is not of the kind."""
    check_awarded(staff, awarded)
    record = Qualification(
        staff=staff,
        kind=kind,
        level=level,
        awarded_from=awarded.first,
        awarded_to=awarded.last,
        provenance=provenance,
    )
    save_checked(record)
    return record
