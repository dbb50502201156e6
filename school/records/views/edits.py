"""Adding, editing, putting away, and the verbs of the domain: each a form that saves once."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from school.days import today
from school.errors import NotFound, save_checked
from school.models import FormSubmission
from school.records.register import PutAway, register_named, register_of
from school.records.usage import uses
from school.records.views.base import RecordView, invented
from school.records.views.details import parent_of
from school.versions import versions

TOKENS_KEPT = timedelta(days=2)
CONFLICT = 409


class FormView(RecordView):
    """A page with one form."""

    edits = True
    http_method_names = ["get", "head", "post", "options"]
    template_name = "records/form.html"

    def page(self, form: Any, record: Any = None, status: int = 200, **context: Any) -> HttpResponse:
        """The form, with what goes with it."""
        base = {"register": self.register, "form": form, "record": record, "invented": invented([record])}
        action = context.get("action")
        template = action.template if action else self.template_name
        return render(self.request, template, base | context, status=status)

    def once(self, form: Any, save: Callable[[], str]) -> HttpResponse | None:
        """Save in one transaction and go where `save` says; a second click goes there without saving again.

        None where it was refused: the form then says why.
        """
        token = form.cleaned_data.get("token") or uuid.uuid4()
        try:
            with transaction.atomic():
                FormSubmission.objects.filter(saved_at__lt=timezone.now() - TOKENS_KEPT).delete()
                submission, new = FormSubmission.objects.get_or_create(token=token)
                if not new:
                    return HttpResponseRedirect(submission.location)
                submission.location = save()
                submission.save()
        except ValidationError as refused:
            form.refuse(refused)
            return None
        return HttpResponseRedirect(submission.location)

    def bound_again(self, make: Callable[..., Any]) -> Any:
        """The form with what was typed before the session ended, or None."""
        typed = self.kept()
        if typed is None:
            return None
        messages.info(self.request, "Những gì đã gõ vẫn còn. Xem lại rồi bấm lưu; tệp kèm theo thì chọn lại.")
        form = make(typed)
        form.is_valid()
        return form


def sent_before(request: HttpRequest) -> HttpResponse | None:
    """Where the form's first sending led, if it was sent before."""
    try:
        token = uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None
    submission = FormSubmission.objects.filter(pk=token).first()
    return HttpResponseRedirect(submission.location) if submission else None


class AddView(FormView):
    """A new record, belonging to the one its address names."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form, with what the address already tells filled in."""
        make = lambda data=None: self._form(data)  # noqa: E731
        return self.page(self.bound_again(make) or make(), parent=self._parent())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Saved, or the form again with what is wrong."""
        if already := sent_before(request):
            return already
        form = self._form(request.POST, request.FILES)
        saved = self.once(form, lambda: self._save(form)) if form.is_valid() else None
        return saved or self.page(form, parent=self._parent(), status=422)

    def _form(self, *data: Any) -> Any:
        assert self.register.form is not None  # noqa: S101 - there is no address otherwise
        initial = dict(self.request.GET.items()) | self._within()
        form = self.register.form(*data, initial=initial, user=self.request.user)
        for name in self._within():
            if name in form.fields:
                form.fields[name].disabled = True
        return form

    def _within(self) -> dict[str, Any]:
        parent = self._parent()
        within = next((w for w in self.register.within if w.parameter in self.request.GET), None)
        return {within.lookup: parent.pk} if within and parent else {}

    def _parent(self) -> Any:
        for within in self.register.within:
            asked = self.request.GET.get(within.parameter, "")
            if asked:
                parent = register_named(within.register)
                rows = parent.visible(self.request.user).filter(pk=asked) if asked.isdigit() else None
                found = rows.first() if rows is not None else None
                if found is None:
                    raise NotFound(f"Không có {parent.noun} này, hoặc không thuộc phạm vi của bạn.")
                return found
        return None

    def _save(self, form: Any) -> str:
        record = form.save()
        messages.success(self.request, f"Đã thêm {self.register.noun}: {record}.")
        return home_of(self.register, record, self.request.user)


def home_of(register: Any, record: Any, user: Any) -> str:
    """The page to see a saved record on: that of the record it is a line of, or its own."""
    parent = parent_of(register, record)
    owner = register_of(parent) if parent else None
    return owner.url("detail", parent.pk) if owner and owner.may_read(user) else register.url("detail", record.pk)


class EditView(FormView):
    """The record's form; where somebody else changed it meanwhile, both versions are shown."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form with the record's values."""
        record = self.record(pk)
        make = lambda data=None: self._form(record, data)  # noqa: E731
        return self.page(self.bound_again(make) or make(), record)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Saved; 409 with both versions where somebody else saved first; 422 with what is wrong."""
        with transaction.atomic():
            record = self._locked(pk)
            if already := sent_before(request):
                return already
            form = self._form(record, request.POST, request.FILES)
            if differences := form.differences():
                again = self._form(record, form.merged(differences), request.FILES)
                last = next(iter(versions(self.register.model, pk, 1)), None)
                return self.page(again, record, CONFLICT, differences=differences, last=last)
            saved = self.once(form, lambda: self._save(form)) if form.is_valid() else None
        return saved or self.page(form, self.record(pk), 422)

    def _locked(self, pk: int) -> Any:
        """The record as it stands now; nobody else saves it until this is done."""
        self.register.model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
        return self.record(pk)

    def _form(self, record: Any, *data: Any) -> Any:
        assert self.register.form is not None  # noqa: S101 - there is no address otherwise
        return self.register.form(*data, instance=record, user=self.request.user)

    def _save(self, form: Any) -> str:
        record = form.save()
        messages.success(self.request, f"Đã lưu {self.register.noun}: {record}.")
        return home_of(self.register, record, self.request.user)


