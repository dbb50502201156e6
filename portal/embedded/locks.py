"""Advisory file locks. The kernel drops them with their last holder, so no kill leaves one behind."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PAUSE = 0.02  # seconds between two tries


def open_lock(path: Path) -> int:
    """Open a lock file, made if missing; children started later do not inherit it."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def try_lock(fd: int, kind: int = fcntl.LOCK_EX) -> bool:
    """Take the lock now and tell whether it was free."""
    try:
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_locked(path: Path) -> bool:
    """Tell whether any process holds the lock file."""
    fd = open_lock(path)
    try:
        return not try_lock(fd)
    finally:
        os.close(fd)


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Try until the condition holds; False when it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


@contextmanager
def held(path: Path, seconds: float) -> Iterator[bool]:
    """Hold the lock during the block; yields False, not holding it, when it is not free in `seconds`."""
    fd = open_lock(path)
    try:
        yield wait_for(lambda: try_lock(fd), seconds)
    finally:
        os.close(fd)
