"""`manage.py restore` into an empty portal: row by row what was saved."""

from pathlib import Path

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


def test_into_a_database_without_tables_and_from_older_migrations(
    scratch: portals.Databases, filled: str, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "chưa có"
    scratch.use(filled)
    now = portals.rows(), portals.machinery()
    call_command("migrate", *OLDER, verbosity=0)
    try:
        manifest, _ = backup.write(tmp_path / "a.zip")
    finally:
        call_command("migrate", verbosity=0)
    assert manifest.migrations["enrollment"] == [OLDER[1]]
    settings.PGTRIGGER_INSTALL_ON_MIGRATE = True
    for name in (scratch.migrated(), scratch.bare()):
        scratch.use(name)
        call_command("restore", str(tmp_path / "a.zip"))
        assert (portals.rows(), portals.machinery()) == now
