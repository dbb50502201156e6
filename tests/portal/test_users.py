"""Accounts: one role each, and nothing beside the role that gives rights."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from portal import settings as settings_file
from portal.models import Role, User
from tests.factories import PASSWORD, UserFactory
from tests.invariants import assert_allowed, assert_database_refuses, clashing, spoilt

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_only_an_administrator_opens_the_admin(role) -> None:
    user = UserFactory(role=role)
    assert user.is_staff is user.is_superuser is (role == Role.ADMIN)
    assert user.has_perm("school.change_staff") is (role == Role.ADMIN)
    assert user.get_all_permissions() == set()


def test_the_command_of_django_makes_an_administrator(monkeypatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="quantri", full_name="Lê Thị Hương", interactive=False, verbosity=0)
    assert User.objects.get().role == Role.ADMIN
    assert authenticate(username="quantri", password=PASSWORD) == User.objects.get()


def test_without_a_password_nobody_signs_in() -> None:
    user = UserFactory(password=None)
    assert not user.has_usable_password()
    assert authenticate(username=user.username, password="") is None


@pytest.mark.parametrize("word", [PASSWORD, PASSWORD.upper()])
def test_signing_in_takes_the_very_password(word) -> None:
    user = UserFactory()
    assert authenticate(username=user.username, password=word) == (user if word == PASSWORD else None)


def test_an_account_out_of_use_does_not_sign_in() -> None:
    user = UserFactory(is_active=False)
    assert authenticate(username=user.username, password=PASSWORD) is None


@pytest.mark.parametrize("role", ["", "chief"])
def test_a_role_of_the_list(role) -> None:
    assert_database_refuses(spoilt(UserFactory, {"role": role}), "portal_user_role")


def test_one_account_of_a_name() -> None:
    assert_database_refuses(clashing(UserFactory, {}, {}, "username"), "portal_user_username_key")
    assert_allowed(clashing(UserFactory, {}, {}, "full_name"))


def test_called_by_the_given_name() -> None:
    user = UserFactory.build(full_name="Nguyễn Thị Bích Hường", username="huong")
    assert (user.get_full_name(), user.get_short_name(), str(user)) == (user.full_name, "Hường", user.full_name)
    assert UserFactory.build(full_name="", username="huong").get_short_name() == "huong"


def test_passwords_are_kept_by_argon2() -> None:
    """Read from the file: the tests themselves use a quicker one."""
    assert settings_file.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
