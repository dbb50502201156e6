"""What `manage.py restore` does not accept; the portal is then as empty as before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import backup
from portal.backup import archive, emptiness
from portal.backup.errors import BackupError
from tests.portal.backup import portals

Capsys = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def untouched(target: Path, capsys: Capsys) -> Iterator[None]:
    """The empty portal, found as it was after the test."""
    before = portals.rows(), portals.machinery()
    capsys.readouterr()
    yield
    assert (portals.rows(), portals.machinery()) == before
    assert portals.files(target) == {}


@pytest.mark.parametrize("size", [0, 1, archive.HEAD_SIZE, 5000, 100_000, -70, -1])
def test_a_file_cut_short(saved: Path, capsys: Capsys, size: int) -> None:
    saved.write_bytes(saved.read_bytes()[:size])
    words = "không phải là bản sao lưu" if size in (0, 1) else "bị cắt ngắn hoặc bị hỏng"
    assert words in portals.refusal(capsys, "restore", saved)


def test_any_byte_changed(saved: Path) -> None:
    whole = bytearray(saved.read_bytes())
    size = len(whole)
    for place in (*range(0, 120, 7), *range(120, size, size // 50), *range(size - 100, size, 9)):
        whole[place] ^= 1
        saved.write_bytes(whole)
        whole[place] ^= 1
        with pytest.raises(BackupError, match=r"bị hỏng|không phải"):
            backup.restore(saved)


@pytest.mark.parametrize(
    ("name", "words"),
    [("bao cao.docx", "không phải là bản sao lưu"), ("không có.zip", "Không có tệp"), (".", "Không đọc được")],
)
def test_not_a_backup(tmp_path: Path, capsys: Capsys, name: str, words: str) -> None:
    with portals.ZipFile(tmp_path / "bao cao.docx", "w") as other:
        other.writestr("mimetype", "application/x-something-else" + "x" * 500)
    assert words in portals.refusal(capsys, "restore", tmp_path / name)


@pytest.mark.parametrize(
    "newer",
    [
        portals.with_manifest(format=2),
        portals.with_manifest(version="99.0.1"),
        portals.with_manifest(migrations={"school": ["9999_later"]}),
        portals.with_manifest(something="more"),
    ],
)
def test_a_backup_of_a_newer_version(saved: Path, tmp_path: Path, capsys: Capsys, newer: portals.Change) -> None:
    forged = portals.forge(saved, tmp_path / "mới.zip", newer)
    assert "phiên bản mới hơn" in portals.refusal(capsys, "restore", forged)


def lose_rows(members: dict[str, bytes]) -> None:
    members["tables/school_staff.copy"] = b"".join(members["tables/school_staff.copy"].splitlines(True)[1:])


def change_a_name(members: dict[str, bytes]) -> None:
    members["tables/school_source.copy"] = members["tables/school_source.copy"].upper()


def lose_everything_else(members: dict[str, bytes]) -> None:
    members["tables/school_department.copy"] = b"1\tkhong du cot\n"


def change_an_upload(members: dict[str, bytes]) -> None:
    members["uploads/evidence/2024/Quyết định số 1.docx"] = b"PX"


def change_a_column(members: dict[str, bytes]) -> None:
    members[archive.MANIFEST] = members[archive.MANIFEST].replace(b'"born_from"', b'"born_on"')


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lose_rows, "Cơ sở dữ liệu báo lỗi nên chưa ghi gì"),
        (change_a_name, "Bảng school_source sau khi nạp không giống"),
        (lose_everything_else, "Cơ sở dữ liệu báo lỗi nên chưa ghi gì"),
        (change_an_upload, "không như lúc sao lưu"),
        (change_a_column, "có cấu trúc khác"),
    ],
)
def test_what_goes_wrong_on_the_way_undoes_everything(
    saved: Path, tmp_path: Path, capsys: Capsys, change: portals.Change, words: str
) -> None:
    forged = portals.forge(saved, tmp_path / "sửa.zip", change)
    assert words in portals.refusal(capsys, "restore", forged)


def test_uploads_that_cannot_be_put_in_place(saved: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of two entries is there already when moving the other fails."""
    moves: list[Path] = []
    rename = Path.rename

    def rename_once(path: Path, target: Path) -> Path:
        if moves:
            raise OSError(5, "Input/output error")
        moves.append(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_once)
    assert "Không ghi được vào" in portals.refusal(capsys, "restore", saved)
    assert len(moves) == 1


def test_a_full_disk_for_uploads(saved: Path, target: Path, capsys: Capsys) -> None:
    with portals.files_up_to(1_000_000):
        said = portals.refusal(capsys, "restore", saved)
    assert f"Ổ đĩa chứa {target} không còn đủ chỗ" in said


def test_a_portal_in_use(saved: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptiness, "LOCK_WAIT", "100ms")
    other = portals.elsewhere()
    other.autocommit = False
    other.cursor().execute("SELECT count(*) FROM school_agency")
    try:
        assert "đang có người dùng" in portals.refusal(capsys, "restore", saved)
    finally:
        other.close()
