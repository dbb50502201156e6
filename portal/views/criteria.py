"""The criteria board, one indicator's page, and what is done about it."""

from collections.abc import Callable
from functools import cached_property
from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View
from rules.contrib.views import PermissionRequiredMixin

from portal.criteria.forms import AssignForm, AttestForm, EvidenceForm, IndicatorForm
from portal.criteria.page import FRAME, BoardPage
from portal.criteria.rows import LEVEL, is_attested, moment, row_of
from portal.forms import DayForm
from school.criteria import Board, Frame, assess, board, frame_at, frame_of, frames, level_in
from school.days import today
from school.domain import criteria
from school.errors import NotFound, Refused
from school.models import Attestation, CriteriaTask, Evidence, EvidenceUse, Indicator
from school.records.register import register_named
from school.records.views.edits import FormView, sent_before

EDIT = "school.edit_criteria"
NO_INDICATOR = "Không có chỉ tiêu này. Mở lại từ bảng tiêu chí."
NO_FILE = "Minh chứng này không có tệp, hoặc tệp đã mất. Hỏi người quản trị cổng để lấy lại từ bản sao lưu."
TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
UNNAMED_TYPE = "application/octet-stream"


class ReadView(PermissionRequiredMixin, View):
    """A page that whoever reads the board may open."""

    permission_required = "school.read_criteria"
    http_method_names = ["get", "head", "options"]

    @cached_property
    def day(self) -> DayForm:
        """The day the address asks for."""
        return DayForm(self.request.GET, today())


class CriteriaBoard(ReadView):
    """The board of the framework in force."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """400 where the day asked for is none: the board shown then is of today."""
        known, on = frames(), self.day.day
        status = 200 if self.day.is_valid() else 400
        try:
            frame = frame_at(on, request.GET.get(FRAME, ""), known)
        except Refused as refused:
            if request.GET.get(FRAME):
                raise NotFound(refused.text) from None
            context = {"form": self.day, "reason": refused.text, "may_edit": request.user.has_perm(EDIT)}
            return render(request, "portal/criteria/none.html", context, status=status)
        found = BoardPage(board(frame, level_of(request, frame), on), request.GET)
        context = {
            "page": found,
            "board": found.board,
            "form": self.day,
            "frames": found.frames([frame for _, frame in known]),
            "invented": found.board.invented,
        }
        return render(request, "portal/criteria/board.html", context, status=status)


def level_of(request: HttpRequest, frame: Frame) -> int:
    """The level the address asks for; a 404 in words for another."""
    try:
        return level_in(frame, request.GET.get(LEVEL, ""))
    except Refused as refused:
        raise NotFound(refused.text) from None


def one_indicator(request: HttpRequest, pk: int, day: DayForm) -> Board:
    """The board of one indicator; a 404 in words where there is none."""
    frame = frame_of(pk)
    if frame is None:
        raise NotFound(NO_INDICATOR)
    return assess(frame, level_of(request, frame), day.day, pk)


class IndicatorPage(ReadView):
    """One indicator: what it asks, what there is, who owes it, and what it rests on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """400 where the day asked for is none."""
        found = one_indicator(request, pk, self.day)
        row = row_of(found.lines[0], found)
        words = Attestation.objects.filter(indicator=pk, level=found.level, attested_on__lte=found.on)
        context = {
            "board": found,
            "group": found.groups[0],
            "row": row,
            "line": row.line,
            "form": self.day,
            "attestations": list(words),
            "attested_kind": is_attested(row.line),
            "may_edit": request.user.has_perm(EDIT),
            "query": urlencode({LEVEL: found.level}),
            "day_query": urlencode(moment(found)),
            "invented": found.invented,
        }
        return render(request, "portal/criteria/indicator.html", context, status=200 if self.day.is_valid() else 400)


