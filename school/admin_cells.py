"""How a record's values stand in a spreadsheet of the data admin, and how they are read back, in words."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils import timezone
from import_export.widgets import Widget

DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
YES, NO = {"có", "x", "1", "đúng", "true"}, {"không", "0", "sai", "false"}


class Cell(Widget):
    """Text. Every widget gives native values: the format decides how they are written."""

    def __init__(self, field: models.Field) -> None:
        super().__init__()
        self.field = field

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The field's value. Raises ValueError with what to write instead."""
        if value is None or value == "":
            return self.none
        return self.read(value)

    @property
    def none(self) -> Any:
        """What an empty cell means."""
        return None if self.field.null else ""

    def read(self, value: Any) -> Any:
        """A cell that is not empty."""
        return str(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """A native value, or text."""
        return "" if value is None else value if isinstance(value, int | Decimal | date) else str(value)


class ChoiceCell(Cell):
    """One of the field's choices, by its words."""

    def read(self, value: Any) -> Any:
        """Its code, from its words or from the code itself."""
        text = str(value).strip().lower()
        for code, words in self.field.flatchoices:
            if text in {str(words).lower(), str(code).lower()}:
                return code
        known = "; ".join(str(words) for _, words in self.field.flatchoices)
        raise ValueError(f"“{value}” không có trong danh sách. Ghi một trong: {known}.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Its words."""
        return str(dict(self.field.flatchoices).get(value, value or ""))


class YesNoCell(Cell):
    """có, không."""

    none = None  # unknown, or the field's default

    def read(self, value: Any) -> Any:
        """A truth value."""
        text = str(value).strip().lower()
        if text in YES or text in NO:
            return text in YES
        raise ValueError(f"“{value}” không rõ nghĩa. Ghi “có” hoặc “không”.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """In words."""
        return "" if value is None else "có" if value else "không"


class NumberCell(Cell):
    """A whole or a decimal number; keys of other records too."""

    none = None

    def read(self, value: Any) -> Any:
        """The number; a decimal comma or point."""
        try:
            number = Decimal(str(value).strip().replace(",", "."))
        except InvalidOperation as error:
            raise ValueError(f"“{value}” không phải là số.") from error
        if not number.is_finite() or number.adjusted() > 18:
            raise ValueError(f"“{value}” ngoài khoảng cho phép.")
        if isinstance(self.field, models.DecimalField):
            return number
        if number != number.to_integral_value():
            raise ValueError(f"“{value}” không phải là số nguyên.")
        return int(number)


class KeyCell(NumberCell):
    """Another record, by its key."""

    def read(self, value: Any) -> Any:
        """The key of a record that is there."""
        key = super().read(value)
        target: Any = self.field.related_model
        if not target._default_manager.filter(pk=key).exists():
            raise ValueError(f"Không có {target._meta.verbose_name} nào mang mã {key}.")
        return key


class DayCell(Cell):
    """A day: Excel's own, or typed dd/mm/yyyy."""

    none = None

    def read(self, value: Any) -> Any:
        """The day."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        for form in DAYS:
            try:
                return datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        raise ValueError(f"“{value}” không phải là ngày. Ghi ngày/tháng/năm, ví dụ 16/11/2023.")


class MomentCell(Cell):
    """A moment, in Vietnam's time; only ever written."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Without a zone, as spreadsheets know it."""
        return "" if value is None else timezone.localtime(value).replace(tzinfo=None, microsecond=0)


def cell_for(field: models.Field) -> Cell:
    """How the field's values stand in a cell."""
    if field.is_relation:
        return KeyCell(field)
    if field.choices:
        return ChoiceCell(field)
    for kind, cell in CELLS:
        if isinstance(field, kind):
            return cell(field)
    return Cell(field)


CELLS: list[tuple[type[models.Field], type[Cell]]] = [
    (models.BooleanField, YesNoCell),
    (models.DateTimeField, MomentCell),
    (models.DateField, DayCell),
    (models.IntegerField, NumberCell),  # keys are whole numbers too
    (models.DecimalField, NumberCell),
]
