"""Which learners and enrolments somebody may know of: a lecturer, those of their own classes."""

from typing import Any

from django.db.models import QuerySet

from courses.models import CourseClass
from courses.queries.scope import EVERY_CLASS, visible_classes
from enrollment.models import ClassStay, Enrolment, Learner

User = Any  # settings.AUTH_USER_MODEL: the portal's, which nothing here may import


def _own(user: User) -> QuerySet[Any]:
    """The enrolments with a stay in a class of theirs."""
    classes = visible_classes(CourseClass.objects.all(), user)
    return ClassStay.objects.filter(course_class__in=classes.order_by().values("pk")).order_by().values("enrolment")


def _own_learners(user: User) -> QuerySet[Any]:
    return Enrolment.objects.filter(pk__in=_own(user)).values("learner")


def visible_enrolments(rows: QuerySet[Enrolment], user: User) -> QuerySet[Enrolment]:
    """Every enrolment, or those of their classes."""
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(pk__in=_own(user))


def visible_learners(rows: QuerySet[Learner], user: User) -> QuerySet[Learner]:
    """Every learner, or those of their classes."""
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(pk__in=_own_learners(user))


def of_visible_enrolments(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Stays and changes of the enrolments they may know of."""
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(enrolment__in=_own(user))


def of_visible_learners(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Postings and quy hoạch of the learners they may know of."""
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(learner__in=_own_learners(user))


def of_visible_classes(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """What belongs to classes they may know of."""
    classes = visible_classes(CourseClass.objects.all(), user)
    return rows if user.has_perm(EVERY_CLASS) else rows.filter(course_class__in=classes.order_by().values("pk"))