class VerbView(FormView):
    """Something done about an indicator, on a page of its own; saved once however often it is sent."""

    template_name = "portal/criteria/form.html"
    form: type[IndicatorForm]
    title = ""
    button = ""

    def allowed(self, user: Any) -> bool:
        """Who keeps the criteria."""
        return bool(user.has_perm(EDIT))

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The register of indicators keeps what was typed when a session ends."""
        self.register = register_named("school.indicator")
        super().setup(request, *args, **kwargs)

    def record(self, pk: int) -> Indicator:
        """The indicator. Raises NotFound."""
        found = Indicator.objects.select_related("criterion").filter(pk=pk).first()
        if found is None or not self.applies(found):
            raise NotFound(NO_INDICATOR)
        self.level = level_of(self.request, _frame(pk))
        return found

    def applies(self, indicator: Indicator) -> bool:
        """Whether it can be done about this one."""
        return True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form."""
        indicator = self.record(pk)
        make = self._maker(indicator)
        return self._page(self.bound_again(make) or make(), indicator)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Done, or the form again with what is wrong."""
        if already := sent_before(request):
            return already
        indicator = self.record(pk)
        form = self._maker(indicator)(request.POST, request.FILES)
        saved = self.once(form, lambda: self._done(form, indicator)) if form.is_valid() else None
        return saved or self._page(form, indicator, 422)

    def _maker(self, indicator: Indicator) -> Callable[..., IndicatorForm]:
        return lambda *data: self.form(*data, indicator=indicator, level=self.level, user=self.request.user)

    def _page(self, form: IndicatorForm, indicator: Indicator, status: int = 200) -> HttpResponse:
        context = {"title": self.title, "button": self.button, "level": self.level}
        return self.page(form, indicator, status, back=address_of(indicator.pk, self.level), **context)

    def _done(self, form: IndicatorForm, indicator: Indicator) -> str:
        messages.success(self.request, form.perform())
        return address_of(indicator.pk, self.level)


def _frame(indicator_pk: int) -> Frame:
    frame = frame_of(indicator_pk)
    if frame is None:  # its framework was put away
        raise NotFound(NO_INDICATOR)
    return frame


def address_of(pk: int, level: int) -> str:
    """An indicator's page, as of today."""
    return f"{reverse('portal:criteria_indicator', args=[pk])}?{urlencode({LEVEL: level})}"


class Attest(VerbView):
    """Somebody answers for it."""

    form = AttestForm
    title, button = "Xác nhận chỉ tiêu", "Xác nhận chỉ tiêu"

    def applies(self, indicator: Indicator) -> bool:
        """A computed one needs nobody's word."""
        return not indicator.measure


class Assign(VerbView):
    """A department owes it by a day."""

    form = AssignForm
    title, button = "Giao chỉ tiêu", "Giao chỉ tiêu"


class AddEvidence(VerbView):
    """A file, a link or a document supports it."""

    form = EvidenceForm
    title, button = "Thêm minh chứng", "Thêm minh chứng"


class StepView(PermissionRequiredMixin, View):
    """One step without anything to type."""

    permission_required = EDIT
    http_method_names = ["post", "options"]


class Finish(StepView):
    """A department has done its part."""

    def post(self, request: HttpRequest, pk: int, task: int) -> HttpResponse:
        """As of today; done twice, the first day stands."""
        found = CriteriaTask.objects.select_related("owner").filter(pk=task, indicator=pk).first()
        if found is None:
            raise NotFound("Việc này không còn. Mở lại trang của chỉ tiêu.")
        done = criteria.finish(found).done_on
        messages.success(request, f"Đã ghi: {found.owner} xong việc ngày {done:%d/%m/%Y}.")
        return redirect(address_of(pk, found.level))


class WithdrawEvidence(StepView):
    """The indicator no longer rests on a piece of evidence."""

    def post(self, request: HttpRequest, pk: int, use: int) -> HttpResponse:
        """The evidence itself stays; what was withdrawn already is said to be gone."""
        found = EvidenceUse.objects.select_related("evidence").filter(pk=use, indicator=pk).first()
        if found is None:
            raise NotFound("Minh chứng này đã được gỡ khỏi chỉ tiêu. Mở lại trang của chỉ tiêu.")
        criteria.withdraw_evidence(found)
        messages.success(request, f"Đã gỡ minh chứng: {found.evidence}. Tệp và lịch sử vẫn còn.")
        level = request.GET.get(LEVEL, "")
        return redirect(address_of(pk, level_in(_frame(pk), level if level.isdecimal() else "")))


class EvidenceFile(PermissionRequiredMixin, View):
    """The file of a piece of evidence: always as a download, never shown by the browser as a page of ours."""

    permission_required = "school.read_criteria"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """The file under its own name; a 404 in words where there is none."""
        evidence = Evidence.objects.filter(pk=pk).first()
        stored = evidence.file.name if evidence else None
        if evidence is None or not stored or not default_storage.exists(stored):
            raise NotFound(NO_FILE)
        name = PurePath(stored).name
        kind = TYPES.get(PurePath(name).suffix.lower(), UNNAMED_TYPE)
        return FileResponse(evidence.file.open("rb"), as_attachment=True, filename=name, content_type=kind)
