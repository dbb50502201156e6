"""History in the data admin: every version of a record, setting it back, and records that were deleted."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from school.versions import deleted, restore, versions

SHOWN = 100
SHORT = 4  # fields of a deleted record that tell it from others
RESTORED = "Đã khôi phục “{record}” về bản đã chọn. Bản trước đó vẫn còn trong lịch sử."
BACK = "Đã khôi phục “{record}”. Những bản ghi đã xóa cùng với nó được khôi phục ở danh sách của chúng."


class HistoryMixin:
    """For a ModelAdmin: what the event table kept, instead of Django's own log."""

    ledger: ClassVar[bool] = False  # entries are added, never changed, so no version can be set back

    def get_urls(self) -> list[Any]:
        """And the list of what was deleted."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_deleted"  # type: ignore[attr-defined]
        page = self.admin_site.admin_view(self.deleted_view)  # type: ignore[attr-defined]
        return [path("da-xoa/", page, name=name), *super().get_urls()]  # type: ignore[misc]

    def history_view(self: Any, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The versions of a record, the latest first; POST sets it back to one of them."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            may = self.has_change_permission(request, record) and not self.ledger
            done = self._restore(request, RESTORED, record.pk, may)
            return HttpResponseRedirect(self._page("change", quote(done.pk)) if done else request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Lịch sử: {record}",
            "versions": versions(self.model, record.pk, SHOWN),
            "most": SHOWN,
            "object": record,
            "opts": self.opts,
            "ledger": self.ledger,
        } | (extra_context or {})
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/object_history.html", context)

    def deleted_view(self: Any, request: HttpRequest) -> HttpResponse:
        """The records deleted last; POST brings one back."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            done = self._restore(request, BACK, None, self.has_add_permission(request))
            return HttpResponseRedirect(self._page("change", quote(done.pk)) if done else request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Đã xóa: {self.opts.verbose_name_plural}",
            "records": deleted(self.model, SHOWN),
            "short": f":{SHORT}",
            "most": SHOWN,
            "opts": self.opts,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/deleted_list.html", context)

    def _restore(self: Any, request: HttpRequest, said: str, pk: Any, may: bool) -> Any:
        """The record as restored; None where it was refused, which is said."""
        if not may:
            raise PermissionDenied
        version = request.POST.get("version", "")
        if not version.isdecimal() or len(version) > 18:
            raise Http404
        try:
            record = restore(self.model, int(version), pk)
        except ValidationError as error:
            messages.error(request, f"Chưa khôi phục được. {' '.join(_told(self.opts, error))}")
            return None
        messages.success(request, said.format(record=record))
        return record

    def _page(self: Any, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)


def _told(opts: Any, error: ValidationError) -> list[str]:
    """What is wrong, each with the field's name."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    labels = {field.name: str(field.verbose_name) for field in opts.concrete_fields}
    return [
        f"{labels[name][:1].upper()}{labels[name][1:]}: {message}" if name in labels else message
        for name, found in error.message_dict.items()
        for message in found
    ]
