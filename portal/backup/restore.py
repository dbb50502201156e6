"""A backup back into an empty portal: all of it, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import Error, OperationalError, transaction

from portal.backup import archive, uploads, versions
from portal.backup.emptiness import refuse_occupied
from portal.backup.errors import BackupError
from portal.backup.load import load
from portal.backup.manifest import Manifest
from portal.database import explain


def restore(source: Path) -> Manifest:
    """Load the backup `source` into the database and the uploads folder, both of them empty.

    The structure of the database is brought to that of the backup, filled, and brought up to date: with the
    uploads one transaction, so that a failure leaves what was there before. Raises BackupError.
    """
    root = Path(settings.MEDIA_ROOT)
    with archive.open_checked(source) as (file, manifest):
        uploads.refuse_occupied(root)
        with _database_words(), uploads.arriving(root) as arrival, transaction.atomic(durable=True):
            refuse_occupied()
            versions.migrate_to(manifest.migrations)
            load(file, manifest)
            ContentType.objects.clear_cache()
            call_command("migrate", verbosity=0, interactive=False)
            arrival.gather(file, manifest.uploads)
            arrival.place()
    return manifest


@contextmanager
def _database_words() -> Iterator[None]:
    """Say what the database refused; nothing of it was kept."""
    try:
        yield
    except Error as error:
        known = explain(error, settings.DATABASES["default"]) if isinstance(error, OperationalError) else None
        reason = str(error).strip().partition("\n")[0]
        raise BackupError(known or f"Cơ sở dữ liệu báo lỗi nên chưa ghi gì: {reason}") from error
