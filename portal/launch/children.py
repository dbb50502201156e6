"""The processes `make run` and `make serve` start, watch and stop."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from portal.launch import CHECKOUT

RESTART_SECONDS = 5.0
PAUSE = 0.2
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Ask the kernel for a SIGTERM when the parent dies, even by kill -9, so that no port stays taken."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start `python arguments…` in a session of its own: a Ctrl-C in the terminal reaches only us."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )


def stop(children: Sequence[subprocess.Popen[bytes]], patience: float) -> None:
    """Ask the processes to stop and wait for them; kill what still runs after `patience` seconds."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + patience
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


@contextmanager
def running(web: Sequence[str], worker: Sequence[str], patience: float) -> Iterator["Pair"]:
    """Run the web server and the worker during the block; `patience` seconds to stop them after it."""
    pair = Pair(web, worker)
    try:
        yield pair
    finally:
        stop([pair.web, pair.worker], patience)


class Pair:
    """The web server and the worker of long tasks."""

    def __init__(self, web: Sequence[str], worker: Sequence[str]) -> None:
        self.web = start(web)
        self.worker = start(worker)
        self._worker_arguments = worker
        self._restart_at: float | None = None

    def watch(self) -> int:
        """Wait until the web server ends; return its exit code. A worker that ended is started again."""
        while (code := self.web.poll()) is None:
            self._mend_worker()
            time.sleep(PAUSE)
        return code

    def _mend_worker(self) -> None:
        if self.worker.poll() is None:
            return
        if self._restart_at is None:
            self._restart_at = time.monotonic() + RESTART_SECONDS
        elif time.monotonic() >= self._restart_at:
            self.worker, self._restart_at = start(self._worker_arguments), None
