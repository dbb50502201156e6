"""The data admin as one site: in the order of the parts, in Vietnamese, behind the portal's own sign-in."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.views.i18n import JavaScriptCatalog

# The order of the index, and what each part is for.
PARTS = {
    "courses": "Chương trình, quy định, kế hoạch năm, lớp và số liệu theo báo cáo của lớp.",
    "enrollment": "Học viên, ghi danh, biến động sĩ số và chốt danh sách.",
    "research": "Đề tài, hội thảo, công bố và người tham gia.",
    "school": "Trường, phòng khoa, cán bộ, đơn vị, văn bản, nguồn số liệu và bộ tiêu chí.",
    "portal": "Tài khoản và vai trò.",
}


class DataAdmin(admin.AdminSite):
    """Django's admin for administrators."""

    site_header = site_title = "Quản trị dữ liệu"
    index_title = "Các loại dữ liệu"
    empty_value_display = "–"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """The portal's own models; a library's would serve nobody here (rights come from the role alone)."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        super().register([model for model in models if model._meta.app_label in PARTS], admin_class, **options)

    def get_urls(self) -> list[Any]:
        """Without the shortcut to a page "on the site": our models name none."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The parts in their order, each with what it is for."""
        apps = super().get_app_list(request, app_label)
        order = list(PARTS)
        for app in apps:
            app["about"] = PARTS.get(app["app_label"], "")
        return sorted(apps, key=lambda app: order.index(app["app_label"]) if app["app_label"] in order else len(order))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's own sign-in. Raises PermissionDenied for an account that is none of an administrator."""
        goal = request.GET.get("next") or reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(goal, resolve_url(settings.LOGIN_URL))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The portal's own signing out."""
        return HttpResponseRedirect(reverse("portal:home"))

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The words of Django's scripts, with ours where Django has none."""
        view: Any = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "portal"])
        response: HttpResponse = view(request)
        return response
