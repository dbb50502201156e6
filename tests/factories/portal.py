"""Accounts."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from portal.models import Role, User
from tests.factories.base import person_name

PASSWORD = "mật khẩu thử nghiệm"


class UserFactory(DjangoModelFactory):
    """An account of the training department that signs in with PASSWORD."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"canbo{n + 1}")
    full_name = factory.Sequence(lambda n: person_name(n, woman=True))
    role = Role.TRAINING
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        return model_class.objects.create_user(*args, **fields)
