"""The first page after signing in, and the one that monitoring asks."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import View

from portal.models import Role, User
from portal.numbers import number_asks, numbers
from portal.overview import overview, overview_asks
from portal.today import asks_of, duties_of, today_of
from school.days import today
from school.figures import ask
from school.models import Provenance


class Home(LoginRequiredMixin, View):
    """Việc hôm nay: what waits for whoever opens it, then the figures they may read."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Every number of the page comes from one question to the registry."""
        assert isinstance(request.user, User)  # noqa: S101 - the mixin saw to it
        return render(request, "portal/home.html", home_of(request.user))


def home_of(user: User) -> dict[str, Any]:
    """What the page shows to this user: duties and classes for all, figures for those who may read them."""
    day, duties = today(), duties_of(user)
    reads, leads = user.has_perm("portal.read_figures"), user.role == Role.LEADERSHIP
    parts = [
        asks_of(duties, day),
        overview_asks(day) if reads else [],
        number_asks(day) if leads else [],
    ]
    questions = [question for part in parts for question in part]
    answers = iter(ask(*questions) if questions else [])
    for_duties, for_overview, for_numbers = ([next(answers) for _ in part] for part in parts)
    shown = overview(day, for_overview) if reads else None
    now = today_of(user, duties, for_duties, day)
    made_up = any(one.provenance == Provenance.INVENTED for one in now.running)
    return {
        "day": day,
        "today": now,
        "overview": shown,
        "numbers": numbers(day, for_numbers) if leads else (),
        "lecturer": user.role == Role.LECTURER,
        "invented": bool(shown and shown.invented) or made_up,
    }


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """ "ok" when the database answers; 503 otherwise, through the middleware."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
