"""manage.py annual_report: shapes, exit codes, words."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from school.days import today
from tests.factories.courses import CourseClassFactory, DeclaredFigureFactory

pytestmark = pytest.mark.django_db
ROW = {
    "programme",
    "partner",
    "planned",
    "classes",
    "learners",
    "people",
    "declared",
    "counted",
    "carried_over",
    "closed",
    "basis",
    "approximate",
}


def report(*arguments: str) -> dict:
    binary = io.BytesIO()
    out = io.TextIOWrapper(binary)
    call_command("annual_report", *arguments, stdout=out)
    out.flush()
    return json.loads(binary.getvalue())


def test_the_shape_that_other_programs_read():
    DeclaredFigureFactory()
    found = report("2023")
    assert {"year", "as_of", "rows", "total", "off_plan", "research", "criteria", "notes", "frozen"} <= set(found)
    assert set(found["rows"][0]) >= ROW
    assert found["total"] == {"classes": 3, "learners": 237}
    assert found["frozen"] is None


def test_a_day_may_be_given():
    CourseClassFactory(opened=date(2024, 3, 4))
    assert report("2024", "--as-of", "2024-03-03")["rows"] == []
    assert report("2024", "--as-of", "2024-03-04")["rows"][0]["classes"] == 1


def test_a_year_without_data_is_no_error():
    found = report("2019")
    assert found["rows"] == []
    assert found["total"] == {"classes": None, "learners": None}
    assert "chưa có dữ liệu" in found["notes"][0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("1944",),
        (str(today().year + 2),),
        ("năm nay",),
        ("2023", "--as-of", "2023-02-30"),
        ("2023", "--as-of", "2999-01-01"),
        ("2023", "--format", "doc"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_words(arguments):
    with pytest.raises(CommandError) as refused:
        call_command("annual_report", *arguments)
    assert refused.value.returncode == 2
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{")])
def test_into_a_file(tmp_path: Path, kind, begins):
    target = tmp_path / f"bao-cao.{kind}"
    call_command("annual_report", "2023", "--format", kind, "--output", str(target))
    assert target.read_bytes().startswith(begins)


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path):
    with pytest.raises(CommandError, match="Không có thư mục"):
        call_command("annual_report", "2023", "--output", str(tmp_path / "khong-co" / "x.json"))
