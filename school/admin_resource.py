"""A model as a spreadsheet: its columns out and in, each row checked as a form would check it."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields import NOT_PROVIDED
from django.utils import timezone
from django.utils.html import format_html
from import_export.fields import Field
from import_export.resources import Diff, ModelResource, modelresource_factory
from tablib import Dataset

from school.admin_cells import Cell, cell_for
from school.errors import Refused, refusing
from school.records.cells import UNKNOWN, as_text

KEY = "mã bản ghi"
SECRET = {"password", "last_login"}
Pairs = Iterable[tuple[Any, Any]]


class Column(Field):
    """A column; found again by its heading, whatever the letters' case."""

    def __init__(self, heading: str, attribute: str, cell: Cell, **kwargs: Any) -> None:
        super().__init__(attribute, heading.lower(), cell, **kwargs)
        self.heading = heading


class Difference(Diff):
    """What a row changes, as marks without styles of their own: the content policy allows none."""

    def as_html(self) -> list[str]:
        """One cell for each column."""
        return [self._cell(old, new) for old, new in self._pairs()]

    def _pairs(self) -> Pairs:
        left = [""] * len(self.right) if self.new else self.left
        return zip(left, self.right, strict=True)

    def _cell(self, old: Any, new: Any) -> str:
        before, after = as_text(_moment(old)), as_text(_moment(new))
        if before == after:
            return after
        if before == UNKNOWN:
            return format_html("<ins>{}</ins>", after)
        return format_html("<del>{}</del> <ins>{}</ins>", before, after)


def _moment(value: Any) -> Any:
    """Moments stand in cells without a zone."""
    return timezone.make_aware(value) if isinstance(value, datetime) else value


class RecordResource(ModelResource):
    """All of a file or nothing: what is wrong with any row is said with the row's number in the file."""

    editable = True

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        """Ours."""
        return Difference

    def get_queryset(self) -> models.QuerySet[Any]:
        """Every record."""
        return self._meta.model._default_manager.all()

    def filter_export(self, queryset: models.QuerySet[Any], **kwargs: Any) -> models.QuerySet[Any]:
        """With the records that columns name, and those that their names name."""
        return queryset.select_related(*_named(self._meta.model))

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        """As people read them."""
        return [self.fields[name].heading for name in self.get_export_order()]

    def get_accepted_headers(self) -> list[str]:
        """Those that an import reads; the others may be there and say nothing."""
        return [field.heading for field in self.get_import_fields() if not field.readonly]

    def get_diff_headers(self) -> list[str]:
        """As people read them."""
        return [field.heading for field in self.get_import_fields()]

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        """Every heading must be known: a misspelt one would lose its whole column. Raises Refused."""
        known = {field.column_name: field.heading for field in self.fields.values()}
        strange = [heading or "(trống)" for heading in dataset.headers if heading not in known]
        if strange:
            raise Refused(f"Không rõ cột: {', '.join(strange)}. Các cột nhận: {', '.join(known.values())}.")
        if len(set(dataset.headers)) < len(dataset.headers):
            raise Refused("Có hai cột cùng tên. Xóa bớt một cột rồi nhập lại.")

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        """A key that is not there is a mistake, not a new record. Raises ValidationError."""
        key = self._meta.model._meta.pk
        if new and isinstance(key, models.AutoField) and row.get(KEY):
            raise ValidationError({key.name: f"Không có bản ghi mang mã {row[KEY]}. Để trống ô mã để thêm mới."})
        if not new and not self.editable:
            raise Refused("Sổ này chỉ ghi thêm. Để trống ô mã để ghi một dòng mới.")
        if new and isinstance(instance, AbstractBaseUser):
            instance.set_unusable_password()

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        """What was wrong with a cell is said once, not again as an empty field. Raises ValidationError."""
        names = {field.attname: field.name for field in self._meta.model._meta.concrete_fields}
        found = {names.get(name, name): errors for name, errors in (import_validation_errors or {}).items()}
        super().validate_instance(instance, found, **kwargs)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Raises Refused where only the database can tell."""
        with refusing():
            instance.save(force_insert=is_create)

    def after_import(self, dataset: Dataset, result: Any, **kwargs: Any) -> None:
        """Rows are numbered as in the file."""
        for row in [*result.invalid_rows, *result.error_rows]:
            row.number = dataset.lines[row.number - 1]


class LedgerResource(RecordResource):
    """Entries are added, never changed."""

    editable = False


def _columns(model: type[models.Model]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for field in model._meta.concrete_fields:
        if field.generated or isinstance(field, models.BinaryField) or field.name in SECRET:
            continue
        heading = KEY if field.primary_key else str(field.verbose_name)
        locked = not field.editable or isinstance(field, models.FileField | models.DateTimeField)
        columns[field.name] = Column(
            heading,
            field.attname,
            cell_for(field),
            readonly=locked and not field.primary_key,
            default=NOT_PROVIDED if field.primary_key else _default(field),
        )
        if field.is_relation:
            columns[f"{field.name}_name"] = Column(f"{heading} (tên)", field.name, Cell(field), readonly=True)
    return columns


def _default(field: models.Field) -> Any:
    if field.has_default():
        return field.default
    return False if isinstance(field, models.BooleanField) and not field.null else NOT_PROVIDED


def _target(key: models.Field) -> Any:
    return key.related_model


def _named(model: type[models.Model]) -> list[str]:
    keys = [field for field in model._meta.concrete_fields if field.is_relation]
    further = [
        f"{key.name}__{field.name}" for key in keys for field in _target(key)._meta.concrete_fields if field.is_relation
    ]
    return [key.name for key in keys] + further


@cache
def resource_of(model: type[models.Model], base: type[RecordResource]) -> type[RecordResource]:
    """The model's spreadsheet; `base` says what is special about saving its rows."""
    columns = _columns(model)
    options = {
        "fields": list(columns),
        "import_id_fields": [model._meta.pk.name],
        "clean_model_instances": True,
        "skip_unchanged": True,
        "name": str(model._meta.verbose_name),
    }
    return modelresource_factory(model, base, options, custom_fields=columns)
