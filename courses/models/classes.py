"""Classes as they were opened and closed. A class has no headcount of its own: rosters do."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from courses.models.plans import Mode, PlanLine
from courses.models.programmes import Programme, RuleSet
from school.history import tracked
from school.models import Agency, Provenance, Staff
from school.models.base import Archivable, CleanTextField, clean_check, partial_date, partial_date_check, vn_key
from school.partial_date import PartialDate

UNKNOWN_END_WORDS = "chưa rõ ngày bế giảng"


class ClassState(models.TextChoices):
    PLANNED = "planned", "chờ khai giảng"
    OPEN = "open", "đang học"
    CLOSED = "closed", "đã bế giảng"
    CANCELLED = "cancelled", "đã hủy"


# When a class opened or is to open, or was cancelled; one that nobody has a day for is yet to come.
OPENING_DAY = Coalesce("opened_from", "due_to_open_on", "cancelled_on", Value(date(9999, 12, 31)))


@tracked
class CourseClass(Archivable):
    """One intake of a programme. Its year is that of its actual opening; its state follows from its dates."""

    code = CleanTextField("mã lớp", max_length=40, unique=True)
    code_provisional = models.BooleanField("mã tạm", default=False)
    name = CleanTextField("tên lớp", max_length=300)
    search_key = vn_key("vn_search_key", "name")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="classes", verbose_name="chương trình")
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, null=True, blank=True, related_name="classes", verbose_name="quy định học tập"
    )
    partner = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="classes", verbose_name="đơn vị phối hợp"
    )
    mode = models.CharField("hình thức", max_length=9, choices=Mode.choices, blank=True)
    place = CleanTextField("địa điểm", max_length=200, blank=True)
    planned = models.BooleanField("trong kế hoạch", default=True)
    plan_line = models.ForeignKey(
        PlanLine, models.PROTECT, null=True, blank=True, related_name="course_classes", verbose_name="dòng kế hoạch"
    )
    due_to_open_on = models.DateField("dự kiến khai giảng", null=True, blank=True)
    due_to_close_on = models.DateField("dự kiến bế giảng", null=True, blank=True)
    opened_from = models.DateField("khai giảng (sớm nhất)", null=True, blank=True)
    opened_to = models.DateField("khai giảng (muộn nhất)", null=True, blank=True)
    closed_from = models.DateField("bế giảng (sớm nhất)", null=True, blank=True)
    closed_to = models.DateField("bế giảng (muộn nhất)", null=True, blank=True)
    cancelled_on = models.DateField("ngày hủy", null=True, blank=True)
    homeroom = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="homeroom_classes", verbose_name="chủ nhiệm lớp"
    )
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )
    year = models.GeneratedField(
        expression=ExtractYear("opened_from"), output_field=models.SmallIntegerField(), db_persist=True
    )
    state = models.GeneratedField(
        expression=Case(
            When(cancelled_on__isnull=False, then=Value(ClassState.CANCELLED)),
            When(closed_from__isnull=False, then=Value(ClassState.CLOSED)),
            When(opened_from__isnull=False, then=Value(ClassState.OPEN)),
            default=Value(ClassState.PLANNED),
        ),
        output_field=models.CharField(max_length=9, choices=ClassState.choices),
        db_persist=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "lớp"
        ordering = ["-opened_from", "code"]
        indexes = [
            models.Index(fields=["year", "programme", "partner"], name="courses_class_year"),
            models.Index(fields=["opened_to", "closed_from"], name="courses_class_running"),
            models.Index(OPENING_DAY, "id", name="courses_class_order"),
        ]
        constraints = [
            clean_check("code", "courses_class_code_clean"),
            clean_check("name", "courses_class_name_clean"),
            models.CheckConstraint(
                condition=Q(mode__in=["", *Mode.values]),
                name="courses_class_mode",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
            partial_date_check("opened", "courses_class_opened_in_order"),
            partial_date_check("closed", "courses_class_closed_in_order"),
            models.CheckConstraint(
                condition=Q(opened_from=None) | Q(opened_to__year=ExtractYear("opened_from")),
                name="courses_class_opened_in_one_year",
                violation_error_message="Ngày khai giảng sớm nhất và muộn nhất phải trong cùng một năm.",
            ),
            models.CheckConstraint(
                condition=Q(closed_from=None) | Q(opened_from__isnull=False, closed_to__gte=F("opened_from")),
                name="courses_class_closes_after_opening",
                violation_error_message="Ngày bế giảng phải sau ngày khai giảng.",
            ),
            models.CheckConstraint(
                condition=Q(due_to_open_on=None)
                | Q(due_to_close_on=None)
                | Q(due_to_close_on__gte=F("due_to_open_on")),
                name="courses_class_due_in_order",
                violation_error_message="Ngày dự kiến bế giảng phải sau ngày dự kiến khai giảng.",
            ),
            models.CheckConstraint(
                condition=Q(plan_line=None) | Q(planned=True),
                name="courses_class_line_means_planned",
                violation_error_message="Lớp ngoài kế hoạch không gắn dòng kế hoạch.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | Q(opened_from=None),
                name="courses_class_cancelled_unopened",
                violation_error_message="Lớp đã khai giảng thì không hủy; ghi ngày bế giảng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_state_display(self) -> str:
        """The state in words; of a class that a source only mentions nobody knows whether it still runs."""
        if self.code_provisional and self.state == ClassState.OPEN:
            return UNKNOWN_END_WORDS
        return ClassState(self.state).label

    @property
    def opened(self) -> PartialDate | None:
        """Actual opening, in the precision known."""
        return partial_date(self, "opened")

    @property
    def closed(self) -> PartialDate | None:
        """Actual closing, in the precision known."""
        return partial_date(self, "closed")
