"""Criteria frameworks as data: groups, indicators, thresholds by level, evidence, who owes what by when."""

from django.db import models
from django.db.models import Q

from school.history import tracked
from school.models.base import Archivable, CleanTextField, Provenance, ValidBetween, one_of
from school.models.documents import Document
from school.models.staff import Department


class Verifiable(models.Model):
    """Unverified until somebody compared it with the document's text."""

    verified_on = models.DateField("ngày đối chiếu văn bản", null=True, blank=True)
    verified_by = CleanTextField("người đối chiếu", max_length=120, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by="")
                | Q(verified_on__isnull=False) & ~Q(verified_by=""),
                name="%(app_label)s_%(class)s_verified_by_whom",
                violation_error_message="Đối chiếu văn bản cần đủ ngày và người.",
            )
        ]

    @property
    def verified(self) -> bool:
        """Compared with the document."""
        return self.verified_on is not None


@tracked
class Framework(ValidBetween, Archivable):
    """A set of criteria by one document, e.g. Quy định 11-QĐ/TW."""

    code = CleanTextField("mã", max_length=40, unique=True)
    name = CleanTextField("tên", max_length=300)
    document = models.ForeignKey(Document, models.PROTECT, related_name="frameworks", verbose_name="văn bản")

    class Meta:
        verbose_name = verbose_name_plural = "bộ tiêu chí"
        constraints = ValidBetween.Meta.constraints

    def __str__(self) -> str:
        return self.name


@tracked
class FrameworkLevel(models.Model):
    """A level of a framework and how many indicators its document has there."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="levels", verbose_name="bộ tiêu chí")
    level = models.PositiveSmallIntegerField("mức")
    official_total = models.PositiveSmallIntegerField("số chỉ tiêu theo văn bản", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "mức của bộ tiêu chí"
        constraints = [models.UniqueConstraint(fields=["framework", "level"], name="school_level_unique")]

    def __str__(self) -> str:
        return f"{self.framework}, mức {self.level}"


@tracked
class Criterion(models.Model):
    """A group of indicators."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="criteria", verbose_name="bộ tiêu chí")
    code = CleanTextField("mã", max_length=20)
    name = CleanTextField("tên", max_length=300)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = verbose_name_plural = "tiêu chí"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="school_criterion_unique")]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class IndicatorKind(models.TextChoices):
    RATIO = "ratio", "tỷ lệ, tính từ dữ liệu"
    COUNT = "count", "số lượng, đếm từ dữ liệu"
    DOCUMENT = "document", "có văn bản"
    ATTESTED = "attested", "xác nhận"


@tracked
class Indicator(Verifiable):
    """One chỉ tiêu; a computed one names a measure of the registry."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="indicators", verbose_name="tiêu chí")
    code = CleanTextField("mã", max_length=20)
    text = CleanTextField("nội dung", max_length=1000)
    kind = models.CharField("cách đánh giá", max_length=8, choices=IndicatorKind.choices)
    measure = models.SlugField("số liệu", max_length=60, blank=True)
    unit = CleanTextField("đơn vị tính", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = verbose_name_plural = "chỉ tiêu"
        ordering = ["order"]
        constraints = [
            *Verifiable.Meta.constraints,
            one_of("kind", IndicatorKind, "school_indicator_kind"),
            models.UniqueConstraint(fields=["criterion", "code"], name="school_indicator_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=[IndicatorKind.RATIO, IndicatorKind.COUNT]) & ~Q(measure="")
                | Q(kind__in=[IndicatorKind.DOCUMENT, IndicatorKind.ATTESTED], measure=""),
                name="school_indicator_measure_if_computed",
                violation_error_message="Chỉ tiêu tính từ dữ liệu phải gắn một số liệu; chỉ tiêu xác nhận thì không.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


@tracked
class Threshold(Verifiable):
    """What an indicator must reach at a level; no row: no threshold known, never 0."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="thresholds", verbose_name="chỉ tiêu")
    level = models.PositiveSmallIntegerField("mức")
    at_least = models.DecimalField("không thấp hơn", max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "ngưỡng"
        constraints = [
            *Verifiable.Meta.constraints,
            models.UniqueConstraint(fields=["indicator", "level"], name="school_threshold_unique"),
            models.CheckConstraint(
                condition=Q(at_least__gte=0),
                name="school_threshold_not_negative",
                violation_error_message="Ngưỡng không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"≥ {self.at_least}"


@tracked
class Attestation(models.Model):
    """Somebody answers for an indicator that no data can decide, as of a day."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="attestations", verbose_name="chỉ tiêu")
    level = models.PositiveSmallIntegerField("mức")
    met = models.BooleanField("đạt")
    attested_on = models.DateField("ngày xác nhận")
    attested_by = CleanTextField("người xác nhận", max_length=120)
    note = models.TextField("căn cứ", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "xác nhận chỉ tiêu"
        ordering = ["-attested_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "level", "attested_on"],
                name="school_attestation_once_a_day",
                violation_error_message="Chỉ tiêu này đã được xác nhận trong ngày.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {'đạt' if self.met else 'chưa đạt'}"


@tracked
class Evidence(Archivable):
    """A file, a link or a document that supports indicators."""

    title = CleanTextField("tên minh chứng", max_length=300)
    file = models.FileField("tệp", upload_to="evidence/%Y/", blank=True)
    link = models.URLField("đường dẫn", blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="văn bản"
    )
    added_on = models.DateField("ngày đưa vào")
    indicators = models.ManyToManyField(Indicator, through="EvidenceUse", verbose_name="chỉ tiêu")

    class Meta:
        verbose_name = verbose_name_plural = "minh chứng"
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(link="") | Q(document__isnull=False),
                name="school_evidence_has_something",
                violation_error_message="Minh chứng cần một tệp, một đường dẫn hoặc một văn bản.",
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class EvidenceUse(models.Model):
    """One piece of evidence supports one indicator."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="uses", verbose_name="minh chứng")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="evidence_uses", verbose_name="chỉ tiêu")

    class Meta:
        verbose_name = verbose_name_plural = "minh chứng của chỉ tiêu"
        constraints = [models.UniqueConstraint(fields=["evidence", "indicator"], name="school_evidenceuse_unique")]

    def __str__(self) -> str:
        return f"{self.evidence} cho {self.indicator.code}"


@tracked
class CriteriaTask(models.Model):
    """Who owes an indicator at a level, and by when."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="tasks", verbose_name="chỉ tiêu")
    level = models.PositiveSmallIntegerField("mức")
    owner = models.ForeignKey(
        Department, models.PROTECT, related_name="criteria_tasks", verbose_name="đơn vị phụ trách"
    )
    due_on = models.DateField("hạn")
    done_on = models.DateField("xong ngày", null=True, blank=True)
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "việc phải làm của chỉ tiêu"
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "level", "owner"],
                name="school_criteriatask_unique",
                violation_error_message="Đơn vị này đã được giao chỉ tiêu này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}, hạn {self.due_on:%d/%m/%Y}"
