"""What history costs."""

from collections.abc import Iterator

from django.db import connection, transaction

from enrollment.models import Learner
from tests.bench.line import Line, median_seconds

ROWS = 10_000


def bulk_writes() -> Iterator[Line]:
    """Ten thousand learners at once, with history and without."""
    kept = median_seconds(lambda: _write("ENABLE"), times=3)
    without = median_seconds(lambda: _write("DISABLE"), times=3)
    yield Line("Ghi 10.000 học viên một lượt: có lịch sử so với không", kept / without, "lần", 2)
    yield Line("Ghi 10.000 học viên một lượt, có lịch sử", ROWS / kept, "dòng/giây")


def _write(triggers: str) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE enrollment_learner {triggers} TRIGGER USER")
        Learner.objects.bulk_create(Learner(full_name=f"Nguyễn Thị Hường {n}") for n in range(ROWS))
        transaction.set_rollback(True)
