"""The lists that the invented agencies send: written as a file, received and imported like any other."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from courses.models import CourseClass
from enrollment.domain.imports.carry_out import import_now
from enrollment.domain.imports.receive import choose_all, receive
from enrollment.models import Enrolment, ImportRow
from portal.demo.pool import Known
from portal.models import User
from school.models import Provenance, Sex

HEADER = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Đơn vị công tác", "Số CCCD", "Ngày vào Đảng",
)  # fmt: skip
FIRST_ROW = 2  # of people, below the header


def enrol_by_list(record: CourseClass, people: Sequence[Known], day: date, by: User) -> list[Enrolment]:
    """Enrol people in a class opened on `day` by a list; those not yet registered are from now on.

    Namesakes are told apart as an officer would, row by row.
    """
    file_name = f"Danh sách {record.code.replace('/', '-')} ngày {day:%d-%m-%Y}.csv"
    received = receive(_file(people), file_name, record, by, Provenance.INVENTED)
    choices = {
        row: {"learner": known.learner.pk} if known.learner.pk else {"new": True}
        for row, known in enumerate(people, FIRST_ROW)
    }
    choose_all(received, choices)
    import_now(received)
    rows = ImportRow.objects.filter(roster_import=received).select_related("learner", "enrolment")
    enrolled = []
    for row in rows.order_by("row"):
        if row.learner and row.enrolment:
            people[row.row - FIRST_ROW].learner = row.learner
            enrolled.append(row.enrolment)
    return enrolled


def _file(people: Sequence[Known]) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";")
    lines.writerow(HEADER)
    for number, known in enumerate(people, 1):
        person = known.person
        lines.writerow(
            [
                number,
                person.full_name,
                person.born,
                Sex(person.sex).label,
                known.position,
                known.place.agency.name,
                person.national_id,
                person.joined_party or "",
            ]
        )
    return text.getvalue().encode("utf-8-sig")
