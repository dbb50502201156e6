"""What waits to be done about research: figures whose rows are the work."""

from django.db.models import QuerySet

from research.measures import DIMENSIONS, PROJECT_COLUMNS, SEMINAR_COLUMNS
from research.models import Project, Seminar
from school.figures import Column, Measure, Scope, register


def late_projects(scope: Scope) -> QuerySet[Project]:
    """Projects past the day they were to be finished on, not accepted."""
    waiting = Project.objects.filter(accepted_on=None, archived_on=None, due_on__lt=scope.last)
    return waiting.order_by("due_on", "pk")


def late_seminars(scope: Scope) -> QuerySet[Seminar]:
    """Seminars past the day they were to be held on, of which nobody recorded that they were."""
    waiting = Seminar.objects.filter(held_from=None, archived_on=None, due_on__lt=scope.last)
    return waiting.order_by("due_on", "pk")


register(
    Measure(
        "projects_late",
        "Đề tài, đề án quá hạn",
        "đề tài",
        "Đề tài, đề án đã qua hạn hoàn thành, chưa ghi nghiệm thu.",
        late_projects,
        DIMENSIONS,
        (*PROJECT_COLUMNS[:4], Column("Hạn hoàn thành", lambda project: project.due_on)),
        standing=True,
    ),
    Measure(
        "seminars_late",
        "Hội thảo, tọa đàm quá ngày dự kiến",
        "cuộc",
        "Hội thảo, tọa đàm đã qua ngày dự kiến, chưa ghi ngày tổ chức.",
        late_seminars,
        DIMENSIONS,
        (*SEMINAR_COLUMNS[:3], Column("Dự kiến tổ chức", lambda seminar: seminar.due_on)),
        standing=True,
    ),
)
