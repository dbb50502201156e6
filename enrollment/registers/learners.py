"""Learners: a person once for life."""

from typing import Any

from django.db.models import F, QuerySet

from enrollment.models import Learner
from enrollment.queries.learners import with_present, with_records
from enrollment.queries.scope import visible_learners
from enrollment.queries.sources import with_sources
from enrollment.registers.entry_forms import EnrolForm
from enrollment.registers.learner_forms import LearnerFilters, LearnerForm, MoveForm, SuccessionForm
from enrollment.registers.merge_forms import MergeForm
from enrollment.views.merging import MergeView
from school.models import Agency
from school.models.base import Words
from school.records.ordering import day_or
from school.records.register import Action, Column, Door, Fact, PutAway, Register, Section, declare
from school.records.search import begins

SEE_IDENTITY = "enrollment.see_identity"
IDENTITY_DIGITS = (9, 12)
SHOWN_DIGITS = 3


def search(rows: QuerySet[Learner], text: str, user: Any) -> QuerySet[Learner]:
    """By the beginnings of the words of a name; a whole identity number finds its owner, for those who may see it."""
    digits = text.replace(" ", "").replace(".", "")
    if digits.isascii() and digits.isdigit():
        may = user.has_perm(SEE_IDENTITY) and len(digits) in IDENTITY_DIGITS
        return rows.filter(identities__number=digits) if may else rows.none()
    return rows.alias(words=Words(F("search_key"))).filter(begins(text, "words"))


def agency(learner: Any) -> Agency | None:
    """Where somebody works today."""
    return Agency(pk=learner.present["agency_id"], name=learner.present["agency"]) if learner.present else None


def position(learner: Any) -> str:
    """As what."""
    return learner.present["position"] if learner.present else ""


def post(learner: Any) -> str:
    """The line under the name: "Phó Trưởng ban, Sở Nội vụ"."""
    return ", ".join(filter(None, (position(learner), str(agency(learner) or ""))))


def masked(learner: Any) -> list[str] | None:
    """The last digits alone; who may see the numbers has them in a section below."""
    return [f"{'•' * (len(number) - SHOWN_DIGITS)}{number[-SHOWN_DIGITS:]}" for number in learner.numbers] or None


def merged_into(learner: Any) -> Learner | None:
    """The record that is kept of the same person."""
    return Learner(pk=learner.merged_into_id, full_name=learner.merged_name) if learner.merged_into_id else None


def kept(learner: Learner) -> bool:
    """Not merged into another record."""
    return learner.merged_into_id is None


LEARNER = Register(
    app="enrollment",
    name="learner",
    slug="hoc-vien",
    model=Learner,
    title="Học viên",
    noun="học viên",
    columns=(
        Column("ten", "Họ và tên", lambda row: row.full_name, ("sort_key",)),
        Column("ngay_sinh", "Ngày sinh", lambda row: row.born, (day_or("born_from", first=False),)),
        Column("gioi_tinh", "Giới tính", lambda row: row.get_sex_display()),
        Column("don_vi", "Đơn vị hiện nay", agency),
        Column("chuc_vu", "Chức vụ", position),
        Column("so_lop", "Số lớp đã học", lambda row: row.times or None, number=True),
        Column("can_cuoc", "Số căn cước", lambda row: row.numbers, shown=False, may=SEE_IDENTITY),
        Column("vao_dang", "Vào Đảng", lambda row: row.joined_party, shown=False),
    ),
    order="ten",
    rows=with_records,
    list_rows=with_present,
    scope=visible_learners,
    own="Chỉ hiện học viên của lớp bạn chủ nhiệm.",
    listed=lambda rows: rows.filter(merged_into=None),
    search=search,
    search_hint="họ tên, gõ không dấu cũng được",
    filters=LearnerFilters,
    form=LearnerForm,
    lead=post,
    facts=(
        Fact("Đã gộp vào hồ sơ", merged_into),
        Fact("Ngày sinh", lambda row: row.born, always=True),
        Fact("Giới tính", lambda row: row.get_sex_display()),
        Fact("Vào Đảng", lambda row: row.joined_party, always=True),
        Fact("Đơn vị hiện nay", agency),
        Fact("Giấy tờ tùy thân", masked),
        Fact("Cũng là cán bộ trường", lambda row: row.staff),
    ),
    sections=(
        Section("enrollment.enrolment", "hoc-vien", "Các lớp", order="-ngay", most=50),
        Section("enrollment.posting", "hoc-vien", "Nơi công tác", most=50),
        Section("enrollment.succession", "hoc-vien", most=50),
        Section("enrollment.identity", "hoc-vien"),
    ),
    detail_template="enrollment/learner.html",
    detailed=with_sources,
    doors=(
        Door("Có thể trùng", "enrollment:learner_duplicates", "people", "enrollment.edit_learner"),
        Door("Hồ sơ đã gộp", "enrollment:merge_list", "union", "enrollment.edit_learner"),
    ),
    actions=(
        Action("enrol", "ghi-danh", "Ghi danh vào lớp", EnrolForm, kept, "person-plus"),
        Action("move", "chuyen-cong-tac", "Chuyển công tác", MoveForm, kept, "arrow-left-right"),
        Action("plan", "quy-hoach", "Vào quy hoạch", SuccessionForm, kept, "signpost"),
        Action(
            "merge",
            "gop",
            "Gộp với hồ sơ khác",
            MergeForm,
            kept,
            "union",
            template="enrollment/merge.html",
            page=MergeView,
        ),
    ),
    put_away=PutAway.ARCHIVED,
    empty="Thêm từng người, kèm đơn vị và chức vụ hiện nay.",
)

declare(LEARNER)
