"""Ctrl-C and the other ways to say stop."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from portal.launch.children import die_with_parent

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first Ctrl-C, SIGTERM, closed terminal or death of `make` into a KeyboardInterrupt."""
    for number in STOPS:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, _interrupt)
    if "MAKELEVEL" in os.environ:
        die_with_parent()
    with _own_terminal():
        yield


def _interrupt(number: int, frame: FrameType | None) -> None:
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)  # stopping takes seconds; impatience must not leave half of it
    raise KeyboardInterrupt


@contextmanager
def _own_terminal() -> Iterator[None]:
    """Become the terminal's foreground group, else `make` gets the Ctrl-C too and reports an error."""
    terminal = _foreground_terminal()
    if terminal is None:
        yield
        return
    before = os.tcgetpgrp(terminal)
    for number in (signal.SIGTTOU, signal.SIGTSTP):  # nobody would wake us again from a Ctrl-Z
        signal.signal(number, signal.SIG_IGN)
    os.setpgid(0, 0)
    os.tcsetpgrp(terminal, os.getpgrp())
    try:
        yield
    finally:
        with suppress(OSError):  # `make` may be gone
            os.tcsetpgrp(terminal, before)
        os.close(terminal)


def _foreground_terminal() -> int | None:
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return None
    if os.tcgetpgrp(terminal) == os.getpgrp() != os.getpid():
        return terminal
    os.close(terminal)
    return None
