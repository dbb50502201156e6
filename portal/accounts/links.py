"""One-time links: what an administrator hands over instead of a mail, to set a first or a forgotten password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from portal.models import User
from school.errors import Refused

GOOD_FOR = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
TO_SHOW = "links_to_show"


class LinkTokens(PasswordResetTokenGenerator):
    """Good until the password is set, another link is made, the account is out of use, or `GOOD_FOR` has passed."""

    key_salt = "portal.accounts.links"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{user.pk} {timestamp} {user.password} {user.link_made_at.timestamp()}"

    def check_token(self, user: Any, token: str | None) -> bool:
        """Whether the token opens this account now."""
        return bool(user and user.is_active and user.link_made_at) and super().check_token(user, token)


TOKENS = LinkTokens()


@dataclass(frozen=True)
class Link:
    """A link and whom it is for; shown once and stored nowhere else."""

    full_name: str
    username: str
    path: str


def good_until(account: User) -> datetime | None:
    """The moment until which the account's link can be used; None where there is none that can."""
    until = account.link_made_at + GOOD_FOR if account.link_made_at else None
    return until if until and until > timezone.now() else None


def make_link(account: User) -> Link:
    """A new link; every earlier one is worth nothing. Raises Refused for an account out of use."""
    if not account.is_active:
        raise Refused("Tài khoản đang ngừng dùng. Dùng lại tài khoản trước rồi cấp liên kết.")
    account.link_made_at = timezone.now()
    account.save(update_fields=["link_made_at"])
    return link_of(account)


def link_of(account: User) -> Link:
    """The link to the account's `link_made_at`, which is stored already."""
    uid = urlsafe_base64_encode(force_bytes(account.pk))
    path = reverse("portal:set_password", args=[uid, TOKENS.make_token(account)])
    return Link(account.full_name, account.username, path)


def keep_to_show(session: SessionBase, links: list[Link]) -> None:
    """Hold the links for the page that comes next."""
    session[TO_SHOW] = [[link.full_name, link.username, link.path] for link in links]


def take_to_show(session: SessionBase) -> list[Link]:
    """The links held, once."""
    return [Link(*link) for link in session.pop(TO_SHOW, [])]
