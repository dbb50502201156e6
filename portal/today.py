"""Việc hôm nay: what waits for somebody, what is late, what nobody has entered, what runs and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from urllib.parse import urlencode

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.models import ClassState, CourseClass
from courses.queries.state import in_state
from enrollment.models import ClassStay
from portal.models import Role, User
from portal.report import wording
from portal.report.doors import Figure, rows_door
from school.figures import Ask, Cells, Measure, Scope, measure
from school.records.register import register_named

AHEAD = timedelta(days=14)
SHOWN = 12
CLASSES = "courses.class"


class Group(Enum):
    """Why something is on the list; its value heads the table."""

    WAITING = "Chờ tôi xử lý"
    LATE = "Trễ hạn"
    MISSING = "Chưa ai nhập"


@dataclass(frozen=True)
class Duty:
    """Rows of a measure to be dealt with, by whoever may; the others see them where they are late or missing."""

    measure: str
    group: Group
    may: str
    act: str


DUTIES = (
    Duty("classes_unconfirmed", Group.WAITING, "enrollment.edit_enrolment", "Mở từng lớp, xem lại rồi chốt danh sách."),
    Duty("criteria_tasks_soon", Group.WAITING, "school.edit_framework", "Hoàn thành, nộp minh chứng trước hạn."),
    Duty("classes_late_to_open", Group.LATE, "courses.edit_class", "Ghi khai giảng, lùi ngày dự kiến hoặc hủy lớp."),
    Duty("classes_late_to_close", Group.LATE, "courses.edit_class", "Ghi ngày bế giảng hoặc lùi ngày dự kiến."),
    Duty("projects_late", Group.LATE, "research.edit_work", "Ghi nghiệm thu hoặc gia hạn."),
    Duty("seminars_late", Group.LATE, "research.edit_work", "Ghi ngày tổ chức hoặc lùi ngày dự kiến."),
    Duty("criteria_tasks_late", Group.LATE, "school.edit_framework", "Hoàn thành, nộp minh chứng."),
    Duty(
        "classes_without_roster", Group.MISSING, "enrollment.edit_enrolment", "Ghi danh học viên để báo cáo đếm được."
    ),
    Duty("lecturers_without_degree", Group.MISSING, "school.edit_staff", "Nhập văn bằng, chứng chỉ, chức danh."),
    Duty("documents_unseen", Group.MISSING, "school.edit_document", "Đối chiếu với bản chính rồi xác nhận."),
)


@dataclass(frozen=True)
class Line:
    """One duty with its number and the list behind it."""

    label: str
    unit: str
    act: str
    figure: Figure


@dataclass(frozen=True)
class Next:
    """A class about to open or close."""

    day: date
    what: str
    course_class: CourseClass


@dataclass(frozen=True)
class Today:
    """What the first page shows beside the figures."""

    groups: tuple[tuple[Group, tuple[Line, ...]], ...]
    running: tuple[CourseClass, ...]
    all_running: str  # the address of all of them, where these are not all
    coming: tuple[Next, ...]


def duties_of(user: User) -> tuple[Duty, ...]:
    """Their own duties; leaders see what is late or missing, whoever owes it."""
    if user.role == Role.LEADERSHIP:
        return tuple(duty for duty in DUTIES if duty.group is not Group.WAITING)
    return tuple(duty for duty in DUTIES if user.has_perm(duty.may))


def asks_of(duties: Sequence[Duty], day: date) -> list[Ask]:
    """The questions to the registry."""
    return [Ask(measure(duty.measure), Scope.of_year(day.year, day)) for duty in duties]


def today_of(user: User, duties: Sequence[Duty], answers: Sequence[Cells], day: date) -> Today:
    """What the page shows; two queries, for the classes that run and those that come."""
    lines = [_line(measure(d.measure), d, cells, day) for d, cells in zip(duties, answers, strict=True)]
    groups = tuple(
        (group, tuple(line for line, duty in zip(lines, duties, strict=True) if duty.group is group and line))
        for group in Group
    )
    classes = list(_running(user, day)[: SHOWN + 1])
    return Today(
        groups=tuple((group, shown) for group, shown in groups if shown),
        running=tuple(classes[:SHOWN]),
        all_running=_all_running() if len(classes) > SHOWN else "",
        coming=tuple(_coming(user, day)),
    )


def _line(asked: Measure, duty: Duty, cells: Cells, day: date) -> Line | None:
    number = cells.get((), 0)
    if not number:
        return None
    door = rows_door(duty.measure, Scope.of_year(day.year, day))
    return Line(asked.label, asked.unit, duty.act, Figure(wording.number(number), door=door))


def _all_running() -> str:
    return f"{register_named(CLASSES).url('list')}?{urlencode({'tinh_trang': ClassState.OPEN.value})}"


def _running(user: User, day: date) -> QuerySet[CourseClass]:
    """Classes that run, as their list shows them, with those who are in them now."""
    stays = ClassStay.objects.on(day).once().filter(course_class=OuterRef("pk")).order_by().values("course_class")
    now = Coalesce(Subquery(stays.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())
    shown = in_state(register_named(CLASSES).in_use(user), ClassState.OPEN)
    return shown.annotate(now=now).order_by("-opened_from", "code")


def _coming(user: User, day: date) -> list[Next]:
    """Openings and closings due within two weeks."""
    span = (day, day + AHEAD)
    opens = Q(state=ClassState.PLANNED, due_to_open_on__range=span)
    closes = Q(state=ClassState.OPEN, due_to_close_on__range=span)
    classes = register_named(CLASSES).in_use(user).filter(opens | closes).order_by("pk")
    found = [_next(course_class) for course_class in classes]
    return sorted(found, key=lambda one: (one.day, one.course_class.code))[:SHOWN]


def _next(course_class: CourseClass) -> Next:
    if course_class.state == ClassState.PLANNED and course_class.due_to_open_on:
        return Next(course_class.due_to_open_on, "Khai giảng", course_class)
    assert course_class.due_to_close_on  # noqa: S101 - the query asked for one of the two
    return Next(course_class.due_to_close_on, "Bế giảng", course_class)
