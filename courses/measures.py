"""Figures about classes and the plan."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from courses.models import CourseClass, PlanLine, YearPlan
from school.figures import Column, Dimension, Measure, Scope, Share, register
from school.figures.measure import parse_bool

CLASS_DIMENSIONS = {
    "programme": Dimension("programme__code"),
    "partner": Dimension("partner_id", int),
    "planned": Dimension("planned", parse_bool),
    "family": Dimension("programme__family"),
    "mode": Dimension("mode"),
    "provenance": Dimension("provenance"),
    "plan_line": Dimension("plan_line_id", int),
    "plan": Dimension("plan_line__plan_id", int),
    "quarter": Dimension("plan_line__quarter", int),  # that of the plan
    "figure": Dimension("coverage__figure_id", int),  # the declared figure that covers the class
}
CLASS_COLUMNS = (
    Column("Mã lớp", lambda c: c.code, whole=True),
    Column("Tên lớp", lambda c: c.name),
    Column("Chương trình", lambda c: c.programme.name),
    Column("Đơn vị phối hợp", lambda c: c.partner),
    Column("Khai giảng", lambda c: c.opened),
    Column("Bế giảng", lambda c: c.closed),
    Column("Tình trạng", lambda c: c.get_state_display()),
)


def _classes() -> QuerySet[CourseClass]:
    return CourseClass.objects.filter(cancelled_on=None).select_related("programme", "partner").order_by("code")


def opened(scope: Scope) -> QuerySet[CourseClass]:
    """Classes whose opening day, even at its latest, lies in the period and is past."""
    return _classes().filter(opened_from__gte=scope.start, opened_to__lte=scope.last)


def _of_known_end() -> QuerySet[CourseClass]:
    """Classes whose end is a fact: closed, or running here.

    A provisional record stands for a class that a source only mentions; nobody said when it ended, so it neither
    runs on nor is carried over.
    """
    return _classes().exclude(code_provisional=True, closed_from=None)


def carried_over(scope: Scope) -> QuerySet[CourseClass]:
    """Classes opened before the period and still running on its first day."""
    return (
        _of_known_end()
        .filter(opened_to__lt=scope.start, opened_to__lte=scope.as_of)
        .filter(Q(closed_from=None) | Q(closed_from__gte=scope.start))
    )


def closed(scope: Scope) -> QuerySet[CourseClass]:
    """Classes closed in the period, as far as it is past."""
    return _classes().filter(closed_from__gte=scope.start, closed_to__lte=scope.last)


def running(scope: Scope) -> QuerySet[CourseClass]:
    """Classes that are open on the last day that can be seen."""
    still_open = Q(closed_from=None) | Q(closed_to__gt=scope.last)
    return _of_known_end().filter(still_open, opened_to__lte=scope.last)


def plan_lines(scope: Scope) -> QuerySet[PlanLine]:
    """Lines of the plan in force for the year of the period: its latest version by that day."""
    latest = (
        YearPlan.objects.filter(year=OuterRef("plan__year"), adopted_on__lte=scope.as_of)
        .order_by("-version")
        .values("pk")[:1]
    )
    lines = PlanLine.objects.filter(plan=Subquery(latest), plan__year__gte=scope.start.year)
    return lines.filter(plan__year__lte=scope.end.year).select_related("programme", "partner", "plan")


def _class_measure(name: str, label: str, definition: str, rows: Any, *, standing: bool = False) -> Measure:
    return Measure(name, label, "lớp", definition, rows, CLASS_DIMENSIONS, CLASS_COLUMNS, standing=standing)


register(
    _class_measure(
        "classes_opened",
        "Lớp mở trong kỳ",
        "Lớp có ngày khai giảng thực tế trong kỳ, theo giờ Việt Nam.",
        opened,
    ),
    _class_measure(
        "classes_carried_over",
        "Lớp chuyển tiếp",
        "Lớp khai giảng trước kỳ và ngày đầu kỳ vẫn còn học.",
        carried_over,
    ),
    _class_measure("classes_closed", "Lớp bế giảng trong kỳ", "Lớp có ngày bế giảng trong kỳ.", closed),
    _class_measure(
        "classes_running",
        "Lớp đang học",
        "Lớp đã khai giảng và chưa bế giảng vào ngày tính số liệu.",
        running,
        standing=True,
    ),
    _class_measure(
        "plan_classes_opened",
        "Lớp mở theo kế hoạch",
        "Lớp khai giảng trong kỳ và gắn với một dòng của kế hoạch chính năm đó.",
        lambda scope: opened(scope).filter(plan_line__plan__year__range=(scope.start.year, scope.end.year)),
    ),
    Measure(
        "classes_in_plan",
        "Lớp theo kế hoạch năm",
        "lớp",
        "Tổng số lớp của các dòng trong kế hoạch năm, bản ban hành gần nhất tính đến ngày đó.",
        plan_lines,
        {
            "programme": Dimension("programme__code"),
            "partner": Dimension("partner_id", int),
            "mode": Dimension("mode"),
            "quarter": Dimension("quarter", int),
        },
        (
            Column("Chương trình", lambda line: line.programme.name),
            Column("Đơn vị phối hợp", lambda line: line.partner),
            Column("Hình thức", lambda line: line.get_mode_display()),
            Column("Quý", lambda line: line.quarter),
            Column("Số lớp", lambda line: line.classes),
            Column("Số học viên", lambda line: line.learners),
        ),
        total="classes",
    ),
    Share(
        "plan_completion",
        "Hoàn thành kế hoạch",
        "plan_classes_opened",
        "classes_in_plan",
        "Số lớp mở theo kế hoạch chia cho số lớp của kế hoạch năm. Không có kế hoạch thì không tính.",
    ),
)
