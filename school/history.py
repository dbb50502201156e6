"""History of every table: what was inserted, updated and deleted, by whatever route."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar
from uuid import UUID

import pghistory
import pgtrigger
from django.db import connection, models

ModelT = TypeVar("ModelT", bound=type[models.Model])

REFUSE_TRUNCATE = pgtrigger.Trigger(
    name="refuse_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    # A statement of its own would leave no history; the tests' flush sets the variable.
    func="""
        IF coalesce(current_setting('portal.allow_truncate', true), '') = 'on' THEN RETURN NULL; END IF;
        RAISE EXCEPTION 'TRUNCATE leaves no history: use DELETE';
    """,
)


def tracked(model: ModelT, without: tuple[str, ...] = ()) -> ModelT:
    """Keep each version of the model's rows in an event table, written by statement-level triggers.

    Generated columns are left out: they follow from the others. So are the fields in `without`.
    """
    generated = [f.name for f in model._meta.local_fields if isinstance(f, models.GeneratedField)]
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    pgtrigger.register(REFUSE_TRUNCATE)(model)
    return pghistory.track(*events, exclude=[*generated, *without])(model)


@contextmanager
def act(**what: object) -> Iterator[UUID]:
    """Give the history what is written during the block as one act, told by `what`; yields the act's id.

    To be entered inside the transaction: what the same transaction writes afterwards does not belong to it.
    """
    with pghistory.context(**what) as context:
        yield context.id
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


def because(reason: str) -> AbstractContextManager[Any]:
    """Whatever is written meanwhile has this reason in its history."""
    return pghistory.context(reason=reason)
