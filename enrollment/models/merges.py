"""The ledger of merged records (gộp hồ sơ): which, by whom, why, and all that it takes to split them again."""

from functools import partial

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from enrollment.models.learners import Learner
from school.history import tracked


@partial(tracked, without=("moved", "values"))  # written once, with the row
class LearnerMerge(models.Model):
    """Two records of one person became one: `given_up` points to `kept`, both stay.

    `moved`: name of a relation → primary keys of the rows that went to the kept record; "back" → enrolments that went
    the other way, since the other record's of the same class was chosen; "left" → enrolments that stay where they
    were. `values`: column of the kept record → its value before and after. `context`: the history's.
    """

    kept = models.ForeignKey(Learner, models.PROTECT, related_name="merges", verbose_name="hồ sơ giữ lại")
    given_up = models.ForeignKey(Learner, models.PROTECT, related_name="given_up_in", verbose_name="hồ sơ đã gộp")
    reason = models.TextField("lý do")
    at = models.DateTimeField("gộp lúc", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người gộp"
    )
    context = models.UUIDField("bối cảnh lịch sử", editable=False)
    moved = models.JSONField("đã chuyển", default=dict, blank=True, editable=False)
    values = models.JSONField("giá trị đã lấy", default=dict, blank=True, editable=False, encoder=DjangoJSONEncoder)
    split_at = models.DateTimeField("tách lại lúc", null=True, blank=True, editable=False)
    split_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người tách lại",
    )

    class Meta:
        verbose_name = verbose_name_plural = "gộp hồ sơ"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["given_up"],
                condition=Q(split_at=None),
                name="enrollment_merge_one_in_force",
                violation_error_message="Hồ sơ này đã gộp vào một hồ sơ khác.",
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("given_up")),
                name="enrollment_merge_of_two",
                violation_error_message="Không gộp một người vào chính mình.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_up} gộp vào {self.kept}"
