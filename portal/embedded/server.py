"""Making, starting and stopping the cluster. Everything here is called with the mutex held."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from portal.embedded import binaries, errors, locks, probe
from portal.embedded.paths import PORT, ROLE, Paths, prepare_sockets

PATIENCE = 60.0  # seconds for a server that is there but does not answer
STOP_SECONDS = "30"
# The same order and case rules on every machine, whatever its locales.
INITDB = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=peer",
    "--auth-host=reject",
)

Say = Callable[[str], None]


def ensure_running(paths: Paths, say: Say, patience: float = PATIENCE) -> None:
    """Adopt the running server of this cluster, or start one.

    `say` receives lines of progress. Raises EmbeddedError.
    """
    deadline = time.monotonic() + patience
    while locks.is_locked(paths.server_lock):
        found = probe.state(paths)
        if found is probe.State.READY:
            return
        if time.monotonic() > deadline:
            _give_up(paths, found)
        time.sleep(locks.PAUSE)
    _start(paths, say)


def stop(paths: Paths) -> None:
    """Stop the server and wait for all of its processes; raises EmbeddedError when one stays."""
    program = binaries.programs(paths) / "pg_ctl"
    for mode in ("fast", "immediate"):
        subprocess.run(
            [str(program), "stop", "-D", str(paths.data), "-m", mode, "-t", STOP_SECONDS],
            **_common(paths, subprocess.DEVNULL),
        )
        if locks.wait_for(lambda: not locks.is_locked(paths.server_lock), 5):
            with contextlib.suppress(OSError):  # somebody else's file in it: not ours to judge here
                paths.sockets.rmdir()
            return
    raise errors.EmbeddedError(f"Cơ sở dữ liệu nhúng ở {paths.home} không dừng được. Khởi động lại máy rồi chạy lại.")


def _give_up(paths: Paths, found: probe.State) -> None:
    if found is probe.State.BUSY:
        raise errors.EmbeddedError(
            "Cơ sở dữ liệu nhúng chưa nhận kết nối, có thể đang phục hồi. Đợi vài phút rồi chạy lại. "
            f"Nhật ký ở {paths.log}."
        )
    stop(paths)  # its socket was deleted, so it is of no use to anybody


def _start(paths: Paths, say: Say) -> None:
    folder = binaries.programs(paths)
    _check_version(paths, folder)
    if not paths.data.is_dir():
        say("Tạo cơ sở dữ liệu lần đầu")
        _initialise(paths, folder)
    prepare_sockets(paths)
    _remove_stale(paths)
    _write_rules(paths)
    _launch(paths, folder)


def _check_version(paths: Paths, folder: Path) -> None:
    try:
        made_by = (paths.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    if made_by != (ours := binaries.major(folder, paths)):
        raise errors.EmbeddedError(
            f"Dữ liệu ở {paths.data} do PostgreSQL {made_by} tạo, còn bản cài này là PostgreSQL {ours}. "
            "Dữ liệu vẫn nguyên. Dùng lại bản cũ của cổng thông tin để sao lưu, rồi khôi phục vào bản mới."
        )


def _initialise(paths: Paths, folder: Path) -> None:
    """Make the data folder under another name first, so that a kill leaves no half one."""
    unfinished = paths.home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    paths.account.give(unfinished)
    command = [str(folder / "initdb"), "-D", str(unfinished), "-U", probe.SUPERUSER, *INITDB]
    with paths.log.open("wb") as log:
        done = subprocess.run(command, **_common(paths, log))
    if done.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise errors.from_log(paths.log)
    unfinished.rename(paths.data)


def _remove_stale(paths: Paths) -> None:
    """Remove what a killed server left behind.

    The server's lock is free, so none of its processes lives, whatever process has its number now.
    """
    socket = paths.sockets / f".s.PGSQL.{PORT}"
    for left in (paths.data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
        left.unlink(missing_ok=True)


def _write_rules(paths: Paths) -> None:
    """Let in the account that started us, recognised by the kernel, and root who may do anything."""
    people = {paths.account.starter, "root"}
    allowed = [f'owner "{person}" {role}\n' for person in people for role in (probe.SUPERUSER, ROLE)]
    rules = {"pg_hba.conf": "local all all peer map=owner\n", "pg_ident.conf": "".join(allowed)}
    for name, text in rules.items():
        target = paths.home / name
        target.write_text(text)
        target.chmod(0o644)


def _launch(paths: Paths, folder: Path) -> None:
    alive = locks.open_lock(paths.server_lock)
    try:
        if not locks.try_lock(alive):
            raise errors.EmbeddedError(f"Một máy chủ khác vừa mở {paths.data}. Chạy lại.")
        server = _spawn(paths, folder, alive)
    finally:
        os.close(alive)  # from here on only the server's own processes hold it
    try:
        _wait_until_ready(paths, server)
    except BaseException:
        server.send_signal(signal.SIGINT)  # a fast shutdown
        raise


def _spawn(paths: Paths, folder: Path, alive: int) -> subprocess.Popen[bytes]:
    if paths.log.exists():
        paths.log.replace(paths.log.with_suffix(".old.log"))
    options = {
        "listen_addresses": "",
        "port": PORT,
        "unix_socket_directories": f'"{paths.sockets}"',
        "hba_file": paths.home / "pg_hba.conf",
        "ident_file": paths.home / "pg_ident.conf",
    }
    command = [str(folder / "postgres"), "-D", str(paths.data)]
    command += [f"--{key}={value}" for key, value in options.items()]
    with paths.log.open("wb") as log:
        return subprocess.Popen(command, text=False, pass_fds=[alive], **_common(paths, log))


def _wait_until_ready(paths: Paths, server: subprocess.Popen[bytes]) -> None:
    """Wait as long as the process lives: recovery after a crash takes the time it takes."""
    while probe.state(paths) is not probe.State.READY:
        if server.poll() is not None:
            raise errors.from_log(paths.log)
        time.sleep(locks.PAUSE)


def _common(paths: Paths, output: int | IO[bytes]) -> dict[str, Any]:
    """Return the arguments of every program: another session, so that a Ctrl-C is not theirs to answer."""
    return {
        "stdin": subprocess.DEVNULL,
        "stdout": output,
        "stderr": subprocess.STDOUT,
        "env": binaries.CLEAN,
        "cwd": "/",
        "start_new_session": True,
        **paths.account.as_arguments(),
    }
