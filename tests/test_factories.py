"""Every table has a factory, and what it makes is valid."""

import inspect

import pytest
from django.apps import apps
from django.db import connection
from factory.django import DjangoModelFactory

from tests import factories
from tests.databases import OUR_APPS

ALL = [value for value in vars(factories).values() if inspect.isclass(value)]


def own_models() -> list[type]:
    """The models of the five apps, without the event tables that keep their history."""
    models = (model for label in OUR_APPS for model in apps.get_app_config(label).get_models())
    return [model for model in models if not hasattr(model, "pgh_tracked_model")]


def test_every_model_has_a_factory() -> None:
    assert {factory._meta.model for factory in ALL} == set(own_models())


@pytest.mark.django_db
@pytest.mark.parametrize("factory", ALL, ids=lambda factory: factory.__name__)
def test_what_a_factory_makes_is_valid(factory: type[DjangoModelFactory]) -> None:
    for made in factory.create_batch(2):
        made.full_clean()
        made.refresh_from_db()
        assert str(made)
    connection.check_constraints()


def test_names_stay_apart_beyond_the_first_round() -> None:
    assert len({agency.name for agency in factories.AgencyFactory.build_batch(2000)}) == 2000
