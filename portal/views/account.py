"""Signing in and out."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal.forms import SignInForm

# Left by a signing-in, taken away by a signing-out: with it and no session, the session has expired.
WAS_HERE = "was_here"
MONTH = 30 * 24 * 3600  # seconds


class SignIn(LoginView):
    """The red cover; goes on to the page that was asked for."""

    template_name = "portal/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Remembers that somebody works in this browser."""
        response = super().form_valid(form)
        response.set_cookie(
            WAS_HERE, "1", max_age=MONTH, secure=self.request.is_secure(), httponly=True, samesite="Lax"
        )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Says why the page asked for is not shown yet."""
        page = self.get_redirect_url()
        expired = bool(page) and WAS_HERE in self.request.COOKIES
        asked = page not in {"", reverse("portal:home")}
        return super().get_context_data(expired=expired, asked=asked, **kwargs)


class SignOut(LogoutView):
    """By POST only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Forgets that somebody worked in this browser."""
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(WAS_HERE, samesite="Lax")
        return response
