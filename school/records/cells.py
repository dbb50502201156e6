"""What a cell says: the same value as words on a page and as typed values in a spreadsheet."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import number_format

UNKNOWN = "–"
THOUSAND = 1000  # below it a whole number has no separator


def as_text(value: Any) -> str:
    """In the school's way: 31/07/2024, 1.288, có, – where unknown."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple):
        return "; ".join(as_text(one) for one in value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return _number(value) if isinstance(value, int | Decimal) else str(value)


def _number(value: int | Decimal) -> str:
    if isinstance(value, int) and 0 <= value < THOUSAND:
        return str(value)
    return str(number_format(value, use_l10n=True, force_grouping=True))


def for_sheet(value: Any) -> str | int | float | date | None:
    """Numbers and days keep their types; everything else is text."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return float(value) if isinstance(value, Decimal) else value
    if isinstance(value, Model):
        return str(value)
    return as_text(value) if value != "" else None
