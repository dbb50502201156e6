"""Asking the server who it is, and giving the portal its role and database."""

import enum
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection

from portal.embedded.errors import EmbeddedError
from portal.embedded.paths import DATABASE, PORT, ROLE, Paths, is_private

SUPERUSER = "postgres"


class State(enum.Enum):
    """What a try to connect told."""

    READY = "answers, and its data folder is ours"
    BUSY = "a server is there but takes no connection yet, or no more"
    ABSENT = "nobody listens"


def connect(paths: Paths) -> connection:
    """Connect as the cluster's superuser; raises psycopg2.OperationalError."""
    found = psycopg2.connect(host=str(paths.sockets), port=PORT, user=SUPERUSER, dbname="postgres", connect_timeout=5)
    found.autocommit = True
    return found


def state(paths: Paths) -> State:
    """Look for the server on our socket. Raises EmbeddedError when another one answers there."""
    if not paths.sockets.is_dir() or not is_private(paths.sockets, paths.account):
        return State.ABSENT
    try:
        session = connect(paths)
    except psycopg2.OperationalError as error:
        return State.BUSY if "FATAL" in str(error) else State.ABSENT
    try:
        with session.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            (answered,) = cursor.fetchone() or ("",)
    finally:
        session.close()
    if Path(answered).resolve() != paths.data:
        raise EmbeddedError(
            f"Ở {paths.sockets} có một máy chủ khác, dữ liệu ở {answered}. Dừng máy chủ ấy rồi chạy lại."
        )
    return State.READY


def ensure_database(paths: Paths) -> None:
    """Make the portal's role and database where missing.

    The role is no superuser, as on a school's server, so that what needs more rights fails here too.
    """
    session = connect(paths)
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE])
            if not cursor.rowcount:
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.rowcount:
                names = map(sql.Identifier, (DATABASE, ROLE))
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
    finally:
        session.close()
