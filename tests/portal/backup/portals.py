"""Whole portals to save and to compare: scratch databases, rows of every table, forged backups."""

import json
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import psycopg2
import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, connections
from factory.django import DjangoModelFactory

from portal.backup import archive, copying
from portal.database import databases as configured
from portal.models import User
from tests import databases, factories

Change = Callable[[dict[str, bytes]], None]

NOT_CARRIED = {"django_session", "django_migrations", "portal_cache"}
UPLOADS = {
    "minh chứng.pdf": b"%PDF" + os.urandom(2 * copying.CHUNK),
    "evidence/2024/Quyết định số 1.docx": b"PK",
    "evidence/2024/trống.txt": b"",
}
# What COPY text writes in a way of its own, or could take for its own marks.
ODD_TEXT = "một\thai\nba\\.\n\\.\n\\N\r\n'\"💡"


class Databases:
    """Scratch databases of the present schema, beside the one that the other tests use."""

    def __init__(self) -> None:
        self.usual = str(connection.settings_dict["NAME"])
        original = configured(settings.BASE_DIR, os.environ)["default"]["NAME"]
        beside = type(connections["default"])({**connection.settings_dict, "NAME": original})
        self._server = databases.Server(beside)
        self._template = self._server.template(beside)
        self._made: list[str] = []

    def migrated(self) -> str:
        """A database without rows."""
        return self._copy(self._template)

    def bare(self) -> str:
        """A database without tables."""
        return self._copy("template0")

    def copy_of(self, name: str) -> str:
        """A database with the rows of another that nobody is connected to."""
        return self._copy(name)

    def use(self, name: str) -> str:
        """Let Django work in this one."""
        connection.close()
        connection.settings_dict["NAME"] = name
        return name

    def close(self) -> None:
        """Drop all of them."""
        for name in self._made:
            self._server.drop(name)
        self._server.close()

    def _copy(self, template: str) -> str:
        name = f"{self.usual}_scratch_{len(self._made)}"
        self._made.append(name)
        self._server.copy(template, name)
        return name


def fill() -> None:
    """Give every table of ours rows, some of them changed or deleted since, and text that is hard to carry."""
    for factory in vars(factories).values():
        if isinstance(factory, type) and issubclass(factory, DjangoModelFactory):
            factory.create_batch(2)
    factories.DeclaredFactFactory(note=ODD_TEXT)
    document = factories.DocumentFactory()
    document.title = "Trích yếu đã sửa"
    document.save()
    factories.StaffFactory().delete()  # the highest number of its table: it must not be given again
    LogEntry.objects.create(
        user=User.objects.earliest("pk"),
        content_type=ContentType.objects.get_for_model(User),
        object_repr=ODD_TEXT,
        action_flag=CHANGE,
    )
    visit()


def visit() -> None:
    """Leave a session, as whoever opens a page does."""
    session = SessionStore()
    session["vai"] = "trò"
    session.save()


def fill_uploads(root: Path) -> None:
    """Put UPLOADS into the folder."""
    for name, data in UPLOADS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def files(root: Path) -> dict[str, bytes]:
    """Every file under the folder."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def ask(query: str) -> list[tuple[Any, ...]]:
    """The answer of the database in use."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def rows() -> dict[str, list[str]]:
    """Every row of every table, generated columns included, as the database writes it."""
    tables = [name for (name,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    return {
        name: sorted(row for (row,) in ask(f'SELECT t::text FROM "{name}" t'))
        for name in tables
        if name not in NOT_CARRIED
    }


def machinery() -> dict[str, list[tuple[Any, ...]]]:
    """What surrounds the rows: the next number of each sequence, triggers and whether enabled, migrations."""
    sequences = [name for (name,) in ask("SELECT sequencename FROM pg_sequences") if "django_migrations" not in name]
    return {
        "numbers": sorted((name, *ask(f'SELECT last_value + is_called::int FROM "{name}"')) for name in sequences),
        "triggers": sorted(
            ask("SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal")
        ),
        "migrations": sorted(ask("SELECT app, name FROM django_migrations")),
    }


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def elsewhere() -> "psycopg2.extensions.connection":
    """A second connection to the database in use."""
    other = psycopg2.connect(**connection.get_connection_params())
    other.autocommit = True
    return other


def refusal(capsys: pytest.CaptureFixture[str], *command: Any, **options: Any) -> str:
    """What the command says when it refuses, with exit code 1."""
    with pytest.raises(SystemExit) as ended:
        call_command(*map(str, command), **options)
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert not said.out
    return said.err


def forge(saved: Path, target: Path, change: Change) -> Path:
    """A sealed archive with other members than those of `saved`."""
    with ZipFile(saved) as source:
        members = {name: source.read(name) for name in source.namelist()[1:]}
    change(members)
    with archive.create(target) as forged:
        for name, data in members.items():
            forged.writestr(name, data)
    return target


def with_manifest(**values: Any) -> Change:
    """A change for `forge`: other values in the manifest."""

    def change(members: dict[str, bytes]) -> None:
        members[archive.MANIFEST] = json.dumps(json.loads(members[archive.MANIFEST]) | values).encode()

    return change
