"""What of the institution's records somebody may know of."""

from typing import Any

from django.db.models import QuerySet

from school.models import Staff

EVERYBODY = "school.read_every_staff"
User = Any  # settings.AUTH_USER_MODEL: the portal's, which nothing here may import


def own_staff(rows: QuerySet[Staff], user: User) -> QuerySet[Staff]:
    """Every member of staff, or only the account's own record."""
    return rows if user.has_perm(EVERYBODY) else rows.filter(pk=user.staff_id)


def own_lines(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """The lines of every member of staff, or only one's own."""
    return rows if user.has_perm(EVERYBODY) else rows.filter(staff=user.staff_id)


def may_open(staff: Staff, user: User) -> bool:
    """The same of one record, without asking the database."""
    return bool(user.has_perm(EVERYBODY)) or staff.pk == user.staff_id
