"""What is typed about one indicator."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from school.days import today
from school.domain import criteria
from school.models import Department, Document, Evidence, Indicator
from school.records.fields import DateField
from school.records.forms import PlainForm
from school.records.uploads import UploadField

ANSWERS = [("dat", "Đạt"), ("chua-dat", "Chưa đạt")]


class IndicatorForm(PlainForm):
    """A form about an indicator at a level; `perform` does it and says what was done."""

    def __init__(self, *args: Any, indicator: Indicator, level: int, user: Any, **kwargs: Any) -> None:
        self.indicator, self.level, self.user = indicator, level, user
        super().__init__(*args, **kwargs)

    def perform(self) -> str:
        """Raises ValidationError where the domain refuses."""
        raise NotImplementedError


class AttestForm(IndicatorForm):
    """Whoever is signed in answers for it."""

    met = forms.ChoiceField(label="Kết quả", choices=ANSWERS, widget=forms.RadioSelect)
    on = DateField(label="Ngày xác nhận")
    note = forms.CharField(
        label="Căn cứ",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="văn bản, biên bản hoặc việc đã kiểm tra",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", today())

    def perform(self) -> str:
        """Attest."""
        typed = self.cleaned_data
        met = typed["met"] == "dat"
        criteria.attest(self.indicator, self.level, met, str(self.user), typed["note"], typed["on"])
        return f"Đã xác nhận chỉ tiêu {self.indicator.code}: {'đạt' if met else 'chưa đạt'}."


class AssignForm(IndicatorForm):
    """A department owes it by a day."""

    owner = forms.ModelChoiceField(label="Đơn vị phụ trách", queryset=Department.objects.none())
    due = DateField(label="Hạn")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.filter(archived_on=None).on(today())
        self.fields["owner"].queryset = departments  # type: ignore[attr-defined]

    def perform(self) -> str:
        """Assign."""
        owner, due = self.cleaned_data["owner"], self.cleaned_data["due"]
        criteria.assign(self.indicator, self.level, owner, due)
        return f"Đã giao chỉ tiêu {self.indicator.code} cho {owner}, hạn {due:%d/%m/%Y}."


class EvidenceForm(IndicatorForm):
    """A file, a link or a document."""

    title = forms.CharField(label="Tên minh chứng", max_length=300)
    file = UploadField(label="Tệp", required=False)
    link = forms.URLField(label="Đường dẫn", required=False, max_length=200, assume_scheme="https")
    document = forms.ModelChoiceField(
        label="Văn bản trong cổng", queryset=Document.objects.none(), required=False, help_text="nếu cổng đã có văn bản"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.filter(archived_on=None)  # type: ignore[attr-defined]
        self.fields["link"].error_messages["invalid"] = "Đường dẫn bắt đầu bằng https:// hoặc http://."

    def clean(self) -> dict[str, Any]:
        """One of the three there must be."""
        typed = super().clean() or self.cleaned_data
        if not any(typed.get(name) for name in ("file", "link", "document")) and not self.errors:
            raise ValidationError("Minh chứng cần một tệp, một đường dẫn hoặc một văn bản.")
        return typed

    def perform(self) -> str:
        """Add it, as of today."""
        typed = self.cleaned_data
        evidence = Evidence(
            title=typed["title"],
            file=typed["file"] or "",
            link=typed["link"],
            document=typed["document"],
            added_on=today(),
        )
        criteria.add_evidence(evidence, self.indicator)
        return f"Đã thêm minh chứng cho chỉ tiêu {self.indicator.code}: {evidence}."
