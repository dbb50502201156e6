"""A restore adds to nothing: it is refused where anything is."""

from pathlib import Path

import pytest

from portal.backup import emptiness
from tests import factories
from tests.portal.backup import portals

Capsys = pytest.CaptureFixture[str]


def test_rows_are_named_and_history_alone_is_something(
    scratch: portals.Databases, saved: Path, target: Path, capsys: Capsys
) -> None:
    scratch.use(scratch.migrated())
    factories.AgencyFactory().delete()
    assert "đã có dữ liệu: lịch sử đơn vị (2)." in portals.refusal(capsys, "restore", saved)
    factories.AgencyFactory.create_batch(3)
    factories.UserFactory()
    before = portals.rows()
    said = portals.refusal(capsys, "restore", saved)
    assert "đã có dữ liệu: tài khoản (1), đơn vị (3), lịch sử tài khoản (1), lịch sử đơn vị (5)." in said
    assert portals.rows() == before


def test_many_tables_are_counted(
    scratch: portals.Databases, filled: str, saved: Path, target: Path, capsys: Capsys
) -> None:
    scratch.use(filled)
    others = sum(bool(rows) for rows in portals.rows().values()) - len(emptiness.MADE_BY_MIGRATE) - emptiness.SHOWN
    assert f" và {others} bảng khác." in portals.refusal(capsys, "restore", saved)


def test_uploads_are_something(saved: Path, target: Path, capsys: Capsys) -> None:
    target.mkdir()
    (target / "của ai.pdf").touch()
    assert f"{target} đã có 1 mục (ví dụ của ai.pdf)" in portals.refusal(capsys, "restore", saved)
    assert portals.files(target) == {"của ai.pdf": b""}
