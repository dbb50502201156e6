"""Learners: a person once for life."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enrollment.models import Enrolment, Identity, Learner, Posting
from enrollment.queries.scope import visible_learners
from enrollment.registers.learner_forms import (
    EnrolForm,
    LearnerFilters,
    LearnerForm,
    MoveForm,
    SuccessionForm,
)
from school.days import today
from school.models.base import Words
from school.records.ordering import day_or
from school.records.register import Action, Column, Fact, PutAway, Register, Section, declare
from school.records.search import begins

SEE_IDENTITY = "enrollment.see_identity"
IDENTITY_DIGITS = (9, 12)
SHOWN_DIGITS = 3


def learners() -> QuerySet[Learner]:
    """Everybody who was not merged into another, with the post of today and how often they studied here."""
    enrolments = Enrolment.objects.filter(learner=OuterRef("pk")).order_by().values("learner")
    present = Prefetch("postings", Posting.objects.on(today()).select_related("agency"), to_attr="present")
    return (
        Learner.objects.filter(merged_into=None)
        .prefetch_related(present)
        .annotate(
            numbers=ArraySubquery(Identity.objects.filter(learner=OuterRef("pk")).order_by("pk").values("number")),
            times=Coalesce(Subquery(enrolments.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()),
        )
    )


def search(rows: QuerySet[Learner], text: str, user: Any) -> QuerySet[Learner]:
    """By the beginnings of the words of a name; a whole identity number finds its owner, for those who may see it."""
    digits = text.replace(" ", "").replace(".", "")
    if digits.isascii() and digits.isdigit():
        may = user.has_perm(SEE_IDENTITY) and len(digits) in IDENTITY_DIGITS
        return rows.filter(identities__number=digits) if may else rows.none()
    return rows.alias(words=Words(F("search_key"))).filter(begins(text, "words"))


def agency(learner: Any) -> Any:
    """Where somebody works today."""
    return learner.present[0].agency if learner.present else None


def position(learner: Any) -> str:
    """As what."""
    return learner.present[0].position if learner.present else ""


def masked(learner: Any) -> Any:
    """The last digits alone."""
    return [f"{'•' * (len(number) - SHOWN_DIGITS)}{number[-SHOWN_DIGITS:]}" for number in learner.numbers] or None


LEARNER = Register(
    app="enrollment",
    name="learner",
    slug="hoc-vien",
    model=Learner,
    title="Học viên",
    noun="học viên",
    icon="people",
    columns=(
        Column("ten", "Họ và tên", lambda row: row.full_name, ("sort_key",)),
        Column("ngay_sinh", "Ngày sinh", lambda row: row.born, (day_or("born_from", first=False),)),
        Column("gioi_tinh", "Giới tính", lambda row: row.get_sex_display()),
        Column("don_vi", "Đơn vị hiện nay", agency),
        Column("chuc_vu", "Chức vụ", position),
        Column("so_lop", "Lượt học", lambda row: row.times, number=True),
        Column("vao_dang", "Vào Đảng", lambda row: row.joined_party, shown=False),
    ),
    order="ten",
    rows=learners,
    scope=visible_learners,
    search=search,
    search_hint="họ tên, gõ không dấu cũng được",
    filters=LearnerFilters,
    form=LearnerForm,
    facts=(
        Fact("Ngày sinh", lambda row: row.born),
        Fact("Giới tính", lambda row: row.get_sex_display()),
        Fact("Đơn vị hiện nay", agency),
        Fact("Chức vụ", position),
        Fact("Vào Đảng", lambda row: row.joined_party),
        Fact("Giấy tờ tùy thân", masked),
    ),
    sections=(
        Section("enrollment.enrolment", "hoc-vien", "Đã và đang học"),
        Section("enrollment.posting", "hoc-vien"),
        Section("enrollment.succession", "hoc-vien"),
    ),
    actions=(
        Action("enrol", "ghi-danh", "Ghi danh vào lớp", EnrolForm, icon="person-plus"),
        Action("move", "chuyen-cong-tac", "Chuyển công tác", MoveForm, icon="arrow-left-right"),
        Action("plan", "quy-hoach", "Vào quy hoạch", SuccessionForm, icon="signpost"),
    ),
    put_away=PutAway.ARCHIVED,
    empty="Nhập danh sách của đơn vị cử học viên, hoặc thêm từng người.",
)

declare(LEARNER)
