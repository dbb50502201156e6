"""Lists received (nhập danh sách): the file as it came, what was mended and decided, and what became of each row."""

from functools import partial
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from courses.models import CourseClass
from enrollment.intake import headers
from enrollment.models.enrolments import Enrolment
from enrollment.models.learners import Learner
from school.history import tracked
from school.models import Agency, Provenance
from school.models.base import CleanTextField, one_of


class ImportState(models.TextChoices):
    DRAFT = "draft", "đang xem trước"
    QUEUED = "queued", "chờ nhập"
    RUNNING = "running", "đang nhập"
    DONE = "done", "đã nhập"
    FAILED = "failed", "chưa nhập được"
    UNDONE = "undone", "đã hủy nhập"


@partial(tracked, without=("data", "progress"))
class RosterImport(models.Model):
    """One list for one class (or for none): its bytes, and everything that the officer said about it.

    `mapping`: column (from 0, as text) → meaning of `enrollment.intake.headers`, "" for none. `cells`: row → column →
    text put in its place. `choices`: row → {"learner": id}, {"new": true} or {"leave": true}. `agencies`: a name as
    written → id of the agency meant, or "new". `contexts`: the history contexts under which it was written, for undo.
    """

    course_class = models.ForeignKey(
        CourseClass, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name="lớp"
    )
    file_name = CleanTextField("tên tệp", max_length=200, blank=True)
    sha256 = models.CharField("mã kiểm", max_length=64, editable=False)
    data = models.BinaryField("nội dung tệp", editable=False)
    mapping = models.JSONField("ý nghĩa các cột", default=dict, blank=True, editable=False)
    cells = models.JSONField("ô đã sửa", default=dict, blank=True, editable=False)
    choices = models.JSONField("người đã chọn", default=dict, blank=True, editable=False)
    agencies = models.JSONField("đơn vị đã chọn", default=dict, blank=True, editable=False)
    state = models.CharField("tình trạng", max_length=8, choices=ImportState.choices, default=ImportState.DRAFT)
    progress = models.PositiveSmallIntegerField("đã làm (%)", default=0, editable=False)
    failure = models.TextField("vì sao chưa nhập được", blank=True, editable=False)
    contexts = ArrayField(models.UUIDField(), verbose_name="các lần ghi", default=list, blank=True, editable=False)
    created_at = models.DateTimeField("nhận lúc", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhập"
    )
    finished_at = models.DateTimeField("nhập xong lúc", null=True, blank=True, editable=False)
    undone_at = models.DateTimeField("hủy lúc", null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người hủy",
    )
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "đợt nhập danh sách"
        ordering = ["-id"]
        constraints = [
            one_of("state", ImportState, "enrollment_import_state"),
            models.CheckConstraint(
                condition=Q(state=ImportState.UNDONE, undone_at__isnull=False)
                | ~Q(state=ImportState.UNDONE) & Q(undone_at=None),
                name="enrollment_import_undone_when",
                violation_error_message="Đợt nhập đã hủy phải ghi lúc hủy.",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="enrollment_import_progress",
                violation_error_message="Tỷ lệ đã làm không quá 100.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or "danh sách dán vào"


class RowOutcome(models.TextChoices):
    CREATED = "created", "thêm mới"
    MATCHED = "matched", "đã có"
    CHANGED = "changed", "đã có, có thay đổi"
    HELD = "held", "chờ quyết định"
    REFUSED = "refused", "chưa nhận"
    LEFT_OUT = "left_out", "bỏ qua"


TAKEN = (RowOutcome.CREATED, RowOutcome.MATCHED, RowOutcome.CHANGED)


@tracked
class ImportRow(models.Model):
    """What became of one row of people. `row`: as the sheet numbers it. `gave`: what of the learner came from here."""

    roster_import = models.ForeignKey(
        RosterImport, models.CASCADE, related_name="rows", verbose_name="đợt nhập danh sách"
    )
    row = models.PositiveIntegerField("dòng")
    outcome = models.CharField("kết quả", max_length=8, choices=RowOutcome.choices)
    learner = models.ForeignKey(
        Learner, models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="học viên"
    )
    enrolment = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="ghi danh"
    )
    gave = ArrayField(models.CharField(max_length=12), verbose_name="giá trị lấy từ đây", default=list, blank=True)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "dòng nhập"
        ordering = ["row"]
        constraints = [
            one_of("outcome", RowOutcome, "enrollment_importrow_outcome"),
            models.UniqueConstraint(
                fields=["roster_import", "row"],
                name="enrollment_importrow_once",
                violation_error_message="Dòng này đã ghi trong đợt nhập.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[RowOutcome.HELD, RowOutcome.REFUSED]) | ~Q(reason=""),
                name="enrollment_importrow_why",
                violation_error_message="Dòng chưa nhận phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_import}, dòng {self.row}"


@tracked
class HeaderMeaning(models.Model):
    """What an agency means by the header of a column, told once by an officer; its next list needs no telling."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name="đơn vị")
    header = models.CharField("tiêu đề cột", max_length=200)
    meaning = models.CharField("ý nghĩa", max_length=20, blank=True)

    IN_WORDS: ClassVar = {"meaning": headers.IN_WORDS}  # for the history

    class Meta:
        verbose_name = verbose_name_plural = "tiêu đề cột đã biết"
        ordering = ["agency", "header"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "header"],
                name="enrollment_headermeaning_once",
                violation_error_message="Tiêu đề này của đơn vị đã có.",
            )
        ]

    def __str__(self) -> str:
        return self.header
