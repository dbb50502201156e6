"""What the database itself says of the portal's tables: columns, order of rows, sequences."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from psycopg2 import sql

from portal.backup.versions import portal_tables

MADE_ANEW = frozenset({"django_migrations", "portal_cache"})  # not saved: made by migrating
FLEETING = frozenset({"django_session"})  # not saved, and empty after a restore: sign-ins end with it


@dataclass(frozen=True)
class Table:
    """A table without its generated columns; `order` is the primary key, in byte order where it is text.

    `sequences` are the quoted names of the sequences that number its columns.
    """

    name: str
    columns: list[str]
    order: sql.Composable
    sequences: dict[str, str]

    @property
    def identifier(self) -> sql.Identifier:
        """The quoted name."""
        return sql.Identifier(self.name)


@dataclass(frozen=True)
class Tables:
    """What is in the database: the portal's lasting tables, its fleeting ones, names of tables of others."""

    saved: list[Table]
    fleeting: list[Table]
    foreign: list[str]


COLUMNS = """
    SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname),
           array_position(i.indkey::int[], a.attnum::int), a.attcollation <> 0
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    ORDER BY c.relname COLLATE "C", a.attnum
"""


def tables() -> Tables:
    """Every table of the schema, in the order of names."""
    columns: dict[str, list[tuple]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for name, *column in cursor.fetchall():
            columns.setdefault(name, []).append(tuple(column))
    ours = portal_tables()
    found = [_table(name, rows) for name, rows in columns.items() if name in ours]
    return Tables(
        saved=[table for table in found if table.name not in FLEETING],
        fleeting=[table for table in found if table.name in FLEETING],
        foreign=[name for name in columns if name not in ours | MADE_ANEW],
    )


def _table(name: str, rows: list[tuple]) -> Table:
    key = sorted((position, column, is_text) for column, _, position, is_text in rows if position is not None)
    return Table(
        name=name,
        columns=[column for column, *_ in rows],
        order=sql.SQL(", ").join(
            sql.Identifier(column) + sql.SQL(' COLLATE "C"' if is_text else "") for _, column, is_text in key
        ),
        sequences={column: sequence for column, sequence, *_ in rows if sequence},
    )


def for_all(statement: str, tables: Iterable[Table]) -> sql.Composed:
    """The statement with the tables' names, parted by commas, in place of {}."""
    return sql.SQL(statement).format(sql.SQL(", ").join(table.identifier for table in tables))
