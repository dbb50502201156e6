"""Forms and filters of learners."""

from typing import Any

from django import forms

from courses.models import ClassState, CourseClass
from enrollment.domain.people import Person, register_learners
from enrollment.domain.postings import Move, move_learners
from enrollment.domain.rosters import Entry, enrol_roster
from enrollment.domain.succession import Candidate, plan_succession
from enrollment.models import Learner, Posting
from school.days import today
from school.models import Agency, Document, Sex
from school.records.fields import DateField
from school.records.filters import RecordFilters, choice, record_of
from school.records.forms import ActionForm, RecordForm
from school.records.register import register_named

AGENCIES = Agency.objects.filter(is_group=False, archived_on=None)
CURRENT_AGENCIES = AGENCIES.filter(valid_to=None)


class LearnerFilters(RecordFilters):
    gioi_tinh = choice("Giới tính", "sex", Sex.choices)
    don_vi = record_of("Đã công tác ở", "postings__agency", AGENCIES)


class LearnerForm(RecordForm):
    """A person; a new one with the present post and the identity number, and not a second time unasked."""

    partial = {"born": "Ngày sinh", "joined_party": "Ngày vào Đảng"}
    agency = forms.ModelChoiceField(CURRENT_AGENCIES, label="Đơn vị hiện nay")
    position = forms.CharField(label="Chức vụ", max_length=200, required=False)
    national_id = forms.CharField(
        label="Số căn cước", max_length=12, required=False, help_text="12 số, hoặc 9 số của chứng minh nhân dân cũ"
    )
    another = forms.BooleanField(label="Đây là một người khác, trùng tên và ngày sinh", required=False)
    field_order = ("full_name", "born", "sex", "joined_party", "agency", "position", "national_id", "another")

    class Meta(RecordForm.Meta):
        model = Learner
        fields = ["full_name", "sex"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("agency", "position", "national_id", "another"):
                del self.fields[name]
            self.current = self._as_typed()
        elif not self.data.get("another") and not self.is_bound:
            self.fields["another"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Somebody of the same name and birth date is shown before a second record is made."""
        data = super().clean()
        if not self.instance.pk and not data.get("another") and (same := self._same(data)):
            self.add_error("another", f"Đã có {same}. Mở hồ sơ đó, hoặc đánh dấu nếu đây là một người khác.")
        return data

    def _same(self, data: dict[str, Any]) -> str:
        name, born = data.get("full_name"), data.get("born")
        found = Learner.objects.filter(full_name__iexact=name or "", merged_into=None)
        if born:
            found = found.filter(born_from=born.first, born_to=born.last)
        known = found.first()
        if known is None:
            return ""
        posting = Posting.objects.on(today()).filter(learner=known).select_related("agency").first()
        return f"{known}, sinh {known.born or '(chưa rõ)'}" + (f", {posting}" if posting else "")

    def save(self, commit: bool = True) -> Any:
        """A new person through the verb of the domain. Raises ValidationError."""
        if self.instance.pk:
            return super().save(commit)
        data = self.cleaned_data
        person = Person(
            full_name=data["full_name"],
            agency=data["agency"],
            position=data["position"],
            born=data["born"],
            sex=data["sex"],
            joined_party=data["joined_party"],
            national_id=data["national_id"],
        )
        return register_learners([person])[0]


class MoveForm(ActionForm):
    agency = forms.ModelChoiceField(CURRENT_AGENCIES, label="Đơn vị mới")
    position = forms.CharField(label="Chức vụ mới", max_length=200, required=False)
    on = DateField(label="Từ ngày")

    def perform(self) -> str:
        """The post before is closed and kept."""
        data = self.cleaned_data
        move_learners([Move(self.record, data["agency"], data["position"])], data["on"])
        return f"{self.record} chuyển đến {data['agency']} từ {data['on']:%d/%m/%Y}. Nơi công tác cũ vẫn được giữ."


class SuccessionForm(ActionForm):
    position = forms.CharField(label="Chức danh quy hoạch", max_length=200)
    term = forms.CharField(label="Nhiệm kỳ", max_length=20, help_text="ví dụ 2025-2030")
    since = DateField(label="Từ ngày")
    document = forms.ModelChoiceField(Document.objects.filter(archived_on=None), required=False, label="Theo văn bản")

    def perform(self) -> str:
        """One post in one term."""
        data = self.cleaned_data
        plan_succession([Candidate(self.record, data["position"], data["since"])], data["term"], data["document"])
        return f"Đã ghi {self.record} vào quy hoạch {data['position']}, nhiệm kỳ {data['term']}."


class EnrolForm(ActionForm):
    course_class = forms.ModelChoiceField(CourseClass.objects.filter(state=ClassState.OPEN), label="Lớp")
    agency = forms.ModelChoiceField(CURRENT_AGENCIES, label="Đơn vị cử")
    position = forms.CharField(label="Chức vụ khi vào học", max_length=200, required=False)
    entered_on = DateField(label="Ngày vào học", required=False, help_text="bỏ trống nếu vào học từ ngày khai giảng")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posting = Posting.objects.on(today()).filter(learner=self.record).first()
        if posting:
            self.initial = {"agency": posting.agency_id, "position": posting.position} | self.initial

    def perform(self) -> str:
        """On the roster of an open class whose roster is not confirmed."""
        data = self.cleaned_data
        entry = Entry(self.record, data["agency"], data["position"])
        enrol_roster(data["course_class"], [entry], entered_on=data["entered_on"])
        self.location = register_named("courses.class").url("detail", data["course_class"].pk)
        return f"Đã ghi danh {self.record} vào lớp {data['course_class'].code}."
