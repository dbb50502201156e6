"""Forms of imports: a list received, and the verbs that carry it on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from django import forms

from courses.models import CourseClass
from enrollment.domain.imports.carry_out import queue
from enrollment.domain.imports.reading import read
from enrollment.domain.imports.receive import receive, receive_again
from enrollment.domain.imports.undo import Undone, undo_import
from enrollment.intake import FileRefused
from enrollment.intake.files import KINDS, MAX_BYTES, OLD_TEXT
from enrollment.intake.refusals import EMPTY, NO_LIST, TOO_LARGE
from enrollment.models import RosterImport
from enrollment.registers.entry_forms import open_for_enrolment
from enrollment.tasks import import_when_saved
from school.errors import Refused
from school.queries.agency_names import agency_names
from school.records.forms import ActionForm
from school.records.register import register_named
from school.records.widgets import rows_of

LONGEST_PASTE = 700_000  # characters: some ten thousand rows, within what a form may send
KEPT_SHOWN = 10
ACCEPTED = ",".join(f".{suffix}" for suffix, kind in KINDS.items() if kind != OLD_TEXT)
NOTHING = "Chọn một tệp, hoặc dán danh sách vào ô bên dưới."
BOTH = "Đang có cả tệp và danh sách dán vào. Chỉ để lại một."


class RosterFileField(forms.FileField):
    """A list's file; what is inside is judged by whoever reads it."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ACCEPTED
        self.error_messages |= {"empty": EMPTY, "max_length": "Tên tệp quá dài. Đặt tên ngắn hơn."}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file. One far too big arrives without its bytes, but with its size."""
        if data and (data.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return super().clean(data, initial)


class ReceiveForm(ActionForm):
    """A list for the class `record`, or for none."""

    file = RosterFileField(
        label="Tệp danh sách",
        required=False,
        help_text="Excel, bảng trong Word hoặc tệp .csv, nhiều nhất 20 MB",
    )
    text = forms.CharField(
        label="Hoặc dán bảng vào đây",
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea({"class": "form-control", "rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        help_text="chép cả dòng tiêu đề từ Excel, Word hoặc thư",
    )
    confirm = "Xem trước"

    def clean(self) -> dict[str, Any]:
        """One of both."""
        data = super().clean() or self.cleaned_data
        pasted = (data.get("text") or "").strip()
        if data.get("file") and pasted:
            self.add_error("text", BOTH)
        elif not data.get("file") and not pasted and not self.errors:
            self.add_error("file", NOTHING)
        return data

    def perform(self) -> str:
        """Keep it as a draft, which is shown next. Raises Refused beside its field."""
        file = self.cleaned_data.get("file")
        with refused_at("file" if file else "text"):
            received = self._received(file)
            try:
                read(received, agency_names())
            except FileRefused as refusal:
                if refusal.text != NO_LIST:  # there columns can be told
                    raise
        self.location = register_named("enrollment.roster_import").url("detail", received.pk)
        return ""

    def _received(self, file: Any) -> RosterImport:
        data = file.read() if file else self.cleaned_data["text"].encode()
        return receive(data, PurePath(file.name).name if file else "", self.course_class, self.user)

    @property
    def course_class(self) -> Any:
        """The class whose list it is."""
        return self.record


class ReceiveAnywhereForm(ReceiveForm):
    """The class, if any, is chosen here."""

    into = forms.ModelChoiceField(
        CourseClass.objects.none(),
        label="Ghi danh vào lớp",
        required=False,
        help_text="lớp đang học, danh sách chưa chốt; để trống thì chỉ nhập hồ sơ học viên",
    )
    field_order = ("into", "file", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_of(self, "into", open_for_enrolment())
        self.fields["into"].widget.attrs["class"] = "form-select"

    @property
    def course_class(self) -> Any:
        """As chosen."""
        return self.cleaned_data.get("into")


@contextmanager
def refused_at(field: str) -> Iterator[None]:
    """Let a refused file be said beside a field."""
    try:
        yield
    except FileRefused as refusal:
        raise Refused(refusal.text, field) from None


class _OwnPage(ActionForm):
    """Ends on the import's own page."""

    def on_page(self, received: RosterImport) -> None:
        """Go there."""
        self.location = register_named("enrollment.roster_import").url("detail", received.pk)


class StartForm(_OwnPage):
    confirm = "Nhập danh sách"

    def perform(self) -> str:
        """A worker imports it."""
        queue(self.record)
        import_when_saved(self.record.pk)
        self.on_page(self.record)
        return ""


class RetryForm(_OwnPage):
    confirm = "Gửi lại"

    def perform(self) -> str:
        """Hand it to the worker once more; whoever has it already goes on alone."""
        import_when_saved(self.record.pk)
        self.on_page(self.record)
        return "Đã gửi lại. Danh sách được nhập khi tiến trình chạy nền rảnh."


class AgainForm(_OwnPage):
    confirm = "Mở lại để xử lý"

    def perform(self) -> str:
        """A new draft of the same list."""
        self.on_page(receive_again(self.record, self.user))
        return "Danh sách đã mở lại với mọi sửa đổi trước đây. Người đã nhập không bị nhập lần nữa."


class DiscardForm(ActionForm):
    confirm = "Bỏ danh sách này"

    def perform(self) -> str:
        """A draft has changed nothing: it goes."""
        course_class, name = self.record.course_class, str(self.record)
        self.record.delete()
        owner = "courses.class" if course_class else ""
        self.location = (
            register_named(owner).url("detail", course_class.pk)
            if owner
            else register_named("enrollment.roster_import").url("list")
        )
        return f"Đã bỏ {name}. Chưa ai được nhập từ danh sách này."


class UndoForm(_OwnPage):
    confirm = "Hủy đợt nhập này"

    def perform(self) -> str:
        """As it was before, but for what was edited since."""
        undone = undo_import(self.record, self.user)
        self.on_page(self.record)
        return told_of(undone)


def told_of(undone: Undone) -> str:
    """What an undo did and what stays, in words."""
    said = f"Đã hủy đợt nhập: gỡ {undone.enrolments} lượt học, {undone.learners} hồ sơ mới."
    if not undone.kept:
        return said
    more = len(undone.kept) - KEPT_SHOWN
    kept = "; ".join(undone.kept[:KEPT_SHOWN]) + (f"; và {more} mục khác" if more > 0 else "")
    return f"{said} Giữ lại vì đã sửa hoặc dùng sau đó: {kept}."
