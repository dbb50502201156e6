"""What the database itself must refuse, and full_clean must say in Vietnamese before it comes to that."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from factory.django import DjangoModelFactory

Factory = type[DjangoModelFactory]


def spoilt(factory: Factory, wrong: dict[str, Any]) -> models.Model:
    """A valid row in which `wrong` was set afterwards, not yet saved."""
    row = factory()
    for name, value in wrong.items():
        setattr(row, name, value)
    return row


def clashing(factory: Factory, first: dict[str, Any], second: dict[str, Any], same: str) -> models.Model:
    """A second row, valid by itself and not yet saved, that has the attributes `same` of the first."""
    one = factory(**first)
    shared = {name: getattr(one, name) for name in same.split()}
    return spoilt(factory, shared | second)


def assert_refused(row: models.Model, constraint: str, message: str) -> None:
    """full_clean says `message`; saving breaks `constraint`."""
    with pytest.raises(ValidationError) as said:
        row.full_clean()
    assert message in said.value.messages
    assert_database_refuses(row, constraint)


def assert_database_refuses(row: models.Model, constraint: str) -> None:
    """Saving breaks `constraint`, at once or at the end of the transaction."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        row.save()
        connection.check_constraints()
    assert broken_constraint(error.value) == constraint


def assert_allowed(row: models.Model) -> None:
    """Both full_clean and the database take the row."""
    row.full_clean()
    row.save()
    connection.check_constraints()


def broken_constraint(error: DatabaseError) -> str:
    """The constraint that PostgreSQL names in its refusal."""
    return error.__cause__.diag.constraint_name  # type: ignore[union-attr]