class PutAwayView(FormView):
    """Out of the daily lists; what uses the record is said first. A line of another record is taken out."""

    template_name = "records/put_away.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What it would do."""
        record = self.record(pk)
        return self.page(None, record, uses=uses(record))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Done, or taken back from the archive."""
        record = self.record(pk)
        if self.register.put_away is PutAway.ARCHIVED:
            return redirect(self._archive(record))
        if using := uses(record):  # some would be protected, others would go along unseen
            return self.page(None, record, 422, uses=using, refused=True)
        return redirect(self._remove(record))

    def _archive(self, record: Any) -> str:
        wanted = self.request.POST.get("archive") != "no"
        if wanted != bool(record.archived_on):  # a second click changes nothing
            record.archived_on = today() if wanted else None
            save_checked(record)
        done = "Đã cất vào lưu trữ" if record.archived_on else "Đã đưa ra khỏi lưu trữ"
        messages.success(self.request, f"{done}: {record}.")
        return self.register.url("detail", record.pk)

    def _remove(self, record: Any) -> str:
        home = parent_of(self.register, record)
        owner = register_of(home) if home else None
        with transaction.atomic():
            record.delete()
        messages.success(self.request, f"Đã gỡ {self.register.noun}: {record}. Bản đã gỡ còn trong lịch sử.")
        return owner.url("detail", home.pk) if owner else self.register.url("list")


class ActionView(FormView):
    """A verb of the domain, with what it needs to know."""

    action_name = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, with what the address already tells; a 404 in words where the verb does not apply now."""
        record, action = self._ready(pk)
        told = dict(request.GET.items())
        make = lambda data=None: action.form(data, initial=told, record=record, user=request.user)  # noqa: E731
        return self.page(self.bound_again(make) or make(), record, action=action)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Done, or the form again with why not; a second click does not find the verb gone."""
        if already := sent_before(request):
            return already
        record, action = self._ready(pk)
        form: BaseForm = action.form(request.POST, request.FILES, record=record, user=request.user)
        saved = self.once(form, lambda: self._perform(form, record)) if form.is_valid() else None
        return saved or self.page(form, record, 422, action=action)

    def _ready(self, pk: int) -> Any:
        record, action = self.record(pk), self.register.action(self.action_name)
        if not action.ready(record):
            words = f"“{action.label}” không còn áp dụng cho {self.register.noun} này. Mở lại trang của bản ghi."
            raise NotFound(words)
        return record, action.of(record)

    def _perform(self, form: Any, record: Any) -> str:
        if said := form.perform():
            messages.success(self.request, said)
        return str(getattr(form, "location", "") or self.register.url("detail", record.pk))
