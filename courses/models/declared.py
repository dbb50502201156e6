"""Declared figures of classes and learners, and the class records they cover."""

from django.db import models
from django.db.models import Q

from courses.models.classes import CourseClass
from courses.models.programmes import Programme
from school.history import tracked
from school.models import Agency
from school.models.documents import Declared


@tracked
class DeclaredFigure(Declared):
    """So many classes and learners of a programme with a partner, as a source states them.

    The number is of the row: no class it covers gets a headcount of its own. Until every class that it
    covers has a confirmed roster, the report keeps this number.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="declared_figures", verbose_name="chương trình"
    )
    partner = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="declared_figures", verbose_name="đơn vị phối hợp"
    )
    planned = models.BooleanField("trong kế hoạch", default=True)
    classes = models.PositiveSmallIntegerField("số lớp", null=True, blank=True)
    learners = models.PositiveIntegerField("số học viên", null=True, blank=True)
    covers = models.ManyToManyField(CourseClass, through="DeclaredCoverage", verbose_name="gồm các lớp")

    class Meta(Declared.Meta):
        verbose_name = verbose_name_plural = "số liệu theo báo cáo (lớp, học viên)"
        constraints = [
            *Declared.Meta.constraints,
            models.UniqueConstraint(
                fields=["year", "programme", "partner", "planned", "source"],
                name="courses_declaredfigure_unique",
                nulls_distinct=False,
                violation_error_message="Nguồn này đã có số liệu của chương trình và đơn vị này trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(classes__isnull=False) | Q(learners__isnull=False),
                name="courses_declaredfigure_says_something",
                violation_error_message="Cần ít nhất số lớp hoặc số học viên.",
            ),
        ]

    def __str__(self) -> str:
        subject = self.programme.code if self.programme else "không rõ chương trình"
        return f"{self.year}: {subject}, {self.wording or self.learners} học viên"


@tracked
class DeclaredCoverage(models.Model):
    """A declared figure covers a class; a class is covered once, so nothing is added twice."""

    figure = models.ForeignKey(
        DeclaredFigure, models.CASCADE, related_name="coverage", verbose_name="số liệu theo báo cáo"
    )
    course_class = models.OneToOneField(CourseClass, models.PROTECT, related_name="coverage", verbose_name="lớp")

    class Meta:
        verbose_name = verbose_name_plural = "lớp thuộc số liệu theo báo cáo"

    def __str__(self) -> str:
        return f"{self.course_class.code}"
