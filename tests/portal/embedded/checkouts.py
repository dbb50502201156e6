"""Checkouts to try the embedded server in, and what to do with the server of one."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from portal import embedded
from portal.embedded import Lease, locks
from portal.launch import CHECKOUT

ROOT = os.geteuid() == 0
root_only = pytest.mark.skipif(not ROOT, reason="only root drops its rights")

HOLD = """
import sys
from pathlib import Path
from portal.embedded import Lease
held = Lease.take(Path(sys.argv[1]), lambda line: None)
print("held", flush=True)
sys.stdin.readline()
held.give_back()
print("left", flush=True)
"""


def remove(checkout: Path) -> None:
    home = checkout / "var" / "embedded"
    if (home / "server.lock").exists() and locks.is_locked(home / "server.lock"):
        kill_server(checkout)
    if home.is_symlink():
        shutil.rmtree(home.resolve())
    shutil.rmtree(checkout)
    shutil.rmtree(embedded.socket_folder(checkout), ignore_errors=True)


def take(checkout: Path, patience: float = 20) -> Lease:
    return Lease.take(checkout, lambda line: None, patience)


def ask(checkout: Path, query: str) -> object:
    """Run one statement as the portal's own role and return its first value, if it has one."""
    folder = str(embedded.socket_folder(checkout))
    with closing(psycopg2.connect(host=folder, port=5432, user="portal", dbname="portal")) as session:
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0] if cursor.description else None


def server_pid(checkout: Path) -> int:
    return int((checkout / "var" / "embedded" / "data" / "postmaster.pid").read_text().split()[0])


def server_lives(checkout: Path) -> bool:
    return locks.is_locked(checkout / "var" / "embedded" / "server.lock")


def kill_server(checkout: Path) -> None:
    os.kill(server_pid(checkout), signal.SIGKILL)
    assert locks.wait_for(lambda: not server_lives(checkout), 10)


def another_process(checkout: Path) -> subprocess.Popen[str]:
    """Another process of the same checkout, holding a lease until it reads a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(checkout)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT,
    )  # fmt: skip
    assert process.stdout.readline() == "held\n"
    return process
