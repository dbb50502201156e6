"""Guessing passwords: stopped in words, for a name at an address, for an address, and by every door."""

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client

from portal.accounts.adapter import TOO_OFTEN
from portal.models import Role, User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
OF_A_NAME, OF_AN_ADDRESS = 5, 40


def attempt(name: str, password: str, address: str = "10.0.0.1") -> tuple[int, str]:
    response = Client(REMOTE_ADDR=address).post("/dang-nhap/", {"username": name, "password": password})
    return response.status_code, response.content.decode()


@pytest.fixture
def user() -> User:
    return UserFactory(role=Role.LEADERSHIP)


@pytest.fixture
def guessed(user: User) -> Iterator[User]:
    for _ in range(OF_A_NAME):
        assert attempt(user.username, "sai")[0] == 200
    yield user


def test_after_a_few_guesses_not_even_the_right_password_is_looked_at(guessed: User) -> None:
    status, text = attempt(guessed.username, PASSWORD)
    assert status == 429
    assert TOO_OFTEN in text


@pytest.mark.parametrize("spelling", [str.upper, lambda name: f" {name} "])
def test_another_spelling_of_the_name_is_the_same_name(guessed: User, spelling) -> None:
    assert attempt(spelling(guessed.username), "sai")[0] == 429


def test_somebody_elsewhere_still_signs_in(guessed: User) -> None:
    assert attempt(guessed.username, PASSWORD, "10.0.0.2")[0] == 302


def test_somebody_else_at_the_same_place_still_signs_in(guessed: User) -> None:
    assert attempt(UserFactory().username, PASSWORD)[0] == 302


def test_a_name_nobody_has_is_stopped_in_the_same_words(guessed: User) -> None:
    for _ in range(OF_A_NAME):
        attempt("khong-co-ai", "sai")
    texts = {attempt(name, "sai")[1].replace(name, "").split("<form")[0] for name in (guessed.username, "khong-co-ai")}
    assert len(texts) == 1


def test_signing_in_does_not_use_up_attempts(user: User) -> None:
    for _ in range(OF_A_NAME + 1):
        assert attempt(user.username, PASSWORD)[0] == 302


def test_many_names_from_one_address_are_stopped(user: User) -> None:
    statuses = [attempt(f"ten{number}", "sai")[0] for number in range(OF_AN_ADDRESS + 1)]
    assert statuses == [200] * OF_AN_ADDRESS + [429]
    assert attempt(user.username, PASSWORD)[0] == 429
    assert attempt(user.username, PASSWORD, "10.0.0.2")[0] == 302


def test_a_flood_gets_a_page_of_its_own(settings, user: User) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
    answers = [attempt(user.username, PASSWORD) for _ in range(3)]
    assert [status for status, _ in answers] == [302, 302, 429]
    assert "Chờ một phút rồi thử lại" in answers[-1][1]


def test_time_opens_the_door_again(guessed: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now + 301)
    assert attempt(guessed.username, PASSWORD)[0] == 302


def test_the_count_is_kept_where_every_process_finds_it(guessed: User) -> None:
    """Not in one process's memory: rows of a table that the migrations make."""
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        assert cursor.fetchone()[0] == 2
    caches["default"].clear()
    assert attempt(guessed.username, PASSWORD)[0] == 302


def test_behind_a_web_server_the_address_is_the_readers(settings, user: User) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(OF_A_NAME + 1):
        client = Client(REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": f"1.2.3.4, 10.0.1.{number}"})
        response = client.post("/dang-nhap/", {"username": user.username, "password": "sai"})
        assert response.status_code == 200


def test_the_data_admin_has_no_door_of_its_own() -> None:
    response = Client().get("/quan-tri/login/", {"next": "/quan-tri/"})
    assert (response.status_code, response.url) == (302, "/dang-nhap/?next=/quan-tri/")
    assert Client().post("/quan-tri/login/", {"username": "x", "password": "y"}).status_code == 302


def test_whoever_may_not_enter_it_is_told_so(client: Client) -> None:
    client.force_login(UserFactory(role=Role.LECTURER))
    assert client.get("/quan-tri/", follow=True).status_code == 403


def test_ones_own_password_is_not_guessed_either(client: Client, user: User) -> None:
    client.force_login(user)
    new = {"new_password1": "con đường dài lắm", "new_password2": "con đường dài lắm"}
    statuses = [client.post("/mat-khau/", {"old_password": "sai"} | new).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


@pytest.mark.parametrize(
    "page", ["signup", "password/reset", "email", "login", "logout", "inactive", "reauthenticate", "confirm-email"]
)
@pytest.mark.parametrize("prefix", ["", "accounts/", "dang-nhap/", "tai-khoan/"])
def test_no_page_of_allauth_is_reached(client: Client, prefix: str, page: str) -> None:
    assert client.get(f"/{prefix}{page}/").status_code == 404
