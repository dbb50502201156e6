"""A database that does not answer: said in words, with the right status, and in one line of the log."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

log = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds
DOWN_STATES = ("08", "57P")  # connection exceptions; the server is stopping or starting
TOO_MANY_CONNECTIONS = "53300"


def database_is_down(error: BaseException | None) -> bool:
    """Whether the error is about reaching the server: a deadlock or a full disk is not."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "pgcode", None)
    return state is None or state.startswith(DOWN_STATES) or state == TOO_MANY_CONNECTIONS


def database_down_response(error: BaseException) -> HttpResponse:
    """The page that asks nothing of the database."""
    log.error("database is down: %s", str(error).strip().partition("\n")[0])
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


class DatabaseDownMiddleware:
    """Answers for a view that could not reach the database; `handler500` does so for all that is not a view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page instead of an error, when the database is what failed."""
        return database_down_response(exception) if database_is_down(exception) else None
