"""The ledger of confirmed rosters (chốt danh sách): when, with how many, reopened why."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.models import CourseClass
from school.history import tracked


@tracked
class RosterConfirmation(models.Model):
    """One confirmation of a class's roster; reopening it needs a reason."""

    course_class = models.ForeignKey(CourseClass, models.PROTECT, related_name="confirmations", verbose_name="lớp")
    confirmed_on = models.DateField("chốt ngày")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người chốt"
    )
    reopened_on = models.DateField("mở lại ngày", null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người mở lại"
    )
    reopened_why = models.TextField("lý do mở lại", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "chốt danh sách"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["course_class"],
                condition=Q(reopened_on=None),
                name="enrollment_confirmation_one_open",
                violation_error_message="Danh sách lớp này đã chốt.",
            ),
            models.CheckConstraint(
                condition=Q(reopened_on=None, reopened_why="") | Q(reopened_on__isnull=False) & ~Q(reopened_why=""),
                name="enrollment_confirmation_reopened_why",
                violation_error_message="Mở lại danh sách đã chốt cần ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(reopened_on=None) | Q(reopened_on__gte=F("confirmed_on")),
                name="enrollment_confirmation_reopened_after",
                violation_error_message="Ngày mở lại phải từ ngày chốt danh sách.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_class.code}, chốt {self.confirmed_on:%d/%m/%Y}"
