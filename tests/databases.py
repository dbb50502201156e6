"""Databases for tests: one template for each state of the schema, cloned for every process of a run.

Migrating takes seconds, cloning a fraction of one. Databases are named after the one in the settings:
`test_portal_template_<hash>`, and `test_portal_1`, `test_portal_2` … for the processes that run at the same
time. Whoever holds a number holds an advisory lock of it, which a kill releases too.
"""

import hashlib
import importlib.util
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pgtrigger
import psycopg2
from django.apps import apps
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import sql

OUR_APPS = ("school", "courses", "enrollment", "research", "portal")
OUR_IMPORT = re.compile(rf"^(?:from|import) ((?:{'|'.join(OUR_APPS)})[\w.]*)", re.MULTILINE)
TEMPLATES = 0  # the lock's number for templates; clones have 1, 2, …
LONGEST_NAME = 40  # of 63 that PostgreSQL allows: room for what is put around it


@contextmanager
def clone(connection: BaseDatabaseWrapper, unblock: Callable[[], Any]) -> Iterator[None]:
    """Point `connection` at a fresh database with the present schema during the block.

    The server must allow making databases; `unblock` is pytest-django's leave to use one outside a test.
    """
    before = connection.settings_dict.copy()
    connection.settings_dict["OPTIONS"] = _truncating(before["OPTIONS"])
    server = Server(connection)
    name = server.take_name()
    try:
        with unblock(), server.alone():
            server.copy(server.template(connection), name)
        _connect_to(connection, name)
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        server.drop(name)
        server.close()


class Server:
    """A connection to the server that makes, copies and drops databases."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        elsewhere = type(connection)({**connection.settings_dict, "NAME": "postgres"})
        self._connection = psycopg2.connect(**elsewhere.get_connection_params())
        self._connection.autocommit = True
        name = str(connection.settings_dict["NAME"])
        self._prefix = f"test_{name[:LONGEST_NAME]}"
        self._lock = zlib.crc32(name.encode()) - 2**31

    def close(self) -> None:
        """Give the number taken back at once, and leave."""
        self._ask("SELECT pg_advisory_unlock_all()")
        self._connection.close()

    def take_name(self) -> str:
        """The first name that no running process holds."""
        number = 1
        while not self._ask("SELECT pg_try_advisory_lock(%s, %s)", [self._lock, number])[0][0]:
            number += 1
        return f"{self._prefix}_{number}"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else makes, copies or drops a template during the block."""
        self._ask("SELECT pg_advisory_lock(%s, %s)", [self._lock, TEMPLATES])
        try:
            yield
        finally:
            self._ask("SELECT pg_advisory_unlock(%s, %s)", [self._lock, TEMPLATES])

    def template(self, connection: BaseDatabaseWrapper) -> str:
        """The name of a database with the present schema, made now if there is none."""
        name = f"{self._prefix}_template_{self._schema_hash()}"
        if name not in self._templates():
            self._build(name, connection)
        return name

    def copy(self, template: str, name: str) -> None:
        """Make `name` from `template`, in place of a leftover of a killed run."""
        self.drop(name)
        self._database("CREATE DATABASE {} TEMPLATE {}", name, template)

    def drop(self, name: str) -> None:
        """Drop the database with whatever is still connected to it."""
        self._database("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _build(self, name: str, connection: BaseDatabaseWrapper) -> None:
        """Migrate under another name first: a half-made template is never used. Older ones are dropped."""
        unfinished = f"{self._prefix}_building"
        for old in [*self._templates(), unfinished]:
            self.drop(old)
        self._database("CREATE DATABASE {}", unfinished)
        _connect_to(connection, unfinished)
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        self._database("ALTER DATABASE {} RENAME TO {}", unfinished, name)

    def _templates(self) -> list[str]:
        like = f"{self._prefix}_template_".replace("_", r"\_") + "%"
        return [row[0] for row in self._ask("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])]

    def _schema_hash(self) -> str:
        digest = hashlib.sha256(self._ask("SELECT version()")[0][0].encode())
        for path in schema_sources():
            digest.update(path.read_bytes())
        for model, trigger in pgtrigger.registered():
            digest.update(trigger.compile(model).install_sql.encode())
        return digest.hexdigest()[:12]

    def _ask(self, query: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def _database(self, statement: str, *names: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def schema_sources() -> list[Path]:
    """Every migration of every app, and the modules of ours that migrations import."""
    folders = [Path(config.path, "migrations") for config in apps.get_app_configs()]
    migrations = sorted(path for folder in folders for path in folder.glob("*.py"))
    imported = {name for path in migrations for name in OUR_IMPORT.findall(path.read_text(encoding="utf-8"))}
    origins = (importlib.util.find_spec(name).origin for name in sorted(imported))
    return migrations + [Path(origin) for origin in origins]


def _connect_to(connection: BaseDatabaseWrapper, name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _truncating(options: dict[str, Any]) -> dict[str, Any]:
    """Django's flush after a transactional test needs TRUNCATE, which the portal refuses."""
    return options | {"options": f"{options.get('options', '')} -c portal.allow_truncate=on".strip()}
