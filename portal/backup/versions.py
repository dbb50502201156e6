"""Which version of the software runs, and which state of the database its migrations have brought about."""

import re
import tomllib
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.exceptions import InvalidMigrationPlan, IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from portal.backup.errors import BackupError

Leaves = dict[str, list[str]]


@cache
def software_version() -> str:
    """The version in pyproject.toml, such as "0.1.0"."""
    project: str = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    return project


def is_newer(version: str) -> bool:
    """Tell whether `version` is later than that of the running software."""
    return _numbers(version) > _numbers(software_version())


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def applied_leaves() -> Leaves:
    """The last applied migration of each app (several where branches were not merged yet).

    Raises BackupError when the database was migrated by a newer version of the software.
    """
    loader = MigrationLoader(connection)
    if unknown := sorted(set(loader.applied_migrations) - _known(loader)):
        raise BackupError(
            f"Cơ sở dữ liệu do một phiên bản mới hơn tạo ra (bước cập nhật {'.'.join(unknown[0])} chưa có ở đây). "
            "Cài phiên bản mới ấy rồi chạy lại."
        )
    leaves: Leaves = {}
    for key in sorted(set(loader.applied_migrations) & set(loader.graph.nodes)):
        children = {child.key for child in loader.graph.node_map[key].children}
        if not any(child[0] == key[0] and child in loader.applied_migrations for child in children):
            leaves.setdefault(key[0], []).append(key[1])
    return leaves


def _known(loader: MigrationLoader) -> set[tuple[str, str]]:
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return set(loader.disk_migrations) | replaced


def has_unknown(leaves: Leaves) -> bool:
    """Tell whether the running software lacks one of the migrations."""
    known = _known(MigrationLoader(connection))
    return any((app, name) not in known for app, names in leaves.items() for name in names)


def portal_tables() -> set[str]:
    """The tables of all models as they were at the migrations now applied."""
    loader = MigrationLoader(connection)
    state = loader.project_state([key for key in loader.applied_migrations if key in loader.graph.nodes])
    return {model._meta.db_table for model in state.apps.get_models(include_auto_created=True)}


def migrate_to(leaves: Leaves) -> None:
    """Bring the structure of the database, forwards or backwards, to these migrations.

    Raises BackupError when there is no way back from the present structure.
    """
    executor = MigrationExecutor(connection)
    targets: list[tuple[str, str | None]] = [(app, name) for app, names in leaves.items() for name in names]
    later = {app for app, _ in executor.loader.applied_migrations} - set(leaves)
    try:
        executor.migrate([*targets, *((app, None) for app in sorted(later))])
    except (IrreversibleError, InvalidMigrationPlan) as error:
        raise BackupError(
            "Cơ sở dữ liệu trống này có cấu trúc mới hơn bản sao lưu và không lùi lại được. "
            "Tạo một cơ sở dữ liệu mới, chưa chạy migrate, rồi khôi phục vào đó."
        ) from error
