"""manage.py criteria: the shape that other programs read, words for people, exit codes; refusals without a prefix."""

import json
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands, load_command_class

from portal.management.base import PortalCommand
from school.days import today
from school.models import FactSubject, IndicatorKind
from tests.factories import (
    AttestationFactory,
    CriteriaTaskFactory,
    CriterionFactory,
    DeclaredFactFactory,
    EvidenceUseFactory,
    FrameworkFactory,
    FrameworkLevelFactory,
    IndicatorFactory,
    QualificationFactory,
    StaffEmploymentFactory,
    StaffFactory,
    ThresholdFactory,
)

pytestmark = pytest.mark.django_db
ON = "2024-07-01"
SHAPE = {"framework", "level", "on", "loaded", "official_total", "declared_remaining", "due", "summary", "criteria"}
INDICATOR = {"code", "text", "kind", "measure", "value", "threshold", "unit", "status", "verified", "evidence"}


@pytest.fixture
def group():
    framework = FrameworkFactory(code="QD11", name="Trường chính trị chuẩn")
    FrameworkLevelFactory(framework=framework, level=1, official_total=55)
    FrameworkLevelFactory(framework=framework, level=2, official_total=None)
    return CriterionFactory(framework=framework, code="2", name="Đội ngũ")


@pytest.fixture
def computed(group):
    """Two of three lecturers are masters, 90 % are asked for."""
    indicator = IndicatorFactory(criterion=group, code="2.2", text="Thạc sĩ trở lên")
    ThresholdFactory(indicator=indicator, at_least=90)
    for number in range(3):
        staff = StaffFactory()
        StaffEmploymentFactory(staff=staff)
        if number:
            QualificationFactory(staff=staff)
    return indicator


def said(*arguments):
    out = StringIO()
    call_command("criteria", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments):
    return json.loads(said("--json", "--on", ON, *arguments))


def test_the_shape_that_other_programs_read(computed):
    DeclaredFactFactory(subject=FactSubject.CRITERIA_REMAINING, value=2, due_on=date(2024, 7, 31))
    EvidenceUseFactory(indicator=computed)
    found = as_json()
    assert set(found) == SHAPE
    assert (found["framework"], found["level"], found["on"]) == ("QD11", 1, ON)
    assert (found["loaded"], found["official_total"]) == (1, 55)
    assert (found["declared_remaining"], found["due"]) == (2, "2024-07-31")
    assert found["summary"] == {"met": 0, "exceeded": 0, "at_risk": 0, "not_met": 1, "not_assessed": 0}
    (group,) = found["criteria"]
    assert (group["code"], group["name"]) == ("2", "Đội ngũ")
    (indicator,) = group["indicators"]
    assert set(indicator) == INDICATOR
    assert indicator["value"] == pytest.approx(200 / 3, abs=1e-9)
    assert (indicator["threshold"], indicator["unit"], indicator["status"]) == (90, "%", "not_met")
    assert indicator["verified"] is False
    assert indicator["evidence"][0]["title"] == "Quy chế chi tiêu nội bộ năm 2024"


def test_unknown_is_null(group):
    AttestationFactory(indicator=IndicatorFactory(criterion=group, attested=True))
    IndicatorFactory(criterion=group, kind=IndicatorKind.RATIO, measure="not_counted_yet", unit="%")
    found = as_json("--level", "2")
    assert (found["official_total"], found["declared_remaining"], found["due"]) == (None, None, None)
    attested, uncounted = found["criteria"][0]["indicators"]
    assert [attested[name] for name in ("measure", "value", "threshold", "unit")] == [None] * 4
    assert (uncounted["value"], uncounted["threshold"]) == (None, None)


def test_words_for_people(computed):
    CriteriaTaskFactory(indicator=computed, due_on=date(2024, 7, 31))
    text = said("--on", ON)
    assert "Đã nạp 1 của 55 chỉ tiêu." in text
    assert "nguy cơ; 66,7 % (2/3 người); cần ít nhất 3/3; ngưỡng ≥ 90 %; hạn 31/07/2024" in text
    assert "chưa đối chiếu văn bản" in text
    assert "còn 30 ngày" in text


def test_today_unless_a_day_is_given(computed):
    assert json.loads(said("--json"))["on"] == today().isoformat()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--level", "3"),
        ("--level", "một"),
        ("--on", "2024-02-30"),
        ("--on", "hôm nay"),
        ("--on", str(today() + timedelta(days=1))),
        ("--on", "2020-01-01"),
        ("--framework", "KHAC"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_words(group, arguments):
    with pytest.raises(CommandError) as refused:
        said(*arguments)
    assert refused.value.returncode == 2
    assert str(refused.value).endswith(".")


def test_a_portal_without_a_framework():
    with pytest.raises(CommandError, match="chưa có bộ tiêu chí") as refused:
        said()
    assert refused.value.returncode == 2


# Refusals of all our commands


def test_all_our_commands_refuse_in_words_alone():
    ours = [name for name, app in get_commands().items() if app == "portal"]
    assert {"criteria", "annual_report", "backup", "restore", "start", "demo"} <= set(ours)
    for name in ours:
        assert isinstance(load_command_class("portal", name), PortalCommand), name


class Refusing(PortalCommand):
    """Refuses always."""

    requires_system_checks = []

    def handle(self, *args, **options):
        raise CommandError("Không có năm này.", returncode=3)


def test_on_a_command_line_nothing_stands_before_the_words(capsys):
    with pytest.raises(SystemExit) as left:
        Refusing(stderr=None).run_from_argv(["manage.py", "refusing"])
    assert left.value.code == 3
    assert capsys.readouterr().err == "Không có năm này.\n"


def test_from_code_a_refusal_is_raised():
    with pytest.raises(CommandError, match=r"^Không có năm này\.$"):
        call_command(Refusing())


def test_the_terminal_reads_the_words_alone():
    command = [sys.executable, "manage.py", "annual_report", "năm nay"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "“năm nay” không phải là năm. Ví dụ: 2023.\n"
