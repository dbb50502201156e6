"""What happens to members of staff: employed, posted, qualified."""

from datetime import date

from django.db import transaction

from school.errors import Refused, save_checked
from school.models import Department, Provenance, Qualification, Staff, StaffEmployment, StaffPosting
from school.partial_date import PartialDate


@transaction.atomic
def employ(staff: Staff, kind: str, department: Department, position: str, since: date) -> StaffEmployment:
    """Store a new member of staff, or a known one's new employment and post, from `since`."""
    save_checked(staff)
    employment = StaffEmployment(staff=staff, kind=kind, valid_from=since)
    save_checked(employment)
    save_checked(StaffPosting(staff=staff, department=department, position=position, valid_from=since))
    return employment


@transaction.atomic
def leave(staff: Staff, last_day: date) -> None:
    """End every employment and post that is still open."""
    for record in [*staff.employments.filter(valid_to=None), *staff.postings.filter(valid_to=None)]:
        record.valid_to = last_day
        save_checked(record)


def award(
    staff: Staff, kind: str, level: str, awarded: PartialDate, provenance: str = Provenance.REAL
) -> Qualification:
    """Record a degree, rank or certificate. Raises ValidationError where the level is not of the kind."""
    if staff.born and awarded.last <= staff.born.last:
        raise Refused("Ngày cấp phải sau ngày sinh.", "awarded_from")
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
