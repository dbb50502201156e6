"""`manage.py backup`: all of the portal in one file, at one moment, or no file at all."""

import hashlib
import os
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from portal import backup
from portal.backup import archive, copying
from tests.portal.backup import portals


def test_every_table_is_saved(source: Path, tmp_path: Path) -> None:
    manifest, foreign = backup.write(tmp_path / "a.zip")
    assert foreign == []
    assert {name: table.rows for name, table in manifest.tables.items()} == {
        name: len(rows) for name, rows in portals.rows().items()
    }
    ours = [name for name in manifest.tables if name.split("_")[0] in ("school", "courses", "enrollment", "research")]
    assert len(ours) > 60
    assert all(manifest.tables[name].rows for name in ours)


def test_migrations_stay_atomic() -> None:
    """A restore runs them inside its one transaction."""
    loader = MigrationLoader(None)
    assert [key for key, migration in loader.disk_migrations.items() if not migration.atomic] == []


def test_the_file_is_a_plain_zip_for_its_owner_only(saved: Path) -> None:
    with ZipFile(saved) as file:
        assert file.testzip() is None
        assert file.read("uploads/minh chứng.pdf") == portals.UPLOADS["minh chứng.pdf"]
    assert saved.stat().st_mode & 0o077 == 0


def test_what_is_written_during_a_backup_is_not_in_it(
    scratch: portals.Databases, filled: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    scratch.use(scratch.copy_of(filled))  # the other tests compare with the rows as they were
    before = portals.rows()
    writer, copy_out = portals.elsewhere(), copying.copy_out

    def write_meanwhile(*arguments: Any) -> Any:
        with writer.cursor() as cursor:
            cursor.execute("UPDATE school_department SET name = name || '!'")
        return copy_out(*arguments)

    monkeypatch.setattr(copying, "copy_out", write_meanwhile)
    try:
        manifest, _ = backup.write(tmp_path / "a.zip")
    finally:
        writer.close()
    for name in ("school_department", "school_departmentevent"):
        assert manifest.tables[name].rows == len(before[name])
    with ZipFile(tmp_path / "a.zip") as file:
        assert b"!" not in file.read("tables/school_department.copy")


def test_a_table_of_somebody_else_is_named_and_left_out(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = portals.elsewhere()
    other.cursor().execute("CREATE TABLE ghi_chep (dong text)")
    try:
        call_command("backup", str(tmp_path / "a.zip"))
    finally:
        other.cursor().execute("DROP TABLE ghi_chep")
        other.close()
    assert "ghi_chep" in capsys.readouterr().err
    assert "ghi_chep" not in ZipFile(tmp_path / "a.zip").read(archive.MANIFEST).decode()


def test_rows_pass_through_in_chunks() -> None:
    chunks: list[int] = []
    spool = copying.Spool(lambda chunk: chunks.append(len(chunk)))
    row = b"x" * 1000
    for _ in range(5000):
        spool.write(row)
    assert spool.finish() == hashlib.sha256(row * 5000).hexdigest()
    assert sum(chunks) == 5_000_000
    assert max(chunks) < copying.CHUNK + len(row)


@pytest.mark.parametrize("size", [100, 60_000, 1_500_000])
def test_a_full_disk_leaves_nothing(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], size: int
) -> None:
    folder = tmp_path / "đầy"
    folder.mkdir()
    (folder / "cũ.zip").write_text("bản cũ")
    with portals.files_up_to(size):
        said = portals.refusal(capsys, "backup", folder / "cũ.zip", overwrite=True)
    assert f"Ổ đĩa chứa {folder} không còn đủ chỗ" in said
    assert portals.files(folder) == {"cũ.zip": "bản cũ".encode()}
    backup.write(folder / "mới.zip")  # the connection is none the worse


def test_an_unwritable_folder(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: Any) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(archive.os, "open", refuse)  # root may write anywhere
        said = portals.refusal(capsys, "backup", tmp_path / "a.zip")
    assert f"không được ghi vào {tmp_path}" in said
    assert not list(tmp_path.glob("*.zip*"))


def test_an_existing_file_is_kept_unless_told(source: Path, saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = saved.read_bytes()
    capsys.readouterr()
    assert "Đã có tệp" in portals.refusal(capsys, "backup", saved)
    assert saved.read_bytes() == first
    call_command("backup", str(saved), "--overwrite")
    assert saved.read_bytes() != first


@pytest.mark.parametrize(
    ("where", "words"),
    [("không có/a.zip", "Chưa có thư mục"), ("nguồn/a.zip", "Chọn nơi khác"), ("nguồn", "là một thư mục")],
)
def test_a_place_that_cannot_be(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str, words: str
) -> None:
    assert words in portals.refusal(capsys, "backup", tmp_path / where)
    assert portals.files(source) == portals.UPLOADS


def test_an_upload_that_cannot_be_read(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source / "mất.pdf").symlink_to(tmp_path / "không có")
    assert f"Không đọc được {source / 'mất.pdf'}" in portals.refusal(capsys, "backup", tmp_path / "a.zip")
    assert not list(tmp_path.glob("*.zip*"))


def test_an_upload_with_a_broken_name(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(os.fsdecode(os.fsencode(source) + b"/\xff.pdf")).touch()
    assert "có ký tự hỏng" in portals.refusal(capsys, "backup", tmp_path / "a.zip")


def test_a_database_without_tables(
    scratch: portals.Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scratch.use("postgres")
    assert "chưa có gì để sao lưu" in portals.refusal(capsys, "backup", tmp_path / "a.zip")


def test_a_database_of_a_newer_version(target: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = MigrationRecorder.Migration(app="school", name="9999_later")
    later.save()
    try:
        assert "phiên bản mới hơn" in portals.refusal(capsys, "backup", tmp_path / "a.zip")
    finally:
        later.delete()
    assert not list(tmp_path.glob("*a.zip*"))
