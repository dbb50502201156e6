"""The arrows between apps, in the database too: school ← courses ← enrollment, school ← research."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field

from tests.databases import OUR_APPS

# What each app may point to, besides itself.
SEES = {
    "school": set(),
    "courses": {"school"},
    "enrollment": {"school", "courses"},
    "research": {"school"},
    "portal": {"school", "courses", "enrollment", "research"},
}


def relations(label: str) -> Iterator[tuple[Field, str, str]]:
    """Every relation that models of the app declare, history tables and automatic ones included."""
    for model in apps.get_app_config(label).get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                target = field.related_model._meta
                yield field, target.app_label, target.label


def test_every_app_of_ours_has_its_arrows() -> None:
    assert set(SEES) == set(OUR_APPS)


@pytest.mark.parametrize("label", OUR_APPS)
def test_no_relation_goes_backwards(label: str) -> None:
    backwards = [
        f"{field} → {target}"
        for field, app, target in relations(label)
        if app in OUR_APPS and app not in {label, *SEES[label]} and target != settings.AUTH_USER_MODEL
    ]
    assert backwards == []


def test_the_arrows_that_exist_are_found() -> None:
    """So that the test above cannot pass by finding nothing."""
    assert {"school", "courses"} <= {app for _, app, _ in relations("enrollment")}
    assert settings.AUTH_USER_MODEL in {target for _, _, target in relations("enrollment")}
