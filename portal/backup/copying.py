"""Rows out of the database and into it, as COPY text, without ever holding more than a chunk of them."""

import hashlib
from collections.abc import Callable, Sequence
from typing import IO, Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

from portal.backup.catalog import Table

CHUNK = 1 << 20  # bytes
# Values must be written alike whatever the server's or the role's settings are.
SETTINGS = {
    "DateStyle": "ISO",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}


class Spool:
    """Takes the rows that COPY gives one by one and passes them on in chunks, with their checksum."""

    def __init__(self, sink: Callable[[bytes], Any]) -> None:
        self._sink = sink
        self._held: list[bytes] = []
        self._size = 0
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Take some bytes."""
        self._held.append(data)
        self._size += len(data)
        if self._size >= CHUNK:
            self._pass_on()

    def finish(self) -> str:
        """Pass on what is left; return the SHA-256 of everything."""
        self._pass_on()
        return self._digest.hexdigest()

    def _pass_on(self) -> None:
        chunk = b"".join(self._held)
        self._held, self._size = [], 0
        self._digest.update(chunk)
        self._sink(chunk)


def set_up(cursor: CursorWrapper) -> None:
    """Set what COPY depends on, for the running transaction."""
    for name, value in SETTINGS.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def copy_out(
    cursor: CursorWrapper, table: Table, columns: Sequence[str], sink: Callable[[bytes], Any]
) -> tuple[int, str]:
    """Pass the table's rows, in the order of their key, to `sink`; return their number and SHA-256."""
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _names(columns), table.identifier, table.order
    )
    spool = Spool(sink)
    with connection.wrap_database_errors:
        cursor.copy_expert(query, spool)
    return cursor.rowcount, spool.finish()


def copy_in(cursor: CursorWrapper, table: Table, columns: Sequence[str], source: IO[bytes]) -> None:
    """Load rows that `copy_out` gave for the same columns."""
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(table.identifier, _names(columns))
    with connection.wrap_database_errors:
        cursor.copy_expert(query, source, CHUNK)


def _names(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
