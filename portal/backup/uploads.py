"""Uploaded files: into a backup, and back into an empty folder, all of them or none."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from django.conf import settings

from portal.backup import archive
from portal.backup.copying import CHUNK
from portal.backup.errors import BackupError, writing_to
from portal.backup.manifest import SavedUpload

STAGING = ".khoi-phuc-"  # begins the name of a folder in which a restore gathers files


def save(file: ZipFile, root: Path) -> dict[str, SavedUpload]:
    """Add every file under `root` to the archive; return each one's size and checksum by its path there.

    Raises BackupError naming a file that cannot be read.
    """
    return {name: _save_one(file, root / name, name) for name in _names(root)}


def _names(root: Path) -> Iterator[str]:
    if not root.exists():  # nothing was ever uploaded
        return
    for folder, folders, files in os.walk(root, onerror=_refuse_unreadable, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith(STAGING))
        for path in sorted(Path(folder, name) for name in files):
            _refuse_unwritable_name(path)
            yield path.relative_to(root).as_posix()


def _refuse_unreadable(error: OSError) -> None:
    raise BackupError(
        f"Không đọc được {error.filename} trong nơi chứa tệp tải lên: {error.strerror}. Sửa quyền rồi chạy lại."
    ) from error


def _refuse_unwritable_name(path: Path) -> None:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        shown = os.fsencode(path).decode(errors="replace")
        raise BackupError(f"Tên tệp tải lên {shown} có ký tự hỏng. Đổi tên tệp rồi chạy lại.") from None


def _save_one(file: ZipFile, path: Path, name: str) -> SavedUpload:
    digest, size = hashlib.sha256(), 0
    with archive.member(file, archive.upload_member(name), compress=False) as destination:
        for chunk in _chunks(path):
            digest.update(chunk)
            size += len(chunk)
            destination.write(chunk)
    return SavedUpload(size, digest.hexdigest())


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as source:
            while chunk := source.read(CHUNK):
                yield chunk
    except OSError as error:
        _refuse_unreadable(error)


def refuse_occupied(root: Path) -> None:
    """Raise BackupError when something is in the uploads folder (what a killed restore gathered is not)."""
    with writing_to(root):
        found = sorted(path.name for path in root.glob("*") if not path.name.startswith(STAGING))
    if found:
        raise BackupError(
            f"Nơi chứa tệp tải lên {root} đã có {len(found)} mục (ví dụ {found[0]}). "
            "Chuyển hết sang nơi khác rồi khôi phục lại."
        )


class Arrival:
    """Uploads on their way from an archive into the folder `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=root))
        self._placed: list[Path] = []

    def gather(self, file: ZipFile, saved: dict[str, SavedUpload]) -> None:
        """Unpack all files into a staging folder. Raises BackupError when one is not as it was saved."""
        for name, upload in saved.items():
            with file.open(archive.upload_member(name)) as source:
                digest = _unpack(source, self._staging / name)
            if digest != upload.sha256:
                raise BackupError(f"Tệp {name} trong bản sao lưu không như lúc sao lưu. Dùng bản sao lưu khác.")

    def place(self) -> None:
        """Move what was gathered to where it belongs."""
        for path in self._staging.iterdir():
            self._placed.append(path.rename(self._root / path.name))

    def undo(self) -> None:
        """Take away what was placed."""
        for path in self._placed:
            _remove(path)

    def finish(self) -> None:
        """Take away the staging folder."""
        _remove(self._staging)


@contextmanager
def arriving(root: Path) -> Iterator[Arrival]:
    """Bring uploads into `root`; when the block fails, the folder is left as empty as it was.

    Raises BackupError when the folder cannot be written or is full.
    """
    with writing_to(root):
        root.mkdir(parents=True, exist_ok=True)
        for leftover in root.glob(f"{STAGING}*"):
            _remove(leftover)
        arrival = Arrival(root)
        try:
            yield arrival
        except BaseException:
            arrival.undo()
            raise
        finally:
            arrival.finish()


def _unpack(source: IO[bytes], path: Path) -> str:
    """Write a file that the portal can serve, and have it on the disk; return its SHA-256."""
    digest = hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as destination:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            destination.write(chunk)
        destination.flush()
        os.fsync(destination.fileno())
    path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    return digest.hexdigest()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
