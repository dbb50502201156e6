"""What is done with accounts: made, put out of use, taken into use again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from portal.accounts.links import Link, link_of
from portal.models import User
from school.errors import Refused, refusing

NOT_ONESELF = "Không tự ngừng tài khoản của mình được. Nhờ một quản trị viên khác."


def deactivate(account: User, by: User) -> None:
    """Put out of use: signed out everywhere, link and password no longer open it. Raises Refused, ValidationError."""
    if account.pk == by.pk:
        raise Refused(NOT_ONESELF)
    _set_active(account, active=False)


def activate(account: User) -> None:
    """Take into use again, with the password it had."""
    _set_active(account, active=True)


@transaction.atomic
def _set_active(account: User, *, active: bool) -> None:
    account.refresh_from_db(from_queryset=User.objects.select_for_update())
    account.is_active = active
    account.clean()
    account.save(update_fields=["is_active", "link_made_at"])


def make_accounts(accounts: Iterable[User]) -> list[Link]:
    """Store new accounts, all or none, each with a link to set its password. Raises Refused."""
    links = []
    with refusing():
        for account in accounts:
            account.set_unusable_password()
            account.link_made_at = timezone.now()
            account.save()
            links.append(link_of(account))
    return links
