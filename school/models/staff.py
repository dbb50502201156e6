"""Departments, staff and lecturers: how they are employed, where posted, what they hold."""

from django.db import models
from django.db.models import Q

from school.history import tracked
from school.models.base import (
    Archivable,
    CleanTextField,
    PersonFields,
    Provenance,
    ValidBetween,
    clean_check,
    no_overlap,
    one_of,
    partial_date,
    partial_date_check,
)
from school.models.documents import Document
from school.partial_date import PartialDate


@tracked
class Department(ValidBetween, Archivable):
    """A phòng or khoa of the school."""

    name = CleanTextField("tên phòng, khoa", max_length=200)
    short_name = CleanTextField("tên gọi tắt", max_length=60)
    teaches = models.BooleanField("là khoa giảng dạy", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "phòng, khoa"
        ordering = ["name"]
        constraints = [
            *ValidBetween.Meta.constraints,
            clean_check("name", "school_department_name_clean"),
            no_overlap("school_department_once", "name", message="Đã có phòng, khoa cùng tên trong thời gian này."),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Staff(PersonFields):
    """A member of staff or a visiting lecturer."""

    class Meta:
        verbose_name = verbose_name_plural = "cán bộ, giảng viên"
        ordering = ["sort_key"]
        constraints = PersonFields.Meta.constraints


class EmploymentKind(models.TextChoices):
    """How somebody works for the school; the first three teach, the first two and `OTHER` are staff."""

    LECTURER = "lecturer", "giảng viên cơ hữu"
    CONCURRENT = "concurrent", "giảng viên kiêm chức"
    VISITING = "visiting", "giảng viên thỉnh giảng"
    OTHER = "other", "viên chức, người lao động khác"


@tracked
class StaffEmployment(ValidBetween):
    """Employed in one way at a time."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="employments", verbose_name="cán bộ")
    kind = models.CharField("hình thức", max_length=10, choices=EmploymentKind.choices)

    class Meta:
        verbose_name = verbose_name_plural = "hình thức làm việc"
        constraints = [
            *ValidBetween.Meta.constraints,
            one_of("kind", EmploymentKind, "school_employment_kind"),
            no_overlap(
                "school_employment_one_at_a_time",
                "staff",
                message="Trong một thời gian, một người chỉ có một hình thức làm việc.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.get_kind_display()}"


@tracked
class StaffPosting(ValidBetween):
    """A post in a department; somebody may hold posts in two departments, not the same one twice."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="postings", verbose_name="cán bộ")
    department = models.ForeignKey(Department, models.PROTECT, related_name="postings", verbose_name="phòng, khoa")
    position = CleanTextField("chức vụ, vị trí", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "vị trí công tác"
        constraints = [
            *ValidBetween.Meta.constraints,
            no_overlap(
                "school_staffposting_once",
                "staff",
                "department",
                message="Người này đã có vị trí ở phòng, khoa này trong thời gian đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.position}, {self.department}"


class QualificationKind(models.TextChoices):
    DEGREE = "degree", "trình độ chuyên môn"
    RANK = "rank", "chức danh nghề nghiệp"
    POLITICAL_THEORY = "political_theory", "lý luận chính trị"
    PEDAGOGY = "pedagogy", "nghiệp vụ sư phạm"
    CLASSICS = "classics", "kiến thức kinh điển"


class QualificationLevel(models.TextChoices):
    """The level within a kind; a constraint keeps level and kind together."""

    BACHELOR = "bachelor", "đại học"
    MASTER = "master", "thạc sĩ"
    DOCTOR = "doctor", "tiến sĩ"
    RANK_LECTURER = "rank_lecturer", "giảng viên"
    RANK_SENIOR = "rank_senior", "giảng viên chính"
    RANK_HIGH = "rank_high", "giảng viên cao cấp"
    INTERMEDIATE = "intermediate", "trung cấp"
    ADVANCED = "advanced", "cao cấp"
    CERTIFICATE = "certificate", "chứng chỉ"


LEVELS: dict[QualificationKind, list[QualificationLevel]] = {
    QualificationKind.DEGREE: [
        QualificationLevel.BACHELOR,
        QualificationLevel.MASTER,
        QualificationLevel.DOCTOR,
    ],
    QualificationKind.RANK: [
        QualificationLevel.RANK_LECTURER,
        QualificationLevel.RANK_SENIOR,
        QualificationLevel.RANK_HIGH,
    ],
    QualificationKind.POLITICAL_THEORY: [QualificationLevel.INTERMEDIATE, QualificationLevel.ADVANCED],
    QualificationKind.PEDAGOGY: [QualificationLevel.CERTIFICATE],
    QualificationKind.CLASSICS: [QualificationLevel.CERTIFICATE],
}


def _level_fits_kind() -> Q:
    condition = Q()
    for kind, levels in LEVELS.items():
        condition |= Q(kind=kind, level__in=levels)
    return condition


@tracked
class Qualification(models.Model):
    """A degree, rank or certificate with its date; held from the last day it can have been awarded."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="qualifications", verbose_name="cán bộ")
    kind = models.CharField("loại", max_length=20, choices=QualificationKind.choices)
    level = models.CharField("mức", max_length=20, choices=QualificationLevel.choices)
    awarded_from = models.DateField("ngày cấp (sớm nhất)")
    awarded_to = models.DateField("ngày cấp (muộn nhất)")
    number = CleanTextField("số hiệu", max_length=60, blank=True)
    issuer = CleanTextField("nơi cấp", max_length=200, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="qualifications", verbose_name="quyết định"
    )
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "văn bằng, chứng chỉ, chức danh"
        ordering = ["-awarded_to"]
        constraints = [
            models.CheckConstraint(
                condition=_level_fits_kind(),
                name="school_qualification_level_fits",
                violation_error_message="Mức này không thuộc loại văn bằng, chứng chỉ đã chọn.",
            ),
            partial_date_check("awarded", "school_qualification_awarded_in_order"),
            models.UniqueConstraint(
                fields=["staff", "kind", "level"],
                name="school_qualification_once",
                violation_error_message="Người này đã có văn bằng, chứng chỉ loại và mức này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_level_display()}"

    @property
    def awarded(self) -> PartialDate | None:
        """Award date in the precision of the papers."""
        return partial_date(self, "awarded")
