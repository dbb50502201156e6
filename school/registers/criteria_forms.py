"""What is typed about frameworks, their indicators, and the evidence for these."""

from typing import Any

from django import forms

from school.days import today
from school.figures.registry import registered, shares
from school.models import (
    Attestation,
    CriteriaTask,
    Criterion,
    Evidence,
    EvidenceUse,
    Framework,
    FrameworkLevel,
    Indicator,
    IndicatorKind,
    Threshold,
)
from school.records.filters import RecordFilters, choice, record_of, yes_no
from school.records.forms import NO_CHOICE, RecordForm
from school.records.uploads import UploadField
from school.text import search_key

NOT_YET = "cổng chưa tính được số liệu này"


def measures() -> list[tuple[str, str]]:
    """Every figure that an indicator may be computed from."""
    figures = {share.name: share.label for share in shares()}
    figures |= {measure.name: measure.label for measure in registered()}
    return [("", NO_CHOICE), *sorted(figures.items(), key=lambda figure: search_key(figure[1]))]


def figure_named(name: str) -> str:
    """What the figure is called; empty for none."""
    return dict(measures()).get(name, NOT_YET) if name else ""


class FrameworkForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Framework
        fields = ["code", "name", "document", "valid_from", "valid_to"]


class LevelForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = FrameworkLevel
        fields = ["framework", "level", "official_total"]


class CriterionForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Criterion
        fields = ["framework", "code", "name", "order"]


class IndicatorForm(RecordForm):
    measure = forms.ChoiceField(
        label="Số liệu", required=False, help_text="chỉ chọn khi đánh giá bằng dữ liệu của cổng"
    )

    class Meta(RecordForm.Meta):
        model = Indicator
        fields = ["criterion", "code", "text", "kind", "measure", "unit", "order", "verified_on", "verified_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = measures()
        if self.instance.measure not in dict(known):
            known.append((self.instance.measure, NOT_YET))  # kept until it is changed on purpose
        self.fields["measure"].choices = known  # type: ignore[attr-defined]


class IndicatorFilters(RecordFilters):
    bo_tieu_chi = record_of("Bộ tiêu chí", "criterion__framework", Framework.objects.filter(archived_on=None))
    cach = choice("Cách đánh giá", "kind", IndicatorKind.choices)
    doi_chieu = yes_no("Đối chiếu", "chưa đối chiếu văn bản", "đã đối chiếu văn bản", verified_on=None)


class ThresholdForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Threshold
        fields = ["indicator", "level", "at_least", "verified_on", "verified_by"]


class AttestationForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Attestation
        fields = ["indicator", "level", "met", "attested_on", "attested_by", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("attested_on", today())


class EvidenceForm(RecordForm):
    file = UploadField(label="Tệp", required=False)
    link = forms.URLField(label="Đường dẫn", required=False, assume_scheme="https")

    class Meta(RecordForm.Meta):
        model = Evidence
        fields = ["title", "file", "link", "document", "added_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link"].error_messages["invalid"] = "Đường dẫn bắt đầu bằng https:// hoặc http://."
        if not self.instance.pk:
            self.initial.setdefault("added_on", today())


class EvidenceUseForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = EvidenceUse
        fields = ["indicator", "evidence"]


class TaskForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = CriteriaTask
        fields = ["indicator", "level", "owner", "due_on", "done_on"]


class TaskFilters(RecordFilters):
    xong = yes_no("Tình trạng", "chưa xong", "đã xong", done_on=None)
