"""Nothing is written without a trace: every table, every route, and TRUNCATE refused."""

import os
from collections.abc import Callable
from io import StringIO

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.db import InternalError, connection, models, transaction
from factory.django import DjangoModelFactory

from enrollment.models import LearnerMerge, RosterImport
from portal.database import databases
from portal.models import User
from school.models import Department
from tests.factories import DepartmentFactory, EnrolmentFactory, StaffFactory, UserFactory
from tests.test_factories import ALL, own_models

pytestmark = pytest.mark.django_db

COLUMNS = "(name, short_name, teaches)"
ROW_LEVEL = 1  # the lowest bit of pg_trigger.tgtype


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def copy(*names: str) -> None:
    lines = "".join(f"{name}\t{name}\tt\n" for name in names)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY school_department {COLUMNS} FROM STDIN", StringIO(lines))


def event_model(model: type[models.Model]) -> type[models.Model]:
    found = [event for event in apps.get_models() if getattr(event, "pgh_tracked_model", None) is model]
    assert len(found) == 1, f"{model} has {len(found)} event tables"
    return found[0]


def history_of(write: Callable[[], object]) -> list[tuple[str, str]]:
    """What `write` leaves in the history of departments: label and name, in the order of names."""
    events = event_model(Department).objects
    before = set(events.values_list("pk", flat=True))
    write()
    return list(events.exclude(pk__in=before).order_by("name").values_list("pgh_label", "name"))


def made(*names: str) -> list[Department]:
    return [Department(name=name, short_name=name) for name in names]


INSERTS = {
    "save": lambda: [department.save() for department in made("A", "B")],
    "create": lambda: [Department.objects.create(name=name, short_name=name) for name in "AB"],
    "get_or_create": lambda: [Department.objects.get_or_create(name=name, short_name=name) for name in "AB"],
    "bulk_create": lambda: Department.objects.bulk_create(made("A", "B")),
    "bulk_create in batches": lambda: Department.objects.bulk_create(made("A", "B"), batch_size=1),
    "ignoring conflicts": lambda: Department.objects.bulk_create(made("A", "B"), ignore_conflicts=True),
    "raw SQL": lambda: sql(f"INSERT INTO school_department {COLUMNS} VALUES (%s, '', true), (%s, '', true)", "A", "B"),
    "COPY": lambda: copy("A", "B"),
}


@pytest.mark.parametrize("route", INSERTS)
def test_an_insert_by_every_route_is_in_history(route: str) -> None:
    assert history_of(INSERTS[route]) == [("insert", "A"), ("insert", "B")]


def renamed(rows: list[Department]) -> list[Department]:
    for row in rows:
        row.name = f"Khoa {row.name}"
    return rows


def upserted(rows: list[Department]) -> None:
    Department.objects.bulk_create(renamed(rows), update_conflicts=True, unique_fields=["id"], update_fields=["name"])


UPDATES = {
    "save": lambda rows: [row.save() for row in renamed(rows)],
    "save of a field": lambda rows: [row.save(update_fields=["name"]) for row in renamed(rows)],
    "update_or_create": lambda rows: [
        Department.objects.update_or_create(pk=row.pk, defaults={"name": row.name}) for row in renamed(rows)
    ],
    "queryset": lambda rows: [Department.objects.filter(pk=row.pk).update(name=row.name) for row in renamed(rows)],
    "bulk_update": lambda rows: Department.objects.bulk_update(renamed(rows), ["name"]),
    "upsert": upserted,
    "raw SQL": lambda rows: sql("UPDATE school_department SET name = 'Khoa ' || name"),
}


@pytest.mark.parametrize("route", UPDATES)
def test_an_update_by_every_route_is_in_history(route: str) -> None:
    rows = Department.objects.bulk_create(made("A", "B"))
    assert history_of(lambda: UPDATES[route](rows)) == [("update", "Khoa A"), ("update", "Khoa B")]


DELETES = {
    "instance": lambda rows: [row.delete() for row in rows],
    "queryset": lambda rows: Department.objects.all().delete(),
    "raw delete of a queryset": lambda rows: Department.objects.all()._raw_delete("default"),
    "raw SQL": lambda rows: sql("DELETE FROM school_department"),
    "a CTE": lambda rows: sql("WITH gone AS (DELETE FROM school_department RETURNING id) SELECT 1 FROM gone"),
}


@pytest.mark.parametrize("route", DELETES)
def test_a_delete_by_every_route_is_in_history(route: str) -> None:
    rows = Department.objects.bulk_create(made("A", "B"))
    assert history_of(lambda: DELETES[route](rows)) == [("delete", "A"), ("delete", "B")]


