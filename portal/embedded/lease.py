"""Who needs the server: shared locks on one file. The last to leave stops it."""

import fcntl
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.embedded import errors, locks, probe, server
from portal.embedded.paths import Paths, mutex, prepare

LOCK_SECONDS = 90.0  # longer than a first start or a stop by somebody else takes
FAREWELLS = (signal.SIGTERM, signal.SIGHUP)


@dataclass
class Lease:
    """A right to a running server, from `take` to `give_back`."""

    checkout: Path
    paths: Paths
    _fd: int
    _pid: int

    @classmethod
    def take(cls, checkout: Path, say: server.Say, patience: float = LOCK_SECONDS) -> "Lease":
        """Start or adopt the checkout's server and hold it.

        `say` receives lines of progress; `patience` is in seconds. Raises EmbeddedError.
        """
        try:
            with locks.held(mutex(checkout), patience) as alone:
                if not alone:
                    raise _someone_else(checkout)
                return cls._take(checkout, say)
        except OSError as error:
            raise errors.from_os_error(error, checkout / "var" / "embedded") from error

    @classmethod
    def _take(cls, checkout: Path, say: server.Say) -> "Lease":
        paths = prepare(checkout)
        fd = locks.open_lock(paths.leases)
        try:
            fcntl.flock(fd, fcntl.LOCK_SH)  # never waits: an exclusive one is only taken with the mutex held
            server.ensure_running(paths, say)
            probe.ensure_database(paths)
        except BaseException:
            os.close(fd)
            raise
        return cls(checkout, paths, fd, os.getpid())

    def give_back(self) -> None:
        """Leave; the last to leave stops the server. Does nothing in a forked child or a second time."""
        if self._pid != os.getpid() or self._fd < 0:
            return
        with locks.held(mutex(self.checkout), LOCK_SECONDS) as alone:
            os.close(self._fd)
            self._fd = -1
            if alone and not locks.is_locked(self.paths.leases):
                server.stop(self.paths)


@contextmanager
def lease(checkout: Path, say: server.Say = lambda line: None) -> Iterator[Lease]:
    """Hold the checkout's server during the block; SIGTERM and SIGHUP leave it in order too.

    Raises EmbeddedError.
    """
    if threading.current_thread() is threading.main_thread():
        _leave_in_order()
    held = Lease.take(checkout, say)
    try:
        yield held
    finally:
        with _uninterrupted():
            held.give_back()


def _leave_in_order() -> None:
    for number in FAREWELLS:
        if signal.getsignal(number) is signal.SIG_DFL:  # under nohup it is ignored, and stays so
            signal.signal(number, lambda number, frame: sys.exit(128 + number))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, *FAREWELLS)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _someone_else(checkout: Path) -> errors.EmbeddedError:
    return errors.EmbeddedError(
        f"Thư mục dữ liệu {checkout / 'var' / 'embedded'} đang bị một tiến trình khác giữ. "
        "Đợi tiến trình ấy xong hoặc dừng nó rồi chạy lại."
    )
