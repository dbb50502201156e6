"""Classes: from the plan to the closing."""

from typing import Any

import django_filters
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from courses.models import ClassState, CourseClass, Mode, Programme
from courses.models.classes import OPENING_DAY, UNKNOWN_END_WORDS
from courses.queries.scope import may_open, visible_classes
from courses.queries.state import UNKNOWN_END, in_state
from courses.registers.class_forms import CancelForm, ClassForm, CloseForm, OpenForm, UndoOpeningForm
from school.models import Agency
from school.records.filters import ALL, RecordFilters, YearFilter, choice, record_of, yes_no
from school.records.ordering import day_or, text_key, text_or
from school.records.register import Action, Chip, Column, Fact, PutAway, Register, Within, declare
from school.records.search import ConcatWS, by_words

OF_ONE_PROGRAMME = ("ma", "ten", "don_vi", "khai_giang", "be_giang", "si_so", "danh_sach", "tinh_trang")
STATES = {
    ClassState.PLANNED: ("hourglass-split", "info"),
    ClassState.OPEN: ("play-circle", "ok"),
    ClassState.CLOSED: ("check-circle", "none"),
    ClassState.CANCELLED: ("x-circle", "none"),
}


def state(course_class: CourseClass) -> Chip:
    """Where in its life the class is; of one that a source only mentions nobody knows whether it still runs."""
    icon, kind = STATES[ClassState(course_class.state)]
    if course_class.code_provisional and course_class.state == ClassState.OPEN:
        icon, kind = "question-circle", "not-yet"
    return Chip(course_class.get_state_display(), icon, kind)


def classes() -> QuerySet[CourseClass]:
    """Classes with what details say of them."""
    return classes_in_lists().select_related("rule_set__document", "plan_line", "coverage__figure")


def classes_in_lists() -> QuerySet[CourseClass]:
    """Classes with what lists say of them; learners are counted for the rows shown only."""
    same = CourseClass.objects.filter(pk=OuterRef("pk")).order_by()
    each_person_once = Q(enrolments__learner__merged_into=None)
    learners = same.annotate(n=Count("enrolments", filter=each_person_once)).values("n")
    return CourseClass.objects.select_related("programme", "partner", "homeroom").annotate(
        learners=Coalesce(Subquery(learners), 0, output_field=IntegerField()),
        confirmed=Exists(same.filter(confirmations__isnull=False, confirmations__reopened_on=None)),
    )


def opening(course_class: CourseClass) -> Any:
    """When it opened, or is to open."""
    due = course_class.due_to_open_on
    return course_class.opened or (f"dự kiến {due:%d/%m/%Y}" if due else None)


def roster(course_class: Any) -> Chip | None:
    """Whether the roster is confirmed; nothing where there is nobody on it."""
    if course_class.confirmed:
        return Chip("đã chốt", "check2-square", "ok")
    return Chip("chưa chốt", "square", "not-yet") if course_class.learners else None


def lead(course_class: Any) -> list[Any]:
    """What a reader must know before anything else."""
    said: list[Any] = [state(course_class)]
    if course_class.confirmed:
        said.append(Chip("danh sách đã chốt", "check2-square", "ok"))
    elif course_class.opened_from:
        said.append(Chip("danh sách chưa chốt", "square", "not-yet"))
    if course_class.code_provisional:
        said.append("Lớp tạm, nguồn chỉ nêu số.")
    return said


def rules(course_class: CourseClass) -> Any:
    """The rules of study that stay with the class."""
    return _of_its_programme(course_class, course_class.rule_set)


def line(course_class: CourseClass) -> Any:
    """The plan's line that the class is done for."""
    return _of_its_programme(course_class, course_class.plan_line)


def declared(course_class: CourseClass) -> Any:
    """The declared figure that covers the class, if any."""
    coverage = getattr(course_class, "coverage", None)
    return _of_its_programme(course_class, coverage.figure) if coverage else None


def _of_its_programme(course_class: CourseClass, other: Any) -> Any:
    """The other record, which is of the class's programme too: no join and no query to read it again."""
    if other and other.programme_id == course_class.programme_id:
        other.programme = course_class.programme
    return other


