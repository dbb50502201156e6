"""Signing in and out."""

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal.accounts.forms import SignInForm

# Left by a signing-in, taken away by a signing-out: with it and no session, the session has expired.
WAS_HERE = "was_here"
MONTH = 30 * 24 * 3600  # seconds
TOO_MANY = 429


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, which tells the browser that somebody works in it."""
    response.set_cookie(WAS_HERE, "1", max_age=MONTH, secure=request.is_secure(), httponly=True, samesite="Lax")
    return response


class SignIn(LoginView):
    """The red cover; goes on to the page that was asked for. Throttled by allauth (ACCOUNT_RATE_LIMITS)."""

    template_name = "portal/sign_in.html"
    form_class = SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Remembers that somebody works in this browser."""
        return remember(self.request, super().form_valid(form))

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """429 where the password was not even looked at."""
        response: HttpResponse = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = TOO_MANY
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Says why the page asked for is not shown yet."""
        page = self.get_next_url() or ""
        expired = bool(page) and WAS_HERE in self.request.COOKIES
        asked = page not in {"", reverse("portal:home")}
        # Past LoginView's own, which looks for the addresses of allauth pages that the portal does not have.
        context: dict[str, Any] = super(LoginView, self).get_context_data(**kwargs)
        return context | {"next": page, "expired": expired, "asked": asked}


class SignOut(LogoutView):
    """By POST only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Forgets that somebody worked in this browser."""
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(WAS_HERE, samesite="Lax")
        return response
