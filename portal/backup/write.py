"""Everything the portal knows into one file."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from portal.backup import archive, catalog, copying, uploads, versions
from portal.backup.catalog import Table
from portal.backup.errors import BackupError, writing_to
from portal.backup.manifest import FORMAT, Manifest, SavedTable


def write(target: Path, *, overwrite: bool = False) -> tuple[Manifest, list[str]]:
    """Save the database, as it is at one moment, and all uploads to the file `target`.

    Returns what was saved, and the names of tables left out because they are not the portal's. The file
    appears whole or not at all. Raises BackupError.
    """
    target = target.absolute()
    _refuse_target(target, overwrite)
    with _put_in_place(target) as unfinished, archive.create(unfinished) as file:
        manifest, foreign = _save_database(file)
        manifest.uploads.update(uploads.save(file, Path(settings.MEDIA_ROOT)))
        with archive.member(file, archive.MANIFEST, compress=True) as destination:
            destination.write(manifest.to_json())
    return manifest, foreign


def _refuse_target(target: Path, overwrite: bool) -> None:
    if target.is_dir():
        raise BackupError(f"{target} là một thư mục. Ghi thêm tên tệp, ví dụ {target / 'sao-luu.zip'}.")
    if not target.parent.is_dir():
        raise BackupError(f"Chưa có thư mục {target.parent}. Tạo thư mục ấy, hoặc chọn nơi khác, rồi chạy lại.")
    if target.exists() and not overwrite:
        raise BackupError(f"Đã có tệp {target}. Chọn tên khác, hoặc thêm --overwrite để ghi đè.")
    if target.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise BackupError(f"{target.parent} là nơi chứa tệp tải lên, chính nó cũng được sao lưu. Chọn nơi khác.")


@contextmanager
def _put_in_place(target: Path) -> Iterator[Path]:
    """Give a name beside `target`, renamed to it when the block succeeds, removed when it does not."""
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with writing_to(target.parent):
        try:
            yield unfinished
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Let the new name outlive a power cut, where the file system can promise that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _save_database(file: ZipFile) -> tuple[Manifest, list[str]]:
    found = catalog.tables()
    if not found.saved:
        raise BackupError("Cơ sở dữ liệu này chưa có gì để sao lưu. Xem lại DATABASE_URL.")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # Before the snapshot is taken: the structure stays as it is until everything is copied.
        cursor.execute(catalog.for_all("LOCK TABLE {} IN ACCESS SHARE MODE", found.saved))
        copying.set_up(cursor)
        manifest = Manifest(
            format=FORMAT,
            version=versions.software_version(),
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            postgresql=_server_version(cursor),
            migrations=versions.applied_leaves(),
            tables={table.name: _save_table(cursor, file, table) for table in found.saved},
            uploads={},
        )
    return manifest, found.foreign


def _server_version(cursor: CursorWrapper) -> str:
    cursor.execute("SHOW server_version")
    version: str = cursor.fetchone()[0]
    return version


def _save_table(cursor: CursorWrapper, file: ZipFile, table: Table) -> SavedTable:
    with archive.member(file, archive.table_member(table.name), compress=True) as destination:
        rows, digest = copying.copy_out(cursor, table, table.columns, destination.write)
    next_numbers = {column: _next_number(cursor, name) for column, name in table.sequences.items()}
    return SavedTable(columns=table.columns, rows=rows, sha256=digest, next_numbers=next_numbers)


def _next_number(cursor: CursorWrapper, sequence: str) -> int:
    """What the sequence would give next: it is outside of the snapshot, so beyond the rows copied."""
    cursor.execute(f"SELECT last_value + is_called::int FROM {sequence}")  # noqa: S608 - quoted by the database
    number: int = cursor.fetchone()[0]
    return number
