"""Plans of years, in versions, and their lines."""

from typing import Any

from django import forms

from courses.domain.classes import class_from_line, open_class, plan_class
from courses.domain.plans import revise_plan
from courses.models import Mode, PlanLine, YearPlan
from courses.queries.codes import next_code
from courses.queries.plan import quarter_span
from school.days import today
from school.models import Document, Staff
from school.partial_date import PartialDate
from school.records.fields import DateField
from school.records.filters import RecordFilters, choice, number
from school.records.forms import ActionForm, RecordForm
from school.records.ordering import number_or, text_or
from school.records.register import Action, Column, Fact, PutAway, Register, Section, Within, declare, register_named
from school.records.search import by_words, key_of


class PlanForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = YearPlan
        fields = ["year", "version", "adopted_on", "document"]


class PlanFilters(RecordFilters):
    nam = number("Năm", "year")


class ReviseForm(ActionForm):
    adopted_on = DateField(label="Ngày ban hành lần điều chỉnh")
    document = forms.ModelChoiceField(Document.objects.filter(archived_on=None), required=False, label="Văn bản")

    def perform(self) -> str:
        """The lines are copied; what changes is edited there."""
        revised = revise_plan(self.record, self.cleaned_data["adopted_on"], self.cleaned_data["document"])
        self.location = PLAN.url("detail", revised.pk)
        return f"Đã lập {revised}. Sửa các dòng thay đổi."


PLAN = Register(
    app="courses",
    name="plan",
    slug="ban-ke-hoach",
    model=YearPlan,
    title="Các bản kế hoạch năm",
    noun="kế hoạch",
    icon="calendar3",
    columns=(
        Column("ten", "Kế hoạch", lambda row: str(row), ("year", "version")),
        Column("ban_hanh", "Ngày ban hành", lambda row: row.adopted_on, ("adopted_on",)),
        Column("van_ban", "Văn bản", lambda row: row.document),
    ),
    order="-ten",
    rows=lambda: YearPlan.objects.select_related("document"),
    filters=PlanFilters,
    form=PlanForm,
    facts=(
        Fact("Năm", lambda row: str(row.year)),
        Fact("Lần", lambda row: row.version),
        Fact("Ngày ban hành", lambda row: row.adopted_on),
        Fact("Văn bản", lambda row: row.document),
    ),
    sections=(Section("courses.plan_line", "ke-hoach"),),
    actions=(Action("revise", "dieu-chinh", "Lập lần điều chỉnh", ReviseForm, icon="files"),),
    put_away=PutAway.ARCHIVED,
    empty="Thêm kế hoạch của năm, rồi thêm từng dòng: chương trình, đơn vị phối hợp, số lớp.",
)


class LineForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = PlanLine
        fields = ["plan", "programme", "partner", "mode", "quarter", "classes", "learners"]


class LineFilters(RecordFilters):
    hinh_thuc = choice("Hình thức", "mode", Mode.choices)
    quy = choice("Quý", "quarter", [(quarter, f"quý {quarter}") for quarter in range(1, 5)])


class OpenFromLineForm(ActionForm):
    """A class with all that the line says; with the day of its opening it is opened at once."""

    code = forms.CharField(label="Mã lớp", max_length=40)
    name = forms.CharField(label="Tên lớp", max_length=300)
    due_to_open_on = DateField(label="Dự kiến khai giảng")
    opened_on = DateField(label="Ngày khai giảng", required=False, help_text="bỏ trống nếu lớp chưa khai giảng")
    homeroom = forms.ModelChoiceField(Staff.objects.filter(archived_on=None), required=False, label="Chủ nhiệm lớp")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = quarter_span(self.record)
        due = min(max(today(), first), last)
        suggested = {
            "code": next_code(self.record.programme, self.record.plan.year),
            "name": _name(self.record),
            "due_to_open_on": f"{due:%d/%m/%Y}",
            "opened_on": f"{today():%d/%m/%Y}" if first <= today() <= last else "",
        }
        self.initial = suggested | self.initial

    def perform(self) -> str:
        """Plan the class, and open it where its day is given."""
        data = self.cleaned_data
        made = class_from_line(self.record, data["code"], data["name"], data["due_to_open_on"])
        made.homeroom = data["homeroom"]
        plan_class(made)
        if data["opened_on"]:
            open_class(made, PartialDate.day(data["opened_on"]))
        self.location = register_named("courses.class").url("detail", made.pk)
        return f"Đã mở lớp {made.code}." if data["opened_on"] else f"Đã lập lớp {made.code}, chờ khai giảng."


def _name(line: PlanLine) -> str:
    return f"{line.programme.short_name}, {line.partner}" if line.partner else line.programme.short_name


LINE = Register(
    app="courses",
    name="plan_line",
    permission="plan",
    slug="dong-ke-hoach",
    model=PlanLine,
    title="Dòng kế hoạch",
    noun="dòng kế hoạch",
    columns=(
        Column(
            "chuong_trinh",
            "Chương trình",
            lambda row: row.programme.short_name,
            ("programme__code",),
        ),
        Column("don_vi", "Đơn vị phối hợp", lambda row: row.partner, (text_or("partner__sort_key"),)),
        Column("hinh_thuc", "Hình thức", lambda row: row.get_mode_display(), ("mode",)),
        Column("quy", "Quý", lambda row: row.quarter, (number_or("quarter"),), number=True),
        Column("so_lop", "Số lớp", lambda row: row.classes, ("classes",), number=True),
        Column("hoc_vien", "Học viên", lambda row: row.learners, (number_or("learners"),), number=True),
        Column("ke_hoach", "Kế hoạch", lambda row: row.plan, ("plan__year", "plan__version")),
    ),
    order="-ke_hoach",
    rows=lambda: PlanLine.objects.select_related("plan", "programme", "partner"),
    search=by_words(key_of("programme__name"), "partner__search_key", code=("programme__code",)),
    search_hint="chương trình, đơn vị phối hợp",
    filters=LineFilters,
    within=(Within("ke-hoach", "plan", "courses.plan"),),
    part_of="ke-hoach",
    form=LineForm,
    lead=lambda row: str(row.plan),
    facts=(
        Fact("Kế hoạch", lambda row: row.plan),
        Fact("Chương trình", lambda row: row.programme),
        Fact("Đơn vị phối hợp", lambda row: row.partner),
        Fact("Hình thức", lambda row: row.get_mode_display()),
        Fact("Quý", lambda row: row.quarter),
        Fact("Số lớp", lambda row: row.classes),
        Fact("Số học viên", lambda row: row.learners),
    ),
    sections=(Section("courses.class", "dong-ke-hoach", "Lớp của dòng này"),),
    actions=(Action("open", "mo-lop", "Mở lớp", OpenFromLineForm, icon="plus-lg"),),
    empty="Thêm dòng: chương trình, đơn vị phối hợp, hình thức, quý, số lớp.",
)

declare(PLAN, LINE)
