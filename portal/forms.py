"""What people type into pages of the portal itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator

from school.days import today

# Eight digits in a row too: the digit keys of a phone have no stroke.
DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d%m%Y"]
FIRST_DAY = date(1945, 1, 1)


def not_to_come(day: date) -> None:
    """Raises ValidationError for a day after today: nobody knows its figures yet."""
    if day > today():
        raise forms.ValidationError(f"Ngày này chưa tới. Gõ một ngày đến hết hôm nay, {today():%d/%m/%Y}.")


class DayField(forms.DateField):
    """A day as text, dd/mm/yyyy: a date picker would show the browser's own language."""

    default_error_messages = {
        "invalid": "Ngày này không có trong lịch. Gõ ngày/tháng/năm, ví dụ 16/11/2023.",
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "form-control", "inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
        widget = forms.DateInput(format="%d/%m/%Y", attrs=attrs)
        early = MinValueValidator(FIRST_DAY, "Cổng giữ số liệu từ năm 1945. Gõ một ngày từ 01/01/1945 trở đi.")
        super().__init__(input_formats=DAY_FORMATS, widget=widget, validators=[early, not_to_come], **kwargs)


class DayForm(forms.Form):
    """The day a report or a list speaks of, as its address asks (`?tinh-den=`)."""

    NAME = "tinh-den"

    def __init__(self, query: Mapping[str, str], default: date) -> None:
        """Shows `default` where the address names no day."""
        super().__init__({self.NAME: query.get(self.NAME, "").strip() or default})
        self.default = default
        self.fields[self.NAME] = DayField(label="Tính đến ngày")

    @property
    def field(self) -> forms.BoundField:
        """The one field, for templates."""
        return self[self.NAME]

    @property
    def day(self) -> date:
        """The day asked for; the default where what was asked is no day."""
        return self.cleaned_data[self.NAME] if self.is_valid() else self.default
