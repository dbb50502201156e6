"""What is taught, under which rules, in force when."""

from django.db import models
from django.db.models import F, Q

from school.history import tracked
from school.models import Document
from school.models.base import Archivable, CleanTextField, ValidBetween, clean_check, no_overlap, one_of
from school.models.criteria import Verifiable


class Family(models.TextChoices):
    TRAINING = "training", "đào tạo"
    FOSTERING = "fostering", "bồi dưỡng"


@tracked
class Programme(ValidBetween, Archivable):
    """A programme; training leads to a diploma, fostering to a certificate."""

    code = CleanTextField("mã chương trình", max_length=20, unique=True)
    name = CleanTextField("tên chương trình", max_length=300)
    short_name = CleanTextField("tên gọi tắt", max_length=100)
    family = models.CharField("loại hình", max_length=9, choices=Family.choices)
    order = models.PositiveSmallIntegerField("thứ tự trong báo cáo", default=100)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name="theo văn bản"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="tiếp nối chương trình"
    )

    class Meta:
        verbose_name = verbose_name_plural = "chương trình"
        ordering = ["order", "code"]
        constraints = [
            *ValidBetween.Meta.constraints,
            clean_check("code", "courses_programme_code_clean"),
            clean_check("name", "courses_programme_name_clean"),
            one_of("family", Family, "courses_programme_family"),
            models.CheckConstraint(
                condition=Q(follows=None) | ~Q(follows=F("id")),
                name="courses_programme_follows_another",
                violation_error_message="Chương trình không tiếp nối chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Module(models.Model):
    """A học phần of a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="modules", verbose_name="chương trình")
    code = CleanTextField("mã", max_length=20)
    name = CleanTextField("tên học phần", max_length=300)
    periods = models.PositiveSmallIntegerField("số tiết", null=True, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = verbose_name_plural = "học phần"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="courses_module_unique",
                violation_error_message="Chương trình đã có học phần mang mã này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class RuleSet(ValidBetween, Verifiable):
    """Rules of study of a programme by one document: a class keeps those in force when it opened.

    Thresholds are empty where the document's text was not seen.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rule_sets", verbose_name="chương trình")
    document = models.ForeignKey(Document, models.PROTECT, related_name="rule_sets", verbose_name="theo văn bản")
    attendance_percent = models.PositiveSmallIntegerField("dự học tối thiểu để thi (%)", null=True, blank=True)
    pass_mark = models.DecimalField("điểm đạt", max_digits=3, decimal_places=1, null=True, blank=True)
    resits = models.PositiveSmallIntegerField("số lần thi lại", null=True, blank=True)
    longest_weeks = models.PositiveSmallIntegerField("thời gian tối đa (tuần)", null=True, blank=True)
    class_size_from = models.PositiveSmallIntegerField("sĩ số tối thiểu", null=True, blank=True)
    class_size_to = models.PositiveSmallIntegerField("sĩ số tối đa", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "quy định về học tập"
        ordering = ["programme", "-valid_from"]
        constraints = [
            *ValidBetween.Meta.constraints,
            *Verifiable.Meta.constraints,
            no_overlap(
                "courses_ruleset_one_in_force",
                "programme",
                message="Trong một thời gian, mỗi chương trình chỉ có một quy định có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(attendance_percent=None) | Q(attendance_percent__lte=100),
                name="courses_ruleset_attendance",
                violation_error_message="Tỷ lệ dự học không quá 100 %%.",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark=None) | Q(pass_mark__gte=0, pass_mark__lte=10),
                name="courses_ruleset_pass_mark",
                violation_error_message="Điểm đạt từ 0 đến 10.",
            ),
            models.CheckConstraint(
                condition=Q(class_size_from=None) | Q(class_size_to=None) | Q(class_size_from__lte=F("class_size_to")),
                name="courses_ruleset_class_size",
                violation_error_message="Sĩ số tối thiểu không lớn hơn sĩ số tối đa.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.code}: {self.document}"


@tracked
class EntryRule(ValidBetween, Verifiable):
    """Who may be sent to a programme, by one document: judged on the day of entry."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="entry_rules", verbose_name="chương trình")
    document = models.ForeignKey(Document, models.PROTECT, related_name="entry_rules", verbose_name="theo văn bản")
    party_member = models.BooleanField("phải là đảng viên", null=True, blank=True)
    college_degree = models.BooleanField("phải tốt nghiệp cao đẳng trở lên", null=True, blank=True)
    part_time_age_women = models.PositiveSmallIntegerField("học không tập trung: nữ từ (tuổi)", null=True, blank=True)
    part_time_age_men = models.PositiveSmallIntegerField("học không tập trung: nam từ (tuổi)", null=True, blank=True)
    conditions = models.TextField("điều kiện khác, theo lời văn bản", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "đối tượng, điều kiện cử học"
        ordering = ["programme", "-valid_from"]
        constraints = [
            *ValidBetween.Meta.constraints,
            *Verifiable.Meta.constraints,
            no_overlap(
                "courses_entryrule_one_in_force",
                "programme",
                message="Trong một thời gian, mỗi chương trình chỉ có một quy định đối tượng có hiệu lực.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.code}: {self.document}"