class ClassFilters(RecordFilters):
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=[*ClassState.choices, (UNKNOWN_END, UNKNOWN_END_WORDS)],
        empty_label=ALL,
        method="by_state",
    )
    chuong_trinh = record_of("Chương trình", "programme", Programme.objects.all())
    nam = YearFilter("Năm khai giảng", "opened_from")
    hinh_thuc = choice("Hình thức", "mode", Mode.choices)
    ke_hoach = yes_no("Kế hoạch", "trong kế hoạch", "ngoài kế hoạch", planned=True)
    don_vi = record_of("Đơn vị phối hợp", "partner", Agency.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Partners of the classes that this user may know of, and no other.
        partners = self.queryset.order_by().values("partner")
        self.form.fields["don_vi"].queryset = Agency.objects.filter(pk__in=partners).order_by("sort_key")

    def by_state(self, rows: QuerySet[CourseClass], name: str, value: str) -> QuerySet[CourseClass]:
        """As its column shows it."""
        return in_state(rows, value)


def waits(course_class: CourseClass) -> bool:
    """It has neither opened nor been cancelled."""
    return course_class.state == ClassState.PLANNED


def may_undo(course_class: Any) -> bool:
    """It runs, and nobody is on its roster."""
    return course_class.state == ClassState.OPEN and not course_class.learners and not course_class.code_provisional


CLASS = Register(
    app="courses",
    name="class",
    slug="lop",
    model=CourseClass,
    title="Lớp",
    noun="lớp",
    columns=(
        Column("ma", "Mã lớp", lambda row: row.code, ("code",), whole=True),
        Column("ten", "Tên lớp", lambda row: row.name, (text_key("name"),)),
        Column("chuong_trinh", "Chương trình", lambda row: row.programme.code, ("programme__code",), whole=True),
        Column("don_vi", "Đơn vị phối hợp", lambda row: row.partner, (text_or("partner__sort_key"),)),
        Column("hinh_thuc", "Hình thức", lambda row: row.get_mode_display(), ("mode",), shown=False),
        Column("khai_giang", "Khai giảng", opening, (OPENING_DAY,)),
        Column("be_giang", "Bế giảng", lambda row: row.closed, (day_or("closed_from", first=False),)),
        Column("si_so", "Sĩ số", lambda row: row.learners or None, number=True),
        Column("danh_sach", "Danh sách", roster),
        Column("chu_nhiem", "Chủ nhiệm", lambda row: row.homeroom, (text_or("homeroom__sort_key"),), shown=False),
        Column("tinh_trang", "Tình trạng", state, ("state",)),
    ),
    order="-khai_giang",
    rows=classes,
    list_rows=classes_in_lists,
    scope=visible_classes,
    own="Chỉ hiện lớp bạn chủ nhiệm.",
    opens=may_open,
    search=by_words(ConcatWS(Lower("code"), "search_key", "partner__search_key"), code=("code",)),
    search_hint="mã lớp, tên lớp, đơn vị phối hợp",
    filters=ClassFilters,
    within=(
        Within("don-vi", "partner", "school.agency"),
        Within("chuong-trinh", "programme", "courses.programme"),
        Within("dong-ke-hoach", "plan_line", "courses.plan_line"),
        Within("chu-nhiem", "homeroom", "school.staff"),
    ),
    form=ClassForm,
    lead=lead,
    facts=(
        Fact("Chương trình", lambda row: row.programme),
        Fact("Đơn vị phối hợp", lambda row: row.partner),
        Fact("Hình thức", lambda row: row.get_mode_display()),
        Fact("Địa điểm", lambda row: row.place),
        Fact("Chủ nhiệm lớp", lambda row: row.homeroom),
        Fact("Dự kiến khai giảng", lambda row: row.due_to_open_on),
        Fact("Khai giảng", lambda row: row.opened),
        Fact("Dự kiến bế giảng", lambda row: row.due_to_close_on),
        Fact("Bế giảng", lambda row: row.closed),
        Fact("Ngày hủy", lambda row: row.cancelled_on),
        Fact("Sĩ số ghi danh", lambda row: row.learners or None),
        Fact("Kế hoạch", lambda row: "trong kế hoạch" if row.planned else "ngoài kế hoạch"),
        Fact("Dòng kế hoạch", line, may="courses.read_plan"),
        Fact("Quy định học tập", rules),
        Fact("Theo văn bản", lambda row: row.rule_set and row.rule_set.document),
        Fact("Số theo báo cáo", declared, may="courses.read_declared_figure"),
    ),
    actions=(
        Action("open", "khai-giang", "Khai giảng", OpenForm, waits, "play"),
        Action("close", "be-giang", "Bế giảng", CloseForm, lambda row: row.state == ClassState.OPEN, "check2"),
        Action(
            "undo_opening",
            "hoan-tac-khai-giang",
            "Hoàn tác khai giảng",
            UndoOpeningForm,
            may_undo,
            "arrow-counterclockwise",
        ),
        Action(
            "cancel",
            "huy",
            "Hủy lớp",
            CancelForm,
            waits,
            "x-lg",
            "Lớp đã hủy không mở lại được; kế hoạch năm và báo cáo không tính lớp này.",
        ),
    ),
    put_away=PutAway.ARCHIVED,
    empty="Mở lớp từ một dòng của kế hoạch năm, hoặc thêm lớp ngoài kế hoạch.",
)

declare(CLASS)
