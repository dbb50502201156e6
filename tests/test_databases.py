"""Databases of tests: a name of its own for every process, one template for every state of the schema."""

from collections.abc import Iterator

import pytest
from django.db import connections

from tests import databases
from tests.databases import Server

pytestmark = pytest.mark.django_db

connection = connections["default"]


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    servers = [Server(connection), Server(connection)]
    yield servers
    for server in servers:
        server.close()


def test_processes_at_the_same_time_have_different_names(servers: list[Server]) -> None:
    names = [server.take_name() for server in servers]
    assert [name.removeprefix(servers[0]._prefix) for name in names] == ["_1", "_2"]


def test_a_name_is_free_again_when_its_process_leaves(servers: list[Server]) -> None:
    first = servers.pop()
    name = first.take_name()
    first.close()
    assert servers[0].take_name() == name


def test_a_template_is_made_once(servers: list[Server], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "_build", lambda *_: pytest.fail("made again"))
    monkeypatch.setattr(Server, "_templates", lambda _: [known])
    known = f"{servers[0]._prefix}_template_{servers[0]._schema_hash()}"
    assert servers[0].template(connection) == known


def test_a_template_is_made_anew_when_the_schema_changes(
    servers: list[Server], monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    before = servers[0]._schema_hash()
    changed = tmp_path / "0001_initial.py"
    changed.write_text("# another migration")
    sources = databases.schema_sources()
    monkeypatch.setattr(databases, "schema_sources", lambda: [*sources, changed])
    assert servers[0]._schema_hash() != before


def test_the_schema_is_every_migration_and_what_it_imports() -> None:
    names = {"/".join(path.parts[-3:]) for path in databases.schema_sources()}
    assert {"school/migrations/0001_text_functions.py", "pghistory/migrations/0001_initial.py"} <= names
    assert any(name.endswith("school/group_keys.py") for name in names)
    assert any(name.endswith("school/models/base.py") for name in names)
