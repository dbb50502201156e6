"""What is typed about departments and staff."""

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet

from school.days import today
from school.domain.staff import appoint, check_awarded, employ, leave
from school.errors import Refused
from school.models import (
    Department,
    EmploymentKind,
    Qualification,
    QualificationLevel,
    Staff,
    StaffEmployment,
    StaffPosting,
)
from school.models.base import Sex, ValidQuerySet
from school.models.staff import LEVELS
from school.queries.staff import employed_as, posted_to
from school.records.fields import DateField
from school.records.filters import RecordFilters, choice, record_of, yes_no
from school.records.forms import ActionForm, RecordForm

NOT_EMPLOYED = "thoi"


def open_departments(request: Any = None) -> QuerySet[Department]:
    """Departments of today."""
    return Department.objects.on(today()).filter(archived_on=None)


class DepartmentForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Department
        fields = ["name", "short_name", "teaches", "valid_from", "valid_to"]


class DepartmentFilters(RecordFilters):
    la_khoa = yes_no("Giảng dạy", "khoa giảng dạy", "phòng, ban khác", teaches=True)


class StaffForm(RecordForm):
    partial: ClassVar = {"born": "Ngày sinh"}
    field_order = ("full_name", "born", "sex")

    class Meta(RecordForm.Meta):
        model = Staff
        fields = ["full_name", "sex"]


class StaffFilters(RecordFilters):
    phong_khoa = record_of("Phòng, khoa", "", open_departments)
    hinh_thuc = choice("Hình thức", "", [*EmploymentKind.choices, (NOT_EMPLOYED, "nay không làm việc ở trường")])
    gioi_tinh = choice("Giới tính", "sex", Sex.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["phong_khoa"].method = lambda rows, name, value: posted_to(rows, value)
        self.filters["hinh_thuc"].method = _employed


def _employed(rows: QuerySet[Staff], name: str, value: str) -> QuerySet[Staff]:
    return employed_as(rows, "" if value == NOT_EMPLOYED else value)


class _PostForm(ActionForm):
    """A department, a position and a first day."""

    department = forms.ModelChoiceField(Department.objects.none(), label="Phòng, khoa")
    position = forms.CharField(label="Chức vụ, vị trí", max_length=120)
    since = DateField(label="Từ ngày")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = open_departments()  # type: ignore[attr-defined]


class EmployForm(_PostForm):
    field_order = ("kind", "department", "position", "since")
    kind = forms.ChoiceField(label="Hình thức làm việc", choices=EmploymentKind.choices)

    def perform(self) -> str:
        """A new employment and a post, from one day."""
        data = self.cleaned_data
        employ(self.record, data["kind"], data["department"], data["position"], data["since"])
        return f"{self.record} làm việc ở {data['department']} từ ngày {data['since']:%d/%m/%Y}."


class AppointForm(_PostForm):
    kind = forms.ChoiceField(
        label="Đổi hình thức làm việc", choices=[("", "không đổi"), *EmploymentKind.choices], required=False
    )
    besides = forms.BooleanField(label="Vẫn giữ các vị trí hiện nay", required=False)

    def perform(self) -> str:
        """The posts held so far end the day before, unless they are kept."""
        data = self.cleaned_data
        post = data["department"], data["position"], data["since"]
        appoint(self.record, *post, kind=data["kind"], besides=data["besides"])
        return f"{self.record} giữ vị trí {data['position']}, {data['department']} từ ngày {data['since']:%d/%m/%Y}."


class LeaveForm(ActionForm):
    last_day = DateField(label="Ngày làm việc cuối cùng")

    def perform(self) -> str:
        """Every employment and post ends."""
        leave(self.record, self.cleaned_data["last_day"])
        return f"{self.record} làm việc đến hết ngày {self.cleaned_data['last_day']:%d/%m/%Y}."


class EmploymentForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = StaffEmployment
        fields = ["staff", "kind", "valid_from", "valid_to"]


class PostingForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = StaffPosting
        fields = ["staff", "department", "position", "valid_from", "valid_to"]


class QualificationForm(RecordForm):
    partial: ClassVar = {"awarded": "Ngày cấp"}
    field_order = ("staff", "kind", "level", "awarded", "number", "issuer", "document")

    class Meta(RecordForm.Meta):
        model = Qualification
        fields = ["staff", "kind", "level", "number", "issuer", "document"]

    def clean(self) -> dict[str, Any]:
        """A level of its kind, awarded to somebody already born."""
        cleaned = super().clean()
        kind, level = cleaned.get("kind"), cleaned.get("level")
        if kind and level and level not in LEVELS[kind]:
            levels = ", ".join(str(QualificationLevel(each).label) for each in LEVELS[kind])
            self.add_error("level", f"Loại này có các mức: {levels}.")
        if cleaned.get("staff") and cleaned.get("awarded"):
            self._refusing(lambda: check_awarded(cleaned["staff"], cleaned["awarded"]))
        return cleaned

    def _refusing(self, check: Callable[[], None]) -> None:
        try:
            check()
        except Refused as refused:
            self.add_error("awarded", refused.text)


class QualificationFilters(RecordFilters):
    loai = choice("Loại", "kind", Qualification._meta.get_field("kind").choices or ())
    muc = choice("Mức", "level", QualificationLevel.choices)


class EmploymentFilters(RecordFilters):
    hinh_thuc = choice("Hình thức", "kind", EmploymentKind.choices)
    hien_nay = django_filters.ChoiceFilter(
        label="Thời gian", choices=[("co", "hiện nay"), ("khong", "đã thôi")], empty_label="tất cả", method="by_day"
    )

    def by_day(self, rows: ValidQuerySet, name: str, value: str) -> ValidQuerySet:
        """Valid today, or ended."""
        return rows.on(today()) if value == "co" else rows.filter(valid_to__lt=today())


class PostingFilters(EmploymentFilters):
    hinh_thuc = None
    phong_khoa = record_of("Phòng, khoa", "department", open_departments)
