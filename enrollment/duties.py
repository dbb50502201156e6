"""What waits to be done about rosters: figures whose rows are the work."""

from django.db.models import Exists, OuterRef, QuerySet

from courses.measures import CLASS_COLUMNS, CLASS_DIMENSIONS, running
from courses.models import CourseClass
from enrollment.models import Enrolment, RosterConfirmation
from school.figures import Measure, Scope, register


def _enrolled() -> Exists:
    return Exists(Enrolment.objects.once().filter(first_class=OuterRef("pk")))


def unconfirmed(scope: Scope) -> QuerySet[CourseClass]:
    """Classes that have opened and have learners, whose roster nobody has confirmed, of whatever year."""
    confirmed = RosterConfirmation.objects.filter(course_class=OuterRef("pk"), reopened_on=None)
    opened = CourseClass.objects.filter(cancelled_on=None, archived_on=None, opened_to__lte=scope.last)
    waiting = opened.filter(_enrolled(), ~Exists(confirmed)).select_related("programme", "partner")
    return waiting.order_by("opened_from", "pk")


def without_roster(scope: Scope) -> QuerySet[CourseClass]:
    """Classes that run and have no learner in the portal."""
    return running(scope).filter(~_enrolled())


register(
    Measure(
        "classes_unconfirmed",
        "Lớp chờ chốt danh sách",
        "lớp",
        "Lớp đã khai giảng, đã có học viên, danh sách chưa chốt.",
        unconfirmed,
        CLASS_DIMENSIONS,
        CLASS_COLUMNS,
        standing=True,
    ),
    Measure(
        "classes_without_roster",
        "Lớp đang học chưa có danh sách",
        "lớp",
        "Lớp đang học mà cổng chưa có học viên nào.",
        without_roster,
        CLASS_DIMENSIONS,
        CLASS_COLUMNS,
        standing=True,
    ),
)
