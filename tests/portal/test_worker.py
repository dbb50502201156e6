"""`manage.py worker`: takes up what a worker before it left, then does what pages asked for."""

import io
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from enrollment.models import ImportState, Learner
from enrollment.tasks import import_roster, take_up_lost
from portal.launch import run, serve
from tests.factories import RosterImportFactory

RUN = {"batch": True, "verbosity": 0, "stdout": io.StringIO()}


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """The worker runs in this process and minds its signals."""
    minded = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    before = [signal.getsignal(each) for each in minded]
    yield
    for each, handler in zip(minded, before, strict=True):
        signal.signal(each, handler)


@pytest.fixture
def lost(transactional_db: None) -> Callable[[str], Any]:
    """A list that a worker left in this state, and nobody's task any more."""
    return lambda state: RosterImportFactory(state=state, course_class=None)


def test_both_ways_of_launching_start_it() -> None:
    assert run.WORKER[:2] == serve.WORKER[:2] == ["manage.py", "worker"]


@pytest.mark.parametrize("state", [ImportState.QUEUED, ImportState.RUNNING])
def test_a_list_left_behind_is_imported_once(lost: Callable[[str], Any], state: str) -> None:
    received = lost(state)
    import_roster.enqueue(received.pk)  # its task may be there still
    call_command("worker", **RUN)
    received.refresh_from_db()
    assert (received.state, received.rows.count()) == (ImportState.DONE, 2)
    call_command("worker", **RUN)
    assert received.rows.count() == 2
    assert DBTaskResult.objects.exclude(status="SUCCESSFUL").count() == 0


@pytest.mark.parametrize("state", [ImportState.DRAFT, ImportState.DONE, ImportState.FAILED])
def test_nothing_else_is_taken_up(lost: Callable[[str], Any], state: str) -> None:
    lost(state)
    assert take_up_lost() == 0
    assert not DBTaskResult.objects.exists()


def test_a_list_that_another_worker_has_is_left_to_it(lost: Callable[[str], Any]) -> None:
    received = lost(ImportState.RUNNING)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7302, %s)", [received.pk])
        import_roster.call(received.pk)
        assert Learner.objects.count() == 0
    finally:
        other.close()
