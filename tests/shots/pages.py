"""Opens every address of the access table over the demo's data, in four looks, and judges what it sees.

Run by `make shots`. Fails on accessibility violations, sideways scroll, complaints of the console, requests that
leave the machine, and a status other than the table's; all faults are told at the end of one run.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from portal.demo.load import load_demo
from portal.models import Role, User
from school.models import Institution
from tests.access import FORBIDDEN, MISSING, OK, TABLE, address, rows_there_are
from tests.shots.camera import Shot, take_all
from tests.shots.sheets import draw_sheets

FOLDER = Path(settings.BASE_DIR) / "var" / "shots"
OWN_DATABASE: dict[str, str] = {}  # an environment without DATABASE_URL: the demo may be loaded


@pytest.fixture
def school(transactional_db: None) -> None:
    """The demo, and a row of everything that the demo does not have."""
    load_demo(OWN_DATABASE)
    rows_there_are()
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "first").mkdir(parents=True)


def session_of(username: str) -> str:
    """The key of a session in which that account has signed in."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.cookies["sessionid"].value


def shots(server: str) -> list[Shot]:
    """Every page of the table, as its first visitor: nobody, where the page is for everybody."""
    admin = session_of("quantri")
    found = []
    for row in (row for row in TABLE if row.page):
        role = None if row.wants(None) == OK else Role.ADMIN
        url, session = server + address(row.name), admin if role else ""
        found.append(Shot(row.name.replace(":", "-"), url, session, row.wants(role)))
    return found


def of_others(server: str) -> list[Shot]:
    """The first page as each other role has it, and what is said where there is nothing or it is not theirs."""
    lecturer = session_of("giangvien")
    return [
        *(Shot(f"portal-home_{name}", f"{server}/", session_of(name)) for name in ("lanhdao", "daotao", "khoahoc")),
        Shot("portal-home_giangvien", f"{server}/", lecturer),
        Shot("portal-forbidden", f"{server}/tai-khoan/", lecturer, FORBIDDEN),
        Shot("portal-missing", f"{server}/lop/{10**9}/", lecturer, MISSING),
    ]


def test_every_page(school: None, live_server: Any) -> None:
    taken = [*of_others(live_server.url), *shots(live_server.url)]
    take_all(taken, FOLDER)
    assert draw_sheets(taken, FOLDER, str(Institution.objects.get()))
    assert {shot.name: shot.faults for shot in taken if shot.faults} == {}
