"""What the worker does for learners: importing lists."""

from functools import partial

from django.db import transaction
from django_tasks import task

from enrollment.domain.imports.carry_out import lost, work_on


@task()
def import_roster(pk: int) -> None:
    """Import a queued list; does nothing for one that is done, or that another worker has."""
    work_on(pk)


def import_when_saved(pk: int) -> None:
    """Hand a queued list to the worker, once what is being written is written."""
    transaction.on_commit(partial(import_roster.enqueue, pk))


def take_up_lost() -> int:
    """Hand every list that a worker left to the next one; returns how many."""
    found = lost()
    for pk in found:
        import_roster.enqueue(pk)
    return len(found)
