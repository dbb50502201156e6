"""The pages of an import: its own page by its state, and what is decided on it row by row."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from courses.registers.classes import classes
from enrollment.domain.imports.plan import make_plan
from enrollment.domain.imports.reading import read
from enrollment.domain.imports.receive import choose, choose_agency, create_unknown_agencies, mend_cell, tell_columns
from enrollment.import_pages import columns, left_over, waiting
from enrollment.import_pages.cells import letters
from enrollment.import_pages.preview import FILTER, PAGE, preview
from enrollment.import_pages.result import LEFT, result
from enrollment.intake import FileRefused
from enrollment.intake.sheets import shown
from enrollment.models import ImportState, RosterImport
from enrollment.registers.import_forms import ReceiveAnywhereForm
from school.days import today
from school.errors import NotFound, Refused
from school.models import Agency, ListExport
from school.queries.agency_names import agency_names
from school.records.register import register_named
from school.records.views.base import invented
from school.records.views.details import DetailView
from school.records.views.edits import FormView, sent_before
from school.records.views.lists import XLSX

UNPROCESSABLE = 422
OPEN = (ImportState.DRAFT, ImportState.FAILED)  # what may still be decided
WORKING = (ImportState.QUEUED, ImportState.RUNNING)
FOUND_AGENCIES = 20


class ImportPage(DetailView):
    """A draft shown as it would be imported, an import on its way, or what became of it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """By its state."""
        polled = bool(getattr(request, "htmx", False))
        received = self.record(pk) if polled else whole(self, pk)
        if received.state in WORKING:
            return self._page("progress", received, alone=waiting.left_alone(received))
        if polled and request.headers.get("HX-Target") == "tien-do":
            return HttpResponse(headers={"HX-Refresh": "true"})
        return self._preview(received) if received.state in OPEN else self._result(received)

    def _preview(self, received: RosterImport) -> HttpResponse:
        try:
            plan = make_plan(received, received.class_confirmed)  # type: ignore[attr-defined]
        except FileRefused as refusal:
            return self._page(
                "columns", received, problem=refusal.text, shown=columns.columns_of(received), choices=columns.CHOICES
            )
        asked = self.request.GET
        shown_ = preview(received, plan, asked.get(FILTER, ""), asked.get(PAGE, "1"))
        return self._page("preview", received, plan=plan, shown=shown_, back=back(self.request), token=uuid.uuid4())

    def _result(self, received: RosterImport) -> HttpResponse:
        course_class = classes().filter(pk=received.course_class_id).first() if received.course_class_id else None
        confirm = register_named("courses.class").action("confirm")
        context = {
            "shown": result(received, self.request.GET.get(FILTER, ""), self.request.GET.get(PAGE, "1")),
            "course_class": course_class,
            "confirm": confirm.of(course_class) if course_class and confirm.ready(course_class) else None,
            "done": received.state == ImportState.DONE,
        }
        return self._page("result", received, **context)

    def _page(self, name: str, received: RosterImport, **context: Any) -> HttpResponse:
        base = {"register": self.register, "record": received, "invented": invented([received])}
        base["base"] = self.register.url("detail", received.pk)
        return render(self.request, f"enrollment/imports/{name}.html", base | context)


def whole(view: Any, pk: int) -> RosterImport:
    """The import with its bytes, which lists leave where they are. Raises NotFound."""
    received = view.register.visible(view.reader).defer(None).filter(pk=pk).first()
    if received is None:
        raise NotFound(f"Không có {view.register.noun} này, hoặc không thuộc phạm vi của bạn.")
    return received


