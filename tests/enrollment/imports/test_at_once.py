"""Ten officers at once, and a worker that is killed: each person once, nothing half written."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from enrollment.domain.imports.carry_out import import_now, lost, queue, work_on
from enrollment.models import (
    Enrolment,
    EnrolmentChange,
    Identity,
    ImportRow,
    ImportState,
    Learner,
    Posting,
    RosterImport,
)
from school.domain.agencies import add_agency
from tests.enrollment.imports.lists import AN, open_class, received

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]
OFFICERS, SHARED, OWN = 10, 5, 4
PATIENCE = 30  # seconds for the other process
# Imports a list and stands still when all is written and nothing committed.
WORKER = """
import sys, time, django
django.setup()
from enrollment.domain.imports import carry_out
real = carry_out.write
def slow(received, plan):
    real(received, plan)
    print("written", flush=True)
    time.sleep(600)
carry_out.write = slow
carry_out.work_on(int(sys.argv[1]))
"""


def somebody(number: int) -> dict[str, str]:
    """Each like nobody else: another name, another year."""
    born = date(1950, 1, 1) + timedelta(days=400 * number)
    names = ("An", "Bình", "Cường", "Dũng", "Giang", "Hải", "Khánh", "Lâm", "Minh")
    return AN | {"full_name": f"{names[number // 9]} Văn {names[number % 9]}", "dob": f"{born:%d/%m/%Y}"}


def _own(officer: int) -> range:
    """The numbers of those whom only this officer's list names."""
    return range(SHARED + officer * OWN, SHARED + (officer + 1) * OWN)


def test_ten_officers_with_people_in_common() -> None:
    add_agency("Sở Nội vụ")
    shared = [somebody(n) for n in range(SHARED)]
    lists = [received(*shared, *map(somebody, _own(officer)), course_class=open_class()) for officer in range(OFFICERS)]
    with ThreadPoolExecutor(OFFICERS) as officers:
        list(officers.map(_import, [each.pk for each in lists]))
    assert set(RosterImport.objects.values_list("state", flat=True)) == {ImportState.DONE}
    people = SHARED + OFFICERS * OWN
    assert (Learner.objects.count(), Posting.objects.count()) == (people, people)
    assert Enrolment.objects.count() == EnrolmentChange.objects.count() == OFFICERS * (SHARED + OWN)


def _import(pk: int) -> None:
    try:
        import_now(RosterImport.objects.get(pk=pk))
    finally:
        connection.close()


def test_a_worker_killed_midway_leaves_nothing_and_the_next_one_does_it_once() -> None:
    add_agency("Sở Nội vụ")
    draft = received(*(somebody(n) | {"national_id": f"0480700000{n:02}"} for n in range(9)), course_class=open_class())
    queue(draft)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(draft.pk)], cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "written\n"
        work_on(draft.pk)  # another worker's: left alone
        assert RosterImport.objects.get(pk=draft.pk).state == ImportState.RUNNING
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE)
    _until_let_go()
    assert (Learner.objects.count(), ImportRow.objects.count(), lost()) == (0, 0, [draft.pk])
    work_on(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.progress) == (ImportState.DONE, 90)
    assert Learner.objects.count() == Identity.objects.count() == Enrolment.objects.count() == 9
    work_on(draft.pk)
    assert (Enrolment.objects.count(), lost()) == (9, [])


def _environment() -> dict[str, str]:
    """What the other process needs to use the test's database."""
    said = connection.settings_dict
    who = quote(said["USER"] or "", safe="") + (f":{quote(said['PASSWORD'], safe='')}" if said["PASSWORD"] else "")
    where = urlencode({"host": said["HOST"], "port": said["PORT"]})
    url = f"postgres://{who}@/{quote(said['NAME'])}?{where}"
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONPATH": str(ROOT)}


def _until_let_go() -> None:
    """The server notices that the worker is gone."""
    for _ in range(PATIENCE * 10):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
    raise AssertionError("the killed worker's locks are still held")
