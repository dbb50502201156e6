"""Loading the demo: once, all or nothing, and only where it may be."""

from collections.abc import Mapping

from django.db import connection, transaction

from portal.demo.framework import load_framework
from portal.demo.guard import is_loaded, refusal
from portal.demo.invented import load_invented
from portal.demo.reference import load_reference
from portal.demo.year_2023 import load_year_2023
from school.days import today
from school.errors import Refused

LOCK = 2023  # number of the advisory lock: two copies started together load one after the other


@transaction.atomic
def load_demo(environ: Mapping[str, str]) -> bool:
    """Load the demo into the database that `make run` made; tells whether there was anything to do.

    A portal that holds the demo already stays as it is, on whatever day. Raises Refused where `environ` names a
    database of one's own, or where a school has its records.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if words := refusal(environ):
        raise Refused(words)
    if is_loaded():
        return False
    load_reference()
    load_framework()
    load_year_2023()
    load_invented(today())
    _tell_the_planner()
    return True


def _tell_the_planner() -> None:
    """Statistics of what was just written: until autovacuum comes by, the planner takes full tables for empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
