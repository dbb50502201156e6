"""Classes: from the plan to the closing."""

from typing import Any

from django import forms
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.domain.classes import cancel_class, close_class, open_class, plan_class
from courses.models import ClassState, CourseClass, Mode, PlanLine, Programme
from courses.queries.scope import visible_classes
from school.days import today
from school.models import Agency
from school.records.fields import DateField, PartialDateField
from school.records.filters import RecordFilters, choice, number, record_of, yes_no
from school.records.forms import ActionForm, RecordForm
from school.records.ordering import day_or, text_or
from school.records.register import Action, Chip, Column, Fact, PutAway, Register, Within, declare
from school.records.search import by_words

STATES = {
    ClassState.PLANNED: ("hourglass-split", "info"),
    ClassState.OPEN: ("play-circle", "ok"),
    ClassState.CLOSED: ("check-circle", "none"),
    ClassState.CANCELLED: ("x-circle", "none"),
}


def state(course_class: CourseClass) -> Chip:
    """Where in its life the class is."""
    icon, kind = STATES[ClassState(course_class.state)]
    return Chip(course_class.get_state_display(), icon, kind)


def classes() -> QuerySet[CourseClass]:
    """Classes with what lists and details say of them; learners are counted for the rows shown only."""
    enrolments = CourseClass.objects.filter(pk=OuterRef("pk")).order_by().annotate(n=Count("enrolments"))
    return CourseClass.objects.select_related(
        "programme", "partner", "homeroom", "rule_set__document", "plan_line__plan", "plan_line__programme"
    ).annotate(learners=Coalesce(Subquery(enrolments.values("n")), 0, output_field=IntegerField()))


def lead(course_class: CourseClass) -> Any:
    """What a reader must know before anything else."""
    if course_class.code_provisional:
        return "Lớp do nguồn số liệu nêu; mã tạm, chưa có danh sách riêng."
    return course_class.name


class ClassForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = CourseClass
        fields = [
            "code",
            "code_provisional",
            "name",
            "programme",
            "partner",
            "mode",
            "place",
            "homeroom",
            "plan_line",
            "planned",
            "due_to_open_on",
            "due_to_close_on",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_line"].queryset = PlanLine.objects.select_related("plan", "programme", "partner")
        self.fields["plan_line"].label_from_instance = lambda line: f"{line.plan}: {line}"

    def clean(self) -> dict[str, Any]:
        """A class of a plan line is planned, and of the line's programme."""
        data = super().clean()
        line, programme = data.get("plan_line"), data.get("programme")
        if line and programme and line.programme_id != programme.pk:
            self.add_error("plan_line", f"Dòng kế hoạch này là của chương trình {line.programme.code}. Chọn dòng khác.")
        if line:
            data["planned"] = True
        return data

    def save(self, commit: bool = True) -> CourseClass:
        """Through the verb of the domain. Raises ValidationError."""
        return plan_class(self.instance)


class ClassFilters(RecordFilters):
    tinh_trang = choice("Tình trạng", "state", ClassState.choices)
    chuong_trinh = record_of("Chương trình", "programme", Programme.objects.filter(archived_on=None))
    nam = number("Năm khai giảng", "year")
    hinh_thuc = choice("Hình thức", "mode", Mode.choices)
    ke_hoach = yes_no("Kế hoạch", "trong kế hoạch", "ngoài kế hoạch", planned=True)
    don_vi = record_of("Đơn vị phối hợp", "partner", Agency.objects.filter(classes__isnull=False).distinct())


class OpenForm(ActionForm):
    opened = PartialDateField(label="Ngày khai giảng")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        due = self.record.due_to_open_on
        self.initial.setdefault("opened", f"{due if due and due <= today() else today():%d/%m/%Y}")

    def perform(self) -> str:
        """The rules in force on that day stay with the class."""
        open_class(self.record, self.cleaned_data["opened"])
        return f"Lớp {self.record.code} khai giảng {self.record.opened}. Báo cáo năm đã tính lớp này."


class CloseForm(ActionForm):
    closed = PartialDateField(label="Ngày bế giảng")

    def perform(self) -> str:
        """Nobody is in the class after that day."""
        close_class(self.record, self.cleaned_data["closed"])
        return f"Lớp {self.record.code} bế giảng {self.record.closed}."


class CancelForm(ActionForm):
    on = DateField(label="Ngày hủy")
    sure = forms.BooleanField(label="Lớp này sẽ không mở")

    def perform(self) -> str:
        """Only before the opening."""
        cancel_class(self.record, self.cleaned_data["on"])
        return f"Đã hủy lớp {self.record.code}."


CLASS = Register(
    app="courses",
    name="class",
    slug="lop",
    model=CourseClass,
    title="Lớp",
    noun="lớp",
    icon="mortarboard",
    columns=(
        Column("ma", "Mã lớp", lambda row: row.code, ("code",)),
        Column("ten", "Tên lớp", lambda row: row.name, ("search_key",)),
        Column("chuong_trinh", "Chương trình", lambda row: row.programme.code, ("programme__code",)),
        Column("don_vi", "Đơn vị phối hợp", lambda row: row.partner, (text_or("partner__sort_key"),)),
        Column("hinh_thuc", "Hình thức", lambda row: row.get_mode_display(), ("mode",), shown=False),
        Column("khai_giang", "Khai giảng", lambda row: row.opened, (day_or("opened_from", first=False),)),
        Column("be_giang", "Bế giảng", lambda row: row.closed, (day_or("closed_from", first=False),)),
        Column("si_so", "Học viên", lambda row: row.learners or None, number=True),
        Column("chu_nhiem", "Chủ nhiệm", lambda row: row.homeroom, (text_or("homeroom__sort_key"),), shown=False),
        Column("tinh_trang", "Tình trạng", state, ("state",)),
    ),
    order="-khai_giang",
    rows=classes,
    scope=visible_classes,
    search=by_words("search_key", "partner__search_key", code=("code",)),
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
        Fact("Tình trạng", state),
        Fact("Chương trình", lambda row: row.programme),
        Fact("Đơn vị phối hợp", lambda row: row.partner),
        Fact("Khai giảng", lambda row: row.opened),
        Fact("Bế giảng", lambda row: row.closed),
        Fact("Dự kiến khai giảng", lambda row: row.due_to_open_on if not row.opened_from else None),
        Fact("Dự kiến bế giảng", lambda row: row.due_to_close_on if not row.closed_from else None),
        Fact("Hình thức", lambda row: row.get_mode_display()),
        Fact("Địa điểm", lambda row: row.place),
        Fact("Chủ nhiệm lớp", lambda row: row.homeroom),
        Fact("Kế hoạch", lambda row: row.plan_line or ("trong kế hoạch" if row.planned else "ngoài kế hoạch")),
        Fact("Quy định học tập", lambda row: row.rule_set),
    ),
    actions=(
        Action("open", "khai-giang", "Khai giảng", OpenForm, lambda row: row.state == ClassState.PLANNED, "play"),
        Action("close", "be-giang", "Bế giảng", CloseForm, lambda row: row.state == ClassState.OPEN, "check2"),
        Action("cancel", "huy", "Hủy lớp", CancelForm, lambda row: row.state == ClassState.PLANNED, "x-lg"),
    ),
    put_away=PutAway.ARCHIVED,
    empty="Mở lớp từ một dòng của kế hoạch năm, hoặc thêm lớp ngoài kế hoạch.",
)

declare(CLASS)
