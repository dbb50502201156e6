"""A database that does not answer: 503 in words wherever it happens, and no other error taken for it."""

from collections.abc import Callable, Iterator

import psycopg2
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection

from portal.middleware import database_is_down
from portal.models import Role
from tests.factories import UserFactory

WORDS = "Cơ sở dữ liệu chưa trả lời"


def broken(state: str | None) -> OperationalError:
    """An error as Django raises it, with the server's code for it."""

    class ServerError(psycopg2.OperationalError):
        pgcode = state

    error = OperationalError("could not connect to server: Connection refused")
    error.__cause__ = ServerError()
    return error


@pytest.mark.parametrize("state", [None, "08006", "57P01", "57P03", "53300"])
def test_a_server_out_of_reach_is_down(state):
    assert database_is_down(broken(state))


def test_a_connection_closed_under_us_is_down():
    assert database_is_down(InterfaceError("connection already closed"))


@pytest.mark.parametrize("state", ["40P01", "53100", "57014"])
def test_a_deadlock_a_full_disk_and_a_cancelled_query_are_not(state):
    assert not database_is_down(broken(state))


def test_neither_is_an_error_of_ours():
    assert not database_is_down(IntegrityError("duplicate key"))
    assert not database_is_down(ZeroDivisionError())


@pytest.fixture
def no_database(db) -> Iterator[Callable[[], None]]:
    """A plug to pull: from then on nobody reaches the server, until the test is over."""

    def refuse(*args, **kwargs):
        raise broken(None)

    with pytest.MonkeyPatch.context() as patch:
        yield lambda: patch.setattr(connection, "cursor", refuse)


@pytest.mark.parametrize(
    "address", ["/khoe/", "/dang-nhap/", "/", "/bao-cao/2023/", "/quan-tri/", "/khong-co-trang-nay/"]
)
def test_every_page_says_so(client, no_database, address):
    client.force_login(UserFactory(role=Role.LEADERSHIP))
    client.raise_request_exception = False
    no_database()
    response = client.get(address)
    assert response.status_code == 503
    assert WORDS in response.content.decode()
    assert int(response["Retry-After"]) > 0
    assert "Connection refused" not in response.content.decode()


def test_signing_in_says_so(client, no_database):
    client.raise_request_exception = False
    no_database()
    response = client.post("/dang-nhap/", {"username": "a", "password": "b"})
    assert response.status_code == 503


def test_health_is_ok_when_the_database_answers(client, db):
    response = client.get("/khoe/")
    assert (response.status_code, response.content) == (200, b"ok")


def test_any_other_failure_is_a_500_in_words(client, monkeypatch, db):
    client.raise_request_exception = False
    client.force_login(UserFactory(role=Role.LEADERSHIP))
    monkeypatch.setattr("portal.views.home.overview", lambda day: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    assert "Cổng gặp trục trặc" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()
