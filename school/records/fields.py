"""Days as the school writes them: dd/mm/yyyy typed by hand, and dates no more precise than the papers."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from school.partial_date import PartialDate

# Eight digits in a row too: the digit keys of a phone have no stroke.
DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d%m%Y"]
FIRST_YEAR, LAST_YEAR = 1900, 2100
DAY_HINT = "ngày/tháng/năm, ví dụ 16/11/2023"
WRONG_DAY = f"Ngày này không có trong lịch. Gõ {DAY_HINT}."
YEARS_KEPT = f"Gõ một ngày trong khoảng từ năm {FIRST_YEAR} đến năm {LAST_YEAR}."
PARTIAL_HINT = "ngày/tháng/năm; chỉ biết tháng thì gõ 02/1980, chỉ biết năm thì gõ 1980"
WRONG_PARTIAL = "Ngày này không có trong lịch. Gõ ngày đúng theo hồ sơ; chỉ biết năm thì gõ 1980."
PARTS = re.compile(r"\s*(?:(?:(\d{1,2})[/.\-])?(\d{1,2})[/.\-])?(\d{4})\s*")
RUN_TOGETHER = re.compile(r"\s*(\d{2})(\d{2})(\d{4})\s*")
SPAN = re.compile(r"\s+đến\s+")


class TextInput(forms.TextInput):
    """A day as text: a date picker would show the browser's own language."""

    def __init__(self, length: int) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "maxlength": length, "class": "day"})

    def format_value(self, value: Any) -> Any:
        """A date in the school's way; text stays as typed."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else super().format_value(value)


class DateField(forms.DateField):
    """A day known to the day."""

    default_error_messages = {"invalid": WRONG_DAY, "required": f"Gõ {DAY_HINT}."}

    def __init__(self, **kwargs: Any) -> None:
        limits = [
            MinValueValidator(date(FIRST_YEAR, 1, 1), YEARS_KEPT),
            MaxValueValidator(date(LAST_YEAR, 12, 31), YEARS_KEPT),
        ]
        fixed = {"input_formats": DAY_FORMATS, "widget": TextInput(10), "validators": limits}
        super().__init__(**{"help_text": DAY_HINT} | kwargs | fixed)

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class PartialDateField(forms.CharField):
    """A day, a month, a year, or two of them with "đến" between; cleaned to a PartialDate or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": PARTIAL_HINT} | kwargs | {"widget": TextInput(24)})

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return str(value) if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> Any:
        """The date, of its own precision. Raises ValidationError."""
        text = super().to_python(value) or ""
        if text in self.empty_values:
            return None
        try:
            edges = [_read(part) for part in SPAN.split(text)]
            first, last = edges[0], edges[-1]
            return PartialDate(first.first, last.last)
        except ValueError:
            raise forms.ValidationError(WRONG_PARTIAL, "invalid") from None


def _read(text: str) -> PartialDate:
    """One day, month or year. Raises ValueError for anything else."""
    match = PARTS.fullmatch(text) or RUN_TOGETHER.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day, month, year = (int(part) if part else 0 for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    if day:
        return PartialDate.day(date(year, month, day))
    return PartialDate.month(year, month) if match.group(2) else PartialDate.year(year)
