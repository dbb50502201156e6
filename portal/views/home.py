"""The first page after signing in, and the one that monitoring asks."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import View

from portal.overview import overview
from school.days import today


class Home(LoginRequiredMixin, View):
    """Toàn cảnh: the registry's figures for whoever may read them all."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """An account that may not read figures is told so, not refused its own home."""
        day = today()
        shown = overview(day) if request.user.has_perm("portal.read_figures") else None
        context = {"overview": shown, "day": day, "invented": bool(shown and shown.invented)}
        return render(request, "portal/home.html", context)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """ "ok" when the database answers; 503 otherwise, through the middleware."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
