"""Forms of a year's plan and its lines; a class is opened from a line in one of them."""

from typing import Any

from django import forms

from courses.domain.classes import class_from_line, open_class, plan_class
from courses.domain.plans import amend_plan, revise_plan, set_line, start_plan
from courses.models import CourseClass, PlanLine, YearPlan
from courses.queries.plan import line_label, quarter_span
from courses.registers.class_forms import CODE_TAKEN, suggested
from school.days import today
from school.models import Document, Staff
from school.partial_date import PartialDate
from school.records.fields import DateField
from school.records.forms import ActionForm, RecordForm
from school.records.register import register_named
from school.text import clean_text


class PlanForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = YearPlan
        fields = ["year", "adopted_on", "document"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["year"].disabled = True

    def save(self, commit: bool = True) -> YearPlan:
        """Through the verbs of the domain. Raises ValidationError."""
        return amend_plan(self.instance) if self.instance.pk else start_plan(self.instance)


class ReviseForm(ActionForm):
    adopted_on = DateField(label="Ngày ban hành lần điều chỉnh")
    document = forms.ModelChoiceField(Document.objects.filter(archived_on=None), required=False, label="Văn bản")

    def perform(self) -> str:
        """The lines are copied; what changes is edited there."""
        revised = revise_plan(self.record, self.cleaned_data["adopted_on"], self.cleaned_data["document"])
        self.location = register_named("courses.plan").url("detail", revised.pk)
        return f"Đã lập {revised}. Sửa các dòng thay đổi."


class LineForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = PlanLine
        fields = ["plan", "programme", "partner", "mode", "quarter", "classes", "learners"]
        help_texts = {"quarter": "1 đến 4; bỏ trống nếu kế hoạch chỉ nêu năm"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["plan"].disabled = True

    def save(self, commit: bool = True) -> PlanLine:
        """Through the verb of the domain. Raises ValidationError."""
        return set_line(self.instance)


class OpenFromLineForm(ActionForm):
    """A class with all that the line says; with the day of its opening it is opened at once."""

    line = forms.CharField(label="Theo dòng kế hoạch", disabled=True, required=False)
    code = forms.CharField(label="Mã lớp", max_length=40)
    name = forms.CharField(label="Tên lớp", max_length=300)
    due_to_open_on = DateField(label="Dự kiến khai giảng")
    opened = DateField(label="Ngày khai giảng", required=False, help_text="bỏ trống nếu lớp chưa khai giảng")
    homeroom = forms.ModelChoiceField(Staff.objects.filter(archived_on=None), required=False, label="Chủ nhiệm lớp")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begun = quarter_span(self.record)[0] <= today() and self.record.plan.year == today().year
        told = {"line": line_label(self.record), "opened": today() if begun else None}
        self.initial = {**suggested(self.record), **told, **self.initial}

    def clean_code(self) -> str:
        """A code that no class has. Raises ValidationError."""
        code = clean_text(self.cleaned_data["code"])
        if CourseClass.objects.filter(code=code).exists():
            raise forms.ValidationError(CODE_TAKEN)
        return code

    def clean(self) -> dict[str, Any]:
        """Within the plan's year, and no more classes than the line has."""
        data = super().clean() or self.cleaned_data
        year = self.record.plan.year
        for name in ("due_to_open_on", "opened"):
            if data.get(name) and data[name].year != year:
                self.add_error(name, f"Dòng này thuộc kế hoạch năm {year}. Gõ một ngày trong năm {year}.")
        if self.record.course_classes.filter(cancelled_on=None).count() >= self.record.classes:
            words = f"Dòng này đã đủ {self.record.classes} lớp. Sửa số lớp của dòng, hoặc thêm lớp ngoài kế hoạch."
            self.add_error(None, words)
        return data

    def perform(self) -> str:
        """Plan the class, and open it where its day is given."""
        data = self.cleaned_data
        made = class_from_line(self.record, data["code"], data["name"], data["due_to_open_on"])
        made.homeroom = data["homeroom"]
        plan_class(made)
        self.location = register_named("courses.class").url("detail", made.pk)
        if not data["opened"]:
            return f"Đã lập lớp {made.code}, chờ khai giảng."
        open_class(made, PartialDate.day(data["opened"]))
        return f"Đã mở lớp {made.code}. Báo cáo năm {made.year} đã tính lớp này."
