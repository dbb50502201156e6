"""Which learners and enrolments somebody may know of: a lecturer, those of their own classes."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet

from courses.models import CourseClass
from courses.queries.scope import EVERY_CLASS, visible_classes
from enrollment.models import ClassStay, Enrolment, Learner

User = Any  # settings.AUTH_USER_MODEL: the portal's, which nothing here may import


class AmongFew(Func):
    """Whether a column is among the few values of an ArraySubquery, found once and looked up by the column's index.

    Joined instead, they would be looked for again for each row of a large table: the planner takes them for many.
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    arity = 2
    output_field = BooleanField()


def _own(user: User, column: str, whose: str) -> AmongFew:
    """The enrolments, or the learners, with a stay in a class of theirs."""
    classes = visible_classes(CourseClass.objects.all(), user).order_by().values("pk")
    stays = ClassStay.objects.filter(course_class__in=classes).order_by()
    return AmongFew(F(column), ArraySubquery(stays.values(whose)))


def visible_enrolments(rows: QuerySet[Enrolment], user: User) -> QuerySet[Enrolment]:
    """Every enrolment, or those of their classes."""
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(_own(user, "pk", "enrolment"))


def visible_learners(rows: QuerySet[Learner], user: User) -> QuerySet[Learner]:
    """Every learner, or those of their classes."""
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(_own(user, "pk", "enrolment__learner"))


def of_visible_enrolments(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Stays and changes of the enrolments they may know of."""
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(_own(user, "enrolment", "enrolment"))


def of_visible_learners(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Postings and quy hoạch of the learners they may know of."""
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(_own(user, "learner", "enrolment__learner"))


def of_visible_classes(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """What belongs to classes they may know of."""
    classes = visible_classes(CourseClass.objects.all(), user)
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(course_class__in=classes.order_by().values("pk"))
