"""What the pages of records themselves keep: who took lists away, which forms were saved already."""

from django.conf import settings
from django.db import models

from school.history import tracked


@tracked
class ListExport(models.Model):
    """Somebody took a list away as a spreadsheet: which, how filtered, how many rows."""

    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người xuất"
    )
    exported_at = models.DateTimeField("lúc", auto_now_add=True)
    register = models.CharField("danh sách", max_length=60)
    query = models.TextField("bộ lọc", blank=True)
    rows = models.PositiveIntegerField("số dòng")

    class Meta:
        verbose_name = verbose_name_plural = "xuất danh sách"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.register}: {self.rows} dòng"


@tracked
class FormSubmission(models.Model):
    """A form that was saved: sent a second time, it leads to the same record instead of a second one."""

    token = models.UUIDField("mã biểu mẫu", primary_key=True)
    saved_at = models.DateTimeField("lúc", auto_now_add=True)
    location = models.CharField("trang kết quả", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "biểu mẫu đã lưu"
        indexes = [models.Index(fields=["saved_at"], name="school_submission_saved_at")]

    def __str__(self) -> str:
        return self.location
