"""The rows of a backup into the tables they came from."""

from zipfile import ZipFile

from django.db import connection
from django.db.backends.utils import CursorWrapper

from portal.backup import archive, catalog, copying
from portal.backup.catalog import Table
from portal.backup.errors import BackupError
from portal.backup.manifest import Manifest, SavedTable


def load(file: ZipFile, manifest: Manifest) -> None:
    """Fill the tables, of which the structure is that of the backup, inside the running transaction.

    Triggers of ours are silent meanwhile: the history they would write is among the rows. Afterwards each
    table is read back and compared. Raises BackupError.
    """
    found = catalog.tables()
    tables = found.saved
    _refuse_different(tables, manifest)
    with connection.cursor() as cursor:
        copying.set_up(cursor)
        for table in [*tables, *found.fleeting]:
            cursor.execute(catalog.for_all("ALTER TABLE {} DISABLE TRIGGER USER", [table]))
            cursor.execute(catalog.for_all("DELETE FROM {}", [table]))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # rows come table by table
        for table in tables:
            _fill(cursor, file, table, manifest.tables[table.name])
        # Now, not at the end: a table with unchecked keys cannot be altered, by what follows or by migrations.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(catalog.for_all("ALTER TABLE {} ENABLE TRIGGER USER", [table]))
            _set_sequences(cursor, table, manifest.tables[table.name])
            _compare(cursor, table, manifest.tables[table.name])


def _refuse_different(tables: list[Table], manifest: Manifest) -> None:
    found = {table.name: sorted(table.columns) for table in tables}
    saved = {name: sorted(table.columns) for name, table in manifest.tables.items()}
    differing = [name for name in sorted(found.keys() | saved.keys()) if found.get(name) != saved.get(name)]
    if differing:
        raise BackupError(
            f"Bảng {differing[0]} trong bản sao lưu có cấu trúc khác với phần mềm này. "
            f"Khôi phục bằng đúng phiên bản đã sao lưu ({manifest.version})."
        )


def _fill(cursor: CursorWrapper, file: ZipFile, table: Table, saved: SavedTable) -> None:
    with file.open(archive.table_member(table.name)) as source:
        copying.copy_in(cursor, table, saved.columns, source)


def _set_sequences(cursor: CursorWrapper, table: Table, saved: SavedTable) -> None:
    """Go on where the original stood: not after the highest row, for a higher one may have been deleted.

    By RESTART, which a failure undoes; setval would stay.
    """
    for column, sequence in table.sequences.items():
        cursor.execute(f"ALTER SEQUENCE {sequence} RESTART WITH %s", [saved.next_numbers[column]])


def _compare(cursor: CursorWrapper, table: Table, saved: SavedTable) -> None:
    rows, digest = copying.copy_out(cursor, table, saved.columns, lambda chunk: None)
    if (rows, digest) != (saved.rows, saved.sha256):
        raise BackupError(f"Bảng {table.name} sau khi nạp không giống bản sao lưu, nên chưa ghi gì.")
