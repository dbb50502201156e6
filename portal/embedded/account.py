"""Which operating-system account runs the server: PostgreSQL refuses to run as root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.embedded.errors import EmbeddedError


@dataclass(frozen=True)
class Account:
    """The account of the server process, and of whoever started us."""

    uid: int
    gid: int
    starter: str
    dropped: bool  # we are root and give up our rights for the server

    def as_arguments(self) -> dict[str, Any]:
        """Return what `subprocess` needs to run a program as this account."""
        if not self.dropped:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, folder: Path) -> None:
        """Hand a folder we just made to the account."""
        if self.dropped:
            os.chown(folder, self.uid, self.gid)


def server_account(owner: int | None = None) -> Account:
    """Choose the account: our own, or as root the owner of existing data, else postgres, else nobody.

    `owner` is the numeric owner of existing data. Raises EmbeddedError when our own account has no name,
    since PostgreSQL knows its users by name.
    """
    try:
        starter = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise EmbeddedError(
            f"Tài khoản số {os.geteuid()} không có tên trên máy này nên PostgreSQL không chạy được. "
            "Chạy bằng một tài khoản có tên."
        ) from None
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), starter, dropped=False)
    found = _existing(owner) if owner else (_named("postgres") or _named("nobody"))
    if found is None:
        raise EmbeddedError(
            "PostgreSQL không chạy bằng quyền root và máy không có tài khoản postgres hay nobody. "
            "Chạy bằng một tài khoản thường."
        )
    return Account(found.pw_uid, found.pw_gid, starter, dropped=True)


def can_reach(path: Path) -> bool:
    """Tell whether an account with no special rights could walk down to the path and read it."""
    real = path.resolve()
    readable = real.stat().st_mode & 0o005 == 0o005
    return readable and all(parent.stat().st_mode & 0o001 for parent in real.parents)


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _existing(uid: int) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return None
