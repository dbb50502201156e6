"""A learner's way, in one line of time: classes, posts and quy hoạch, from the rows that the page shows anyway."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from enrollment.models import Enrolment, EnrolmentState, Posting, SuccessionEntry
from school.days import today
from school.partial_date import PartialDate

STUDY, POST, PLAN = "study", "post", "plan"
ICONS = {STUDY: "mortarboard-fill", POST: "building", PLAN: "signpost"}


@dataclass(frozen=True)
class Event:
    """Something of a learner's way. `when` is as precise as the papers, `expected` not yet so."""

    kind: str
    when: PartialDate | None
    title: str
    note: str
    record: Any
    expected: bool = False

    @property
    def icon(self) -> str:
        """The picture in the disc or ring."""
        return ICONS[self.kind]


def way_of(rows: Iterable[Any]) -> list[Event]:
    """The events of enrolments, postings and quy hoạch, newest first; those without a day last."""
    events = [event for row in rows for event in _events(row)]
    return sorted(events, key=lambda event: event.when.first if event.when else date.min, reverse=True)


def _events(row: Any) -> list[Event]:
    if isinstance(row, Enrolment):
        return _of_enrolment(row)
    if isinstance(row, Posting):
        return [_of_posting(row)]
    return [_of_succession(row)] if isinstance(row, SuccessionEntry) else []


def _of_enrolment(row: Enrolment) -> list[Event]:
    course_class = row.first_class
    opened = course_class.opened
    when = opened if opened and opened.first <= row.entered_on <= opened.last else PartialDate.day(row.entered_on)
    sent = ", ".join(filter(None, (row.position, str(row.agency))))
    found = [Event(STUDY, when, str(course_class), f"{row.get_state_display()}; {sent}", row)]
    due = course_class.due_to_close_on
    if row.state == EnrolmentState.STUDYING and due and not course_class.closed_from:
        note = f"lớp {course_class.code}"
        found.append(Event(STUDY, PartialDate.day(due), "Dự kiến bế giảng", note, None, expected=True))
    return found


def _of_posting(row: Posting) -> Event:
    title = ", ".join(filter(None, (str(row.agency), row.position)))
    return Event(POST, _day(row.valid_from), title, _until(row), row, expected=_to_come(row))


def _of_succession(row: SuccessionEntry) -> Event:
    note = "; ".join(filter(None, (f"theo {row.document}" if row.document else "", _until(row))))
    return Event(PLAN, _day(row.valid_from), f"Quy hoạch {row}", note, row, expected=_to_come(row))


def _day(day: date | None) -> PartialDate | None:
    return PartialDate.day(day) if day else None


def _until(row: Posting | SuccessionEntry) -> str:
    return f"đến hết {row.valid_to:%d/%m/%Y}" if row.valid_to else ""


def _to_come(row: Posting | SuccessionEntry) -> bool:
    return row.valid_from is not None and row.valid_from > today()
