"""The data admin: every model opens, only administrators enter, what is changed there is kept and remembered."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Role, User
from school.models import Qualification
from tests import factories
from tests.factories.portal import UserFactory
from tests.test_factories import ALL

pytestmark = pytest.mark.django_db
FACTORIES = {factory._meta.model: factory for factory in ALL}
OURS = [model for model in admin.site._registry if model in FACTORIES]
label = lambda model: model.__name__  # noqa: E731


def address(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def manager(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    return client


def test_every_model_is_there():
    assert set(OURS) == set(FACTORIES)


@pytest.mark.parametrize("model", OURS, ids=label)
def test_list_search_and_forms_open(manager, model):
    row = FACTORIES[model]()
    assert manager.get(address(model, "changelist")).status_code == 200
    assert manager.get(address(model, "changelist"), {"q": "nguyễn"}).status_code == 200
    assert manager.get(address(model, "add")).status_code == 200
    assert manager.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=label)
def test_lists_ask_the_same_for_one_row_and_for_many(manager, model):
    counts = []
    for more in (1, 9):
        if model is not factories.InstitutionFactory._meta.model or more == 1:
            FACTORIES[model].create_batch(more)
        with CaptureQueriesContext(connection) as queries:
            manager.get(address(model, "changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_nobody_else_enters(client, role):
    client.force_login(UserFactory(role=role))
    response = client.get(reverse("admin:index"))
    assert response.status_code == 302
    assert not User.objects.get(role=role).has_perm("school.change_staff")


def test_a_change_there_is_kept_and_remembered(manager):
    degree = factories.QualificationFactory(kind="degree", level="bachelor")
    form = manager.get(address(Qualification, "change", degree.pk)).context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    values = {name: "" if value is None else value for name, value in values.items()} | {"level": "master"}
    response = manager.post(address(Qualification, "change", degree.pk), values)
    assert response.status_code == 302, response.context["errors"]
    degree.refresh_from_db()
    assert degree.level == "master"
    event = Qualification.pgh_event_models["update"].objects.get(pgh_obj_id=degree.pk, pgh_label="update")
    assert (event.level, event.pgh_context.metadata["user"]) == ("master", User.objects.get(role=Role.ADMIN).pk)


def test_what_the_database_would_refuse_is_said_in_the_form(manager):
    degree = factories.QualificationFactory(kind="degree", level="bachelor")
    response = manager.post(address(Qualification, "change", degree.pk), {"kind": "classics", "level": "master"})
    assert response.status_code == 200
    degree.refresh_from_db()
    assert degree.level == "bachelor"