def back(request: HttpRequest) -> str:
    """The filter and page of the preview that one came from, as a query."""
    kept = {name: request.GET[name] for name in (FILTER, PAGE) if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


class Receive(FormView):
    """A list for no class, or for one chosen here."""

    template_name = "enrollment/imports/receive.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, with what was typed before the session ended."""
        make = lambda data=None: ReceiveAnywhereForm(data, record=None, user=request.user)  # noqa: E731
        return self.page(self.bound_again(make) or make())

    def post(self, request: HttpRequest) -> HttpResponse:
        """The draft is shown, or the form again with why not."""
        if already := sent_before(request):
            return already
        form = ReceiveAnywhereForm(request.POST, request.FILES, record=None, user=request.user)
        saved = self.once(form, lambda: self._kept_draft(form)) if form.is_valid() else None
        return saved or self.page(form, status=UNPROCESSABLE)

    def _kept_draft(self, form: ReceiveAnywhereForm) -> str:
        form.perform()
        return str(form.location)


class DraftView(FormView):
    """Something decided on a draft. Where it is none any more, its page says so."""

    def draft(self, pk: int) -> RosterImport:
        """The draft. Raises NotFound."""
        received = whole(self, pk)
        if received.state not in OPEN:
            raise NotFound("Danh sách này không còn sửa được. Mở lại trang của đợt nhập.")
        return received

    def decide(self, received: RosterImport, decide: Callable[[], None], row: int | None = None) -> HttpResponse:
        """Do it, or say why not; then the preview again, at the row."""
        try:
            decide()
        except ValidationError as refused:
            for text in refused.messages:
                messages.error(self.request, text)
        except FileRefused as refusal:
            messages.error(self.request, refusal.text)
        place = f"#dong-{row}" if row else ""
        return redirect(f"{self.register.url('detail', received.pk)}{back(self.request)}{place}")

    def show(self, name: str, received: RosterImport, status: int = 200, **context: Any) -> HttpResponse:
        """One of the templates of imports."""
        base = {"register": self.register, "record": received, "invented": invented([received])}
        back_to = f"{self.register.url('detail', received.pk)}{back(self.request)}"
        context = base | {"back": back(self.request), "back_to": back_to} | context
        return render(self.request, f"enrollment/imports/{name}.html", context, status=status)


class MendCell(DraftView):
    """One cell of their sheet, for this import only."""

    def get(self, request: HttpRequest, pk: int, row: int, column: int) -> HttpResponse:
        """The cell in a field."""
        received = self.draft(pk)
        text, label = self._cell(received, row, column)
        return self.show("cell", received, row=row, column=column, text=text, label=label)

    def post(self, request: HttpRequest, pk: int, row: int, column: int) -> HttpResponse:
        """Put what was typed in its place."""
        received = self.draft(pk)
        self._cell(received, row, column)
        typed = request.POST.get("gia_tri", "")
        return self.decide(received, lambda: mend_cell(received, row, column, typed), row)

    def _cell(self, received: RosterImport, row: int, column: int) -> tuple[str, str]:
        """Its text and the header of its column. Raises NotFound for a cell of nobody's row."""
        try:
            roster = read(received, agency_names())
        except FileRefused as refusal:
            raise NotFound(refusal.text) from None
        person = next((person for person in roster.rows if person.row == row), None)
        if person is None or column not in roster.mapping:
            raise NotFound("Không có ô này trong danh sách.")
        cell = person.cells[column] if column < len(person.cells) else ""
        header = roster.columns[column] if column < len(roster.columns) else ""
        return shown(cell).strip(), header or f"Cột {letters(column)}"


class ChooseLearner(DraftView):
    """Whom a row means: one of the candidates, somebody new, nobody."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        """A choice that the row does not have is refused in words."""
        received, said = self.draft(pk), request.POST.get("nguoi", "")
        return self.decide(received, lambda: choose(received, row, _choice(said)), row)


def _choice(said: str) -> dict[str, Any] | None:
    known: dict[str, dict[str, Any] | None] = {"moi": {"new": True}, "bo-qua": {"leave": True}, "": None}
    if said in known:
        return known[said]
    if said.isascii() and said.isdigit() and len(said) < 16:
        return {"learner": int(said)}
    raise Refused("Không có lựa chọn này. Chọn lại ở dòng đó.")


class ChooseAgency(DraftView):
    """Which agency the name in a row means, in all rows that write it so."""

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        """The nearest, and a search among all."""
        received = self.draft(pk)
        planned = self._planned(received, row)
        text = request.GET.get("tim", "").strip()
        found = self._found(text) if text else []
        context = {"row": row, "planned": planned, "text": text, "found": found, "most": FOUND_AGENCIES}
        return self.show("agency", received, **context)

    def post(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        """One of the agencies, or a new one by that name."""
        received = self.draft(pk)
        written = self._planned(received, row).person.agency
        said = request.POST.get("don_vi", "")
        return self.decide(received, lambda: choose_agency(received, written, _agency(said)), row)

    def _planned(self, received: RosterImport, row: int) -> Any:
        try:
            plan = make_plan(received, received.class_confirmed)  # type: ignore[attr-defined]
        except FileRefused as refusal:
            raise NotFound(refusal.text) from None
        planned = next((each for each in plan.rows if each.person.row == row and each.person.agency), None)
        if planned is None:
            raise NotFound("Không có dòng này trong danh sách, hoặc dòng không ghi đơn vị.")
        return planned

    def _found(self, text: str) -> list[Agency]:
        register = register_named("school.agency")
        assert register.search is not None  # noqa: S101 - agencies are searched
        rows = register.search(register.in_use(self.reader), text[:100], self.reader)
        return [agency for agency in rows.order_by("sort_key")[: FOUND_AGENCIES * 2] if not agency.is_group][
            :FOUND_AGENCIES
        ]


def _agency(said: str) -> Agency | None:
    if said == "moi":
        return None
    found = Agency.objects.filter(pk=said, archived_on=None).first() if said.isascii() and said.isdigit() else None
    if found is None:
        raise Refused("Không có đơn vị này. Chọn lại.")
    return found


class CreateAgencies(DraftView):
    """Every unknown agency becomes a new one."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """When the list is imported."""
        received = self.draft(pk)
        return self.decide(received, lambda: create_unknown_agencies(received, make_plan(received)))


class TellColumns(DraftView):
    """What each column means."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The first rows, a choice over each column."""
        return self._page(self.draft(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The list is read anew; or the same page with why not, as chosen."""
        received, posted = self.draft(pk), request.POST.dict()
        try:
            tell_columns(received, columns.told(received, posted))
        except (FileRefused, ValidationError) as refused:
            words = refused.text if isinstance(refused, FileRefused) else " ".join(refused.messages)
            return self._page(received, words, columns.chosen_in(posted), UNPROCESSABLE)
        messages.success(request, "Đã đọc lại danh sách theo các cột vừa chỉ.")
        return redirect(self.register.url("detail", received.pk))

    def _page(
        self, received: RosterImport, problem: str = "", chosen: dict[int, str] | None = None, status: int = 200
    ) -> HttpResponse:
        shown_ = columns.columns_of(received, chosen)
        return self.show("columns", received, status, problem=problem, shown=shown_, choices=columns.CHOICES)


class LeftOver(DetailView):
    """The rows not taken, as the same spreadsheet with why."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:  # type: ignore[override]
        """A file; who took it is kept."""
        received = whole(self, pk)
        rows = received.rows.filter(outcome__in=LEFT).values_list("row", "reason")
        reasons = dict(rows)
        if not reasons:
            raise NotFound("Đợt nhập này không còn dòng nào chưa nhập.")
        file = left_over.left_over(received, reasons)
        ListExport.objects.create(
            exported_by=self.reader, register=f"Dòng chưa nhập, đợt {received.pk}", query="", rows=len(reasons)
        )
        name = f"dong-con-lai-{received.pk}-{today():%Y-%m-%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
