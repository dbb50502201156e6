"""Which classes somebody may know of."""

from typing import Any

from django.db.models import QuerySet

from courses.models import CourseClass

EVERY_CLASS = "courses.see_every_class"
User = Any  # settings.AUTH_USER_MODEL: the portal's, which nothing here may import


def visible_classes(rows: QuerySet[CourseClass], user: User) -> QuerySet[CourseClass]:
    """Every class, or only those whose homeroom teacher the account is."""
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(homeroom__user=user.pk)


def may_open(course_class: CourseClass, user: User) -> bool:
    """The same of one class, without asking the database."""
    return bool(user.has_perm(EVERY_CLASS) or (user.staff_id and course_class.homeroom_id == user.staff_id))
