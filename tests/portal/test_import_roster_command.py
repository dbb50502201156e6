"""`manage.py import_roster`: the answer's shape, exit codes, and that a check writes nothing."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from enrollment.models import Enrolment, ImportRow, Learner, RosterImport
from school.domain.agencies import add_agency
from school.models import Agency
from tests.enrollment.imports.lists import AN, BINH, a_list, open_class, stored

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent.parent / "samples" / "rosters"
NAMES = (
    "An", "Bách", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Khánh", "Lâm", "Minh", "Nam", "Oanh", "Phú", "Quang", "Sơn",
)  # fmt: skip
KEYS = {"rows", "ok", "created", "matched", "changed", "errors", "warnings", "people"}


def run(*arguments: object) -> tuple[int, dict[str, Any]]:
    """Exit code and answer."""
    out = io.StringIO()
    try:
        call_command("import_roster", *map(str, arguments), "--json", stdout=out)
    except SystemExit as left:
        return int(left.code or 0), json.loads(out.getvalue())
    except CommandError as refusal:
        return refusal.returncode, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(*people: dict[str, str], name: str = "ds.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(a_list(*people))
        return path

    return write


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*[!n]")), ids=lambda path: path.name)
def test_every_sample_is_checked_exactly(sample: Path) -> None:
    expected = json.loads((SAMPLES / f"{sample.name}.expected.json").read_text())
    before = stored()
    code, answer = run(sample, "--check")
    assert set(answer) == KEYS
    assert code == (1 if expected["errors"] else 0)
    assert (answer["rows"], answer["ok"], len(answer["people"])) == (
        expected["rows"], expected["ok"], len(expected["people"]),
    )  # fmt: skip
    for person, told in zip(answer["people"], expected["people"], strict=True):
        assert {key: person[key] for key in told} == told
    assert [(e["row"], e["column"]) for e in answer["errors"]] == [(e["row"], e["column"]) for e in expected["errors"]]
    assert (stored(), RosterImport.objects.count()) == (before, 0)


def test_thirty_shared_people_of_whom_ten_moved(file: Any) -> None:
    add_agency("Sở Nội vụ")
    add_agency("Sở Y tế")
    people = [
        AN | {"full_name": f"Nguyễn Văn {name}", "dob": f"{n + 1:02}/03/19{60 + n}"} for n, name in enumerate(NAMES)
    ]
    people += [person | {"full_name": person["full_name"].replace("Văn", "Thị"), "gender": "Nữ"} for person in people]
    spring, autumn = open_class(), open_class(date(2026, 9, 7))
    assert run(file(*people), "--class", spring.code)[1]["created"] == 30
    moved = [person | {"agency": "Sở Y tế"} if n % 3 == 0 else person for n, person in enumerate(people)]
    code, answer = run(file(*moved), "--class", autumn.code)
    assert (code, answer["created"], answer["matched"], answer["changed"]) == (0, 0, 30, 10)
    assert (Learner.objects.count(), Enrolment.objects.count()) == (30, 60)


class TestExitCodes:
    def test_some_refused(self, file: Any) -> None:
        add_agency("Sở Nội vụ")
        code, answer = run(file(AN | {"dob": ""}, BINH))
        assert (code, answer["ok"], answer["created"]) == (1, 1, 1)
        assert [(error["row"], error["column"]) for error in answer["errors"]] == [(2, "dob")]

    def test_an_unknown_agency_is_ok_to_check_and_held_by_an_import(self, file: Any) -> None:
        path = file(AN, BINH)
        code, answer = run(path, "--check")
        assert (code, answer["ok"], [each["row"] for each in answer["warnings"]]) == (0, 2, [2])
        code, answer = run(path)
        assert (code, answer["ok"], Learner.objects.count(), ImportRow.objects.count()) == (1, 0, 0, 2)

    def test_create_agencies(self, file: Any) -> None:
        code, answer = run(file(AN, BINH), "--create-agencies")
        assert (code, answer["created"], Agency.objects.get().name) == (0, 2, "Sở Nội vụ")

    def test_people_have_the_agencys_own_name(self, file: Any) -> None:
        add_agency("Sở Nội vụ", aliases=["SNV"])
        assert run(file(AN | {"agency": "SNV"}), "--check")[1]["people"][0]["agency"] == "Sở Nội vụ"

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [("a.xlsx", b"", "trống"), ("a.xlsx", b"%PDF-1.7", "PDF"), ("a.xyz", b"x", "Loại tệp"), ("", None, "thư mục")],
    )
    def test_a_file_refused(self, tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
        path = tmp_path / name if name else tmp_path
        if data is not None:
            path.write_bytes(data)
        code, answer = run(path)
        assert (code, set(answer), answer["rows"]) == (2, KEYS, 0)
        assert [(error["row"], error["column"]) for error in answer["errors"]] == [(None, "file")]
        assert words in answer["errors"][0]["message"]

    def test_a_class_that_is_none_or_takes_nobody(self, file: Any) -> None:
        with pytest.raises(CommandError, match="K999") as refusal:
            call_command("import_roster", str(file(AN)), "--class", "K999")
        assert refusal.value.returncode == 2
        planned = open_class(state="planned", opened_from=None, opened_to=None)
        code, _ = run(file(AN), "--class", planned.code)
        assert (code, RosterImport.objects.count()) == (2, 0)


def test_in_words(file: Any) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_roster", str(file(AN | {"dob": "31/02/1975"}, BINH)), "--check", stdout=out)
    assert "2 dòng, nhận 1" in out.getvalue()
    assert "dòng 2: " in out.getvalue()
