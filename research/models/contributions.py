"""Who took which part in which work."""

from django.db import models
from django.db.models import Q

from research.models.works import Project, Publication, Seminar
from school.history import tracked
from school.models import Staff
from school.models.base import CleanTextField, one_of


class Role(models.TextChoices):
    LEADER = "leader", "chủ nhiệm, chủ trì"
    SECRETARY = "secretary", "thư ký"
    MEMBER = "member", "thành viên"
    AUTHOR = "author", "tác giả"
    SPEAKER = "speaker", "báo cáo tham luận"
    EDITOR = "editor", "biên tập"


def _exactly_one_work() -> Q:
    condition = Q()
    works = ["project", "seminar", "publication"]
    for chosen in works:
        condition |= Q(**{f"{work}__isnull": work != chosen for work in works})
    return condition


@tracked
class Contribution(models.Model):
    """One person's part in exactly one project, seminar or publication; staff, or a name from outside."""

    project = models.ForeignKey(
        Project, models.CASCADE, null=True, blank=True, related_name="contributions", verbose_name="đề tài, đề án"
    )
    seminar = models.ForeignKey(
        Seminar, models.CASCADE, null=True, blank=True, related_name="contributions", verbose_name="hội thảo"
    )
    publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, blank=True, related_name="contributions", verbose_name="công bố"
    )
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name="cán bộ"
    )
    external_name = CleanTextField("người ngoài trường", max_length=120, blank=True)
    role = models.CharField("vai trò", max_length=9, choices=Role.choices)
    share_percent = models.PositiveSmallIntegerField("tỷ lệ đóng góp (%)", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "tham gia nghiên cứu"
        constraints = [
            one_of("role", Role, "research_contribution_role"),
            models.CheckConstraint(
                condition=_exactly_one_work(),
                name="research_contribution_one_work",
                violation_error_message="Chọn đúng một: đề tài, hội thảo hoặc công bố.",
            ),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, external_name="") | Q(staff__isnull=True) & ~Q(external_name=""),
                name="research_contribution_one_person",
                violation_error_message="Chọn một cán bộ của trường, hoặc ghi tên người ngoài trường.",
            ),
            models.CheckConstraint(
                condition=Q(share_percent=None) | Q(share_percent__lte=100),
                name="research_contribution_share",
                violation_error_message="Tỷ lệ đóng góp không quá 100 %%.",
            ),
            models.UniqueConstraint(
                fields=["project", "seminar", "publication", "staff", "external_name", "role"],
                name="research_contribution_once",
                nulls_distinct=False,
                violation_error_message="Người này đã có vai trò đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff or self.external_name}, {self.get_role_display()}"
