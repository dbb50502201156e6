"""Forms of a class: planning it, and the verbs of its life."""

import re
from typing import Any

from django import forms

from courses.domain.classes import cancel_class, close_class, open_class, plan_class, undo_opening
from courses.models import CourseClass, PlanLine
from courses.queries.codes import next_code
from courses.queries.plan import line_label, lines_in_force, quarter_span
from school.days import today
from school.records.fields import DateField, PartialDateField
from school.records.forms import ActionForm, RecordForm

MOST_NAME = 300
CODE_TAKEN = "Mã này đã có lớp khác dùng. Đặt mã khác."


def suggested(line: PlanLine) -> dict[str, Any]:
    """What a class done for a line is, as far as the line and the classes before it tell."""
    code = next_code(line.programme, line.plan.year)
    said = [line.programme.short_name, line.partner and line.partner.name]
    if number := re.search(r"\d+$", code):
        said.append(f"lớp {int(number.group())}")
    name = ", ".join(part for part in said if part)[:MOST_NAME]
    first, last = quarter_span(line)
    return {
        "code": code,
        "name": name,
        "programme": line.programme_id,
        "partner": line.partner_id,
        "mode": line.mode,
        "due_to_open_on": min(max(today(), first), last),
    }


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
        help_texts = {
            "code_provisional": "nguồn chỉ nêu số lớp, trường chưa đặt mã",
            "plan_line": "chọn dòng thì lớp là lớp trong kế hoạch",
        }
        error_messages = {"code": {"unique": CODE_TAKEN}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["plan_line"]
        chosen = self.instance.plan_line_id or self.initial.get("plan_line")
        field.queryset = lines_in_force(chosen).order_by("-plan__year", "quarter", "programme__code", "pk")
        field.label_from_instance = line_label
        if line := field.queryset.filter(pk=chosen).first() if chosen and not self.instance.pk else None:
            self.initial = {**suggested(line), **self.initial}
        if self.instance.opened_from:  # the rules of its programme stay with the class
            self.fields["programme"].disabled = True

    def clean(self) -> dict[str, Any]:
        """A class of a plan line is planned, whatever was ticked."""
        data = super().clean()
        return data | {"planned": True} if data.get("plan_line") else data

    def save(self, commit: bool = True) -> CourseClass:
        """Through the verb of the domain. Raises ValidationError."""
        return plan_class(self.instance)


class OpenForm(ActionForm):
    opened = PartialDateField(label="Ngày khai giảng")

    def perform(self) -> str:
        """The rules in force on that day stay with the class."""
        open_class(self.record, self.cleaned_data["opened"])
        return (
            f"Lớp {self.record.code} khai giảng {self.record.opened}. Báo cáo năm {self.record.year} đã tính lớp này."
        )


class UndoOpeningForm(ActionForm):
    sure = forms.BooleanField(label="Ngày khai giảng đã ghi nhầm; lớp chờ khai giảng như trước")

    def perform(self) -> str:
        """Only while nobody is enrolled."""
        undo_opening(self.record)
        return f"Lớp {self.record.code} lại chờ khai giảng."


class CloseForm(ActionForm):
    closed = PartialDateField(label="Ngày bế giảng")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        due = self.record.due_to_close_on
        self.initial.setdefault("closed", f"{due if due and due <= today() else today():%d/%m/%Y}")

    def perform(self) -> str:
        """From then on it no longer runs."""
        close_class(self.record, self.cleaned_data["closed"])
        return f"Lớp {self.record.code} bế giảng {self.record.closed}."


class CancelForm(ActionForm):
    on = DateField(label="Ngày hủy")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", today())

    def perform(self) -> str:
        """Only before the opening."""
        cancel_class(self.record, self.cleaned_data["on"])
        return f"Đã hủy lớp {self.record.code}."