def test_an_update_that_changes_nothing_leaves_nothing() -> None:
    row = DepartmentFactory()
    assert history_of(row.save) == []


def test_a_cascade_is_in_the_history_of_what_it_took_along() -> None:
    enrolment = EnrolmentFactory()
    stay, entry = enrolment.stays.get(), enrolment.changes.get()
    enrolment.delete()
    for model, pk in [(type(stay), stay.pk), (type(entry), entry.pk)]:
        assert event_model(model).objects.filter(pgh_label="delete", pgh_obj_id=pk).exists()


def test_generated_columns_follow_in_history_without_being_kept() -> None:
    staff = StaffFactory()
    staff.full_name = "Lê Thị Hường"
    staff.save()
    events = event_model(type(staff)).objects.filter(pgh_obj_id=staff.pk)
    assert events.filter(pgh_label="update", full_name="Lê Thị Hường").count() == 1
    assert not {"sort_key", "search_key"} & {field.name for field in events.model._meta.get_fields()}


@pytest.mark.parametrize("factory", ALL, ids=lambda factory: factory.__name__)
def test_every_table_keeps_its_history(factory: type[DjangoModelFactory]) -> None:
    row = factory()
    events = event_model(type(row)).objects.filter(pgh_obj_id=row.pk)
    pk = row.pk
    row.delete()
    assert set(events.filter(pgh_obj_id=pk).values_list("pgh_label", flat=True)) >= {"insert", "delete"}


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_every_model_is_tracked_for_all_three(model: type[models.Model]) -> None:
    names = {trigger.name for tracked, trigger in pgtrigger.registered() if tracked is model}
    assert names >= {"insert_insert", "update_update", "delete_delete", "refuse_truncate"}


# No old secrets, and no version of an account for each time it signs in; of what is
# written once and never changed no second copy.
NOT_KEPT = {
    User: {"password", "last_login", "link_made_at"},
    RosterImport: {"data", "progress"},
    LearnerMerge: {"moved", "values"},
}


def test_every_field_is_in_history_but_generated_ones() -> None:
    for model in own_models():
        kept = {field.name for field in event_model(model)._meta.fields}
        fields = {f.name for f in model._meta.local_fields if not isinstance(f, models.GeneratedField)}
        assert fields - kept == NOT_KEPT.get(model, set()), model


def test_no_table_of_ours_is_made_behind_the_models() -> None:
    """Many-to-many tables that Django makes by itself would have no history."""
    automatic = [m for m in apps.get_models(include_auto_created=True) if m._meta.auto_created]
    ours = {model._meta.app_label for model in own_models()}
    assert [model for model in automatic if model._meta.app_label in ours] == []


def installed_triggers() -> list[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgtype FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgenabled = 'O' AND tgrelid::regclass::text LIKE ANY(%s)",
            [[f"{label}\\_%" for label in {model._meta.app_label for model in own_models()}]],
        )
        return cursor.fetchall()


def test_all_triggers_are_installed_and_no_others() -> None:
    wanted = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    assert {(table, name) for table, name, _ in installed_triggers()} == wanted


def test_no_trigger_runs_once_for_each_row() -> None:
    triggers = installed_triggers()
    assert triggers
    assert [name for _, name, kind in triggers if kind & ROW_LEVEL] == []


@pytest.mark.parametrize("setting", ["off", ""])
def test_truncate_is_refused_on_every_table(setting: str) -> None:
    sql("SELECT set_config('portal.allow_truncate', %s, true)", setting)
    for model in own_models():
        with pytest.raises(InternalError, match="TRUNCATE leaves no history"), transaction.atomic():
            sql(f'TRUNCATE "{model._meta.db_table}" CASCADE')


def test_only_tests_may_truncate() -> None:
    DepartmentFactory()
    sql("TRUNCATE school_department CASCADE")
    assert not Department.objects.exists()
    assert "allow_truncate" not in str(databases(settings.BASE_DIR, os.environ))


def test_who_wrote_is_told_by_the_context_in_raw_sql_too() -> None:
    user = UserFactory()
    with pghistory.context(user=user.pk):
        DepartmentFactory(name="A")
        sql("UPDATE school_department SET name = 'B'")
        Department.objects.all().delete()
    contexts = event_model(Department).objects.values_list("pgh_context__metadata", flat=True)
    assert list(contexts) == [{"user": user.pk}] * 3
