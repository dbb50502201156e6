"""Import and export in the data admin: what is filtered goes out, every file comes in whole or not at all."""

import re
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.results import Result, RowResult
from import_export.tmp_storages import BaseStorage

from school.admin_resource import KEY, RecordResource, resource_of
from school.admin_sheets import FORMATS, Sheet, extensions
from school.days import today
from school.models.records import ListExport
from school.records.uploads import MOST_BYTES, TOO_BIG

MOST_EXPORTED = 200_000
DAY = 24 * 3600  # seconds
SHOWN = 200  # rows of a preview
GONE = "Tệp đã gửi không còn được giữ. Gửi lại tệp rồi xem trước và nhập."
TOO_MANY = f"Danh sách có hơn {MOST_EXPORTED:,} dòng. Lọc bớt rồi xuất lại.".replace(",", ".", 1)


class Upload(BaseStorage):
    """A file between its preview and its import: on disk, for nobody else to read, a day at most."""

    PREFIX = "portal-import-"

    @property
    def path(self) -> Path:
        """Where it is. Raises FileNotFoundError for a name that is none of ours."""
        if not re.fullmatch("[0-9a-f]{32}", self.name or ""):
            raise FileNotFoundError(self.name)
        return Path(tempfile.gettempdir(), self.PREFIX + self.name)

    def save(self, data: bytes) -> None:
        """Keep it, and forget those that nobody came back for."""
        for old in Path(tempfile.gettempdir()).glob(f"{self.PREFIX}*"):
            if old.stat().st_mtime < time.time() - DAY:
                old.unlink(missing_ok=True)
        self.name = uuid.uuid4().hex
        self.path.touch(mode=0o600)
        self.path.write_bytes(data)

    def read(self) -> bytes:
        """All of it."""
        return self.path.read_bytes()

    def remove(self) -> None:
        """It is imported."""
        self.path.unlink(missing_ok=True)


class FileForm(ImportForm):
    """A file; its name tells the format."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["import_file"].label = "Tệp"
        self.fields["import_file"].widget.attrs = {"accept": extensions()}
        self.fields["import_file"].error_messages["required"] = "Chọn một tệp Excel hoặc CSV."

    @property
    def media(self) -> forms.Media:
        """No script guesses the format."""
        return forms.Media()

    def clean_import_file(self) -> Any:
        """Raises ValidationError for a file too big or of another kind."""
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise ValidationError(TOO_BIG.format(size=file.size // 2**20))
        if _kind(file.name) not in _kinds():
            raise ValidationError("Loại tệp này không nhận. Gửi tệp Excel (.xlsx) hoặc CSV (.csv).")
        return file

    def clean(self) -> dict[str, Any]:
        """The format by its place in the list, as import-export wants it."""
        cleaned = super().clean() or self.cleaned_data
        if "import_file" in cleaned:
            cleaned["format"] = str(_kinds().index(_kind(cleaned["import_file"].name)))
        return cleaned


class FormatForm(ExportForm):
    """Excel unless somebody wants CSV."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        field = self.fields["format"]
        field.label, field.initial = "Dạng tệp", "0"
        field.choices = [choice for choice in field.choices if choice[0]]
        del self.fields["export_items"]


def _kind(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def _kinds() -> list[str]:
    return [kind().get_extension() for kind in FORMATS]


class TransferMixin(ImportExportMixin):
    """For a ModelAdmin: the pages `import` and `export`."""

    resource_base: ClassVar[type[RecordResource]] = RecordResource
    formats: Sequence[type[Sheet]] = FORMATS
    import_form_class = FileForm
    confirm_form_class = ConfirmImportForm
    export_form_class = FormatForm
    import_export_change_list_template = None  # ours has the links already
    tmp_storage_class = Upload
    skip_admin_log = True  # the history says who imported what

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who may add may add many."""
        may: bool = self.has_add_permission(request)
        return may

    def get_resource_classes(self, request: HttpRequest) -> list[type[RecordResource]]:
        """The model's spreadsheet."""
        return [self._resource()]

    def _resource(self) -> type[RecordResource]:
        base: Any = self.resource_base
        return resource_of(self.model, base)

    # Export

    def _do_file_export(self, file_format: Sheet, request: HttpRequest, queryset: Any, **kwargs: Any) -> HttpResponse:
        rows = queryset.order_by().values("pk")[: MOST_EXPORTED + 1].count()
        if rows > MOST_EXPORTED:
            raise ValueError(TOO_MANY)
        response: HttpResponse = super()._do_file_export(file_format, request, queryset, **kwargs)
        name = str(self.opts.verbose_name_plural)[:60]
        user: Any = request.user
        query = request.GET.urlencode()
        ListExport.objects.create(exported_by=user, register=name, query=query, rows=rows)
        return response

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Sheet) -> str:
        """The model and the day."""
        return f"{self.opts.model_name}-{today():%Y-%m-%d}.{file_format.get_extension()}"

    def init_request_context_data(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        """The page of the form."""
        context: dict[str, Any] = super().init_request_context_data(request, form)
        resource = self._resource()()
        return context | {"title": f"Xuất {self.opts.verbose_name_plural}", "columns": resource.get_export_headers()}

    # Import

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page says in words."""
        columns = self._resource()().get_accepted_headers()
        return {"shown": SHOWN, "limit": f":{SHOWN}", "key": KEY, "columns": columns}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """All or nothing."""
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        """In words, where the sheet was refused in words."""
        if not isinstance(e, ValidationError):
            raise e
        form.add_error("import_file", e.messages[0])

    def import_action(self, request: HttpRequest, **kwargs: Any) -> TemplateResponse:
        """The form; with a file, its preview or what is wrong with it."""
        response: TemplateResponse = super().import_action(request, **kwargs)
        context: Any = response.context_data
        result = context.get("result")
        context["title"] = f"Nhập {self.opts.verbose_name_plural}"
        if result:
            context["refusals"] = self._refusals(result)
        kept = getattr(request.FILES.get("import_file"), "tmp_storage_name", None)
        if kept and "confirm_form" not in context:
            Upload(name=kept).remove()
        return response

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The import, confirmed."""
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, GONE)
            return HttpResponseRedirect(self._address("import"))

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """To the list with what was done; back with what is wrong where the data changed since the preview."""
        refusals = self._refusals(result)
        if not refusals:
            return super().process_result(result, request)
        for refusal in refusals[:SHOWN]:
            messages.error(request, refusal)
        return HttpResponseRedirect(self._address("import"))

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        """How many of which."""
        new, changed = (result.totals[kind] for kind in (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE))
        same = result.totals[RowResult.IMPORT_TYPE_SKIP]
        messages.success(request, f"Đã nhập: {new} bản ghi mới, {changed} bản ghi sửa, {same} bản ghi giữ nguyên.")

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def _refusals(self, result: Result) -> list[str]:
        """What is wrong, a line for each, with the row's number in the file and the column's name."""
        if result.base_errors:
            return [_words(problem.error) for problem in result.base_errors]
        labels = {name: str(f.verbose_name) for f in self.opts.concrete_fields for name in (f.name, f.attname)}
        labels[self.opts.pk.name] = KEY
        return [
            f"Dòng {row.number}{f', {labels[name]}' if name in labels else ''}: {message}"
            for row in result.invalid_rows
            for name, found in row.error_dict.items()
            for message in found
        ] + [f"Dòng {row.number}: {_words(problem.error)}" for row in result.error_rows for problem in row.errors]


def _words(error: Exception) -> str:
    """A refusal's own words; anything else is a fault of ours and goes to the log."""
    if isinstance(error, ValidationError):
        return error.messages[0]
    raise error
