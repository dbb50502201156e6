"""The school itself: the only place that knows its name, its superior and its town."""

from django.db import models
from django.db.models import Q

from school.history import tracked
from school.models.base import CleanTextField, Provenance


class Heading(models.TextChoices):
    """What stands at the top right of an official document."""

    PARTY = "party", "Đảng Cộng sản Việt Nam"
    STATE = "state", "Quốc hiệu, tiêu ngữ"


@tracked
class Institution(models.Model):
    """One row: made by `manage.py start`, or by the demo."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = CleanTextField("tên trường", max_length=200)
    short_name = CleanTextField("tên gọi tắt", max_length=60)
    superior = CleanTextField("cơ quan chủ quản", max_length=200)
    place = CleanTextField("địa danh trên văn bản", max_length=100)
    level_word = CleanTextField("gọi cấp trên trực tiếp là", max_length=30, default="tỉnh")
    document_code = CleanTextField("ký hiệu trường trên văn bản", max_length=20)
    heading = models.CharField("thể thức", max_length=5, choices=Heading.choices, default=Heading.PARTY)
    recipients = models.TextField("nơi nhận báo cáo (mỗi dòng một nơi)", blank=True)
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "thông tin trường"
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="school_institution_single",
                violation_error_message="Mỗi cổng chỉ của một trường.",
            )
        ]

    def __str__(self) -> str:
        return self.name
