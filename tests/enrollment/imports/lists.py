"""Lists as a test writes them, received and imported; the tables that a list may change."""

import csv
import io
from datetime import date
from typing import Any

from django.db import models

from courses.models import ClassState, CourseClass
from enrollment.domain.imports.carry_out import import_now
from enrollment.domain.imports.receive import receive
from enrollment.models import (
    ClassStay,
    Enrolment,
    EnrolmentChange,
    Identity,
    ImportRow,
    Learner,
    Posting,
    RosterImport,
    SuccessionEntry,
)
from school.models import Agency, AgencyName
from school.partial_date import PartialDate
from tests.factories import CourseClassFactory

HEADER = {
    "full_name": "Họ và tên",
    "dob": "Ngày sinh",
    "gender": "Giới tính",
    "position": "Chức vụ",
    "agency": "Đơn vị",
    "national_id": "Số CCCD",
    "party_joined": "Ngày vào Đảng",
}
TABLES: tuple[type[models.Model], ...] = (
    Agency, AgencyName, Learner, Identity, Posting, SuccessionEntry, Enrolment, ClassStay, EnrolmentChange,
)  # fmt: skip
AN = {
    "full_name": "Nguyễn Văn An",
    "dob": "09/03/1975",
    "gender": "Nam",
    "agency": "Sở Nội vụ",
    "position": "Chuyên viên",
}
BINH = {"full_name": "Lê Thị Bình", "dob": "12/10/1980", "gender": "Nữ", "agency": "Sở Nội vụ", "position": "Văn thư"}


def a_list(*people: dict[str, str]) -> bytes:
    """A file of these people; a value left out is an empty cell."""
    text = io.StringIO()
    lines = csv.DictWriter(text, HEADER.values(), delimiter=";")
    lines.writeheader()
    for person in people:
        lines.writerow({HEADER[name]: value for name, value in person.items()})
    return text.getvalue().encode()


def received(*people: dict[str, str], course_class: CourseClass | None = None, name: str = "ds.csv") -> RosterImport:
    """The list as a draft."""
    return receive(a_list(*people), name, course_class)


def imported(*people: dict[str, str], course_class: CourseClass | None = None) -> RosterImport:
    """The list, imported."""
    draft = received(*people, course_class=course_class)
    import_now(draft)
    return draft


def open_class(day: date = date(2026, 3, 2), **fields: Any) -> CourseClass:
    """A class that opened on the day."""
    opened = {"opened_from": day, "opened_to": day, "state": ClassState.OPEN}
    return CourseClassFactory(**opened | fields)


def outcomes(done: RosterImport) -> list[str]:
    """What became of the rows, in their order."""
    return list(ImportRow.objects.filter(roster_import=done).order_by("row").values_list("outcome", flat=True))


def stored() -> dict[str, list[Any]]:
    """Every row of the tables that a list may change."""
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in TABLES}


def day(text: str) -> PartialDate:
    """09/03/1975 or 1975."""
    parts = [int(part) for part in text.split("/")]
    return PartialDate.day(date(*reversed(parts))) if len(parts) == 3 else PartialDate.year(parts[0])  # type: ignore[arg-type]
