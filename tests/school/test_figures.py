"""The registry: a figure is the count of its rows, and its list is those rows."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from enrollment.domain.changes import leave_class, transfer
from enrollment.domain.rosters import confirm_roster
from enrollment.models import ChangeVerb
from school.figures import Ask, Scope, UnknownFigure, ask, count, drill, measure, register, registered, share, shares
from school.models import EmploymentKind, QualificationKind, QualificationLevel
from school.partial_date import PartialDate
from tests.factories.courses import CourseClassFactory, PlanLineFactory, YearPlanFactory
from tests.factories.enrollment import EnrolmentFactory, LearnerFactory
from tests.factories.research import ProjectFactory, SeminarFactory
from tests.factories.school import QualificationFactory, StaffEmploymentFactory

YEAR = Scope.of_year(2024, date(2024, 12, 31))


def roster(size: int, *, confirmed: bool = True, **kwargs):
    course_class = CourseClassFactory(**{"opened": date(2024, 3, 4)} | kwargs)
    EnrolmentFactory.create_batch(size, first_class=course_class)
    if confirmed:
        confirm_roster(course_class)
    return course_class


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="classes_opened"):
        register(measure("classes_opened"))


def test_every_share_is_made_of_measures_and_every_measure_speaks():
    for one in shares():
        assert measure(one.numerator)
        assert measure(one.denominator)
    for one in registered():
        assert one.label
        assert one.definition.endswith(".")
        assert one.columns


@pytest.mark.parametrize("ask_for", ["no_such_figure", "plan_completion"])
def test_an_unknown_measure_is_refused_in_words(ask_for):
    with pytest.raises(UnknownFigure, match="Không có số liệu"):
        measure(ask_for)


def test_an_unknown_dimension_is_refused_in_words():
    with pytest.raises(UnknownFigure, match="Không chia được"):
        measure("classes_opened").cell(YEAR.at(colour="red"))


@pytest.mark.django_db
class TestAsking:
    def test_every_measure_by_every_dimension_in_one_query(self):
        roster(2)
        StaffEmploymentFactory(valid_from=date(2020, 1, 1))
        SeminarFactory(held=date(2024, 5, 6))
        PlanLineFactory()
        with CaptureQueriesContext(connection) as queries:
            for one in registered():
                ask(*(Ask(one, YEAR, (dimension,)) for dimension in one.dimensions), Ask(one, YEAR))
        assert len(queries) == len(registered())

    def test_parts_add_up_and_each_cell_lists_its_count(self):
        roster(3)
        roster(2, planned=False)
        roster(4, confirmed=False)
        for name in ("classes_opened", "classes_confirmed", "enrolments_opened", "enrolments_unconfirmed"):
            for dimension in ("programme", "partner", "planned", "mode", "provenance"):
                cells, whole = ask(Ask(measure(name), YEAR, (dimension,)), Ask(measure(name), YEAR))
                assert sum(cells.values()) == whole[()]
                for (value,), number in cells.items():
                    assert drill(name, YEAR.at(**{dimension: value})).count() == number

    def test_an_empty_dimension_value_opens_its_rows(self):
        roster(1, partner=None)
        ((key, number),) = ask(Ask(measure("classes_opened"), YEAR, ("partner",)))[0].items()
        assert (key, number) == ((None,), 1)
        assert drill("classes_opened", YEAR.at(partner=None)).count() == 1

    def test_one_person_in_two_classes_is_two_and_one(self):
        learner = LearnerFactory()
        for month in (3, 9):
            course_class = CourseClassFactory(opened=date(2024, month, 4))
            EnrolmentFactory(first_class=course_class, learner=learner)
            confirm_roster(course_class)
        assert count("enrolments_opened", YEAR) == 2
        assert count("persons_opened", YEAR) == 1
        assert list(drill("persons_opened", YEAR)) == [learner]


@pytest.mark.django_db
class TestClasses:
    @pytest.mark.parametrize(
        ("opened", "closed", "expected"),
        [
            (date(2023, 12, 31), None, (0, 1, 0)),
            (date(2024, 1, 1), None, (1, 0, 0)),
            (date(2024, 12, 31), None, (1, 0, 0)),
            (date(2025, 1, 1), None, (0, 0, 0)),
            (date(2023, 5, 1), date(2023, 12, 31), (0, 0, 0)),
            (date(2023, 5, 1), date(2024, 1, 1), (0, 1, 1)),
            (date(2024, 5, 1), date(2024, 12, 31), (1, 0, 1)),
            (PartialDate(date(2024, 6, 1), date(2024, 9, 30)), None, (1, 0, 0)),
        ],
    )
    def test_opened_carried_over_closed_at_the_edges_of_a_year(self, opened, closed, expected):
        CourseClassFactory(opened=opened, closed=closed)
        names = ("classes_opened", "classes_carried_over", "classes_closed")
        assert tuple(count(name, YEAR) for name in names) == expected

    def test_as_of_sees_only_what_was(self):
        CourseClassFactory(opened=date(2024, 6, 3), closed=date(2024, 9, 2))
        for day, opened, running, closed in [
            (date(2024, 6, 2), 0, 0, 0),
            (date(2024, 6, 3), 1, 1, 0),
            (date(2024, 9, 1), 1, 1, 0),
            (date(2024, 9, 2), 1, 0, 1),
        ]:
            scope = Scope.of_year(2024, day)
            assert count("classes_opened", scope) == opened
            assert count("classes_running", scope) == running
            assert count("classes_closed", scope) == closed

    def test_a_provisional_record_whose_end_nobody_told_does_not_run_on(self):
        known = CourseClassFactory(opened=date(2023, 6, 5))
        CourseClassFactory(opened=date(2023, 6, 5), code_provisional=True)
        assert list(drill("classes_carried_over", YEAR)) == [known]
        assert list(drill("classes_running", YEAR)) == [known]

    def test_the_plan_is_its_latest_version_and_completion_compares_whole_numbers(self):
        assert share("plan_completion", YEAR) == (0, 0)
        early = YearPlanFactory(adopted_on=date(2024, 1, 5))
        PlanLineFactory(plan=early, classes=9)
        late = YearPlanFactory(adopted_on=date(2024, 6, 5))
        line = PlanLineFactory(plan=late, classes=4)
        CourseClassFactory(opened=date(2024, 3, 4), plan_line=line)
        CourseClassFactory(opened=date(2024, 3, 4), planned=False)
        assert share("plan_completion", YEAR) == (1, 4)
        assert share("plan_completion", Scope.of_year(2024, date(2024, 5, 1))) == (1, 9)


@pytest.mark.django_db
class TestHeadcounts:
    def test_only_who_was_there_at_the_opening_is_counted(self):
        course_class = CourseClassFactory(opened=date(2024, 3, 4))
        there, late, gone = (
            EnrolmentFactory(first_class=course_class, entered_on=day)
            for day in (date(2024, 3, 4), date(2024, 3, 18), date(2024, 3, 4))
        )
        leave_class(gone, ChangeVerb.WITHDRAW, date(2024, 3, 4), reason="Không đến")
        confirm_roster(course_class)
        assert list(drill("enrolments_opened", YEAR)) == [there]
        on_the_20th = Scope.of_year(2024, date(2024, 3, 20))
        assert {stay.enrolment for stay in drill("learners_in_class", on_the_20th)} == {there, late}

    def test_a_transfer_stays_one_in_the_year_of_its_first_class(self):
        first = CourseClassFactory(opened=date(2024, 11, 4))
        other = CourseClassFactory(opened=date(2025, 1, 6), programme=first.programme)
        enrolment = EnrolmentFactory(first_class=first)
        confirm_roster(first)
        transfer(enrolment, other, date(2025, 2, 3), reason="Chuyển công tác")
        year_2025 = Scope.of_year(2025, date(2025, 12, 31))
        assert count("enrolments_opened", YEAR) == 1
        assert count("enrolments_opened", year_2025) == 0

    def test_a_share_of_classes_managed_here(self):
        roster(1, confirmed=False)
        CourseClassFactory(opened=date(2024, 3, 4))
        assert share("classes_managed_in_portal_share", YEAR) == (1, 2)


@pytest.mark.django_db
class TestStaff:
    def test_changing_one_degree_changes_the_share(self):
        employment = StaffEmploymentFactory(kind=EmploymentKind.LECTURER, valid_from=date(2020, 1, 1))
        StaffEmploymentFactory(kind=EmploymentKind.CONCURRENT, valid_from=date(2020, 1, 1))
        StaffEmploymentFactory(kind=EmploymentKind.VISITING, valid_from=date(2020, 1, 1))
        StaffEmploymentFactory(kind=EmploymentKind.OTHER, valid_from=date(2020, 1, 1))
        degree = QualificationFactory(
            staff=employment.staff, kind=QualificationKind.DEGREE, level=QualificationLevel.BACHELOR
        )
        assert share("lecturer_share", YEAR) == (2, 3)
        assert share("lecturer_master_share", YEAR) == (0, 2)
        degree.level = QualificationLevel.MASTER
        degree.save()
        assert share("lecturer_master_share", YEAR) == (1, 2)

    def test_a_degree_counts_from_its_last_possible_day(self):
        employment = StaffEmploymentFactory(kind=EmploymentKind.LECTURER, valid_from=date(2020, 1, 1))
        QualificationFactory(
            staff=employment.staff,
            kind=QualificationKind.DEGREE,
            level=QualificationLevel.DOCTOR,
            awarded=PartialDate.year(2024),
        )
        assert share("lecturer_doctor_share", Scope.of_year(2024, date(2024, 12, 30))) == (0, 1)
        assert share("lecturer_doctor_share", YEAR) == (1, 1)

    @pytest.mark.parametrize(
        ("began", "level", "fits"),
        [
            (date(2017, 12, 31), QualificationLevel.INTERMEDIATE, 0),
            (date(2018, 1, 1), QualificationLevel.INTERMEDIATE, 1),
            (date(2010, 1, 1), QualificationLevel.ADVANCED, 1),
        ],
    )
    def test_after_seven_years_of_teaching_only_advanced_theory_will_do(self, began, level, fits):
        employment = StaffEmploymentFactory(kind=EmploymentKind.LECTURER, valid_from=began)
        QualificationFactory(staff=employment.staff, kind=QualificationKind.POLITICAL_THEORY, level=level)
        assert share("lecturer_political_theory_share", YEAR) == (fits, 1)


@pytest.mark.django_db
class TestResearch:
    def test_held_and_accepted_by_level(self):
        SeminarFactory(level="city", held=date(2024, 12, 31))
        SeminarFactory(level="school", held=date(2025, 1, 1))
        ProjectFactory(level="city", started_on=date(2023, 2, 1), accepted_on=date(2024, 3, 1))
        ProjectFactory(level="city", started_on=date(2024, 2, 1), accepted_on=None)
        assert count("city_seminars_held", YEAR) == 1
        assert count("school_seminars_held", YEAR) == 0
        assert count("city_projects_accepted", YEAR) == 1
        assert count("city_projects_under_way", YEAR) == 2


@pytest.mark.django_db
@settings(max_examples=15)
@given(
    lives=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 400), st.booleans(), st.integers(0, 3)), max_size=8),
    day=st.integers(0, 1100),
)
def test_whatever_happened_a_figure_is_the_length_of_its_list(lives, day):
    """Random school lives: each figure equals its list, on any day, and every class is in one state only."""
    start = date(2023, 1, 1)
    with transaction.atomic():
        for opened, length, planned, size in lives:
            opening = start + timedelta(days=opened)
            course_class = CourseClassFactory(opened=opening, closed=opening + timedelta(days=length), planned=planned)
            EnrolmentFactory.create_batch(size, first_class=course_class)
            if size and planned:
                confirm_roster(course_class)
        scope = Scope.of_year(2024, start + timedelta(days=day))
        for one in registered():
            expected = one.listed(scope).count()
            if not one.total:
                assert count(one.name, scope) == expected
        both = set(drill("classes_opened", scope)) & set(drill("classes_carried_over", scope))
        assert not both
        transaction.set_rollback(True)
