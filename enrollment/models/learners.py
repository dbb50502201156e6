"""Learners: a person once for life, with postings, quy hoạch and identity numbers over time."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from school.history import tracked
from school.models import Agency, Document, Provenance, Staff
from school.models.agencies import must_be_group
from school.models.base import (
    CleanTextField,
    PersonFields,
    ValidBetween,
    Words,
    no_overlap,
    partial_date,
    partial_date_check,
)
from school.partial_date import PartialDate


@tracked
class Learner(PersonFields):
    """A cadre. Two records of one person are merged: the one given up points to the one kept."""

    joined_party_from = models.DateField("vào Đảng (sớm nhất)", null=True, blank=True)
    joined_party_to = models.DateField("vào Đảng (muộn nhất)", null=True, blank=True)
    staff = models.OneToOneField(
        Staff, models.SET_NULL, null=True, blank=True, related_name="learner", verbose_name="cũng là cán bộ trường"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="đã gộp vào"
    )

    class Meta:
        verbose_name = verbose_name_plural = "học viên"
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["born_from", "born_to"], name="enrollment_learner_born"),
            # With all that a search in this order reads of those it passes by.
            models.Index(
                fields=["sort_key", "id"],
                include=["search_key", "merged_into", "archived_on"],
                name="enrollment_learner_walk",
            ),
            models.Index(fields=["search_key", "born_from", "born_to"], name="enrollment_learner_likeness"),
            models.Index(
                fields=["search_key"],
                condition=Q(born_from=None) | Q(born_from__lt=F("born_to")),
                name="enrollment_learner_vague",
            ),
            GinIndex(OpClass(Words("search_key"), name="gin_trgm_ops"), name="enrollment_learner_words"),
        ]
        constraints = [
            *PersonFields.Meta.constraints,
            partial_date_check("joined_party", "enrollment_learner_joined_in_order"),
            models.CheckConstraint(
                condition=Q(joined_party_from=None) | Q(born_from=None) | Q(joined_party_to__gt=F("born_from")),
                name="enrollment_learner_joined_after_birth",
                violation_error_message="Ngày vào Đảng phải sau ngày sinh.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="enrollment_learner_not_into_itself",
                violation_error_message="Không gộp một người vào chính mình.",
            ),
        ]

    @property
    def joined_party(self) -> PartialDate | None:
        """Day of joining the Party, in the precision of the papers."""
        return partial_date(self, "joined_party")


class IdentityKind(models.TextChoices):
    CITIZEN = "citizen", "căn cước (12 số)"
    OLD = "old", "chứng minh nhân dân (9 số)"


@tracked
class Identity(models.Model):
    """An identity number; one number belongs to one person."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="identities", verbose_name="học viên")
    kind = models.CharField("loại", max_length=7, choices=IdentityKind.choices)
    number = models.CharField("số", max_length=12)

    class Meta:
        verbose_name = verbose_name_plural = "giấy tờ tùy thân"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=IdentityKind.CITIZEN, number__regex=r"^[0-9]{12}$")
                | Q(kind=IdentityKind.OLD, number__regex=r"^[0-9]{9}$"),
                name="enrollment_identity_digits",
                violation_error_message="Căn cước có 12 chữ số, chứng minh nhân dân cũ có 9 chữ số.",
            ),
            models.UniqueConstraint(
                fields=["number"],
                name="enrollment_identity_once",
                violation_error_message="Số này đã thuộc một người khác.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} …{self.number[-3:]}"


@tracked
class Posting(ValidBetween):
    """Where a learner works and as what, in a time; never overwritten, a new one follows."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="postings", verbose_name="học viên")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="postings", verbose_name="đơn vị")
    agency_is_group = models.GeneratedField(
        expression=models.Value(False), output_field=models.BooleanField(), db_persist=True
    )
    position = CleanTextField("chức vụ", max_length=200, blank=True)
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "quá trình công tác"
        ordering = ["-valid_from"]
        constraints = [
            *ValidBetween.Meta.constraints,
            no_overlap(
                "enrollment_posting_one_at_a_time",
                "learner",
                message="Trong thời gian này đã có một vị trí công tác khác.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}, {self.agency}" if self.position else str(self.agency)

    def clean(self) -> None:
        """At an agency, not in a group of them."""
        super().clean()
        must_be_group(self, "agency", False)


@tracked
class SuccessionEntry(ValidBetween):
    """In quy hoạch for a post in a term."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="succession", verbose_name="học viên")
    position = CleanTextField("chức danh quy hoạch", max_length=200)
    term = CleanTextField("nhiệm kỳ", max_length=20)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="succession", verbose_name="theo văn bản"
    )
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "quy hoạch"
        constraints = [
            *ValidBetween.Meta.constraints,
            no_overlap(
                "enrollment_succession_once",
                "learner",
                "position",
                "term",
                message="Người này đã ở quy hoạch chức danh đó trong nhiệm kỳ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}, nhiệm kỳ {self.term}"
