"""The file itself: a zip whose beginning says what it is and whose end seals all that stands before.

The zip's comment holds the SHA-256 of every byte before it. A file cut short, or changed in any one byte, is
known before anything of it is used; a zip's own checksums miss some bytes.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from portal.backup.copying import CHUNK
from portal.backup.errors import BackupError
from portal.backup.manifest import FORMAT, Manifest
from portal.backup.versions import has_unknown, is_newer

KIND = b"application/x-portal-backup"
HEAD_SIZE = 30 + len(b"mimetype") + len(KIND)  # a zip's local header, then the first member's name and data
SEAL = b"sha256:"
DIGEST_SIZE = 64
MANIFEST = "manifest.json"


def table_member(table: str) -> str:
    """The member that holds a table's rows."""
    return f"tables/{table}.copy"


def upload_member(name: str) -> str:
    """The member that holds an uploaded file, of which `name` is the path in the uploads folder."""
    return f"uploads/{name}"


@contextmanager
def create(path: Path) -> Iterator[ZipFile]:
    """Make a new archive that only its owner may read; at the end it is sealed and on the disk."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with ZipFile(file, "w") as archive:
            archive.comment = SEAL + bytes(DIGEST_SIZE)
            archive.writestr(ZipInfo("mimetype"), KIND)  # stored as it is and first, so that it can be seen
            yield archive
        end = file.seek(-DIGEST_SIZE, os.SEEK_END)
        digest = _digest(file, end).encode()
        file.seek(end)
        file.write(digest)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def member(archive: ZipFile, name: str, *, compress: bool) -> Iterator[IO[bytes]]:
    """Add a member by writing it piece by piece."""
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED if compress else ZIP_STORED
    info.external_attr = 0o600 << 16
    with archive.open(info, "w", force_zip64=True) as destination:
        yield destination


@contextmanager
def open_checked(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open an archive that is whole and that this software can read.

    Raises BackupError for a file that is not a backup, is damaged, or comes from a newer version.
    """
    with _opened(path) as file:
        _refuse_damaged(file, path)
        with ZipFile(file) as archive:
            yield archive, _manifest(archive)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise BackupError(f"Không có tệp {path}. Xem lại đường dẫn.") from None
    except OSError as error:
        raise BackupError(f"Không đọc được tệp {path}: {error.strerror}.") from error
    with file:
        yield file


def _refuse_damaged(file: IO[bytes], path: Path) -> None:
    if not file.read(HEAD_SIZE).endswith(b"mimetype" + KIND):
        raise BackupError(f"{path} không phải là bản sao lưu của cổng. Chọn đúng tệp do manage.py backup tạo ra.")
    end = max(file.seek(0, os.SEEK_END) - DIGEST_SIZE, 0)
    digest = _digest(file, end).encode()
    if file.read() != digest:
        raise BackupError(
            f"Bản sao lưu {path} bị cắt ngắn hoặc bị hỏng. Chép lại tệp ấy từ nơi lưu, hoặc dùng bản khác."
        )


def _digest(file: IO[bytes], end: int) -> str:
    """The SHA-256 of the first `end` bytes; the file stands at `end` afterwards."""
    digest = hashlib.sha256()
    file.seek(0)
    while (left := end - file.tell()) > 0 and (chunk := file.read(min(CHUNK, left))):
        digest.update(chunk)
    return digest.hexdigest()


def _manifest(archive: ZipFile) -> Manifest:
    newer = BackupError(
        "Bản sao lưu này do một phiên bản mới hơn tạo ra. Cài phiên bản ấy, hoặc mới hơn, rồi khôi phục."
    )
    try:
        manifest = Manifest.from_json(archive.read(MANIFEST))
    except (KeyError, TypeError, ValueError):
        raise newer from None  # a sealed file is as it was written, so this software does not know its format
    if manifest.format > FORMAT or is_newer(manifest.version) or has_unknown(manifest.migrations):
        raise newer
    return manifest
