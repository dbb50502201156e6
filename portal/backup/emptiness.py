"""A restore adds to nothing: what of the portal's is in the database already."""

from django.apps import apps
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from portal.backup import catalog
from portal.backup.catalog import Table
from portal.backup.errors import BackupError

# Filled by `migrate` itself; a restore puts the backup's rows in their place.
MADE_BY_MIGRATE = frozenset({"django_content_type", "auth_permission"})
LOCK_WAIT = "5s"
LOCK_NOT_AVAILABLE = "55P03"
SHOWN = 5


def refuse_occupied() -> None:
    """Keep everybody else out until the transaction ends; raise BackupError when the portal has any row."""
    tables = catalog.tables().saved
    if not tables:
        return
    with connection.cursor() as cursor:
        _lock(cursor, tables)
        found = {table.name: rows for table in tables if (rows := _rows(cursor, table))}
    if found:
        raise BackupError(
            f"Cổng này đã có dữ liệu: {_listed(found)}. Chỉ khôi phục được vào cổng trống: "
            "tạo một cơ sở dữ liệu mới, đặt DATABASE_URL cho nó, rồi chạy lại."
        )


def _lock(cursor: CursorWrapper, tables: list[Table]) -> None:
    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_WAIT])
    try:
        cursor.execute(catalog.for_all("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", tables))
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != LOCK_NOT_AVAILABLE:
            raise
        raise BackupError("Cổng đang có người dùng. Dừng cổng rồi khôi phục lại.") from error


def _rows(cursor: CursorWrapper, table: Table) -> int:
    if table.name in MADE_BY_MIGRATE:
        return 0
    cursor.execute(catalog.for_all("SELECT count(*) FROM {}", [table]))
    rows: int = cursor.fetchone()[0]
    return rows


def _listed(found: dict[str, int]) -> str:
    """What was found, as "tài khoản (2), lớp (14) và 3 bảng khác"; what people know before its history."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    history = {name for name, model in models.items() if hasattr(model, "pgh_tracked_model")}
    names = sorted(found, key=lambda name: (name in history, name))
    shown = ", ".join(f"{_label(models.get(name), name)} ({found[name]})" for name in names[:SHOWN])
    return shown + (f" và {len(names) - SHOWN} bảng khác" if len(names) > SHOWN else "")


def _label(model: type[Model] | None, table: str) -> str:
    if model is None:
        return table
    if tracked := getattr(model, "pgh_tracked_model", None):
        return f"lịch sử {tracked._meta.verbose_name}"
    return str(model._meta.verbose_name)
