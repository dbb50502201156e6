"""Forms of what happens to an enrolment: each a day, a decision, a reason, and the verb of the domain."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from courses.models import ClassState, CourseClass
from enrollment.domain.changes import complete, leave_class, return_to_class, transfer
from enrollment.domain.reversals import reverse_change
from enrollment.models import ChangeVerb
from school.errors import Refused
from school.records.fields import DateField
from school.records.forms import ActionForm
from school.records.widgets import rows_of

LEAVING = (ChangeVerb.WITHDRAW, ChangeVerb.EXPEL, ChangeVerb.DIE)


class ChangeForm(ActionForm):
    """A day it takes effect, the decision and why."""

    effective_on = DateField(label="Có hiệu lực từ ngày")
    decision = forms.CharField(label="Số quyết định", max_length=60, required=False)
    reason = forms.CharField(label="Lý do", widget=forms.Textarea({"rows": 3}))

    @property
    def told(self) -> dict[str, str]:
        """Decision and reason, as the domain takes them."""
        return {"decision": self.cleaned_data["decision"], "reason": self.cleaned_data["reason"]}

    @property
    def day(self) -> date:
        """The day it takes effect."""
        day: date = self.cleaned_data["effective_on"]
        return day


def _leave(form: ChangeForm, verb: ChangeVerb) -> str:
    leave_class(form.record, verb, form.day, **form.told)
    return f"{form.record}: {verb.label} từ {form.day:%d/%m/%Y}."


class DeferForm(ChangeForm):
    def perform(self) -> str:
        """From that day in no class, until they return."""
        return _leave(self, ChangeVerb.DEFER)


class LeaveForm(ChangeForm):
    """Leaving for good, in one of three ways."""

    confirm = "Ghi biến động"
    verb = forms.ChoiceField(label="Biến động", choices=[(verb.value, verb.label) for verb in LEAVING])
    field_order = ("verb", "effective_on", "decision", "reason")

    def perform(self) -> str:
        """From that day in no class."""
        return _leave(self, ChangeVerb(self.cleaned_data["verb"]))


class ToClassForm(ChangeForm):
    """Going to an open class of the same programme."""

    to_class = forms.ModelChoiceField(CourseClass.objects.none(), label="Sang lớp")
    field_order = ("to_class", "effective_on", "decision", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_of(self, "to_class", self.classes())

    def classes(self) -> QuerySet[CourseClass]:
        """Those that may be gone to."""
        return CourseClass.objects.filter(state=ClassState.OPEN, programme=self.record.first_class.programme_id)


class TransferForm(ToClassForm):
    def classes(self) -> QuerySet[CourseClass]:
        """Another one than now."""
        return super().classes().exclude(code=self.record.in_class)

    def perform(self) -> str:
        """Still one lượt, in the year of the first class."""
        transfer(self.record, self.cleaned_data["to_class"], self.day, **self.told)
        return f"{self.record.learner} chuyển sang lớp {self.cleaned_data['to_class'].code}."


class ReturnForm(ToClassForm):
    def perform(self) -> str:
        """After a deferral."""
        return_to_class(self.record, self.cleaned_data["to_class"], self.day, **self.told)
        return f"{self.record.learner} học lại ở lớp {self.cleaned_data['to_class'].code}."


class CompleteForm(ActionForm):
    on = DateField(label="Ngày học cuối cùng")

    def perform(self) -> str:
        """The programme is finished."""
        complete(self.record, self.cleaned_data["on"])
        return f"{self.record.learner} đã hoàn thành chương trình."


class UndoForm(ActionForm):
    """Taking back what was done last when the form was opened, not what somebody did since."""

    change = forms.IntegerField(widget=forms.HiddenInput, required=False)
    decision = forms.CharField(label="Số quyết định", max_length=60, required=False)
    reason = forms.CharField(label="Lý do", widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("change", self.record.last_change["pk"])

    def perform(self) -> str:
        """The ledger keeps both entries."""
        data = self.cleaned_data
        change = self.record.changes.filter(pk=data["change"]).first()
        if change is None:
            raise Refused("Không rõ hủy thao tác nào. Mở lại trang của lượt học.")
        reverse_change(change, reason=data["reason"], decision=data["decision"])
        return f"Đã hủy thao tác “{change.get_verb_display()}” của {self.record.learner}. Số liệu trở về như trước."
