"""Confirming rosters: on the class's own page, and the ledger of confirmations."""

from typing import Any

from django import forms

from courses.models import ClassState
from courses.registers.classes import CLASS
from enrollment.domain.changes import complete_class
from enrollment.domain.openings import correct_opening_of
from enrollment.domain.rosters import confirm_roster, reopen_roster
from enrollment.models import RosterConfirmation
from enrollment.queries.rosters import studying_in
from enrollment.queries.scope import of_visible_classes
from enrollment.registers.entry_forms import AddLearnerForm
from enrollment.registers.import_forms import ReceiveForm
from school.days import today
from school.records.fields import DateField, PartialDateField
from school.records.forms import ActionForm
from school.records.register import Action, Column, Fact, PutAway, Register, Section, Within, declare, extend
from school.records.search import by_words

OF_IMPORT = ("tep", "nguoi", "luc", "moi", "da_co", "con_lai", "tinh_trang")
OF_CLASS = ("hoc_vien", "don_vi", "chuc_vu", "ngay", "tinh_trang")


class ConfirmForm(ActionForm):
    confirmed_on = DateField(label="Chốt ngày")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("confirmed_on", today())

    def perform(self) -> str:
        """From now on the class is counted."""
        confirm_roster(self.record, self.cleaned_data["confirmed_on"], self.user)
        return f"Đã chốt danh sách lớp {self.record.code}: {self.record.learners} học viên."


class ReopenForm(ActionForm):
    why = forms.CharField(label="Lý do mở lại", widget=forms.Textarea({"rows": 3}))

    def perform(self) -> str:
        """The reason is kept."""
        reopen_roster(self.record, self.cleaned_data["why"], by=self.user)
        return f"Đã mở lại danh sách lớp {self.record.code}. Báo cáo tạm trở về số theo báo cáo."


class CorrectOpeningForm(ActionForm):
    opened = PartialDateField(label="Ngày khai giảng đúng")
    reason = forms.CharField(label="Lý do sửa", widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("opened", self.record.opened)

    def perform(self) -> str:
        """Those who entered on the day recorded move along."""
        moved = correct_opening_of(self.record, self.cleaned_data["opened"], reason=self.cleaned_data["reason"])
        along = f" {moved} học viên vào học ngày ấy đã theo ngày mới." if moved else ""
        return f"Lớp {self.record.code} khai giảng {self.record.opened}.{along}"


class CompleteForm(ActionForm):
    on = DateField(label="Ngày học cuối cùng")

    def perform(self) -> str:
        """Everybody who still studies finishes."""
        number = complete_class(self.record, self.cleaned_data["on"])
        return f"{number} học viên lớp {self.record.code} đã hoàn thành."


def takes_lists(course_class: Any) -> bool:
    """It is not cancelled, and nobody has confirmed its roster."""
    return bool(course_class.state != ClassState.CANCELLED and not course_class.confirmed)


def has_more_to_do_first(course_class: Any) -> bool:
    """It waits for its opening, or has learners whose roster can be confirmed."""
    return bool(course_class.opened_from is None or course_class.learners)


def may_confirm(course_class: Any) -> bool:
    """It has opened and has learners, and nobody has confirmed them."""
    return bool(course_class.opened_from and course_class.learners and not course_class.confirmed)


def may_reopen(course_class: Any) -> bool:
    """Confirmed."""
    return bool(course_class.confirmed)


def may_enrol(course_class: Any) -> bool:
    """It runs, is in daily use, and its roster is not confirmed."""
    return course_class.state == ClassState.OPEN and not course_class.confirmed and not course_class.archived_on


def may_correct_opening(course_class: Any) -> bool:
    """It has opened, and nobody has confirmed who was there."""
    return bool(course_class.opened_from and not course_class.confirmed)


def may_complete(course_class: Any) -> bool:
    """It runs, or has closed, and somebody is still studying in it."""
    ran = course_class.state in (ClassState.OPEN, ClassState.CLOSED) and course_class.learners
    return bool(ran) and studying_in(course_class).exists()


def confirm_label(course_class: Any) -> str:
    """With the number that is confirmed."""
    return f"Chốt danh sách {course_class.learners} học viên"


CONFIRMATION = Register(
    app="enrollment",
    name="confirmation",
    permission="enrolment",
    slug="chot-danh-sach",
    model=RosterConfirmation,
    title="Chốt danh sách",
    noun="lần chốt",
    columns=(
        Column("lop", "Lớp", lambda row: str(row.course_class), ("course_class__code",)),
        Column("ngay", "Chốt ngày", lambda row: row.confirmed_on, ("confirmed_on",)),
        Column("nguoi", "Người chốt", lambda row: row.confirmed_by and str(row.confirmed_by)),
        Column("mo_lai", "Mở lại ngày", lambda row: row.reopened_on),
        Column("ly_do", "Lý do mở lại", lambda row: row.reopened_why),
    ),
    order="-ngay",
    rows=lambda: RosterConfirmation.objects.select_related("course_class", "confirmed_by", "reopened_by"),
    scope=of_visible_classes,
    own="Chỉ hiện lớp bạn chủ nhiệm.",
    search=by_words("course_class__search_key", code=("course_class__code",)),
    search_hint="mã lớp, tên lớp",
    within=(Within("lop", "course_class", "courses.class"),),
    part_of="lop",
    facts=(
        Fact("Lớp", lambda row: row.course_class),
        Fact("Chốt ngày", lambda row: row.confirmed_on),
        Fact("Người chốt", lambda row: row.confirmed_by and str(row.confirmed_by)),
        Fact("Mở lại ngày", lambda row: row.reopened_on),
        Fact("Người mở lại", lambda row: row.reopened_by and str(row.reopened_by)),
        Fact("Lý do mở lại", lambda row: row.reopened_why),
    ),
    put_away=PutAway.NEVER,
    empty="Danh sách chưa chốt: báo cáo chưa đếm học viên của lớp này.",
)

declare(CONFIRMATION)
extend(
    CLASS.key,
    sections=(
        Section("enrollment.enrolment", "lop", "Học viên", OF_CLASS, order="hoc_vien", most=100),
        Section("enrollment.confirmation", "lop"),
        Section("enrollment.roster_import", "lop", columns=OF_IMPORT, most=10),
    ),
    actions=(
        Action(
            "confirm",
            "chot-danh-sach",
            "Chốt danh sách",
            ConfirmForm,
            may_confirm,
            "check2-square",
            says=confirm_label,
        ),
        Action(
            "receive",
            "nhap-danh-sach",
            "Nhập danh sách",
            ReceiveForm,
            takes_lists,
            "file-earmark-arrow-up",
            early=has_more_to_do_first,
            template="enrollment/imports/receive.html",
        ),
        Action("enrol", "them-hoc-vien", "Thêm học viên", AddLearnerForm, may_enrol, "person-plus"),
        Action("complete", "hoan-thanh", "Hoàn thành lớp", CompleteForm, may_complete, "award"),
        Action("reopen", "mo-lai-danh-sach", "Mở lại danh sách", ReopenForm, may_reopen, "unlock"),
        Action(
            "correct_opening",
            "sua-khai-giang",
            "Sửa ngày khai giảng",
            CorrectOpeningForm,
            may_correct_opening,
            "calendar-event",
            "Học viên vào học đúng ngày khai giảng cũ sẽ theo ngày mới; người vào học sau giữ nguyên ngày của mình.",
        ),
    ),
)
