"""The plan of a year, in versions, line by line."""

from django.db import models
from django.db.models import Q

from courses.models.programmes import Programme
from school.history import tracked
from school.models import Agency, Document, Provenance
from school.models.base import Archivable, one_of


class Mode(models.TextChoices):
    FULL_TIME = "full_time", "tập trung"
    PART_TIME = "part_time", "không tập trung"


@tracked
class YearPlan(Archivable):
    """The plan of a year; a later version replaces the earlier one from its day."""

    year = models.PositiveSmallIntegerField("năm")
    version = models.PositiveSmallIntegerField("lần", default=1)
    adopted_on = models.DateField("ngày ban hành")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="văn bản"
    )
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "kế hoạch năm"
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "version"],
                name="courses_yearplan_unique",
                violation_error_message="Năm này đã có kế hoạch lần đó.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1945, year__lte=2999),
                name="courses_yearplan_year",
                violation_error_message="Năm phải từ 1945 đến 2999.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kế hoạch năm {self.year}" + (f", lần {self.version}" if self.version > 1 else "")


@tracked
class PlanLine(models.Model):
    """So many classes of a programme, for a partner, in a mode."""

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="lines", verbose_name="kế hoạch")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="plan_lines", verbose_name="chương trình")
    partner = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="plan_lines", verbose_name="đơn vị phối hợp"
    )
    mode = models.CharField("hình thức", max_length=9, choices=Mode.choices)
    quarter = models.PositiveSmallIntegerField("quý", null=True, blank=True)
    classes = models.PositiveSmallIntegerField("số lớp")
    learners = models.PositiveIntegerField("số học viên", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "dòng kế hoạch"
        ordering = ["quarter", "programme"]
        constraints = [
            one_of("mode", Mode, "courses_planline_mode"),
            models.UniqueConstraint(
                fields=["plan", "programme", "partner", "mode", "quarter"],
                name="courses_planline_unique",
                nulls_distinct=False,
                violation_error_message="Kế hoạch đã có dòng này; sửa số lớp ở dòng đó.",
            ),
            models.CheckConstraint(
                condition=Q(quarter=None) | Q(quarter__gte=1, quarter__lte=4),
                name="courses_planline_quarter",
                violation_error_message="Quý từ 1 đến 4.",
            ),
            models.CheckConstraint(
                condition=Q(classes__gte=1),
                name="courses_planline_classes",
                violation_error_message="Mỗi dòng kế hoạch có ít nhất một lớp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.code}: {self.classes} lớp"
