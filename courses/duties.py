"""What waits to be done about classes and the plan: figures whose rows are the work."""

from django.db.models import QuerySet

from courses.measures import CLASS_COLUMNS, CLASS_DIMENSIONS, running
from courses.models import ClassState, CourseClass
from school.figures import Column, Measure, Scope, register

DUE_COLUMNS = (
    *CLASS_COLUMNS[:4],
    Column("Dự kiến khai giảng", lambda c: c.due_to_open_on),
    Column("Dự kiến bế giảng", lambda c: c.due_to_close_on),
    Column("Chủ nhiệm", lambda c: c.homeroom),
)


def late_to_open(scope: Scope) -> QuerySet[CourseClass]:
    """Classes still waiting although the day they were to open on is past."""
    waiting = CourseClass.objects.filter(state=ClassState.PLANNED, archived_on=None, due_to_open_on__lt=scope.last)
    return waiting.select_related("programme", "partner", "homeroom").order_by("due_to_open_on", "pk")


def late_to_close(scope: Scope) -> QuerySet[CourseClass]:
    """Classes that run although the day they were to close on is past."""
    late = running(scope).filter(due_to_close_on__lt=scope.last)
    return late.select_related("programme", "partner", "homeroom").order_by("due_to_close_on", "pk")


register(
    Measure(
        "classes_late_to_open",
        "Lớp quá ngày dự kiến khai giảng",
        "lớp",
        "Lớp chờ khai giảng mà ngày dự kiến khai giảng đã qua.",
        late_to_open,
        CLASS_DIMENSIONS,
        DUE_COLUMNS,
        standing=True,
    ),
    Measure(
        "classes_late_to_close",
        "Lớp quá ngày dự kiến bế giảng",
        "lớp",
        "Lớp đang học mà ngày dự kiến bế giảng đã qua.",
        late_to_close,
        CLASS_DIMENSIONS,
        DUE_COLUMNS,
        standing=True,
    ),
)
