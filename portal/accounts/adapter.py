"""What django-allauth asks of the portal: no sign-up, no messages of its own, Vietnamese words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest

REFUSED = "Tên đăng nhập hoặc mật khẩu chưa đúng. Gõ lại, chú ý chữ hoa, chữ thường."
TOO_OFTEN = "Đã thử sai quá nhiều lần. Chờ 5 phút rồi đăng nhập lại, hoặc nhờ người quản trị cấp liên kết đặt mật khẩu."


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; somebody signs in by name and password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": REFUSED,
        "too_many_login_attempts": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the portal's pages say what happened."""

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: allauth's JSON speaks English."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The name at an address: a stranger elsewhere cannot shut somebody out by typing their name."""
        return f"{get_ip(request)} {credentials.get('username', '').lower()}"
