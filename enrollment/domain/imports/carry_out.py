"""Importing a received list: once, whole or not at all, however many import at the same time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from courses.models import CourseClass
from enrollment.domain.imports.plan import Plan, make_plan
from enrollment.domain.imports.write import write
from enrollment.intake import FileRefused
from enrollment.models import ImportState, RosterImport
from school.errors import Refused, refusing
from school.history import act

# Advisory locks: one import decides who is known at a time (a moment for a class's list); one worker has an import.
DECIDING, IMPORTING = 7_301, 7_302
TO_BE_IMPORTED = (ImportState.DRAFT, ImportState.QUEUED, ImportState.RUNNING, ImportState.FAILED)

Told = Callable[[int], None]  # how far it is, of 100


def import_now(received: RosterImport, tell: Told = lambda _: None) -> Plan:
    """Match the list with everybody known at this moment and write it; what is refused or doubtful stays out.

    Raises FileRefused, or Refused where the class takes nobody or it is imported already; nothing is written then.
    """
    with refusing(), act(nhap=received.pk) as context:
        _lock(DECIDING)
        found = _fresh(received)
        plan = make_plan(found)
        if plan.blocked:
            raise Refused(plan.blocked)
        tell(40)
        write(found, plan)
        tell(90)
        found.state, found.failure, found.finished_at = ImportState.DONE, "", timezone.now()
        found.contexts = [*found.contexts, context]
        found.save(update_fields=["state", "failure", "finished_at", "contexts"])
    received.refresh_from_db()
    return plan


def _fresh(received: RosterImport) -> RosterImport:
    """The list as it is now, its class locked. Raises Refused where it needs no import any more."""
    found = RosterImport.objects.get(pk=received.pk)
    if found.state not in TO_BE_IMPORTED:
        raise Refused(f"Danh sách này {found.get_state_display()}.")
    if found.course_class_id:
        found.course_class = CourseClass.objects.select_for_update(of=("self",)).get(pk=found.course_class_id)
    return found


def _lock(*key: int) -> None:
    """Wait for the others until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", key)


def queue(received: RosterImport) -> None:
    """The officer wants it imported; a worker does it. Raises Refused where it is done or on its way."""
    with transaction.atomic():
        found = RosterImport.objects.select_for_update(of=("self",)).get(pk=received.pk)
        if found.state not in (ImportState.DRAFT, ImportState.FAILED):
            raise Refused(f"Danh sách này {found.get_state_display()}.")
        found.state, found.progress, found.failure = ImportState.QUEUED, 0, ""
        found.save(update_fields=["state", "progress", "failure"])
    received.refresh_from_db()


def work_on(pk: int) -> None:
    """What the worker does with a queued list: import it, or say why not. Does nothing where another worker has it.

    A worker that is killed leaves nothing half done: its transaction is gone, its lock is free, and the list is
    queued again (`lost`).
    """
    with _held(pk) as mine:
        waiting = RosterImport.objects.filter(pk=pk, state__in=(ImportState.QUEUED, ImportState.RUNNING))
        if not mine or not waiting.update(state=ImportState.RUNNING):
            return
        received = RosterImport.objects.get(pk=pk)
        with _progress(received) as tell:
            try:
                import_now(received, tell)
            except (FileRefused, ValidationError) as refusal:
                waiting.update(state=ImportState.FAILED, failure=_words(refusal))
            except Exception:
                waiting.update(state=ImportState.FAILED, failure="Có lỗi khi nhập, chưa ghi gì. Thử nhập lại.")
                raise


def lost() -> list[int]:
    """Lists that a worker had or should have: whoever starts working takes them up again."""
    waiting = RosterImport.objects.filter(state__in=(ImportState.QUEUED, ImportState.RUNNING))
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _words(refusal: Any) -> str:
    return refusal.text if isinstance(refusal, FileRefused) else " ".join(refusal.messages)


@contextmanager
def _held(pk: int) -> Iterator[bool]:
    """Whether this process has the import to itself, for as long as it works or lives."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [IMPORTING, pk])
        mine: bool = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [IMPORTING, pk])


@contextmanager
def _progress(received: RosterImport) -> Iterator[Told]:
    """Says how far the import is, beside its transaction: on a connection of its own."""
    other = connection.copy()

    def tell(percent: int) -> None:
        with other.cursor() as cursor:
            cursor.execute("UPDATE enrollment_rosterimport SET progress = %s WHERE id = %s", [percent, received.pk])

    try:
        yield tell
    finally:
        other.close()
