"""`manage.py restore` into an empty portal: row by row what was saved."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from pytest_django import Settings

from portal import backup
from portal.backup import uploads
from school.models import Staff
from tests import factories
from tests.portal.backup import portals

OLDER = ("enrollment", "0001_initial")


def test_everything_comes_back(
    scratch: portals.Databases, source: Path, saved: Path, tmp_path: Path, settings: Settings
) -> None:
    rows, machinery = portals.rows(), portals.machinery()
    scratch.use(scratch.migrated())
    portals.visit()
    settings.MEDIA_ROOT = tmp_path / "đích"
    killed = settings.MEDIA_ROOT / f"{uploads.STAGING}abc"
    killed.mkdir(parents=True)
    (killed / "một nửa.pdf").touch()  # gathered by a restore that was killed
    call_command("restore", str(saved))
    assert portals.rows() == rows
    assert portals.machinery() == machinery
    assert {enabled for _, _, enabled in machinery["triggers"]} == {"O"}
    assert portals.files(settings.MEDIA_ROOT) == portals.UPLOADS
    assert portals.ask("SELECT * FROM django_session") == []
    assert_lives_on(rows)


def assert_lives_on(rows: dict[str, list[str]]) -> None:
    """Numbers and history go on where they stopped."""
    last = max(int(number) for (number,) in portals.ask("SELECT id FROM school_staffevent"))
    assert last > Staff.objects.latest("pk").pk
    assert factories.StaffFactory().pk == last + 1
    assert len(portals.rows()["school_staffevent"]) == len(rows["school_staffevent"]) + 1


def _numbers(numbers: list[tuple[Any, ...]], tables: set[str]) -> list[tuple[Any, ...]]:
    """The sequences' next numbers; the first one for tables that the backup did not know."""
    known = {f"{table}_{column}_seq" for table in tables for column in ("id", "pgh_id")}
    return [number if number[0] in known else (number[0], (1,)) for number in numbers]


def test_into_a_database_without_tables_and_from_older_migrations(
    scratch: portals.Databases, filled: str, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "chưa có"
    scratch.use(filled)
    now, machinery = portals.rows(), portals.machinery()
    call_command("migrate", *OLDER, verbosity=0)
    try:
        then = set(portals.rows())
        manifest, _ = backup.write(tmp_path / "a.zip")
    finally:
        call_command("migrate", verbosity=0)
    assert manifest.migrations["enrollment"] == [OLDER[1]]
    settings.PGTRIGGER_INSTALL_ON_MIGRATE = True
    for name in (scratch.migrated(), scratch.bare()):
        scratch.use(name)
        call_command("restore", str(tmp_path / "a.zip"))
        assert portals.rows() == {table: rows if table in then else [] for table, rows in now.items()}
        assert portals.machinery() == machinery | {"numbers": _numbers(machinery["numbers"], then)}
