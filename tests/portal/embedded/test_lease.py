"""The embedded server, tried for real: every test has a checkout and a server of its own."""

import fcntl
import os
import shutil
import stat
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from portal import embedded
from portal.embedded import EmbeddedError, account, binaries, locks, paths, server
from tests.portal.embedded.checkouts import (
    another_process,
    ask,
    kill_server,
    remove,
    root_only,
    server_lives,
    server_pid,
    take,
)


def test_a_lease_gives_a_server_with_the_role_and_order_of_production(checkout: Path) -> None:
    held = take(checkout)
    assert ask(checkout, "SELECT rolsuper FROM pg_roles WHERE rolname = 'portal'") is False
    assert ask(checkout, "SELECT rolcreatedb FROM pg_roles WHERE rolname = 'portal'") is True
    assert ask(checkout, "SELECT datlocprovider::text FROM pg_database WHERE datname = 'portal'") == "b"
    assert ask(checkout, "SELECT datlocale FROM pg_database WHERE datname = 'portal'") == "C.UTF-8"
    assert ask(checkout, "SHOW server_encoding") == "UTF8"
    assert ask(checkout, "SELECT upper('đặng')") == "ĐẶNG"
    held.give_back()
    assert not server_lives(checkout)


def test_nobody_else_is_let_in(checkout: Path) -> None:
    held = take(checkout)
    rules = (held.paths.home / "pg_hba.conf").read_text().split("\n")
    assert [rule for rule in rules if rule] == ["local all all peer map=owner"]
    assert stat.S_IMODE(held.paths.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE(held.paths.data.stat().st_mode) == 0o700
    folder = str(held.paths.sockets)
    with pytest.raises(psycopg2.OperationalError):  # a role that the kernel's answer does not stand for
        psycopg2.connect(host=folder, port=5432, user="pg_monitor", dbname="portal")
    held.give_back()


@root_only
def test_root_gives_up_its_rights_for_the_server(checkout: Path) -> None:
    held = take(checkout)
    owner = Path(f"/proc/{server_pid(checkout)}").stat().st_uid
    assert owner == held.paths.data.stat().st_uid != 0
    held.give_back()


@root_only
def test_where_the_account_cannot_reach_the_data_lies_outside(closed_checkout: Path) -> None:
    held = take(closed_checkout)
    assert held.paths.home == paths.ROOT_HOMES / paths.digest(closed_checkout)
    assert stat.S_IMODE(closed_checkout.stat().st_mode) == 0o700, "the user's folder was opened to others"
    ask(closed_checkout, "CREATE TABLE kept (n int)")
    held.give_back()
    held = take(closed_checkout)
    assert ask(closed_checkout, "SELECT count(*) FROM kept") == 0
    held.give_back()


@root_only
def test_data_outside_dies_with_its_checkout(closed_checkout: Path) -> None:
    take(closed_checkout).give_back()
    left = closed_checkout / "var" / "embedded"
    (left / "trace").write_text("of the deleted checkout")
    home = left.resolve()
    shutil.rmtree(closed_checkout / "var")
    take(closed_checkout).give_back()
    assert left.resolve() == home
    assert not (left / "trace").exists()


@root_only
def test_a_copied_checkout_does_not_share_the_data(closed_checkout: Path) -> None:
    take(closed_checkout).give_back()
    copy = Path(tempfile.mkdtemp())
    try:
        shutil.copytree(closed_checkout / "var", copy / "var", symlinks=True)
        take(copy).give_back()
        assert (copy / "var" / "embedded").resolve() != (closed_checkout / "var" / "embedded").resolve()
    finally:
        remove(copy)


@root_only
def test_programs_are_copied_where_the_account_cannot_reach_them(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "can_reach", lambda path: False)
    held = take(checkout)
    program = Path(f"/proc/{server_pid(checkout)}/exe").readlink()
    assert program.is_relative_to(held.paths.home / "programs")
    held.give_back()


def test_the_last_to_leave_stops_the_server(checkout: Path) -> None:
    held = take(checkout)
    other = another_process(checkout)
    held.give_back()
    assert ask(checkout, "SELECT 1") == 1
    other.communicate("leave\n", timeout=30)
    assert not server_lives(checkout)


def test_a_killed_holder_leaves_a_server_that_the_next_one_adopts_and_stops(checkout: Path) -> None:
    other = another_process(checkout)
    ask(checkout, "CREATE TABLE kept (n int)")
    before = server_pid(checkout)
    other.kill()
    other.wait()
    assert server_lives(checkout)
    held = take(checkout)
    assert server_pid(checkout) == before
    assert ask(checkout, "SELECT count(*) FROM kept") == 0
    held.give_back()
    assert not server_lives(checkout)


def test_data_survives_a_kill_of_everything(checkout: Path) -> None:
    other = another_process(checkout)
    ask(checkout, "CREATE TABLE kept AS SELECT 57 AS n")
    other.kill()
    other.wait()
    kill_server(checkout)
    assert (checkout / "var" / "embedded" / "data" / "postmaster.pid").exists()
    held = take(checkout)
    assert ask(checkout, "SELECT n FROM kept") == 57
    held.give_back()


def test_a_pid_file_whose_number_is_another_process_now(checkout: Path) -> None:
    take(checkout).give_back()
    data = checkout / "var" / "embedded" / "data"
    bystander = subprocess.Popen(["sleep", "60"], **account.server_account(data.stat().st_uid).as_arguments(), cwd="/")
    try:
        (data / "postmaster.pid").write_text(f"{bystander.pid}\n{data}\n1\n5432\n\n\n1 1\nready\n")
        held = take(checkout)
        assert server_pid(checkout) != bystander.pid
        held.give_back()
        assert bystander.poll() is None, "a process that is not ours was stopped"
    finally:
        bystander.kill()
        bystander.wait()


def test_a_first_start_that_was_killed_halfway(checkout: Path) -> None:
    half = checkout / "var" / "embedded" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    held = take(checkout)
    assert ask(checkout, "SELECT 1") == 1
    held.give_back()


def test_a_server_whose_socket_was_deleted_is_started_afresh(checkout: Path) -> None:
    other = another_process(checkout)
    before = server_pid(checkout)
    shutil.rmtree(embedded.socket_folder(checkout))
    held = paths.prepare(checkout)
    server.ensure_running(held, lambda line: None, patience=0.1)
    assert server_pid(checkout) != before
    other.communicate("leave\n", timeout=30)
    assert not server_lives(checkout)


def test_a_long_path_and_its_symbolic_link_share_one_server(checkout: Path) -> None:
    deep = checkout / ("rất dài " * 10).strip() / ("x" * 90)
    deep.mkdir(parents=True)
    for folder in (deep, deep.parent):
        folder.chmod(0o755)
    link = checkout / "link"
    link.symlink_to(deep)
    try:
        held = take(deep)
        before = server_pid(deep)
        through_link = take(link)
        assert server_pid(link) == before
        through_link.give_back()
        assert server_lives(deep)
        held.give_back()
        assert not server_lives(deep)
    finally:
        remove(deep)


def test_two_checkouts_have_two_servers(checkout: Path, closed_checkout: Path) -> None:
    here, there = take(checkout), take(closed_checkout)
    assert server_pid(checkout) != server_pid(closed_checkout)
    here.give_back()
    assert ask(closed_checkout, "SELECT 1") == 1
    there.give_back()


def test_a_forked_child_does_not_give_back_its_parent_s_lease(checkout: Path) -> None:
    held = take(checkout)
    child = os.fork()
    if child == 0:
        held.give_back()
        os._exit(0)
    os.waitpid(child, 0)
    assert ask(checkout, "SELECT 1") == 1
    held.give_back()


def test_another_server_on_our_socket_is_not_taken_for_ours(checkout: Path, closed_checkout: Path) -> None:
    for each in (checkout, closed_checkout):
        (each / "var").mkdir()
    ours = paths.prepare(checkout)
    stranger = replace(paths.prepare(closed_checkout), sockets=ours.sockets)
    server.ensure_running(stranger, lambda line: None)
    alive = locks.open_lock(ours.server_lock)
    fcntl.flock(alive, fcntl.LOCK_EX)
    with pytest.raises(EmbeddedError, match="máy chủ khác"):
        server.ensure_running(ours, lambda line: None)
    os.close(alive)
    server.stop(stranger)


@pytest.mark.parametrize("kind", ["open to all", "a link"])
def test_a_socket_folder_laid_by_somebody_else_is_refused(checkout: Path, kind: str) -> None:
    folder = embedded.socket_folder(checkout)
    if kind == "a link":
        folder.symlink_to(checkout)
    else:
        folder.mkdir()
        folder.chmod(0o777)
    try:
        with pytest.raises(EmbeddedError, match="Xóa thư mục ấy rồi chạy lại"):
            take(checkout)
    finally:
        folder.unlink() if folder.is_symlink() else folder.rmdir()
