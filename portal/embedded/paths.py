"""Where the embedded cluster of a checkout lives: a pure function of the checkout's real path."""

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from portal.embedded.account import Account, can_reach, server_account
from portal.embedded.errors import EmbeddedError

ROLE = DATABASE = "portal"
PORT = 5432  # names the socket file only: the server listens on no network port
# For root whose checkout (under /root, say) the server's account cannot reach.
ROOT_HOMES = Path("/var/lib/portal-embedded")


def digest(checkout: Path) -> str:
    """Return the short name by which a checkout is known outside of its own folder."""
    return hashlib.sha256(os.fsencode(checkout.resolve())).hexdigest()[:12]


def socket_folder(checkout: Path) -> Path:
    """Return the folder of the server's socket.

    Not in the checkout: a socket's path may have 107 bytes at most. Not by TMPDIR: two processes of one
    checkout have to agree on it.
    """
    return Path("/tmp") / f"portal-{digest(checkout)}"  # noqa: S108 - private, and its owner is verified


@dataclass(frozen=True)
class Paths:
    """The folders and files of one cluster."""

    home: Path
    sockets: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def server_lock(self) -> Path:
        """Held by the server itself for as long as any of its processes lives."""
        return self.home / "server.lock"

    @property
    def leases(self) -> Path:
        """Held, shared, by everybody who needs the server."""
        return self.home / "leases"


def mutex(checkout: Path) -> Path:
    """Return the file that is locked while somebody looks for, starts or stops the server."""
    var = checkout.resolve() / "var"
    var.mkdir(exist_ok=True)
    return var / "embedded.lock"


def prepare(checkout: Path) -> Paths:
    """Return the cluster's paths, its home made if missing. Call it with the mutex held."""
    account = server_account()
    home = _home(checkout.resolve(), account)
    home.mkdir(exist_ok=True)
    if account.dropped:
        home.chmod(0o755)
    if (home / "data").exists():
        account = server_account((home / "data").stat().st_uid)
    return Paths(home.resolve(), socket_folder(checkout), account)


def _home(checkout: Path, account: Account) -> Path:
    inside = checkout / "var" / "embedded"
    if not account.dropped:
        return inside
    outside = ROOT_HOMES / digest(checkout)
    if inside.is_symlink():
        if inside.readlink() == outside and outside.is_dir():
            return outside
        inside.unlink()  # came along with a copied checkout, and leads to the other one's data
    if inside.is_dir() or can_reach(inside.parent):
        return inside
    return _new_outside(inside, outside)


def _new_outside(inside: Path, outside: Path) -> Path:
    ROOT_HOMES.mkdir(mode=0o755, parents=True, exist_ok=True)
    ROOT_HOMES.chmod(0o755)
    if outside.exists():  # of a deleted checkout at the same path: data lives and dies with `var`
        shutil.rmtree(outside)
    outside.mkdir()
    inside.symlink_to(outside)
    return outside


def prepare_sockets(paths: Paths) -> None:
    """Make the socket folder if missing; raises EmbeddedError when it is not the server's own."""
    try:
        paths.sockets.mkdir(mode=0o700)
        paths.account.give(paths.sockets)
    except FileExistsError:
        pass
    if not is_private(paths.sockets, paths.account):
        raise EmbeddedError(
            f"Thư mục {paths.sockets} đã có nhưng không phải của riêng tài khoản chạy cơ sở dữ liệu. "
            "Xóa thư mục ấy rồi chạy lại."
        )


def is_private(folder: Path, account: Account) -> bool:
    """Tell whether the folder is a real one, of this account and closed to all others."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077
