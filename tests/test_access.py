"""The access table holds for every address and every role."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from portal.models import Role
from tests.access import ROLES, TABLE, Access, address, every_name
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_every_address_is_in_the_table_once() -> None:
    names = [row.name for row in TABLE]
    assert sorted(names) == sorted(every_name())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_each_role_gets_what_the_table_says(row: Access) -> None:
    url = address(row.name)
    found = {}
    for role in ROLES:
        client = Client()
        if role:
            client.force_login(UserFactory(role=role))
        found[role] = client.get(url).status_code
    assert found == dict(zip(ROLES, row.statuses, strict=True))


@pytest.mark.parametrize("role", [role for role in ROLES if role != Role.ADMIN])
def test_the_data_admin_is_for_administrators(role: Role | None) -> None:
    client = Client()
    if role:
        client.force_login(UserFactory(role=role))
    for model in admin.site._registry:
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("changelist", "add"):
            response = client.get(reverse(f"{names}_{page}"))
            assert response.status_code == 302
            assert response.url.startswith("/quan-tri/login/")
