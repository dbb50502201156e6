"""A list comes in and is made ready: received, its cells mended, its columns told, its doubts decided."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction

from courses.models import CourseClass
from enrollment.domain.imports.plan import CREATE, Plan, make_plan
from enrollment.domain.imports.reading import remember_columns, sheets_of
from enrollment.intake.headers import MEANINGS
from enrollment.models import ImportState, RosterImport
from school.errors import Refused
from school.models import Agency, Provenance
from school.queries.agency_names import agency_names
from school.text import clean_text

LONGEST_NAME = 200
LONGEST_CELL = 500

Account = Any  # settings.AUTH_USER_MODEL: the portal's, which nothing here may import


def receive(
    data: bytes, file_name: str, course_class: CourseClass | None, by: Account | None = None,
    provenance: str = Provenance.REAL,
) -> RosterImport:  # fmt: skip
    """Keep a file, or pasted text (`file_name` ""), as a draft. Raises FileRefused where it can't be read at all.

    A file without a list that we find is kept: its columns can be told.
    """
    received = RosterImport(
        course_class=course_class,
        file_name=clean_text(file_name)[-LONGEST_NAME:],
        data=data,
        sha256=sha256(data).hexdigest(),
        created_by=by,
        provenance=provenance,
    )
    sheets_of(received)
    received.save()
    return received


def tell_columns(received: RosterImport, mapping: dict[int, str]) -> None:
    """Say what columns mean (column from 0 → a meaning of the headers, "" for none); kept for the agency's next list.

    Raises Refused for a meaning that is none or stands twice, FileRefused where there is still no list.
    """
    meanings = [meaning for meaning in mapping.values() if meaning]
    if unknown := set(meanings) - set(MEANINGS):
        raise Refused(f"Không có loại cột “{sorted(unknown)[0]}”. Chọn lại trong danh sách.")
    if len(meanings) != len(set(meanings)):
        raise Refused("Hai cột đang chọn cùng một ý nghĩa. Mỗi ý nghĩa chỉ chọn cho một cột.")
    with transaction.atomic():
        locked = _draft(received)
        locked.mapping = {str(column): meaning for column, meaning in mapping.items()}
        roster = make_plan(locked).roster
        locked.save(update_fields=["mapping"])
        remember_columns(locked, roster, agency_names())
    received.refresh_from_db()


def mend_cell(received: RosterImport, row: int, column: int, text: str) -> None:
    """Put `text` in place of a cell (row as the sheet numbers it, column from 0), for this import only."""
    if row < 1 or column < 0:
        raise Refused("Không có ô này trong danh sách.")
    with transaction.atomic():
        locked = _draft(received)
        locked.cells.setdefault(str(row), {})[str(column)] = clean_text(text)[:LONGEST_CELL]
        locked.save(update_fields=["cells"])
    received.refresh_from_db()


def choose(received: RosterImport, row: int, choice: dict[str, Any] | None) -> None:
    """Decide whom a row means: {"learner": pk}, {"new": True}, {"leave": True}; None takes a decision back."""
    choose_all(received, {row: choice})


def choose_all(received: RosterImport, choices: Mapping[int, dict[str, Any] | None]) -> None:
    """Decide for several rows, as `choose`."""
    with transaction.atomic():
        locked = _draft(received)
        told = locked.choices | {str(row): choice for row, choice in choices.items()}
        locked.choices = {row: choice for row, choice in told.items() if choice is not None}
        locked.save(update_fields=["choices"])
    received.refresh_from_db()


def choose_agency(received: RosterImport, written: str, agency: Agency | None) -> None:
    """Decide which agency a name means, in all its rows; None: a new one is created under that name.

    Raises Refused for a group.
    """
    if agency is not None and agency.is_group:
        raise Refused(f"“{agency.name}” là nhóm đơn vị. Chọn đơn vị cử học viên.", "agency")
    with transaction.atomic():
        locked = _draft(received)
        locked.agencies[written] = agency.pk if agency else CREATE
        locked.save(update_fields=["agencies"])
    received.refresh_from_db()


def create_unknown_agencies(received: RosterImport, plan: Plan) -> None:
    """Decide that every agency nobody knows is created under the name written."""
    unknown = {row.person.agency for row in plan.rows if row.person.agency and row.agency is None}
    with transaction.atomic():
        locked = _draft(received)
        locked.agencies |= dict.fromkeys(sorted(unknown), CREATE)
        locked.save(update_fields=["agencies"])
    received.refresh_from_db()


def receive_again(received: RosterImport, by: Account | None = None) -> RosterImport:
    """A new draft of the same list with all that was said of it, for the rows that were left; imported rows stay."""
    again = RosterImport(
        course_class=received.course_class,
        created_by=by,
        **{
            name: getattr(received, name)
            for name in ("file_name", "data", "sha256", "mapping", "cells", "choices", "agencies", "provenance")
        },
    )
    again.save()
    return again


def _draft(received: RosterImport) -> RosterImport:
    locked = RosterImport.objects.select_for_update(of=("self",)).select_related("course_class").get(pk=received.pk)
    if locked.state not in (ImportState.DRAFT, ImportState.FAILED):
        raise Refused(f"Danh sách này {locked.get_state_display()}, không sửa được nữa.")
    return locked
