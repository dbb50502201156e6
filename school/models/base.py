"""What several tables share: cleaned text, people's names, validity in time, real or invented."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Expression, F, Func, Q, Value

from school.partial_date import PartialDate
from school.text import clean_text

ENDS_BEFORE_START = "Ngày kết thúc phải sau hoặc trùng ngày bắt đầu."


class CleanTextField(models.CharField):
    """A line of Vietnamese text, stored in one spelling however it was typed."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return clean_text(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean_text(value) if isinstance(value, str) else value


def vn_key(function: str, column: str) -> models.GeneratedField:
    """A stored key of a text column: `vn_search_key` (no marks, no case) or `vn_sort_key` (Vietnamese order)."""
    return models.GeneratedField(
        expression=Func(F(column), function=f"public.{function}"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


def clean_check(column: str, name: str) -> models.CheckConstraint:
    """The column is not empty and is in the one spelling of `school.text.clean_text`."""
    return models.CheckConstraint(
        condition=Q(**{column: Func(F(column), function="public.vn_clean", output_field=models.TextField())})
        & ~Q(**{column: ""}),
        name=name,
        violation_error_message="Ô này không được để trống và không có dấu cách thừa.",
    )


def date_span(first: str, last: str, bounds: str = "[]") -> Func:
    """The two columns as a range of days, for exclusion constraints."""
    return Func(F(first), F(last), Value(bounds), function="daterange", output_field=DateRangeField())


def spelling(column: str) -> Func:
    """The column without case and with the tone mark in one place: "Hòa" and "HOÀ" are one, "Ân" and "An" two."""
    return Func(F(column), function="public.vn_spelling_key", output_field=models.TextField())


def no_overlap(name: str, *columns: str | Func, message: str, condition: Q | None = None) -> ExclusionConstraint:
    """No two rows with the same `columns` may be valid on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[(date_span("valid_from", "valid_to"), RangeOperators.OVERLAPS)]
        + [(column, RangeOperators.EQUAL) for column in columns],
        condition=condition,
        violation_error_message=message,
    )


def partial_date_check(prefix: str, name: str) -> models.CheckConstraint:
    """`<prefix>_from` and `<prefix>_to` are both known, in order, or both unknown."""
    first, last = f"{prefix}_from", f"{prefix}_to"
    unknown = Q(**{f"{first}__isnull": True, f"{last}__isnull": True})
    # Said aloud: a comparison with NULL is no refusal.
    known = Q(**{f"{first}__isnull": False, f"{last}__isnull": False, f"{first}__lte": F(last)})
    return models.CheckConstraint(
        condition=unknown | known,
        name=name,
        violation_error_message="Ngày đầu phải trước hoặc trùng ngày cuối, và cần đủ cả hai.",
    )


def partial_date(instance: models.Model, prefix: str) -> PartialDate | None:
    """The pair of columns as one date of its own precision."""
    first: date | None = getattr(instance, f"{prefix}_from")
    last: date | None = getattr(instance, f"{prefix}_to")
    return PartialDate(first, last) if first and last else None


class ValidQuerySet(models.QuerySet):
    """Rows with a first and a last day of validity."""

    def on(self, day: date | Expression) -> Self:
        """Rows valid on `day`; as an expression it is asked each time the rows are."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class ValidBetween(models.Model):
    """Valid from a first to a last day, both included; empty means always before, or until further notice."""

    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_to")) | Q(valid_from=None) | Q(valid_to=None),
                name="%(app_label)s_%(class)s_valid_in_order",
                violation_error_message=ENDS_BEFORE_START,
            )
        ]

    def clean(self) -> None:
        """Dates in order, said before the exclusion constraints ask: no range can be made of others."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValidationError({"valid_to": ENDS_BEFORE_START})


class Archivable(models.Model):
    """A record may be put away: out of the daily lists, still in every figure, never destroyed."""

    archived_on = models.DateField("cất vào lưu trữ ngày", null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Words(Func):
    """A search key with a space before it, so that ' hoa' is the beginning of a word wherever it stands."""

    template = "(' ' || %(expressions)s)"
    arity = 1
    output_field = models.TextField(db_collation="C")


class Provenance(models.TextChoices):
    """Whether a record tells of something that was, or was invented for the demo."""

    REAL = "real", "thật"
    INVENTED = "invented", "giả định"


class Sex(models.TextChoices):
    MALE = "M", "Nam"
    FEMALE = "F", "Nữ"


class PersonFields(Archivable):
    """A person's name, birth date of its own precision, and sex."""

    full_name = CleanTextField("họ và tên", max_length=120)
    sort_key = vn_key("vn_sort_key", "full_name")
    search_key = vn_key("vn_search_key", "full_name")
    born_from = models.DateField("ngày sinh (sớm nhất)", null=True, blank=True)
    born_to = models.DateField("ngày sinh (muộn nhất)", null=True, blank=True)
    sex = models.CharField("giới tính", max_length=1, choices=Sex.choices, blank=True)
    provenance = models.CharField(
        "số liệu", max_length=8, choices=Provenance.choices, default=Provenance.REAL, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            clean_check("full_name", "%(app_label)s_%(class)s_name_clean"),
            partial_date_check("born", "%(app_label)s_%(class)s_born_in_order"),
            models.CheckConstraint(
                condition=Q(sex__in=["", *Sex.values]),
                name="%(app_label)s_%(class)s_sex_known",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def born(self) -> PartialDate | None:
        """Birth date in the precision of the papers."""
        return partial_date(self, "born")


def one_of(column: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The column holds one of the choices."""
    return models.CheckConstraint(
        condition=Q(**{f"{column}__in": choices.values}),
        name=name,
        violation_error_message="Giá trị này không có trong danh sách.",
    )
