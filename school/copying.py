"""Rows into tables by COPY: a chunk a statement, so that neither memory nor history grows with the whole."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, models

CHUNK = 20_000  # rows a statement
SENT = 200  # rows made while the server writes those before


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows, values in the order of the fields `columns`; returns how many.

    They are made while the server writes, so making them may not ask the database. History knows under which
    context they came, inside a transaction.
    """
    names = ", ".join(f'"{model._meta.get_field(name).column}"' for name in columns)  # type: ignore[union-attr]
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    written, rest = 0, iter(rows)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute("VALUES (1)")  # history puts its context before a statement of Django's, which COPY is not
        while True:
            source = _Source(islice(rest, CHUNK))
            cursor.copy_expert(statement, source)
            written += source.given
            if source.given < CHUNK:
                return written


class _Source:
    """Rows as a file that COPY reads."""

    def __init__(self, rows: Iterator[Sequence[Any]]) -> None:
        self._rows = rows
        self.given = 0

    def read(self, size: int) -> str:
        """Some lines, whatever `size`; none at the end."""
        rows = list(islice(self._rows, SENT))
        self.given += len(rows)
        return "".join("\t".join(map(_text, row)) + "\n" for row in rows)


_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r", "\x00": ""})


def _text(value: Any) -> str:
    """One value in COPY's text format."""
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.translate(_ESCAPED)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):  # of plain names
        return "{" + ",".join(value) + "}"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def reserve(model: type[models.Model], number: int) -> int:
    """Take so many primary keys in a row; returns the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{model._meta.db_table}"'])
        sequence = cursor.fetchone()[0]
        cursor.execute("SELECT nextval(%s)", [sequence])
        first: int = cursor.fetchone()[0]
        cursor.execute("SELECT setval(%s, %s)", [sequence, first + number - 1])
    return first


def new_keys(model: type[models.Model], number: int) -> list[int]:
    """So many primary keys, nobody else's; they need not follow one another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [f'"{model._meta.db_table}"', number],
        )
        return [key for (key,) in cursor.fetchall()]
