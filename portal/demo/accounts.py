"""The demo's accounts, one for each role; `make run` prints them."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.models import Role, User
from school.models import Staff

PASSWORD = "dung-thu-2023"  # noqa: S105 — meant to be known: printed at each start, refused on a real portal


@dataclass(frozen=True)
class DemoAccount:
    """An account as it is printed."""

    username: str
    role: Role
    full_name: str
    password: str = PASSWORD

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(self.role.label)


DEMO_ACCOUNTS = (
    DemoAccount("quantri", Role.ADMIN, "Phạm Quốc Khải"),
    DemoAccount("daotao", Role.TRAINING, "Huỳnh Thị Thanh Trúc"),
    DemoAccount("khoahoc", Role.SCIENCE, "Đoàn Minh Trí"),
    DemoAccount("giangvien", Role.LECTURER, "Lê Thị Ngọc Ánh"),
    DemoAccount("lanhdao", Role.LEADERSHIP, "Trần Hữu Nghĩa"),
)


def account_named(username: str) -> DemoAccount:
    """The account of that name. Raises KeyError."""
    return {account.username: account for account in DEMO_ACCOUNTS}[username]


def create_accounts(holders: Mapping[str, Staff]) -> None:
    """Store the accounts; `holders` gives the member of staff by user name."""
    for account in DEMO_ACCOUNTS:
        User.objects.create_user(
            account.username,
            account.password,
            full_name=account.full_name,
            role=account.role,
            staff=holders[account.username],
            demo=True,
        )
