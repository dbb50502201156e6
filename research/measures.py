"""Figures about projects and seminars."""

from django.db.models import Q, QuerySet

from research.models import Level, Project, Seminar, SeminarKind
from school.figures import Column, Dimension, Measure, Scope, register

DIMENSIONS = {
    "level": Dimension("level"),
    "kind": Dimension("kind"),
    "provenance": Dimension("provenance"),
}
PROJECT_COLUMNS = (
    Column("Tên", lambda project: project.title),
    Column("Loại", lambda project: project.get_kind_display()),
    Column("Cấp", lambda project: project.get_level_display()),
    Column("Bắt đầu", lambda project: project.started_on),
    Column("Nghiệm thu", lambda project: project.accepted_on),
)
SEMINAR_COLUMNS = (
    Column("Tên", lambda seminar: seminar.title),
    Column("Loại", lambda seminar: seminar.get_kind_display()),
    Column("Cấp", lambda seminar: seminar.get_level_display()),
    Column("Ngày tổ chức", lambda seminar: seminar.held),
    Column("Địa điểm", lambda seminar: seminar.place),
)


def held(scope: Scope) -> QuerySet[Seminar]:
    """Seminars and round tables held in the period."""
    return Seminar.objects.filter(held_from__gte=scope.start, held_to__lte=scope.last).order_by("held_from", "pk")


def accepted(scope: Scope) -> QuerySet[Project]:
    """Projects accepted (nghiệm thu) in the period."""
    return Project.objects.filter(accepted_on__range=(scope.start, scope.last)).order_by("accepted_on", "pk")


def under_way(scope: Scope) -> QuerySet[Project]:
    """Projects worked on at some time in the period, accepted in it or not."""
    not_before = Q(accepted_on=None) | Q(accepted_on__gte=scope.start)
    return Project.objects.filter(not_before, started_on__lte=scope.last).order_by("started_on", "pk")


SEMINARS = Measure(
    "seminars_held",
    "Hội thảo, tọa đàm",
    "cuộc",
    "Hội thảo khoa học và tọa đàm đã tổ chức trong kỳ.",
    held,
    DIMENSIONS,
    SEMINAR_COLUMNS,
)
ACCEPTED = Measure(
    "projects_accepted",
    "Đề tài, đề án được nghiệm thu",
    "đề tài",
    "Đề tài, đề án có ngày nghiệm thu trong kỳ.",
    accepted,
    DIMENSIONS,
    PROJECT_COLUMNS,
)
UNDER_WAY = Measure(
    "projects_under_way",
    "Đề tài, đề án thực hiện",
    "đề tài",
    "Đề tài, đề án thực hiện trong kỳ: bắt đầu không sau kỳ và chưa nghiệm thu trước kỳ.",
    under_way,
    DIMENSIONS,
    PROJECT_COLUMNS,
)

register(
    SEMINARS,
    ACCEPTED,
    UNDER_WAY,
    SEMINARS.narrow(
        "city_seminars_held", "Hội thảo khoa học cấp tỉnh, thành phố", level=Level.CITY, kind=SeminarKind.SEMINAR
    ),
    SEMINARS.narrow(
        "school_conferences_held", "Hội thảo khoa học cấp trường", level=Level.SCHOOL, kind=SeminarKind.SEMINAR
    ),
    SEMINARS.narrow("school_seminars_held", "Hội thảo, tọa đàm cấp trường", level=Level.SCHOOL),
    UNDER_WAY.narrow("city_projects_under_way", "Đề tài, đề án cấp tỉnh, thành phố", level=Level.CITY),
    UNDER_WAY.narrow("school_projects_under_way", "Đề tài, đề án cấp trường", level=Level.SCHOOL),
    ACCEPTED.narrow("city_projects_accepted", "Đề tài cấp tỉnh, thành phố được nghiệm thu", level=Level.CITY),
    ACCEPTED.narrow("school_projects_accepted", "Đề tài cấp trường được nghiệm thu", level=Level.SCHOOL),
)
