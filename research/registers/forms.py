"""What is typed about works, and how their lists are narrowed."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from research.domain.works import accept, hold
from research.models import Contribution, Level, Project, ProjectKind, Publication, PublicationKind, Role, Seminar
from research.models import SeminarKind as Kind
from school.days import today
from school.records.fields import DateField, PartialDateField
from school.records.filters import ALL, RecordFilters, YearFilter, choice
from school.records.forms import ActionForm, RecordForm

WORKS = ("project", "seminar", "publication")


def days_of(year: int) -> tuple[date, date]:
    """The first and the last."""
    return date(year, 1, 1), date(year, 12, 31)


def waiting(rows: QuerySet[Any], done: str, value: str) -> QuerySet[Any]:
    """Works without a day of being done; with "qua-han" only those past the day they were due."""
    found = rows.filter(**{f"{done}__isnull": True})
    return found.filter(due_on__lt=today()) if value == "qua-han" else found


class ProjectForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Project
        fields = ["title", "kind", "level", "started_on", "due_on", "accepted_on", "rating", "decision"]


class ProjectFilters(RecordFilters):
    cap = choice("Cấp", "level", Level.choices)
    loai = choice("Loại", "kind", ProjectKind.choices)
    nam = YearFilter("Năm", method="by_year")
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=[("dang", "đang thực hiện"), ("qua-han", "quá hạn"), ("nghiem-thu", "đã nghiệm thu")],
        empty_label=ALL,
        method="by_state",
    )

    def by_year(self, rows: QuerySet[Project], name: str, value: int) -> QuerySet[Project]:
        """Worked on at some time in the year, as the annual report counts them."""
        first, last = days_of(value)
        return rows.filter(Q(accepted_on=None) | Q(accepted_on__gte=first), started_on__lte=last)

    def by_state(self, rows: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        """Accepted, under way, or under way past its day."""
        return rows.filter(accepted_on__isnull=False) if value == "nghiem-thu" else waiting(rows, "accepted_on", value)


class AcceptForm(ActionForm):
    confirm = "Ghi nghiệm thu"
    on = DateField(label="Ngày nghiệm thu")
    rating = forms.CharField(label="Xếp loại", max_length=60, required=False, help_text="như ghi trong biên bản")

    def perform(self) -> str:
        """Accepted on a day, with the council's rating."""
        accept(self.record, self.cleaned_data["on"], self.cleaned_data["rating"])
        return f"Đã ghi nghiệm thu ngày {self.cleaned_data['on']:%d/%m/%Y}."


class SeminarForm(RecordForm):
    partial: ClassVar = {"held": "Ngày tổ chức"}
    field_order = ("title", "kind", "level", "due_on", "held", "place")

    class Meta(RecordForm.Meta):
        model = Seminar
        fields = ["title", "kind", "level", "due_on", "place"]

    def clean(self) -> dict[str, Any]:
        """What has not been held yet is only due."""
        data = super().clean()
        if data.get("held") and data["held"].first > today():
            self.add_error("held", "Ngày tổ chức chưa tới. Ghi vào ô dự kiến tổ chức.")
        return data


class SeminarFilters(RecordFilters):
    cap = choice("Cấp", "level", Level.choices)
    loai = choice("Loại", "kind", Kind.choices)
    nam = YearFilter("Năm", method="by_year")
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=[("du-kien", "chưa tổ chức"), ("qua-han", "quá ngày dự kiến"), ("da", "đã tổ chức")],
        empty_label=ALL,
        method="by_state",
    )

    def by_year(self, rows: QuerySet[Seminar], name: str, value: int) -> QuerySet[Seminar]:
        """Held in the year; those not yet held, by the day they are due."""
        span = days_of(value)
        return rows.filter(Q(held_from__gte=span[0], held_to__lte=span[1]) | Q(held_from=None, due_on__range=span))

    def by_state(self, rows: QuerySet[Seminar], name: str, value: str) -> QuerySet[Seminar]:
        """Held, to be held, or past the day it was due."""
        return rows.filter(held_from__isnull=False) if value == "da" else waiting(rows, "held_from", value)


class HoldForm(ActionForm):
    confirm = "Ghi đã tổ chức"
    held = PartialDateField(label="Ngày tổ chức")
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("place", self.record.place)

    def perform(self) -> str:
        """Held on a date of its own precision."""
        hold(self.record, self.cleaned_data["held"], self.cleaned_data["place"])
        return f"Đã ghi tổ chức: {self.record.held}."


class PublicationForm(RecordForm):
    partial: ClassVar = {"published": "Ngày công bố"}
    field_order = ("title", "kind", "venue", "published", "seminar", "project")

    class Meta(RecordForm.Meta):
        model = Publication
        fields = ["title", "kind", "venue", "seminar", "project"]


class PublicationFilters(RecordFilters):
    loai = choice("Loại", "kind", PublicationKind.choices)
    nam = YearFilter("Năm", method="by_year")

    def by_year(self, rows: QuerySet[Publication], name: str, value: int) -> QuerySet[Publication]:
        """Published in the year, whatever is known of the day."""
        first, last = days_of(value)
        return rows.filter(published_from__gte=first, published_to__lte=last)


class ContributionForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Contribution
        fields = ["project", "seminar", "publication", "staff", "external_name", "role", "share_percent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = next((name for name in WORKS if self.initial.get(name)), None)
        for name in WORKS:
            if known and name != known:
                del self.fields[name]  # the part is in one work, and that one is known


class ContributionFilters(RecordFilters):
    vai_tro = choice("Vai trò", "role", Role.choices)
