"""Projects, seminars and publications."""

from django.db import models
from django.db.models import F, Q

from school.history import tracked
from school.models import Document, Provenance
from school.models.base import Archivable, CleanTextField, clean_check, one_of, partial_date, partial_date_check, vn_key
from school.partial_date import PartialDate


class Level(models.TextChoices):
    """Who commissions it: the province or city, or the school."""

    CITY = "city", "cấp tỉnh, thành phố"
    SCHOOL = "school", "cấp trường"


class Work(Archivable):
    """What the three have in common."""

    title = CleanTextField("tên", max_length=500)
    search_key = vn_key("vn_search_key", "title")
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        abstract = True
        constraints = [clean_check("title", "%(app_label)s_%(class)s_title_clean")]

    def __str__(self) -> str:
        return self.title


class ProjectKind(models.TextChoices):
    PROJECT = "project", "đề tài"
    SCHEME = "scheme", "đề án"


@tracked
class Project(Work):
    """A đề tài or đề án, from its start to its acceptance (nghiệm thu)."""

    kind = models.CharField("loại", max_length=7, choices=ProjectKind.choices, default=ProjectKind.PROJECT)
    level = models.CharField("cấp", max_length=6, choices=Level.choices)
    started_on = models.DateField("ngày bắt đầu")
    due_on = models.DateField("hạn hoàn thành", null=True, blank=True)
    accepted_on = models.DateField("ngày nghiệm thu", null=True, blank=True)
    rating = CleanTextField("xếp loại nghiệm thu", max_length=60, blank=True)
    decision = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="quyết định giao"
    )

    class Meta:
        verbose_name = verbose_name_plural = "đề tài, đề án"
        ordering = ["-started_on", "title"]
        constraints = [
            *Work.Meta.constraints,
            one_of("kind", ProjectKind, "research_project_kind"),
            one_of("level", Level, "research_project_level"),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(accepted_on__gte=F("started_on")),
                name="research_project_accepted_after_start",
                violation_error_message="Ngày nghiệm thu phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("started_on")),
                name="research_project_due_after_start",
                violation_error_message="Hạn hoàn thành phải sau ngày bắt đầu.",
            ),
        ]


class SeminarKind(models.TextChoices):
    SEMINAR = "seminar", "hội thảo khoa học"
    ROUND_TABLE = "round_table", "tọa đàm"


@tracked
class Seminar(Work):
    """A hội thảo or tọa đàm, on a day of its own precision."""

    kind = models.CharField("loại", max_length=11, choices=SeminarKind.choices, default=SeminarKind.SEMINAR)
    level = models.CharField("cấp", max_length=6, choices=Level.choices)
    held_from = models.DateField("ngày tổ chức (sớm nhất)", null=True, blank=True)
    held_to = models.DateField("ngày tổ chức (muộn nhất)", null=True, blank=True)
    due_on = models.DateField("dự kiến tổ chức", null=True, blank=True)
    place = CleanTextField("địa điểm", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "hội thảo, tọa đàm"
        ordering = ["-held_from", "title"]
        constraints = [
            *Work.Meta.constraints,
            one_of("kind", SeminarKind, "research_seminar_kind"),
            one_of("level", Level, "research_seminar_level"),
            partial_date_check("held", "research_seminar_held_in_order"),
        ]

    @property
    def held(self) -> PartialDate | None:
        """When it was held."""
        return partial_date(self, "held")


class PublicationKind(models.TextChoices):
    ARTICLE = "article", "bài báo, tạp chí"
    BOOK = "book", "sách"
    PROCEEDINGS = "proceedings", "kỷ yếu"
    BULLETIN = "bulletin", "nội san, thông tin lý luận"


@tracked
class Publication(Work):
    """An article, book, proceedings or issue of the school's bulletin."""

    kind = models.CharField("loại", max_length=11, choices=PublicationKind.choices)
    venue = CleanTextField("nơi công bố", max_length=200, blank=True)
    published_from = models.DateField("ngày công bố (sớm nhất)")
    published_to = models.DateField("ngày công bố (muộn nhất)")
    seminar = models.ForeignKey(
        Seminar, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name="của hội thảo"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name="của đề tài"
    )

    class Meta:
        verbose_name = verbose_name_plural = "công bố"
        ordering = ["-published_from", "title"]
        constraints = [
            *Work.Meta.constraints,
            one_of("kind", PublicationKind, "research_publication_kind"),
            partial_date_check("published", "research_publication_published_in_order"),
        ]

    @property
    def published(self) -> PartialDate | None:
        """When it came out."""
        return partial_date(self, "published")
