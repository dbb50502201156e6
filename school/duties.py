"""What waits to be done about criteria, staff and documents: figures whose rows are the work."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from school.figures import Column, Dimension, Measure, Scope, register
from school.measures import COLUMNS, DIMENSIONS, lecturers
from school.models import CriteriaTask, Document, Qualification, StaffEmployment

SOON = timedelta(days=90)  # as long before its deadline an indicator is at risk
TASK_DIMENSIONS = {"level": Dimension("level", int), "provenance": Dimension("provenance")}
TASK_COLUMNS = (
    Column("Chỉ tiêu", lambda task: str(task.indicator)),
    Column("Mức", lambda task: task.level),
    Column("Đơn vị phụ trách", lambda task: task.owner),
    Column("Hạn", lambda task: task.due_on),
)


def _open_tasks() -> QuerySet[CriteriaTask]:
    return CriteriaTask.objects.filter(done_on=None).select_related("indicator", "owner").order_by("due_on", "pk")


def tasks_late(scope: Scope) -> QuerySet[CriteriaTask]:
    """Tasks of indicators past their deadline."""
    return _open_tasks().filter(due_on__lt=scope.last)


def tasks_soon(scope: Scope) -> QuerySet[CriteriaTask]:
    """Tasks of indicators due within ninety days."""
    return _open_tasks().filter(due_on__range=(scope.last, scope.last + SOON))


def lecturers_without_degree(scope: Scope) -> QuerySet[StaffEmployment]:
    """Lecturers of whom the portal holds neither degree, rank nor certificate."""
    return lecturers(scope).filter(~Exists(Qualification.objects.filter(staff=OuterRef("staff"))))


def documents_unseen(scope: Scope) -> QuerySet[Document]:
    """Documents in the register whose text nobody has compared."""
    return Document.objects.filter(text_seen=False, archived_on=None)


register(
    Measure(
        "criteria_tasks_late",
        "Chỉ tiêu quá hạn",
        "việc",
        "Việc phải làm của chỉ tiêu đã qua hạn, chưa xong.",
        tasks_late,
        TASK_DIMENSIONS,
        TASK_COLUMNS,
        standing=True,
    ),
    Measure(
        "criteria_tasks_soon",
        "Chỉ tiêu đến hạn trong 90 ngày",
        "việc",
        "Việc phải làm của chỉ tiêu có hạn trong 90 ngày tới, chưa xong.",
        tasks_soon,
        TASK_DIMENSIONS,
        TASK_COLUMNS,
        standing=True,
    ),
    Measure(
        "lecturers_without_degree",
        "Giảng viên chưa nhập văn bằng",
        "người",
        "Giảng viên cơ hữu, kiêm chức chưa có văn bằng, chứng chỉ, chức danh nào trên cổng.",
        lecturers_without_degree,
        DIMENSIONS,
        COLUMNS,
        standing=True,
    ),
    Measure(
        "documents_unseen",
        "Văn bản chưa đối chiếu",
        "văn bản",
        "Văn bản trong sổ mà chưa ai đối chiếu với bản chính.",
        documents_unseen,
        {"kind": Dimension("kind")},
        (
            Column("Số, ký hiệu", lambda document: document.number),
            Column("Trích yếu", lambda document: document.title),
            Column("Cơ quan ban hành", lambda document: document.issuer),
            Column("Ngày ban hành", lambda document: document.issued_on),
        ),
        standing=True,
    ),
)
