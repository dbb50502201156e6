"""What the embedded server cannot do is said in words."""

import errno
import os
import signal
from pathlib import Path

import pytest

from portal.embedded import EmbeddedError, binaries, errors, locks, paths, probe, server
from tests.portal.embedded.checkouts import (
    root_only,
    server_pid,
    take,
)


def test_data_of_another_major_version_is_refused_and_kept(checkout: Path) -> None:
    take(checkout).give_back()
    version = checkout / "var" / "embedded" / "data" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(EmbeddedError, match=r"PostgreSQL 17 tạo.*PostgreSQL 18"):
        take(checkout)
    version.write_text("18\n")
    take(checkout).give_back()


def test_a_locked_data_folder(checkout: Path) -> None:
    with (
        locks.held(paths.mutex(checkout), 0) as alone,
        pytest.raises(EmbeddedError, match="đang bị một tiến trình khác giữ"),
    ):
        assert alone
        take(checkout, patience=0.05)


@root_only
def test_a_folder_that_may_not_be_written(checkout: Path) -> None:
    """Tried as another account, in a fork: root may write everywhere."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        try:
            take(checkout)
        except EmbeddedError as error:
            os.write(writing, str(error).encode())
        os._exit(0)
    os.close(writing)
    said = os.fdopen(reading).read()
    assert "không được đọc hoặc ghi" in said


def test_a_full_disk(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = checkout / "initdb"
    fake.write_text("#!/bin/sh\necho 'could not write file: No space left on device'; exit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(binaries, "programs", lambda paths: checkout)
    with pytest.raises(EmbeddedError, match="đã đầy"):
        take(checkout)
    assert not (checkout / "var" / "embedded" / "data.new").exists()


def test_a_server_that_does_not_start_names_its_log(checkout: Path) -> None:
    take(checkout).give_back()
    (checkout / "var" / "embedded" / "data" / "global" / "pg_control").unlink()
    with pytest.raises(EmbeddedError, match=r"không khởi động được.*server\.log"):
        take(checkout)


def test_without_the_wheel_it_says_what_to_set(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EmbeddedError, match="DATABASE_URL"):
        take(checkout)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "đã đầy"),
        (errno.EROFS, "chỉ cho đọc"),
        (errno.EACCES, "không được đọc"),
        (errno.EIO, "Không dùng được"),
    ],
)
def test_errors_of_the_operating_system_are_put_into_words(number: int, words: str) -> None:
    found = errors.from_os_error(OSError(number, os.strerror(number), "/x"), Path("/x"))
    assert words in str(found)


def test_the_probe_tells_a_busy_server_from_an_absent_one(checkout: Path) -> None:
    held = take(checkout)
    assert probe.state(held.paths) is probe.State.READY
    (held.paths.home / "pg_hba.conf").write_text("local all all reject\n")
    os.kill(server_pid(checkout), signal.SIGHUP)
    assert locks.wait_for(lambda: probe.state(held.paths) is probe.State.BUSY, 10)
    with pytest.raises(EmbeddedError, match="chưa nhận kết nối"):
        server.ensure_running(held.paths, lambda line: None, patience=0.1)
    held.give_back()
    assert probe.state(held.paths) is probe.State.ABSENT
