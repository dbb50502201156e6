"""Enrolling somebody: from the learner's page into a class, or from the class's page a learner found by name."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from courses.models import ClassState, CourseClass
from enrollment.domain.rosters import Entry, enrol_roster
from enrollment.models import Learner, Posting, RosterConfirmation
from enrollment.registers.learner_forms import CURRENT_AGENCIES
from school.records.fields import DateField
from school.records.forms import ActionForm
from school.records.keyset import Place, take
from school.records.listing import SEARCH, Listing
from school.records.register import register_named
from school.records.widgets import rows_of

MOST_FOUND = 10
NOBODY = "Không có ai khớp. Gõ cách khác; chưa có hồ sơ thì thêm ở trang Học viên trước."
MORE = f"Chỉ hiện {MOST_FOUND} người đầu; gõ đủ họ tên để thấy đúng người."


def open_for_enrolment() -> QuerySet[CourseClass]:
    """Classes that run and whose roster is not confirmed."""
    confirmed = RosterConfirmation.objects.filter(course_class=OuterRef("pk"), reopened_on=None)
    return CourseClass.objects.filter(~Q(Exists(confirmed)), state=ClassState.OPEN, archived_on=None)


class EntryForm(ActionForm):
    """Who sends the learner, as what, from which day."""

    agency = forms.ModelChoiceField(CURRENT_AGENCIES, label="Đơn vị cử")
    position = forms.CharField(label="Chức vụ khi vào học", max_length=200, required=False)
    entered_on = DateField(label="Ngày vào học", required=False, help_text="bỏ trống nếu vào học từ ngày khai giảng")

    def enrol(self, learner: Learner, course_class: CourseClass) -> str:
        """On the roster of an open class whose roster is not confirmed."""
        data = self.cleaned_data
        enrol_roster(course_class, [Entry(learner, data["agency"], data["position"])], entered_on=data["entered_on"])
        self.location = register_named("courses.class").url("detail", course_class.pk)
        return f"Đã ghi danh {learner} vào lớp {course_class.code}."


class EnrolForm(EntryForm):
    """A class for the learner, whose present post is filled in."""

    course_class = forms.ModelChoiceField(
        CourseClass.objects.none(), label="Lớp", help_text="lớp đang học, danh sách chưa chốt"
    )
    field_order = ("course_class", "agency", "position", "entered_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_of(self, "course_class", open_for_enrolment())
        if self.record.present:
            present = {"agency": self.record.present["agency_id"], "position": self.record.present["position"]}
            self.initial = {**present, **self.initial}

    def perform(self) -> str:
        """Into the class chosen."""
        return self.enrol(self.record, self.cleaned_data["course_class"])


class AddLearnerForm(EntryForm):
    """A learner for the class, found while the name is typed; without a script the button finds, then enrols."""

    tim = forms.CharField(label="Tìm học viên", max_length=100, help_text="họ tên, gõ không dấu cũng được")
    learner = forms.ModelChoiceField(Learner.objects.none(), label="Học viên", widget=forms.RadioSelect)
    field_order = ("tim", "learner", "entered_on", "agency", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["learner"]
        field.empty_label = None
        field.label_from_instance = _told
        self.fields["agency"].required = False
        self.fields["agency"].help_text = "bỏ trống thì lấy nơi công tác vào ngày vào học"
        self.fields["position"].help_text = "bỏ trống cùng đơn vị cử thì lấy chức vụ ở đó"
        self._find(str(self.data.get("tim") or self.initial.get("tim") or ""))

    def _find(self, text: str) -> None:
        """Offer those whom the register of learners finds, and ask it again while somebody types."""
        field = self.fields["learner"]
        if text.strip():
            listing = Listing(register_named("enrollment.learner"), self.user, QueryDict(urlencode({SEARCH: text})))
            found = take(listing.found, listing.order, Place(), MOST_FOUND, few=not listing.many)
            rows_of(self, "learner", listing.found.filter(pk__in=[row.pk for row in found.rows]).order_by("sort_key"))
            field.help_text = MORE if found.later else "" if found.rows else NOBODY
        target = f"#div_{self['learner'].auto_id}"
        self.fields["tim"].widget.attrs |= {
            "autocomplete": "off",
            "data-hx-get": register_named("courses.class").url("enrol", self.record.pk),
            "data-hx-trigger": "input changed delay:200ms",
            "data-hx-target": target,
            "data-hx-select": target,
            "data-hx-swap": "outerHTML",
            "data-hx-sync": "this:replace",
        }

    def clean(self) -> dict[str, Any]:
        """Without an agency: that of the post on the day of entry."""
        data = super().clean() or self.cleaned_data
        learner, opened = data.get("learner"), self.record.opened_from
        if learner and opened and not data.get("agency") and not self.errors:
            self._take_post(learner, data.get("entered_on") or opened)
        return data

    def _take_post(self, learner: Learner, day: date) -> None:
        post = Posting.objects.on(day).filter(learner=learner).select_related("agency").order_by("pk").first()
        if post is None:
            self.add_error("agency", f"Chưa ghi nơi công tác của {learner} vào ngày {day:%d/%m/%Y}. Chọn đơn vị cử.")
            return
        self.cleaned_data["agency"] = post.agency
        self.cleaned_data["position"] = self.cleaned_data["position"] or post.position

    def perform(self) -> str:
        """Onto this class's roster."""
        return self.enrol(self.cleaned_data["learner"], self.record)


def _told(learner: Any) -> str:
    """Enough to tell people of one name apart."""
    born = f"sinh {learner.born}" if learner.born else "chưa rõ ngày sinh"
    post = learner.present or {}
    return ", ".join(filter(None, (learner.full_name, born, post.get("position"), post.get("agency"))))
