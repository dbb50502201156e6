"""Pages of accounts that are not a register's: links, passwords, accounts from Excel."""

import hashlib
from typing import Any

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordChangeView, PasswordResetConfirmView
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from portal.accounts.changes import make_accounts
from portal.accounts.forms import ChangePasswordForm, NewPasswordForm
from portal.accounts.links import GOOD_FOR, TOKENS, keep_to_show, take_to_show
from portal.accounts.sheet import Planned, Row, plan
from portal.accounts.upload import SheetForm
from portal.models import User
from portal.views.account import remember
from school.errors import Refused
from school.records.views.edits import ActionView

SENT = "accounts_sent"
CHANGED = "Trong lúc xem, danh sách tài khoản đã đổi khác. Chưa tạo gì; xem lại bảng dưới đây rồi tạo."
GONE = 404
UNPROCESSABLE = 422


class ForAdministrators(PermissionRequiredMixin, View):
    """Signing in first, then 403 for whoever does not administer accounts."""

    permission_required = "portal.manage_accounts"

    def handle_no_permission(self) -> Any:
        """The portal's two answers."""
        if self.request.user.is_authenticated:
            raise PermissionDenied
        return super().handle_no_permission()


class GiveLink(ActionView):
    """The register's action, which ends on the page that shows the link."""

    def _perform(self, form: Any, record: Any) -> str:
        form.perform()
        keep_to_show(self.request.session, [form.link])
        return reverse("portal:account_links")


@method_decorator(never_cache, name="dispatch")
class ShowLinks(ForAdministrators):
    """Links just made; reloading the page shows them no more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """With the whole address, as it is handed over."""
        links = [(link, request.build_absolute_uri(link.path)) for link in take_to_show(request.session)]
        context = {"links": links, "until": timezone.now() + GOOD_FOR}
        return render(request, "portal/accounts/links.html", context)


class SetPassword(PasswordResetConfirmView):
    """What a one-time link opens; its token is kept in the session, away from the address."""

    template_name = "portal/accounts/set_password.html"
    form_class = NewPasswordForm
    token_generator = TOKENS
    reset_url_token = "moi"  # noqa: S105 - what stands in the address instead of the token
    success_url = reverse_lazy("portal:home")
    post_reset_login = True
    post_reset_login_backend = "portal.backends.SignInBackend"

    def form_valid(self, form: Any) -> HttpResponse:
        """The password is set and the person signed in; of two who send at once the second comes too late."""
        with transaction.atomic():
            account = User.objects.select_for_update().get(pk=form.user.pk)
            if not TOKENS.check_token(account, self.request.session.get(INTERNAL_RESET_SESSION_TOKEN)):
                self.validlink = False
                return self.render_to_response(self.get_context_data())
            form.user = account
            response = super().form_valid(form)
        messages.success(self.request, f"Đã đặt mật khẩu. Từ nay đăng nhập bằng tên {account.username}.")
        return remember(self.request, response)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rules, and whose account it is."""
        rules = password_validators_help_texts()
        return super().get_context_data(**kwargs) | {"rules": rules, "account": self.user}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """404 in words for a link that opens nothing."""
        status = 200 if self.validlink else GONE
        return super().render_to_response(context, **{"status": status} | kwargs)


@method_decorator([login_required, rate_limit(action="change_password")], name="dispatch")
class ChangePassword(PasswordChangeView):
    """One's own password; whoever is signed in elsewhere with the former one is signed out."""

    template_name = "portal/accounts/change_password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("portal:home")

    def form_valid(self, form: Any) -> HttpResponse:
        """Stays signed in here."""
        messages.success(self.request, "Đã đổi mật khẩu. Máy khác đang đăng nhập tài khoản này phải đăng nhập lại.")
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rules stand above the form."""
        return super().get_context_data(**kwargs) | {"rules": password_validators_help_texts()}


class ImportAccounts(ForAdministrators):
    """A file is sent, looked at, and made into accounts; it stays in the session in between."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What would be made of the file sent, or the form to send one."""
        if "lai" in request.GET:
            request.session.pop(SENT, None)
        sent = request.session.get(SENT)
        return self._preview(sent) if sent else self._page(SheetForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """A file, or the word that what was shown shall be made."""
        if "seen" in request.POST:
            return self._make(request)
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, UNPROCESSABLE)
        request.session[SENT] = [[row.number, row.full_name, row.username, row.role] for row in form.rows]
        return redirect("portal:account_import")

    def _make(self, request: HttpRequest) -> HttpResponse:
        sent = request.session.get(SENT)
        if not sent:  # a second click: the first one made them
            return redirect("portal:account_links")
        planned = _plan(sent)
        if request.POST["seen"] != _mark(planned):
            return self._preview(sent, CHANGED)
        try:
            links = make_accounts(one.account() for one in planned if not one.problem)
        except Refused:
            return self._preview(sent, CHANGED)
        del request.session[SENT]
        keep_to_show(request.session, links)
        return redirect("portal:account_links")

    def _preview(self, sent: list[list[Any]], problem: str = "") -> HttpResponse:
        planned = _plan(sent)
        made = [one for one in planned if not one.problem]
        refused = [one for one in planned if one.problem]
        context = {"made": made, "refused": refused, "seen": _mark(planned), "problem": problem}
        return render(self.request, "portal/accounts/preview.html", context, status=409 if problem else 200)

    def _page(self, form: SheetForm, status: int = 200) -> HttpResponse:
        return render(self.request, "portal/accounts/import.html", {"form": form}, status=status)


def _plan(sent: list[list[Any]]) -> list[Planned]:
    return plan([Row(*row) for row in sent])


def _mark(planned: list[Planned]) -> str:
    """What was shown, in short: nothing else is made."""
    return hashlib.sha256(repr([(one.row, one.username, one.problem) for one in planned]).encode()).hexdigest()
