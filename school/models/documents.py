"""Documents that govern, and sources that only tell."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from school.history import tracked
from school.models.base import Archivable, CleanTextField, ValidQuerySet, clean_check, one_of, vn_key


class DocumentKind(models.TextChoices):
    REGULATION = "regulation", "quy định"
    DECISION = "decision", "quyết định"
    DECREE = "decree", "nghị định"
    CIRCULAR = "circular", "thông tư"
    GUIDANCE = "guidance", "hướng dẫn"
    LAW = "law", "luật"
    PLAN = "plan", "kế hoạch"
    OTHER = "other", "văn bản khác"


@tracked
class Document(Archivable):
    """A numbered document. Its number alone identifies nothing: 145-QĐ/TW is of 2018 and of 2024."""

    number = CleanTextField("số, ký hiệu", max_length=60)
    issuer = CleanTextField("cơ quan ban hành", max_length=200)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    kind = models.CharField("loại", max_length=10, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    title = CleanTextField("trích yếu", max_length=500)
    valid_from = models.DateField("hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hiệu lực đến hết", null=True, blank=True)
    text_seen = models.BooleanField("đã đối chiếu văn bản", default=False)
    search_key = vn_key("vn_search_key", "title")
    replaces = models.ManyToManyField(
        "self", through="DocumentReplacement", symmetrical=False, related_name="replaced_by", verbose_name="thay thế"
    )

    objects = ValidQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "văn bản"
        ordering = ["-issued_on", "number"]
        constraints = [
            clean_check("number", "school_document_number_clean"),
            one_of("kind", DocumentKind, "school_document_kind"),
            models.UniqueConstraint(
                fields=["number", "issuer", "issued_on"],
                name="school_document_unique",
                nulls_distinct=False,
                violation_error_message="Đã có văn bản cùng số, cùng cơ quan ban hành, cùng ngày.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_to")) | Q(valid_from=None) | Q(valid_to=None),
                name="school_document_valid_in_order",
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.issued_on:%d/%m/%Y})" if self.issued_on else self.number

    def clean(self) -> None:
        """In force from its issue at the earliest, and not ended before it was issued."""
        super().clean()
        if not self.issued_on:
            return
        for name, ends in (("valid_from", "có hiệu lực"), ("valid_to", "hết hiệu lực")):
            day = getattr(self, name)
            if day and day < self.issued_on:
                message = f"Văn bản ban hành ngày {self.issued_on:%d/%m/%Y}, không {ends} trước ngày ấy."
                raise ValidationError({name: f"{message} Xem lại hai ngày."})


@tracked
class DocumentReplacement(models.Model):
    """One document takes the place of another, wholly or in part."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="replacements", verbose_name="văn bản mới")
    replaced = models.ForeignKey(Document, models.PROTECT, related_name="replacers", verbose_name="văn bản cũ")
    partly = models.BooleanField("chỉ thay một phần", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "thay thế văn bản"
        constraints = [
            models.UniqueConstraint(fields=["document", "replaced"], name="school_replacement_unique"),
            models.CheckConstraint(
                condition=~Q(document=F("replaced")),
                name="school_replacement_not_itself",
                violation_error_message="Văn bản không tự thay thế chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} thay {self.replaced}"


@tracked
class Source(Archivable):
    """Who told a declared figure: a newspaper's account, a report, minutes."""

    title = CleanTextField("tên nguồn", max_length=300)
    publisher = CleanTextField("nơi công bố", max_length=200)
    published_on = models.DateField("ngày công bố", null=True, blank=True)
    event = CleanTextField("sự kiện", max_length=300, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="sources", verbose_name="văn bản"
    )

    class Meta:
        verbose_name = verbose_name_plural = "nguồn số liệu"
        constraints = [
            models.UniqueConstraint(
                fields=["title", "publisher", "published_on"], name="school_source_unique", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.title


class Declared(Archivable):
    """A number that a source states and no rows stand behind."""

    year = models.PositiveSmallIntegerField("năm")
    source = models.ForeignKey(Source, models.PROTECT, related_name="%(class)ss", verbose_name="nguồn")
    stated_on = models.DateField("ngày nêu số liệu")
    approximate = models.BooleanField("ước chừng", default=False)
    wording = CleanTextField("nguyên văn", max_length=200, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=1945, year__lte=2999),
                name="%(app_label)s_%(class)s_year",
                violation_error_message="Năm phải từ 1945 đến 2999.",
            ),
            models.CheckConstraint(
                condition=Q(approximate=False) | ~Q(wording=""),
                name="%(app_label)s_%(class)s_wording_if_approximate",
                violation_error_message="Số ước chừng phải ghi nguyên văn của nguồn, ví dụ “gần 300”.",
            ),
        ]


class FactSubject(models.TextChoices):
    """What a declared fact is about, beside classes and learners."""

    KEY_TASKS_DONE = "key_tasks_done", "nhiệm vụ trọng tâm đã hoàn thành"
    CRITERIA_REMAINING = "criteria_remaining", "tiêu chí còn lại"
    SEMINARS_CITY = "seminars_city", "hội thảo khoa học cấp tỉnh, thành phố"
    SEMINARS_SCHOOL = "seminars_school", "hội thảo khoa học cấp trường"
    PROJECTS_CITY = "projects_city", "đề tài, đề án cấp tỉnh, thành phố"
    PROJECTS_SCHOOL = "projects_school", "đề tài, đề án cấp trường"


@tracked
class DeclaredFact(Declared):
    """One declared number of the year; `value` empty: said to exist, without a number."""

    subject = models.CharField("nội dung", max_length=20, choices=FactSubject.choices)
    value = models.PositiveIntegerField("số", null=True, blank=True)
    level = models.PositiveSmallIntegerField("mức của bộ tiêu chí", null=True, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    target_on = models.DateField("mục tiêu đến ngày", null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="facts", verbose_name="theo văn bản"
    )

    class Meta(Declared.Meta):
        verbose_name = verbose_name_plural = "số liệu theo báo cáo (khác)"
        constraints = [
            *Declared.Meta.constraints,
            one_of("subject", FactSubject, "school_declaredfact_subject"),
            models.UniqueConstraint(
                fields=["year", "subject", "source"],
                name="school_declaredfact_unique",
                violation_error_message="Nguồn này đã có số liệu của nội dung này trong năm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.year}"
