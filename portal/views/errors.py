"""Pages that say in words why there is nothing to see."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

from portal.middleware import database_down_response, database_is_down
from school.errors import NotFound


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: our own reason where there is one; never an address pattern or a model's name."""
    reason = str(exception) if isinstance(exception, NotFound) else ""
    return render(request, "404.html", {"reason": reason}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the error is a database out of reach; neither page asks anything of it."""
    error = sys.exc_info()[1]
    if error is not None and database_is_down(error):
        return database_down_response(error)
    return server_error(request)
