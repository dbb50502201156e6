"""Partner agencies over time: names, aliases, what they became, which groups they belong to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, Q

from school.history import tracked
from school.models.base import (
    Archivable,
    CleanTextField,
    Provenance,
    ValidBetween,
    clean_check,
    no_overlap,
    one_of,
    spelling,
    vn_key,
)
from school.models.documents import Document


class AgencyKind(models.TextChoices):
    PARTY = "party", "cấp ủy, cơ quan Đảng"
    STATE = "state", "cơ quan nhà nước"
    FRONT = "front", "Mặt trận, đoàn thể"
    ARMED = "armed", "lực lượng vũ trang"
    COMPANY = "company", "doanh nghiệp"
    SCHOOL = "school", "đơn vị sự nghiệp"
    OTHER = "other", "đơn vị khác"
    GROUP = "group", "nhóm đơn vị"


@tracked
class Agency(ValidBetween, Archivable):
    """An agency that sends learners or co-organises classes; or a group of them.

    `name` is the present official name; former ones and aliases are `AgencyName` rows. A group such as
    "Quận, huyện ủy" may stand in plans and reports, never in an enrolment or a posting: foreign keys there
    go to (id, is_group).
    """

    kind = models.CharField("loại", max_length=10, choices=AgencyKind.choices, default=AgencyKind.OTHER)
    name = CleanTextField("tên chính thức", max_length=200)
    search_key = vn_key("vn_search_key", "name")
    sort_key = vn_key("vn_text_sort_key", "name")
    is_group = models.GeneratedField(
        expression=ExpressionWrapper(Q(kind=AgencyKind.GROUP), models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "đơn vị"
        ordering = ["sort_key"]
        constraints = [
            *ValidBetween.Meta.constraints,
            clean_check("name", "school_agency_name_clean"),
            one_of("kind", AgencyKind, "school_agency_kind"),
            no_overlap(
                "school_agency_name_once",
                spelling("name"),
                message="Đã có đơn vị cùng tên trong thời gian này.",
            ),
            models.UniqueConstraint(fields=["id", "is_group"], name="school_agency_id_is_group"),
        ]

    def __str__(self) -> str:
        return self.name


def must_be_group(row: models.Model, field: str, wanted: bool) -> None:
    """Say in words what the composite foreign key of `field` would refuse. Raises ValidationError."""
    agency: Agency | None = getattr(row, field, None)
    if agency is None or (agency.kind == AgencyKind.GROUP) == wanted:
        return
    instead = "là một đơn vị. Chọn một nhóm đơn vị." if wanted else "là một nhóm. Chọn một đơn vị cụ thể."
    raise ValidationError({field: f"“{agency}” {instead}"})


class AgencyNameKind(models.TextChoices):
    FORMER = "former", "tên chính thức trước đây"
    ALIAS = "alias", "tên gọi khác"


@tracked
class AgencyName(ValidBetween):
    """A name the agency had officially before, or is also called by."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names", verbose_name="đơn vị")
    kind = models.CharField("loại tên", max_length=6, choices=AgencyNameKind.choices)
    name = CleanTextField("tên", max_length=200)
    search_key = vn_key("vn_search_key", "name")

    class Meta:
        verbose_name = verbose_name_plural = "tên khác của đơn vị"
        ordering = ["name"]
        constraints = [
            *ValidBetween.Meta.constraints,
            clean_check("name", "school_agencyname_clean"),
            one_of("kind", AgencyNameKind, "school_agencyname_kind"),
            no_overlap(
                "school_agencyname_once",
                spelling("name"),
                message="Tên này đang dùng cho một đơn vị khác trong cùng thời gian.",
            ),
            no_overlap(
                "school_agencyname_former_once",
                "agency",
                condition=Q(kind=AgencyNameKind.FORMER),
                message="Trong một thời gian, một đơn vị chỉ có một tên chính thức.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AgencyNameKind.FORMER) | Q(valid_to__isnull=False),
                name="school_agencyname_former_ends",
                violation_error_message="Tên trước đây phải có ngày thôi dùng.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SuccessionKind(models.TextChoices):
    MERGED = "merged", "sáp nhập vào"
    SPLIT = "split", "chia, tách thành"
    REPLACED = "replaced", "thay bằng"


@tracked
class AgencySuccession(models.Model):
    """What became of an agency: several rows where it was split, several predecessors where it was merged."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions", verbose_name="đơn vị trước")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="precedents", verbose_name="đơn vị kế tiếp")
    happened_on = models.DateField("từ ngày")
    kind = models.CharField("hình thức", max_length=8, choices=SuccessionKind.choices)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="successions", verbose_name="theo văn bản"
    )

    class Meta:
        verbose_name = verbose_name_plural = "kế tiếp đơn vị"
        constraints = [
            one_of("kind", SuccessionKind, "school_succession_kind"),
            models.UniqueConstraint(fields=["predecessor", "successor"], name="school_succession_unique"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="school_succession_not_itself",
                violation_error_message="Đơn vị không kế tiếp chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


@tracked
class AgencyMembership(ValidBetween):
    """An agency belongs to a group for a time; the database refuses a group in a group."""

    group = models.ForeignKey(Agency, models.CASCADE, related_name="memberships", verbose_name="nhóm")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="groups", verbose_name="đơn vị")
    group_is_group = models.GeneratedField(
        expression=models.Value(True), output_field=models.BooleanField(), db_persist=True
    )
    agency_is_group = models.GeneratedField(
        expression=models.Value(False), output_field=models.BooleanField(), db_persist=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "thành viên nhóm đơn vị"
        constraints = [
            *ValidBetween.Meta.constraints,
            no_overlap(
                "school_membership_once",
                "group",
                "agency",
                message="Đơn vị đã thuộc nhóm này trong thời gian đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} thuộc {self.group}"

    def clean(self) -> None:
        """An agency in a group, not the other way round."""
        super().clean()
        must_be_group(self, "group", True)
        must_be_group(self, "agency", False)
