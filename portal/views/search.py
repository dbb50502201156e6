"""Search everywhere: a page of its own, and the suggestions under the box while somebody types."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from portal.search import Search


class SearchEverywhere(LoginRequiredMixin, View):
    """`/tim/?tim=…`; htmx is given the list of suggestions alone."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """What the text finds, by register; a page that says what to type where there is no text."""
        search = Search(request.user, request.GET.get("tim", ""))
        suggests = getattr(request, "htmx", False)
        return render(
            request, "portal/search_suggestions.html" if suggests else "portal/search.html", {"search": search}
        )
