"""Every sample of a real list goes the whole way over the pages, whatever stands around it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.models import CourseClass
from enrollment.domain.imports.carry_out import import_now
from enrollment.models import RosterImport
from tests.enrollment.import_pages.lists import page_of

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.BASE_DIR) / "tests" / "samples" / "rosters"
SAMPLES = sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample(officer: Client, running: CourseClass, name: str) -> None:
    file = SimpleUploadedFile(name, (FOLDER / name).read_bytes())
    response = officer.post(f"/lop/{running.pk}/nhap-danh-sach/", {"file": file}, follow=True)
    received = RosterImport.objects.get()
    shown = response.context["shown"]
    for row in shown.rows:
        assert [cell.label for cell in row.cells] == [heading.label for heading in shown.columns]
    first = shown.rows[0]
    editable = [cell for cell in first.cells if cell.editable]
    assert editable
    for cell in editable:
        assert officer.get(f"{page_of(received)}o/{first.number}/{cell.column}/").status_code == 200
    assert officer.get(f"{page_of(received)}cot/").status_code == 200
    officer.post(f"{page_of(received)}don-vi-moi/")
    plan = import_now(received)
    assert officer.get(page_of(received)).context["shown"].taken == len(plan.roster.people)
    left = officer.get(f"{page_of(received)}con-lai/excel").status_code
    assert left == (200 if len(plan.roster.rows) > len(plan.roster.people) else 404)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_rest_of_a_sample_is_read_as_the_same_people(officer: Client, running: CourseClass, name: str) -> None:
    """Nothing is imported of agencies that nobody knows: the whole list goes back, and comes in again as it was."""
    officer.post(f"/lop/{running.pk}/nhap-danh-sach/", {"file": SimpleUploadedFile(name, (FOLDER / name).read_bytes())})
    received = RosterImport.objects.get()
    plan = import_now(received)
    held = {row.person.row: row.person for row in plan.rows if row.outcome in ("held", "refused")}
    response = officer.get(f"{page_of(received)}con-lai/excel")
    again = SimpleUploadedFile("con-lai.xlsx", b"".join(response.streaming_content))
    officer.post(f"/lop/{running.pk}/nhap-danh-sach/", {"file": again})
    second = import_now(RosterImport.objects.latest("pk"))
    assert [person.as_json() for person in second.roster.rows] == [person.as_json() for person in held.values()]
