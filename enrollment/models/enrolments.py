"""Enrolments (lượt), the stays in classes they consist of, and the ledger of what changed."""

from datetime import date
from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from courses.models import CourseClass
from enrollment.models.learners import Learner
from school.history import tracked
from school.models import Agency, Document, Provenance
from school.models.agencies import must_be_group
from school.models.base import CleanTextField, date_span, one_of


class EnrolmentState(models.TextChoices):
    STUDYING = "studying", "đang học"
    DEFERRED = "deferred", "bảo lưu"
    WITHDRAWN = "withdrawn", "thôi học"
    EXPELLED = "expelled", "bị kỷ luật buộc thôi học"
    DECEASED = "deceased", "đã mất"
    COMPLETED = "completed", "đã hoàn thành"


def _given_up() -> models.QuerySet[Learner]:
    """Records merged into others: few, found by their index."""
    return Learner.objects.filter(merged_into__isnull=False)


class EnrolmentQuerySet(models.QuerySet):
    """Enrolments, each person's once."""

    def once(self) -> Self:
        """Without those left with a record that was merged: the person's own in the same class is on the other one."""
        return self.exclude(learner__in=_given_up())


@tracked
class Enrolment(models.Model):
    """One lượt: a learner in a programme, counted in the year of its first class.

    Agency and position are those of the day of entry and stay so.
    """

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="enrolments", verbose_name="học viên")
    first_class = models.ForeignKey(CourseClass, models.PROTECT, related_name="enrolments", verbose_name="lớp ghi danh")
    entered_on = models.DateField("ngày vào học")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="enrolments", verbose_name="đơn vị cử")
    agency_is_group = models.GeneratedField(
        expression=models.Value(False), output_field=models.BooleanField(), db_persist=True
    )
    position = CleanTextField("chức vụ khi vào học", max_length=200, blank=True)
    state = models.CharField(
        "tình trạng", max_length=9, choices=EnrolmentState.choices, default=EnrolmentState.STUDYING
    )
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ghi danh"
        indexes = [models.Index(fields=["entered_on", "id"], name="enrollment_enrolment_order")]
        constraints = [
            one_of("state", EnrolmentState, "enrollment_enrolment_state"),
            models.UniqueConstraint(
                fields=["first_class", "learner"],
                name="enrollment_enrolment_once",
                deferrable=models.Deferrable.IMMEDIATE,  # a merge swaps two enrolments in one statement
                violation_error_message="Người này đã có trong danh sách lớp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}, {self.first_class.code}"

    def clean(self) -> None:
        """Sent by an agency, not by a group of them."""
        super().clean()
        must_be_group(self, "agency", False)


class StayQuerySet(models.QuerySet):
    """Stays by day."""

    def on(self, day: date) -> Self:
        """Stays that include `day`."""
        return self.filter(Q(until=None) | Q(until__gt=day), started_on__lte=day)

    def once(self) -> Self:
        """Without those of enrolments left with a record that was merged."""
        return self.exclude(enrolment__in=Enrolment.objects.filter(learner__in=_given_up()))


@tracked
class ClassStay(models.Model):
    """An enrolment is in a class from a day until the day it no longer is (that day not included)."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="stays", verbose_name="ghi danh")
    course_class = models.ForeignKey(CourseClass, models.PROTECT, related_name="stays", verbose_name="lớp")
    started_on = models.DateField("từ ngày")
    until = models.DateField("thôi từ ngày", null=True, blank=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "thời gian ở lớp"
        ordering = ["started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("started_on")),
                name="enrollment_stay_in_order",
                violation_error_message="Ngày rời lớp phải sau ngày vào lớp.",
            ),
            ExclusionConstraint(
                name="enrollment_stay_one_class_a_day",
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (date_span("started_on", "until", "[)"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Trong một ngày, một lượt học chỉ ở một lớp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} từ {self.started_on:%d/%m/%Y}"

    def clean(self) -> None:
        """Days in order, said before the exclusion constraint asks: no range can be made of others."""
        super().clean()
        if self.started_on and self.until and self.until < self.started_on:
            raise ValidationError({"until": "Ngày rời lớp phải sau ngày vào lớp."})


class ChangeVerb(models.TextChoices):
    ENTER = "enter", "vào học"
    TRANSFER = "transfer", "chuyển lớp"
    DEFER = "defer", "bảo lưu"
    RETURN = "return", "học lại sau bảo lưu"
    WITHDRAW = "withdraw", "thôi học"
    EXPEL = "expel", "kỷ luật buộc thôi học"
    DIE = "die", "mất"
    COMPLETE = "complete", "hoàn thành"


@tracked
@pgtrigger.register(
    pgtrigger.Trigger(
        name="append_only",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="RAISE EXCEPTION 'The ledger of changes is append-only: reverse the entry with another';",
    )
)
class EnrolmentChange(models.Model):
    """What happened to an enrolment, effective on a day, by a decision; a mistake is reversed by another row."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="changes", verbose_name="ghi danh")
    verb = models.CharField("biến động", max_length=8, choices=ChangeVerb.choices)
    effective_on = models.DateField("có hiệu lực từ")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    decision = CleanTextField("số quyết định", max_length=60, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="enrolment_changes", verbose_name="văn bản"
    )
    reason = models.TextField("lý do", blank=True)
    to_class = models.ForeignKey(
        CourseClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sang lớp"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="hủy bỏ biến động"
    )

    class Meta:
        verbose_name = verbose_name_plural = "biến động sĩ số"
        ordering = ["effective_on", "id"]
        constraints = [
            one_of("verb", ChangeVerb, "enrollment_change_verb"),
            models.CheckConstraint(
                condition=Q(verb__in=[ChangeVerb.ENTER, ChangeVerb.TRANSFER], to_class__isnull=False)
                | ~Q(verb__in=[ChangeVerb.ENTER, ChangeVerb.TRANSFER]) & Q(to_class=None),
                name="enrollment_change_to_class",
                violation_error_message="Vào học và chuyển lớp phải ghi lớp đến; biến động khác thì không.",
            ),
            models.CheckConstraint(
                condition=Q(verb__in=[ChangeVerb.ENTER, ChangeVerb.COMPLETE]) | ~Q(reason=""),
                name="enrollment_change_reason",
                violation_error_message="Biến động này cần ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None) | ~Q(reason=""),
                name="enrollment_change_reversed_why",
                violation_error_message="Hủy một biến động cần ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.told} {self.effective_on:%d/%m/%Y}"

    @property
    def told(self) -> str:
        """What it records: a verb, or that an entry of that verb is taken back."""
        return f"{'hủy: ' if self.reverses_id else ''}{self.get_verb_display()}"
