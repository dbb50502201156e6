"""The list behind a counted figure, as an address asks for it: the very rows that make the number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from courses.models import CourseClass, Family, Mode, PlanLine, Programme, YearPlan
from portal.report import wording
from research.models import Level
from school.figures import Dimension, Measure, Scope, count, measure
from school.models import Provenance, Sex
from school.queries.names import names_on

PAGE_ROWS = 100
DIMENSION_WORDS = {
    "programme": "Chương trình",
    "partner": "Đơn vị phối hợp",
    "planned": "Kế hoạch",
    "family": "Loại hình",
    "mode": "Hình thức",
    "provenance": "Số liệu",
    "figure": "Theo báo cáo",
    "class": "Lớp",
    "agency": "Đơn vị cử",
    "sex": "Giới tính",
    "level": "Cấp",
    "kind": "Loại",
    "quarter": "Quý",
    "plan": "Kế hoạch",
    "plan_line": "Dòng kế hoạch",
    "staff": "Cán bộ",
}
VALUE_WORDS: dict[Any, str] = {
    value: str(label) for choices in (Mode, Family, Provenance, Sex, Level) for value, label in choices.choices
}
PLANS: dict[str, Any] = {
    "plan": YearPlan.objects.all(),
    "plan_line": PlanLine.objects.select_related("programme", "partner"),
}


class Unreadable(ValueError):
    """The address names no figure that can be shown; the message is for the reader."""


@dataclass(frozen=True)
class Listing:
    """A figure, what narrows it, and a page of its rows."""

    measure: Measure
    scope: Scope
    number: str
    cell: tuple[tuple[str, str], ...]
    headers: tuple[str, ...]
    page: Page[Any]

    @property
    def heading(self) -> str:
        """The figure with the year, or the day, that it speaks of."""
        if self.measure.standing:
            return f"{self.measure.label}, đến {wording.day(self.scope.last)}"
        year = self.scope.year
        return f"{self.measure.label}, năm {year}" if year else self.measure.label

    @property
    def invented(self) -> bool:
        """Whether this page shows invented rows."""
        return any(is_invented(item) for item in self.page)

    @property
    def rows(self) -> list[list[str]]:
        """The page's cells as text, "–" where nothing is known."""
        return [[shown(column.value(item)) for column in self.measure.columns] for item in self.page]

    @property
    def lines(self) -> list[tuple[Any, list[str]]]:
        """The page's records, each with its cells."""
        return list(zip(self.page, self.rows, strict=True))


def read_scope(query: Mapping[str, str], asked: Measure, day: date) -> Scope:
    """Period, day and cell of an address; the present year where it names none.

    Raises Unreadable for a day or a value that is none, and for a period that ends before it begins.
    """
    try:
        start = date.fromisoformat(query.get("tu") or f"{day.year}-01-01")
        end = date.fromisoformat(query.get("den") or f"{day.year}-12-31")
        where = {
            name: _parsed(dimension, query[name]) if query[name] else None
            for name, dimension in asked.dimensions.items()
            if name in query
        }
    except ValueError:
        raise Unreadable("Địa chỉ này có ngày hoặc điều kiện lọc chưa đúng. Mở lại từ con số trong báo cáo.") from None
    if end < start:
        raise Unreadable("Kỳ số liệu phải kết thúc sau khi bắt đầu. Mở lại từ con số trong báo cáo.")
    return Scope(start, end, day, where)


def _parsed(dimension: Dimension, text: str) -> Any:
    if "\x00" in text:  # PostgreSQL keeps no such character
        raise ValueError("a value cannot hold NUL")
    return dimension.parse(text)


def listing(asked: Measure, scope: Scope, page: str) -> Listing:
    """The figure and one page of the list behind it."""
    paginator = Paginator(asked.listed(scope), PAGE_ROWS)
    number = count(asked.name, scope) if asked.total else paginator.count
    return Listing(
        measure=measure(asked.name),
        scope=scope,
        number=wording.number(number),
        cell=tuple(
            (DIMENSION_WORDS.get(name, name), _value(name, value, scope)) for name, value in scope.where.items()
        ),
        headers=tuple(column.label for column in asked.columns),
        page=paginator.get_page(page),
    )


def is_invented(item: Any) -> bool:
    """Whether the row tells of something made up for the demo, itself or through what it belongs to."""
    owners = (item, *(getattr(item, name, None) for name in ("staff", "plan", "enrolment")))
    return any(getattr(owner, "provenance", None) == Provenance.INVENTED for owner in owners)


def shown(value: Any) -> str:
    """A cell's value as tables write it."""
    if value is None or value == "":
        return wording.DASH
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return wording.number(value)
    return wording.table_day(value) if isinstance(value, date) else str(value)


def _value(name: str, value: Any, scope: Scope) -> str:
    if value is None:
        return "không nêu"
    if name == "planned":
        return "trong kế hoạch" if value else "ngoài kế hoạch"
    if name == "programme":
        return Programme.objects.filter(code=value).values_list("name", flat=True).first() or value
    if name in {"partner", "agency"}:
        return names_on(scope.last, [value]).get(value, (wording.DASH, ""))[0]
    if name == "class":
        return CourseClass.objects.filter(pk=value).values_list("code", flat=True).first() or wording.DASH
    if name in PLANS:
        return str(PLANS[name].filter(pk=value).first() or wording.DASH)
    return VALUE_WORDS.get(value, str(value))
