"""Reading the demo's data files, and the dates in them."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from school.partial_date import PartialDate

DATA = Path(__file__).parent / "data"


def read(name: str) -> dict[str, Any]:
    """The content of `data/<name>.yaml`."""
    content: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


def partial(value: date | str) -> PartialDate:
    """A day, or a month written 2023-06."""
    if isinstance(value, date):
        return PartialDate.day(value)
    year, month = value.split("-")
    return PartialDate.month(int(year), int(month))
