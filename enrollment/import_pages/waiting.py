"""Whether a worker has a list, and since when it waits."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from enrollment.domain.imports.carry_out import IMPORTING
from enrollment.models import RosterImport
from school.versions import event_model

LONG = timedelta(minutes=1)


def left_alone(received: RosterImport) -> bool:
    """It was handed over a while ago, and no worker has it: none runs, or the one that had it is gone."""
    events = event_model(RosterImport).objects.filter(pgh_obj_id=received.pk).order_by("-pgh_id")
    since = events.values_list("pgh_created_at", flat=True).first()
    return bool(since and timezone.now() - since > LONG) and not _worked_on(received.pk)


def _worked_on(pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND classid = %s AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [IMPORTING, pk],
        )
        return bool(cursor.fetchone()[0])
