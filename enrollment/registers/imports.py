"""Lists received: on a class's page, in a list of all imports, and what an agency means by a column's header."""

from typing import Any

from django import forms
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enrollment.import_pages.views import OPEN, WORKING, ImportPage
from enrollment.import_pages.wording import MEANINGS, NO_MEANING, state
from enrollment.intake.headers import header_key
from enrollment.models import (
    HeaderMeaning,
    ImportRow,
    ImportState,
    RosterConfirmation,
    RosterImport,
    RowOutcome,
)
from enrollment.registers.import_forms import AgainForm, DiscardForm, RetryForm, StartForm, UndoForm
from enrollment.registers.learners import LEARNER
from school.records.filters import RecordFilters, choice
from school.records.forms import RecordForm
from school.records.ordering import text_or
from school.records.register import Action, Column, Door, Fact, PutAway, Register, Within, declare, extend
from school.records.search import by_words, key_of


def imports() -> QuerySet[RosterImport]:
    """Without their bytes; with what became of their rows, and whether the class is confirmed."""
    confirmed = RosterConfirmation.objects.filter(course_class=OuterRef("course_class"), reopened_on=None)
    received = RosterImport.objects.defer("data").select_related("course_class", "created_by", "undone_by")
    return received.annotate(
        class_confirmed=Exists(confirmed),
        created=_rows(RowOutcome.CREATED),
        known=_rows(RowOutcome.MATCHED, RowOutcome.CHANGED),
        left=_rows(RowOutcome.HELD, RowOutcome.REFUSED),
    )


def _rows(*outcomes: RowOutcome) -> Any:
    rows = ImportRow.objects.filter(roster_import=OuterRef("pk"), outcome__in=outcomes).order_by()
    counted = rows.values("roster_import").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def in_state(*states: ImportState) -> Any:
    """Whether an import stands there."""
    return lambda received: received.state in states


MAY = "enrollment.edit_roster_import"
RECEIVE = Door("Nhập danh sách", "enrollment:roster_import_receive", "file-earmark-arrow-up", MAY)


class ImportFilters(RecordFilters):
    tinh_trang = choice("Tình trạng", "state", ImportState.choices)


ROSTER_IMPORT = Register(
    app="enrollment",
    name="roster_import",
    slug="nhap-danh-sach",
    model=RosterImport,
    title="Đợt nhập danh sách",
    noun="đợt nhập",
    about="Mỗi tệp gửi lên, hay mỗi bảng dán vào, là một đợt.",
    columns=(
        Column("tep", "Danh sách", str, (text_or("file_name"),)),
        Column("lop", "Lớp", lambda row: row.course_class, (text_or("course_class__code"),)),
        Column("nguoi", "Người nhập", lambda row: row.created_by and str(row.created_by)),
        Column("luc", "Nhận lúc", lambda row: row.created_at, ("created_at",)),
        Column("moi", "Người mới", lambda row: row.created or None, number=True),
        Column("da_co", "Đã có", lambda row: row.known or None, number=True),
        Column("con_lai", "Còn lại", lambda row: row.left or None, number=True),
        Column("tinh_trang", "Tình trạng", state, ("state",)),
    ),
    order="-luc",
    rows=imports,
    search=by_words(key_of("file_name"), "course_class__search_key", code=("course_class__code",)),
    search_hint="tên tệp, mã lớp",
    filters=ImportFilters,
    within=(Within("lop", "course_class", "courses.class"),),
    part_of="lop",
    doors=(RECEIVE, Door("Tiêu đề cột đã biết", "enrollment:header_meaning_list", "layout-three-columns", MAY)),
    actions=(
        Action("start", "nhap", "Nhập danh sách", StartForm, in_state(*OPEN), "check2"),
        Action("retry", "gui-lai", "Gửi lại", RetryForm, in_state(*WORKING), "arrow-repeat"),
        Action(
            "again",
            "xu-ly-tiep",
            "Xử lý tiếp các dòng còn lại",
            AgainForm,
            in_state(ImportState.DONE, ImportState.UNDONE),
            "arrow-right",
            "Mở lại danh sách với mọi sửa đổi trước đây. Người đã nhập không bị nhập lần nữa.",
        ),
        Action(
            "undo",
            "huy",
            "Hủy đợt nhập này",
            UndoForm,
            in_state(ImportState.DONE),
            "arrow-counterclockwise",
            "Gỡ mọi lượt học, hồ sơ và nơi công tác mà đợt này thêm vào; hồ sơ có từ trước trở về như cũ. "
            "Những gì đã sửa hoặc dùng sau đó được giữ lại và nêu tên.",
        ),
        Action(
            "discard",
            "bo",
            "Bỏ danh sách này",
            DiscardForm,
            in_state(*OPEN),
            "x-lg",
            "Chưa ai được nhập từ danh sách này; tệp và những gì đã sửa ở đây sẽ không còn.",
        ),
    ),
    detail_view=ImportPage,
    put_away=PutAway.NEVER,
    empty="Chưa nhập danh sách nào từ tệp.",
)


class HeaderMeaningForm(RecordForm):
    meaning = forms.ChoiceField(label="Ý nghĩa", required=False, choices=[("", NO_MEANING), *MEANINGS.items()])

    class Meta(RecordForm.Meta):
        model = HeaderMeaning
        fields = ["agency", "header", "meaning"]

    def clean_header(self) -> str:
        """As lists are compared: without case, marks and punctuation."""
        key = header_key(self.cleaned_data["header"])
        if not key:
            raise forms.ValidationError("Gõ tiêu đề có chữ hoặc số.")
        return key


def meaning(row: HeaderMeaning) -> str:
    """In words."""
    return MEANINGS.get(row.meaning, NO_MEANING)


HEADER_MEANING = Register(
    app="enrollment",
    name="header_meaning",
    permission="roster_import",
    slug="tieu-de-cot",
    model=HeaderMeaning,
    title="Tiêu đề cột đã biết",
    noun="tiêu đề cột",
    about="Mỗi đơn vị gọi các cột một cách; chỉ một lần thì lần sau danh sách của đơn vị ấy đọc được ngay.",
    columns=(
        Column("tieu_de", "Tiêu đề cột", lambda row: row.header, ("header",)),
        Column("y_nghia", "Ý nghĩa", meaning, ("meaning",)),
        Column("don_vi", "Đơn vị", lambda row: row.agency, ("agency__sort_key",)),
    ),
    order="don_vi",
    rows=lambda: HeaderMeaning.objects.select_related("agency"),
    search=by_words(key_of("header"), "agency__search_key"),
    search_hint="tiêu đề, tên đơn vị",
    within=(Within("don-vi", "agency", "school.agency"),),
    part_of="don-vi",
    form=HeaderMeaningForm,
    facts=(
        Fact("Đơn vị", lambda row: row.agency),
        Fact("Tiêu đề cột", lambda row: row.header),
        Fact("Ý nghĩa", meaning),
    ),
    empty="Khi xem trước một danh sách, chỉ lại các cột đọc chưa đúng; cổng nhớ cho lần sau.",
)

declare(ROSTER_IMPORT, HEADER_MEANING)
extend(LEARNER.key, doors=(RECEIVE,))
