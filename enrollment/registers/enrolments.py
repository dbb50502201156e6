"""Enrolments, the stays in classes they consist of, and the ledger of what changed."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from enrollment.models import ChangeVerb, ClassStay, Enrolment, EnrolmentChange, EnrolmentState
from enrollment.queries.learners import of_learner
from enrollment.queries.rosters import standing_changes
from enrollment.queries.scope import of_visible_enrolments, visible_enrolments
from enrollment.registers.enrolment_forms import (
    CompleteForm,
    DeferForm,
    LeaveForm,
    ReturnForm,
    TransferForm,
    UndoForm,
)
from school.records.filters import RecordFilters, YearFilter, choice
from school.records.ordering import day_or
from school.records.register import Action, Chip, Column, Fact, Link, PutAway, Register, Section, Within, declare

STATES = {
    EnrolmentState.STUDYING: ("play-circle", "ok"),
    EnrolmentState.DEFERRED: ("pause-circle", "warn"),
    EnrolmentState.COMPLETED: ("check-circle", "none"),
}


def enrolments() -> QuerySet[Enrolment]:
    """With the code of the class that each is, or was last, in, and `last_change` {pk, verb, day} or None."""
    stays = ClassStay.objects.filter(enrolment=OuterRef("pk")).order_by("-started_on", "-pk")
    last = Subquery(stays.values("course_class__code")[:1])
    change = standing_changes(OuterRef("pk")).values(told=JSONObject(pk="pk", verb="verb", day="effective_on"))
    return Enrolment.objects.select_related("learner", "first_class", "agency").annotate(
        in_class=last, last_change=Subquery(change[:1])
    )


def stayed_in(rows: QuerySet[Enrolment], course_class: Any) -> QuerySet[Enrolment]:
    """Who is or was in a class: those who came from another one too, and those who left."""
    return rows.filter(pk__in=ClassStay.objects.once().filter(course_class=course_class).values("enrolment"))


def state(enrolment: Any) -> Chip:
    """Studying, deferred, gone or finished; after a transfer, in which class."""
    icon, kind = STATES.get(EnrolmentState(enrolment.state), ("stop-circle", "none"))
    moved = enrolment.in_class and enrolment.in_class != enrolment.first_class.code
    told = str(enrolment.get_state_display())
    return Chip(f"{told}, lớp {enrolment.in_class}" if moved else told, icon, kind)


def studying(enrolment: Enrolment) -> bool:
    """In a class now."""
    return enrolment.state == EnrolmentState.STUDYING and kept(enrolment)


def deferred(enrolment: Enrolment) -> bool:
    """Out of class for a time."""
    return enrolment.state == EnrolmentState.DEFERRED and kept(enrolment)


def kept(enrolment: Enrolment) -> bool:
    """Not left with a record that was merged into another of the same class."""
    return enrolment.learner.merged_into_id is None


def undo_label(enrolment: Any) -> str:
    """Naming what is taken back: "Hủy thao tác “thôi học”"."""
    return f"Hủy thao tác “{ChangeVerb(enrolment.last_change['verb']).label}”"


def change_state(change: Any) -> Chip | None:
    """Whether an entry of the ledger was taken back."""
    return Chip("đã hủy", "x-circle") if change.undone_by else None


def ledger() -> QuerySet[EnrolmentChange]:
    """With `undone_by`, the key of the entry that took each back, or None."""
    return EnrolmentChange.objects.select_related(
        "enrolment__learner", "enrolment__first_class", "to_class", "document", "reverses"
    ).annotate(undone_by=F("reversed_by"))


class EnrolmentFilters(RecordFilters):
    tinh_trang = choice("Tình trạng", "state", EnrolmentState.choices)
    nam = YearFilter("Năm khai giảng", "first_class__opened_from")


ENROLMENT = Register(
    app="enrollment",
    name="enrolment",
    slug="ghi-danh",
    model=Enrolment,
    title="Ghi danh",
    noun="lượt học",
    columns=(
        Column("hoc_vien", "Học viên", lambda row: row.learner, ("learner__sort_key",), leads=True),
        Column("lop", "Lớp", lambda row: row.first_class, ("first_class__code",)),
        Column("don_vi", "Đơn vị cử", lambda row: row.agency, ("agency__sort_key",)),
        Column("chuc_vu", "Chức vụ khi vào học", lambda row: row.position),
        Column("ngay", "Vào học", lambda row: row.entered_on, ("entered_on",)),
        Column("tinh_trang", "Tình trạng", lambda row: Link(state(row), row), ("state",)),
    ),
    order="hoc_vien",
    rows=enrolments,
    scope=visible_enrolments,
    own="Chỉ hiện học viên của lớp bạn chủ nhiệm.",
    listed=lambda rows: rows.filter(learner__merged_into=None),
    search=of_learner("learner", code="first_class__code"),
    search_hint="họ tên, mã lớp",
    filters=EnrolmentFilters,
    within=(
        Within("lop", "first_class", "courses.class", stayed_in),
        Within("hoc-vien", "learner", "enrollment.learner"),
        Within("don-vi", "agency", "school.agency"),
    ),
    lead=state,
    facts=(
        Fact("Học viên", lambda row: row.learner),
        Fact("Không tính", lambda row: None if kept(row) else "hồ sơ này đã gộp; người này đã có một lượt trong lớp"),
        Fact("Lớp ghi danh", lambda row: row.first_class),
        Fact("Đơn vị cử", lambda row: row.agency),
        Fact("Chức vụ khi vào học", lambda row: row.position),
        Fact("Ngày vào học", lambda row: row.entered_on),
    ),
    sections=(
        Section("enrollment.stay", "luot-hoc", "Thời gian ở lớp", ("lop", "tu", "thoi"), order="tu"),
        Section("enrollment.change", "luot-hoc", "Biến động", ("bien_dong", "ngay", "sang_lop", "so", "ly_do", "huy")),
    ),
    actions=(
        Action("complete", "hoan-thanh", "Hoàn thành", CompleteForm, studying, "check2"),
        Action(
            "come_back",
            "hoc-lai",
            "Học lại",
            ReturnForm,
            deferred,
            "arrow-counterclockwise",
        ),
        Action("transfer", "chuyen-lop", "Chuyển lớp", TransferForm, studying, "arrow-left-right"),
        Action("defer", "bao-luu", "Bảo lưu", DeferForm, studying, "pause"),
        Action("leave", "thoi-hoc", "Thôi học, kỷ luật, mất", LeaveForm, studying, "box-arrow-right"),
        Action(
            "undo",
            "huy-thao-tac",
            "Hủy thao tác gần nhất",
            UndoForm,
            lambda row: bool(row.last_change),
            "arrow-90deg-left",
            "Dùng khi đã ghi nhầm. Mọi số liệu trở về như chưa có thao tác này; sổ biến động giữ cả hai dòng.",
            says=undo_label,
        ),
    ),
    put_away=PutAway.NEVER,
    empty="Chưa có học viên. Ghi danh từ trang của từng học viên thì báo cáo mới đếm được.",
)
LEDGER: dict[str, Any] = {
    "app": "enrollment",
    "permission": "enrolment",
    "scope": of_visible_enrolments,
    "own": "Chỉ hiện học viên của lớp bạn chủ nhiệm.",
    "search": of_learner("enrolment__learner"),
    "search_hint": "họ tên",
    "within": (Within("luot-hoc", "enrolment", "enrollment.enrolment"),),
    "part_of": "luot-hoc",
    "put_away": PutAway.NEVER,
}
STAY = Register(
    **LEDGER,
    name="stay",
    slug="thoi-gian-o-lop",
    model=ClassStay,
    title="Thời gian ở lớp",
    noun="thời gian ở lớp",
    columns=(
        Column("hoc_vien", "Học viên", lambda row: row.enrolment.learner.full_name, ("enrolment__learner__sort_key",)),
        Column("lop", "Lớp", lambda row: row.course_class, ("course_class__code",)),
        Column("tu", "Từ ngày", lambda row: row.started_on, ("started_on",)),
        Column("thoi", "Thôi từ ngày", lambda row: row.until, (day_or("until", first=False),)),
    ),
    order="hoc_vien",
    rows=lambda: ClassStay.objects.select_related("enrolment__learner", "enrolment__first_class", "course_class"),
    facts=(
        Fact("Lượt học", lambda row: row.enrolment),
        Fact("Lớp", lambda row: row.course_class),
        Fact("Từ ngày", lambda row: row.started_on),
        Fact("Thôi từ ngày", lambda row: row.until),
    ),
    empty="Chưa ở lớp nào.",
)
CHANGE = Register(
    **LEDGER,
    name="change",
    slug="bien-dong",
    model=EnrolmentChange,
    title="Biến động sĩ số",
    noun="biến động",
    columns=(
        Column("hoc_vien", "Học viên", lambda row: row.enrolment.learner.full_name, ("enrolment__learner__sort_key",)),
        Column("bien_dong", "Biến động", lambda row: row.told, ("verb",)),
        Column("ngay", "Có hiệu lực từ", lambda row: row.effective_on, ("effective_on",)),
        Column("sang_lop", "Sang lớp", lambda row: row.to_class),
        Column("so", "Số quyết định", lambda row: row.decision),
        Column("ly_do", "Lý do", lambda row: row.reason),
        Column("huy", "Hủy", change_state),
        Column("ghi_luc", "Ghi lúc", lambda row: row.recorded_at, ("pk",)),  # each is recorded after those before
    ),
    order="-ghi_luc",
    rows=ledger,
    facts=(
        Fact("Lượt học", lambda row: row.enrolment),
        Fact("Biến động", lambda row: row.told),
        Fact("Hủy biến động", lambda row: row.reverses),
        Fact("Tình trạng", change_state),
        Fact("Có hiệu lực từ", lambda row: row.effective_on),
        Fact("Sang lớp", lambda row: row.to_class),
        Fact("Số quyết định", lambda row: row.decision),
        Fact("Văn bản", lambda row: row.document),
        Fact("Lý do", lambda row: row.reason),
        Fact("Ghi lúc", lambda row: row.recorded_at),
    ),
    empty="Chưa có biến động nào.",
)

declare(ENROLMENT, STAY, CHANGE)
