"""Figures about lượt and persons, counted from rosters."""

from django.db.models import Exists, OuterRef, QuerySet

from courses.measures import CLASS_COLUMNS, CLASS_DIMENSIONS, opened, running
from courses.models import CourseClass
from enrollment.models import ClassStay, Enrolment, RosterConfirmation
from enrollment.queries.rosters import at_opening
from school.figures import Column, Dimension, Measure, Scope, Share, register

ENROLMENT_DIMENSIONS = {
    name: Dimension(f"first_class__{dimension.path}", dimension.parse) for name, dimension in CLASS_DIMENSIONS.items()
} | {
    "class": Dimension("first_class_id", int),
    "agency": Dimension("agency_id", int),
    "sex": Dimension("learner__sex"),
}
ENROLMENT_COLUMNS = (
    Column("Họ và tên", lambda e: e.learner.full_name),
    Column("Ngày sinh", lambda e: e.learner.born),
    Column("Giới tính", lambda e: e.learner.get_sex_display()),
    Column("Chức vụ khi vào học", lambda e: e.position),
    Column("Đơn vị cử", lambda e: e.agency),
    Column("Lớp", lambda e: e.first_class.code),
    Column("Tình trạng", lambda e: e.get_state_display()),
)
PERSON_COLUMNS = (
    Column("Họ và tên", lambda learner: learner.full_name),
    Column("Ngày sinh", lambda learner: learner.born),
    Column("Giới tính", lambda learner: learner.get_sex_display()),
)


def _confirmed(class_path: str) -> Exists:
    return Exists(RosterConfirmation.objects.filter(course_class=OuterRef(class_path), reopened_on=None))


def present_at_opening(scope: Scope) -> QuerySet[Enrolment]:
    """Lượt of classes opened in the period, learners who were there at the opening (sĩ số khai giảng)."""
    classes = opened(scope).order_by().values("pk")
    return (
        Enrolment.objects.once()
        .filter(at_opening(), first_class__in=classes)
        .select_related("learner", "agency", "first_class")
        .order_by("learner__sort_key", "pk")
    )


def counted(scope: Scope) -> QuerySet[Enrolment]:
    """Those whose class has its roster confirmed."""
    return present_at_opening(scope).filter(_confirmed("first_class"))


def entered(scope: Scope) -> QuerySet[Enrolment]:
    """Those on rosters that nobody has confirmed yet: "đã có 66"."""
    return present_at_opening(scope).filter(~_confirmed("first_class"))


def in_class(scope: Scope) -> QuerySet[ClassStay]:
    """Who is in a class on the last day that can be seen, of those that run then."""
    return (
        ClassStay.objects.on(scope.last)
        .once()
        .filter(course_class__in=running(scope).order_by().values("pk"))
        .select_related("enrolment__learner", "enrolment__agency", "course_class")
        .order_by("enrolment__learner__sort_key", "pk")
    )


def confirmed_classes(scope: Scope) -> QuerySet[CourseClass]:
    """Classes opened in the period whose roster is confirmed."""
    return opened(scope).filter(_confirmed("pk"))


def managed_classes(scope: Scope) -> QuerySet[CourseClass]:
    """Classes opened in the period whose learners are in the portal."""
    return opened(scope).filter(Exists(Enrolment.objects.once().filter(first_class=OuterRef("pk"))))


register(
    Measure(
        "enrolments_opened",
        "Lượt học viên của lớp mở trong kỳ",
        "lượt",
        "Học viên có mặt ngày khai giảng (sĩ số khai giảng) của các lớp mở trong kỳ đã chốt danh sách. "
        "Một người học hai lớp tính 2 lượt; chuyển lớp vẫn là 1 lượt, thuộc lớp ghi danh đầu.",
        counted,
        ENROLMENT_DIMENSIONS,
        ENROLMENT_COLUMNS,
    ),
    Measure(
        "persons_opened",
        "Người học ở lớp mở trong kỳ",
        "người",
        "Số người của các lượt học viên đã chốt danh sách trong kỳ: một người học hai lớp tính 1 người.",
        counted,
        ENROLMENT_DIMENSIONS,
        PERSON_COLUMNS,
        of="learner",
    ),
    Measure(
        "enrolments_unconfirmed",
        "Lượt học viên chưa chốt danh sách",
        "lượt",
        "Học viên đã nhập ở các lớp mở trong kỳ mà danh sách chưa chốt; chưa được tính vào báo cáo.",
        entered,
        ENROLMENT_DIMENSIONS,
        ENROLMENT_COLUMNS,
    ),
    Measure(
        "learners_in_class",
        "Học viên đang học",
        "lượt",
        "Học viên có trong lớp đang học vào ngày tính số liệu (sĩ số hiện nay), cả lớp chưa chốt danh sách.",
        in_class,
        {
            name: Dimension(f"course_class__{dimension.path}", dimension.parse)
            for name, dimension in CLASS_DIMENSIONS.items()
        }
        | {"class": Dimension("course_class_id", int)},
        (
            Column("Họ và tên", lambda stay: stay.enrolment.learner.full_name),
            Column("Đơn vị cử", lambda stay: stay.enrolment.agency),
            Column("Lớp", lambda stay: stay.course_class.code),
            Column("Ở lớp từ", lambda stay: stay.started_on),
        ),
    ),
    Measure(
        "classes_confirmed",
        "Lớp đã chốt danh sách",
        "lớp",
        "Lớp mở trong kỳ đã chốt danh sách: học viên của lớp được đếm.",
        confirmed_classes,
        CLASS_DIMENSIONS,
        CLASS_COLUMNS,
    ),
    Measure(
        "classes_managed",
        "Lớp quản lý trên cổng",
        "lớp",
        "Lớp mở trong kỳ có danh sách học viên trên cổng này.",
        managed_classes,
        CLASS_DIMENSIONS,
        CLASS_COLUMNS,
    ),
    Share(
        "classes_managed_in_portal_share",
        "Tỷ lệ lớp quản lý trên cổng",
        "classes_managed",
        "classes_opened",
        "Lớp mở trong kỳ có danh sách học viên trên cổng, chia cho số lớp mở trong kỳ.",
    ),
)
