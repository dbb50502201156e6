"""The annual report: who knows what, and nothing added that may not be."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain.declared import declare_figure
from courses.models import DeclaredFigure
from enrollment.domain.rosters import confirm_roster, reopen_roster
from portal.report.compute import annual_report
from portal.report.content import Basis, Mark
from portal.report.year import YearOutOfRange
from school.days import today
from tests.factories.courses import CourseClassFactory, PlanLineFactory, ProgrammeFactory, YearPlanFactory
from tests.factories.enrollment import EnrolmentFactory
from tests.factories.school import AgencyFactory, AgencyNameFactory, DeclaredFactFactory, SourceFactory

pytestmark = pytest.mark.django_db
STATED = date(2023, 11, 16)


@pytest.fixture
def year() -> SimpleNamespace:
    """Three classes declared with 237, one declared with 68, and five off-plan with "gần 300"."""
    source, group = SourceFactory(), AgencyFactory(name="Quận, huyện ủy", kind="group")
    three, one = ProgrammeFactory(code="BD-LDP", order=30), ProgrammeFactory(code="BD-CV", order=40)

    def declared(programme, classes, learners):
        records = CourseClassFactory.create_batch(
            classes, programme=programme, partner=group, opened=STATED, code_provisional=True
        )
        figure = DeclaredFigure(
            year=2023,
            programme=programme,
            partner=group,
            classes=classes,
            learners=learners,
            source=source,
            stated_on=STATED,
        )
        return declare_figure(figure, records), records

    off_plan = DeclaredFigure(
        year=2023,
        planned=False,
        classes=5,
        learners=300,
        approximate=True,
        wording="gần 300",
        source=source,
        stated_on=STATED,
        note="Nguồn không nêu chương trình.",
    )
    declare_figure(off_plan)
    return SimpleNamespace(three=declared(three, 3, 237), one=declared(one, 1, 68), group=group)


def confirm(course_class, size: int) -> None:
    EnrolmentFactory.create_batch(size, first_class=course_class, entered_on=course_class.opened_from)
    confirm_roster(course_class)


def test_declared_rows_add_up_and_the_off_plan_stands_beside(year):
    report = annual_report(2023)
    assert [(r.programme_code, r.classes, r.learners) for r in report.rows] == [
        ("BD-LDP", 3, 237),
        ("BD-CV", 1, 68),
        (None, 5, 300),
    ]
    assert (report.total.classes, report.total.learners, report.total.mark) == (4, 305, Mark.DECLARED)
    assert (report.off_plan.classes, report.off_plan.learners, report.off_plan.approximate) == (5, 300, True)
    assert report.rows[2].note_numbers == (1,)
    assert "gần 300" in report.notes[0]
    assert "không cộng vào tổng" in report.notes[0]
    assert report.rows[0].carried_over is report.rows[0].closed is report.rows[0].people is None


def test_a_confirmed_roster_is_counted_beside_the_declared(year):
    confirm(year.one[1][0], 66)
    row = annual_report(2023).rows[1]
    assert (row.basis, row.learners, row.counted, row.declared, row.difference) == (Basis.COUNTED, 66, 66, 68, -2)
    assert row.people == 66
    total = annual_report(2023).total
    assert (total.learners, total.mark) == (303, Mark.MIXED)


def test_one_class_of_three_leaves_the_row_declared(year):
    confirm(year.three[1][0], 7)
    report = annual_report(2023)
    row = report.rows[0]
    assert (row.basis, row.learners, row.counted, row.confirmed, row.squares) == (
        Basis.MIXED,
        237,
        7,
        1,
        (True, False, False),
    )
    assert row.difference is None
    assert any("đếm được 7 từ 1/3 lớp" in note for note in report.notes)
    assert report.total.learners == 305


def test_reopening_a_roster_goes_back_to_the_declared_number(year):
    confirm(year.one[1][0], 66)
    reopen_roster(year.one[1][0], "Thiếu hai người")
    row = annual_report(2023).rows[1]
    assert (row.basis, row.learners, row.counted, row.entered) == (Basis.DECLARED, 68, None, 66)


def test_before_it_was_stated_a_declared_row_is_outside_the_total(year):
    report = annual_report(2023, date(2023, 11, 15))
    assert [(r.learners, r.in_total) for r in report.rows] == [(237, False), (68, False), (300, False)]
    assert (report.total.classes, report.total.learners) == (None, None)
    assert any("16/11/2023" in note and "chưa cộng vào tổng" in note for note in report.notes)
    assert annual_report(2023, STATED).total.learners == 305


def test_a_class_beyond_the_declared_ones_is_added_when_counted(year):
    figure, _ = year.three
    extra = CourseClassFactory(programme=figure.programme, partner=year.group, opened=date(2023, 12, 4))
    row = annual_report(2023).rows[0]
    assert (row.classes, row.learners) == (4, 237)
    assert any("nguồn nêu 3 lớp, trên cổng có 4 lớp" in note for note in annual_report(2023).notes)
    confirm(extra, 5)
    assert annual_report(2023).rows[0].learners == 242


def test_a_declared_class_that_moved_over_new_year_is_told(year):
    _, records = year.three
    records[0].opened_from = records[0].opened_to = date(2024, 1, 2)
    records[0].save()
    report = annual_report(2023)
    assert report.rows[0].classes == 2
    assert report.rows[0].learners == 237
    assert any("nguồn nêu 3 lớp, trên cổng có 2 lớp" in note for note in report.notes)


def test_rosters_not_confirmed_are_said_not_counted():
    course_class = CourseClassFactory(opened=date(2024, 3, 4))
    EnrolmentFactory.create_batch(3, first_class=course_class)
    report = annual_report(2024)
    row = report.rows[0]
    assert (row.classes, row.learners, row.counted, row.entered) == (1, None, None, 3)
    assert any("1 lớp chưa chốt danh sách" in note for note in report.notes)
    confirm_roster(course_class)
    assert annual_report(2024).total.learners == 3


def test_an_approximate_row_of_the_plan_is_not_in_the_total_either():
    figure = DeclaredFigure(
        year=2022,
        programme=ProgrammeFactory(),
        partner=AgencyFactory(),
        classes=2,
        learners=100,
        approximate=True,
        wording="khoảng 100",
        source=SourceFactory(),
        stated_on=date(2022, 12, 1),
    )
    declare_figure(figure)
    report = annual_report(2022)
    assert (report.rows[0].in_total, report.total.learners, report.off_plan) == (False, None, None)


def test_old_reports_keep_old_names():
    agency = AgencyFactory(name="Đảng ủy phường An Hải", valid_from=None)
    AgencyNameFactory(agency=agency, kind="former", name="Quận ủy Sơn Trà", valid_from=None, valid_to=date(2025, 6, 30))
    CourseClassFactory(partner=agency, opened=date(2024, 3, 4))
    CourseClassFactory(partner=agency, opened=date(2026, 3, 4))
    assert annual_report(2024).rows[0].partner_name == "Quận ủy Sơn Trà"
    assert annual_report(2026).rows[0].partner_name == "Đảng ủy phường An Hải"


def test_facts_without_a_number_are_neither_0_nor_1(year):
    DeclaredFactFactory(year=2023, subject="seminars_city", value=None, stated_on=STATED)
    DeclaredFactFactory(year=2023, subject="key_tasks_done", value=3, stated_on=STATED)
    report = annual_report(2023)
    city = report.research[0]
    assert (city.count, city.declared_without_number) == (None, True)
    assert report.key_tasks_done == 3
    assert report.plan_completion.percent is None
    assert annual_report(2023, date(2023, 11, 15)).key_tasks_done is None


def test_plan_completion_of_a_year_with_a_plan():
    line = PlanLineFactory(plan=YearPlanFactory(year=2024, adopted_on=date(2024, 1, 5)), classes=4)
    CourseClassFactory(opened=date(2024, 3, 4), plan_line=line, programme=line.programme, partner=line.partner)
    completion = annual_report(2024).plan_completion
    assert (completion.numerator, completion.denominator) == (1, 4)


def test_a_year_without_anything_is_empty_not_zero():
    report = annual_report(2019)
    assert report.empty
    assert (report.total.classes, report.total.learners, report.rows, report.off_plan) == (None, None, (), None)


@pytest.mark.parametrize("wrong", [1944, 0, 9999, today().year + 2])
def test_a_year_that_cannot_be_is_refused_in_words(wrong):
    with pytest.raises(YearOutOfRange, match="Chọn năm từ 1945"):
        annual_report(wrong)


def test_a_day_to_come_is_refused_in_words():
    with pytest.raises(YearOutOfRange, match="chưa tới"):
        annual_report(2023, date(today().year + 1, 1, 1))


def test_the_same_few_queries_for_one_class_and_for_thirty(year):
    with CaptureQueriesContext(connection) as few:
        annual_report(2023)
    for _ in range(30):
        CourseClassFactory(opened=date(2023, 3, 4))
    with CaptureQueriesContext(connection) as many:
        annual_report(2023)
    assert len(few) == len(many) <= 6
