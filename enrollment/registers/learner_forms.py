"""Forms and filters of learners."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from enrollment.domain.people import CITIZEN_DIGITS, OLD_DIGITS, Person, register_learners
from enrollment.domain.postings import Move, move_learners
from enrollment.domain.succession import Candidate, plan_succession
from enrollment.models import Learner, Posting
from enrollment.queries.learners import same_person
from school.days import today
from school.models import Agency, Document, Sex
from school.records.fields import DateField
from school.records.filters import RecordFilters, choice, text
from school.records.forms import ActionForm, RecordForm
from school.records.register import register_named
from school.registers.agencies import find_agencies

CURRENT_AGENCIES = Agency.objects.filter(is_group=False, archived_on=None, valid_to=None)
NEW = ("agency", "position", "national_id", "another")
MOST_SHOWN = 3
WRONG_NUMBER = "Căn cước có 12 chữ số, chứng minh nhân dân cũ có 9 chữ số. Gõ lại theo giấy tờ."


class LearnerFilters(RecordFilters):
    gioi_tinh = choice("Giới tính", "sex", Sex.choices)
    don_vi = text("Đơn vị hiện nay", method="by_present_agency")

    def by_present_agency(self, rows: QuerySet[Learner], name: str, typed: str) -> QuerySet[Learner]:
        """Posted today at an agency whose present or other name has the words typed."""
        agencies = find_agencies(Agency.objects.all(), typed, None).values("pk")
        return rows.filter(pk__in=Posting.objects.on(today()).filter(agency__in=agencies).values("learner"))


class LearnerForm(RecordForm):
    """A person; a new one with the present post and the identity number, and not a second time unasked."""

    partial = {"born": "Ngày sinh", "joined_party": "Ngày vào Đảng"}
    agency = forms.ModelChoiceField(CURRENT_AGENCIES, label="Đơn vị hiện nay")
    position = forms.CharField(label="Chức vụ", max_length=200, required=False)
    national_id = forms.CharField(
        label="Số căn cước", max_length=20, required=False, help_text="12 số, hoặc 9 số của chứng minh nhân dân cũ"
    )
    another = forms.BooleanField(label="Đây là một người khác, trùng họ tên", required=False, widget=forms.HiddenInput)
    field_order = ("full_name", "born", "sex", "joined_party", *NEW)

    class Meta(RecordForm.Meta):
        model = Learner
        fields = ["full_name", "sex"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in NEW:
                del self.fields[name]
                del self.current[name]

    def clean_national_id(self) -> str:
        """Digits alone, and nobody else's."""
        number = "".join(self.cleaned_data["national_id"].replace(".", "").split())
        if number and not (number.isascii() and number.isdigit() and len(number) in (CITIZEN_DIGITS, OLD_DIGITS)):
            raise forms.ValidationError(WRONG_NUMBER)
        owner = Learner.objects.filter(identities__number=number).first() if number else None
        if owner:
            raise forms.ValidationError(format_html("Số này đã ghi cho {}. Mở hồ sơ đó.", _told(owner)))
        return number

    def clean(self) -> dict[str, Any]:
        """Somebody of the same name and birth date is shown before a second record is made."""
        data = super().clean()
        if not self.instance.pk and data.get("full_name") and "born" in data:
            same = same_person(data["full_name"], data["born"])[:MOST_SHOWN]
            if same:
                self.fields["another"].widget = forms.CheckboxInput()
                if not data.get("another"):
                    self.add_error("another", _warned(same))
        return data

    def save(self, commit: bool = True) -> Any:
        """A new person through the verb of the domain. Raises ValidationError."""
        if self.instance.pk:
            return super().save(commit)
        names = ("full_name", "agency", "position", "born", "sex", "joined_party", "national_id")
        return register_learners([Person(**{name: self.cleaned_data[name] for name in names})])[0]


def _told(learner: Learner) -> SafeString:
    """Who it is, with birth date and post, as a link beside the form."""
    posting = Posting.objects.on(today()).filter(learner=learner).select_related("agency").first()
    told = f"{learner}, sinh {learner.born or '(chưa rõ)'}" + (f", {posting}" if posting else "")
    url = register_named("enrollment.learner").url("detail", learner.pk)
    return format_html('<a href="{}" target="_blank">{}</a>', url, told)


def _warned(same: QuerySet[Learner]) -> SafeString:
    people = format_html_join("; ", "{}", ((_told(learner),) for learner in same))
    return format_html("Đã có {}. Mở hồ sơ đó, hoặc đánh dấu ô này nếu đây là một người khác.", people)


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
