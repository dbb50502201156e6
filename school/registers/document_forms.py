"""What is typed about documents and sources."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from school.days import today
from school.domain.documents import compare_text, expire, register_document
from school.errors import refusing
from school.models import DeclaredFact, Document, DocumentReplacement, FactSubject, Source
from school.models.documents import DocumentKind
from school.records.fields import DateField
from school.records.filters import RecordFilters, YearFilter, choice, number, yes_no
from school.records.forms import ActionForm, RecordForm
from school.records.search import by_words, key_of


class DocumentForm(RecordForm):
    replaced = forms.ModelMultipleChoiceField(
        Document.objects.filter(archived_on=None),
        label="Thay thế các văn bản",
        required=False,
        help_text="giữ Ctrl để chọn nhiều văn bản; văn bản bị thay hết hiệu lực ngay trước khi văn bản này có hiệu lực",
    )
    field_order = (
        *("number", "issuer", "issued_on", "kind", "title"),
        *("valid_from", "valid_to", "replaced", "text_seen"),
    )

    class Meta(RecordForm.Meta):
        model = Document
        fields = ["number", "issuer", "issued_on", "kind", "title", "valid_from", "valid_to", "text_seen"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["replaced"]  # from then on a line of the document's own

    def save(self, commit: bool = True) -> Any:
        """A new document takes the place of others at once."""
        if self.instance.pk:
            return super().save(commit)
        with refusing():
            register_document(self.instance, self.cleaned_data["replaced"])
        return self.instance


class DocumentFilters(RecordFilters):
    loai = choice("Loại", "kind", DocumentKind.choices)
    hieu_luc = django_filters.ChoiceFilter(
        label="Hiệu lực",
        choices=[("con", "còn hiệu lực"), ("het", "hết hiệu lực"), ("chua", "chưa có hiệu lực")],
        empty_label="tất cả",
        method="by_validity",
    )
    nam = YearFilter("Năm ban hành", "issued_on")
    co_quan = django_filters.CharFilter(label="Cơ quan ban hành", method="by_issuer")
    doi_chieu = yes_no("Đối chiếu", "đã đối chiếu văn bản", "chưa đối chiếu văn bản", text_seen=True)

    def by_validity(self, rows: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """In force today, no longer, or not yet."""
        if value == "con":
            return rows.filter(pk__in=Document.objects.on(today()))
        return rows.filter(valid_to__lt=today()) if value == "het" else rows.filter(valid_from__gt=today())

    def by_issuer(self, rows: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """Each word begins a word of the issuer's name, without marks."""
        return by_words(key_of("issuer"))(rows, value, None)


class CompareForm(ActionForm):
    confirm = "Đã đối chiếu, khớp"

    def perform(self) -> str:
        """The chip "chưa đối chiếu văn bản" goes away."""
        compare_text(self.record)
        return f"Đã ghi: {self.record} đã đối chiếu với bản chính."


class ExpireForm(ActionForm):
    since = DateField(label="Hết hiệu lực từ ngày")
    by = forms.ModelChoiceField(
        Document.objects.none(), label="Được thay bằng", required=False, help_text="để trống nếu không có văn bản thay"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Document.objects.filter(archived_on=None).exclude(pk=self.record.pk)
        self.fields["by"].queryset = others  # type: ignore[attr-defined]

    def perform(self) -> str:
        """What it governs stays as recorded."""
        since, by = self.cleaned_data["since"], self.cleaned_data["by"]
        expire(self.record, since, by)
        return f"{self.record} hết hiệu lực từ ngày {since:%d/%m/%Y}" + (f", được thay bằng {by}." if by else ".")


class ReplacementForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = DocumentReplacement
        fields = ["document", "replaced", "partly"]


class SourceForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Source
        fields = ["title", "publisher", "published_on", "event", "document"]


class SourceFilters(RecordFilters):
    nam = YearFilter("Năm công bố", "published_on")


class FactForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = DeclaredFact
        fields = [
            *("year", "subject", "value", "approximate", "wording", "level", "due_on", "target_on"),
            *("source", "stated_on", "document", "note"),
        ]


class FactFilters(RecordFilters):
    nam = number("Năm", "year")
    noi_dung = choice("Nội dung", "subject", FactSubject.choices)
