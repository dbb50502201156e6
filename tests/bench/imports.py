"""Importing a list of 10 000 people among 100 000 known ones, beside django-import-export and PostgreSQL's COPY."""

import io
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import xlsxwriter
from django.db import connection, models, transaction
from import_export import resources
from import_export.fields import Field
from python_calamine import CalamineWorkbook
from tablib import Dataset

from courses.models import ClassState, CourseClass
from enrollment.domain.imports.carry_out import import_now
from enrollment.domain.imports.receive import receive
from enrollment.intake import read_roster
from enrollment.models import TAKEN, ClassStay, Enrolment, EnrolmentChange, Identity, ImportRow, Learner, Posting
from school.copying import copy
from school.models import Agency
from tests.bench.line import Line, median_seconds

PEOPLE, KNOWN, READ = 10_000, 3_000, 500
TAKEN_AT_LEAST = 0.97  # a few are like somebody else of the same birthday
TIMES = 3
OPENED = date(2026, 3, 2)
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Đơn vị", "Số CCCD", "Ngày vào Đảng")
TABLES: tuple[type[models.Model], ...] = (
    Learner, Identity, Posting, Enrolment, ClassStay, EnrolmentChange, ImportRow,
)  # fmt: skip


def imports() -> Iterator[Line]:
    """The lines that importing has to keep; the connection stands at a school of 100 000 learners."""
    people = [*_known(), *_new()]
    file = _file(people)
    course_class = CourseClass.objects.latest("pk")
    course_class.pk, course_class.code = None, "NHẬP-DANH-SÁCH"
    course_class.opened_from = course_class.opened_to = OPENED
    course_class.closed_from, course_class.closed_to, course_class.state = None, None, ClassState.OPEN
    course_class.save()
    written: dict[type[models.Model], list[dict[str, Any]]] = {}
    ours, copied, theirs = [], [], []
    for _ in range(TIMES):
        ours.append(_timed(lambda: _import(file, course_class), lambda: written.update(_written())))
        copied.append(_timed(lambda: _copy(written)))
    theirs.append(_timed(lambda: _import_export(written)))
    took = statistics.median(ours)
    yield Line("Nhập danh sách 10.000 người (3.000 người đã có hồ sơ)", took, "giây")
    yield Line("Nhập danh sách so với COPY cùng các dòng ấy", took / statistics.median(copied), "lần", 1 / 0.3)
    yield Line("Nhập danh sách so với django-import-export ghi cùng các dòng ấy", took / theirs[0], "lần", 1 / 5)
    yield from _reading(_file(people[:READ]))


def _reading(file: bytes) -> Iterator[Line]:
    def cells() -> None:
        CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()

    ours, alone = median_seconds(lambda: read_roster(file, "ds.xlsx", OPENED), 25), median_seconds(cells, 25)
    yield Line("Đọc danh sách 500 dòng so với riêng calamine", ours / alone, "lần", 3)
    yield Line("Đọc danh sách 500 dòng", ours * 1000, "ms")


def _known() -> list[tuple[str, ...]]:
    """People whom the school knows, each as their record tells."""
    once = Learner.objects.values("full_name", "born_from").annotate(many=models.Count("pk")).filter(many=1)
    precise = Learner.objects.filter(born_from=models.F("born_to"), full_name__in=once.values("full_name"))
    learners = precise.order_by("full_name", "born_from").distinct("full_name", "born_from")[:KNOWN]
    agencies = _agencies()
    return [
        (
            one.full_name,
            f"{one.born_from:%d/%m/%Y}",
            one.get_sex_display(),
            "Chuyên viên",
            agencies[at % len(agencies)],
            "",
            "",
        )
        for at, one in enumerate(learners)
    ]


def _new() -> list[tuple[str, ...]]:
    """People with numbers whom nobody knows."""
    agencies, born = _agencies(), date(1965, 1, 1)
    given = ("An", "Bình", "Châu", "Dũng", "Giang", "Hải", "Khánh", "Lan", "Minh", "Oanh")
    return [
        (
            f"Nguyễn {given[at % 10]} {given[at // 10 % 10]}",
            f"{born + timedelta(days=at):%d/%m/%Y}",
            "Nam",
            "Phó Trưởng phòng",
            agencies[at % len(agencies)],
            f"0480{(born + timedelta(days=at)).year % 100:02}{at:06}",
            "03/02/2005",
        )
        for at in range(PEOPLE - KNOWN)
    ]


def _agencies() -> list[str]:
    return list(Agency.objects.exclude(kind="group").order_by("pk").values_list("name", flat=True)[:50])


def _file(people: list[tuple[str, ...]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number, person in enumerate(people, 1):
            sheet.write_row(number, 0, (number, *person))
    return file.getvalue()


def _timed(work: Callable[[], object], look: Callable[[], object] = lambda: None) -> float:
    """Seconds of the work with every check that its commit would make; what it wrote is taken back."""
    with transaction.atomic():
        began = time.perf_counter()
        work()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        took = time.perf_counter() - began
        look()
        transaction.set_rollback(True)
    return took


def _import(file: bytes, course_class: CourseClass) -> None:
    for model in TABLES:
        _BEFORE[model] = model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
    plan = import_now(receive(file, "ds.xlsx", course_class))
    assert plan.count(*TAKEN) >= PEOPLE * TAKEN_AT_LEAST, plan.counts


_BEFORE: dict[type[models.Model], int] = {}


def _written() -> dict[type[models.Model], list[dict[str, Any]]]:
    """The rows that the import wrote, without what PostgreSQL makes of them."""
    return {
        model: list(model._default_manager.filter(pk__gt=_BEFORE[model]).order_by("pk").values(*_fields(model)))
        for model in TABLES
    }


def _fields(model: type[models.Model]) -> list[str]:
    stored = [field for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
    return [field.attname for field in stored]


def _copy(written: dict[type[models.Model], list[dict[str, Any]]]) -> None:
    """The same rows once more, but those of ImportRow, which belong to the import."""
    _end_postings(written)
    for model in TABLES[:-1]:
        names = _fields(model)
        copy(
            model,
            [name.removesuffix("_id") for name in names],
            ([row[name] for name in names] for row in written[model]),
        )


def _end_postings(written: dict[type[models.Model], list[dict[str, Any]]]) -> None:
    moved = [row["learner_id"] for row in written[Posting]]
    Posting.objects.filter(learner__in=moved, valid_to=None).update(valid_to=OPENED - timedelta(days=1))


def _import_export(written: dict[type[models.Model], list[dict[str, Any]]]) -> None:
    """The same rows by resources with the settings its guide recommends for much data."""
    _end_postings(written)
    for model in TABLES[:-1]:
        rows = written[model]
        columns = _fields(model)
        data = Dataset(*([row[name] for name in columns] for row in rows), headers=columns)
        _resource(model).import_data(data, raise_errors=True, use_transactions=False)


def _resource(model: type[models.Model]) -> resources.ModelResource:
    """Rows as they are: nothing is looked up, matched or converted."""
    options = {
        "model": model, "fields": _fields(model), "use_bulk": True, "batch_size": 1000, "skip_diff": True,
        "force_init_instance": True,
    }  # fmt: skip
    columns = {name: Field(attribute=name, column_name=name) for name in _fields(model)}
    made = type(f"{model.__name__}Rows", (resources.ModelResource,), columns | {"Meta": type("Meta", (), options)})
    return made()  # type: ignore[no-any-return]
