"""Refusals: what the domain does not do, said in words for whoever asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.http import Http404


class Refused(ValidationError):
    """The domain refuses; `field` names the form field to mark, where there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__({field: message} if field else message)
        self.text = message


class NotFound(Http404):
    """There is no such page, and the reader is told why."""


@cache
def _messages() -> dict[str, str]:
    return {
        constraint.name: str(constraint.get_violation_error_message())
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }


@contextmanager
def refusing() -> Iterator[None]:
    """Run a write as one transaction; what the database refuses becomes `Refused` in the constraint's words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(_messages().get(_constraint(error), "Số liệu mâu thuẫn với dữ liệu đã có.")) from error
    except DataError as error:
        raise Refused("Có ô dài quá mức hoặc ngoài khoảng cho phép.") from error


def _constraint(error: IntegrityError) -> str:
    diag = getattr(error.__cause__, "diag", None)
    return getattr(diag, "constraint_name", None) or ""


def save_checked(instance: models.Model) -> None:
    """Check the fields and save; constraints are the database's to judge, in one query instead of one for each.

    Raises ValidationError with a Vietnamese message for each field at fault; nothing is written then.
    """
    instance.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with refusing():
            instance.save()
    except Refused:
        instance.full_clean()  # says all that is wrong, beside its fields, where Django can tell
        raise
