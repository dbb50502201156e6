"""The demo: 2023 exactly as published, and an invented school life that never touches it."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.db.models import Sum

from courses.models import ClassState, CourseClass, DeclaredFigure, Programme
from enrollment.domain.rosters import Entry, confirm_roster, enrol_roster
from enrollment.models import ClassStay, Enrolment, EnrolmentChange, Learner, Posting, RosterConfirmation
from portal.demo.accounts import DEMO_ACCOUNTS
from portal.demo.guard import OUR_APPS, demo_traces, refusal
from portal.demo.load import load_demo
from portal.models import Role, User
from portal.report import as_json, excel, pdf, word
from portal.report.compute import annual_report
from research.models import Project, Seminar
from school.days import today
from school.figures import Scope, count
from school.models import Agency, AgencyMembership, AgencySuccession, Provenance, StaffEmployment, StaffPosting
from tests.factories.school import InstitutionFactory

OWN = {}  # an environment without DATABASE_URL: the database that `make run` made
FIRST_INVENTED = date(2024, 1, 1)
BEGINNINGS = {
    CourseClass: "opened_from",
    Enrolment: "entered_on",
    Posting: "valid_from",
    StaffEmployment: "valid_from",
    StaffPosting: "valid_from",
    Project: "started_on",
    Seminar: "held_from",
}
# Tables that only the invented life fills, and those where each record says which it is.
INVENTED_THROUGHOUT = [
    AgencyMembership,
    AgencySuccession,
    ClassStay,
    EnrolmentChange,
    RosterConfirmation,
    StaffEmployment,
    StaffPosting,
]
MARKED = [
    model
    for app in OUR_APPS
    for model in apps.get_app_config(app).get_models()
    if any(field.name == "provenance" for field in model._meta.fields) and not hasattr(model, "pgh_tracked_model")
]
# What people bring with them: birth, membership of the Party, degrees.
BEFORE_THE_SCHOOL = {
    *("born_from", "born_to"),
    *("joined_party_from", "joined_party_to"),
    *("awarded_from", "awarded_to"),
}


def _invented(model: type[models.Model]) -> models.QuerySet:
    return model.objects.filter(provenance=Provenance.INVENTED) if model in MARKED else model.objects.all()


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demo, loaded once for all tests here and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_demo(OWN)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def undone(demo: None) -> Iterator[None]:
    """What a test writes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows_of_every_table() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for app in OUR_APPS for model in _models(app)}


def _models(app: str) -> list[type[models.Model]]:
    return list(apps.get_app_config(app).get_models())


@pytest.mark.usefixtures("demo")
class TestThe2023Report:
    def test_it_is_the_published_one(self):
        report = as_json.as_dict(annual_report(2023))
        assert report["total"] == {"classes": 18, "learners": 1288}
        assert report["off_plan"] == {"classes": 5, "learners": 300, "approximate": True}
        rows = {row["programme"]: (row["classes"], row["learners"]) for row in report["rows"] if row["planned"]}
        assert rows == {
            "TC-LLCT": (6, 409),
            "BD-CVC": (1, 50),
            "BD-LDP": (3, 237),
            "BD-CV": (1, 68),
            "CN-DT4": (7, 524),
        }
        assert {row["basis"] for row in report["rows"]} == {"declared"}
        assert report["plan_completion"] == {"numerator": None, "denominator": None}
        assert report["criteria"]["remaining"] == 2
        assert report["criteria"]["due"] == "2024-07-31"
        assert report["key_tasks_done"] == 3
        assert not report["invented"]
        lines = [line for kind in report["research"].values() for line in kind]
        assert len(lines) == 4
        assert all(line["count"] is None and line["stated_without_number"] for line in lines)

    def test_the_database_says_the_same_without_the_report(self):
        planned = DeclaredFigure.objects.filter(year=2023, planned=True)
        assert planned.aggregate(classes=Sum("classes"), learners=Sum("learners")) == {
            "classes": 18,
            "learners": 1288,
        }
        assert CourseClass.objects.filter(year=2023).count() == 18
        assert not Enrolment.objects.filter(first_class__year=2023).exists()

    def test_before_the_meeting_nothing_of_it_is_in_the_total(self):
        report = annual_report(2023, date(2023, 11, 15))
        assert len(report.rows) == 6
        assert not any(row.in_total for row in report.rows)
        assert any("16/11/2023" in note for note in report.notes)

    @pytest.mark.parametrize("day", [date(2023, 11, 16), date(2023, 12, 31)])
    def test_from_that_day_on_it_is(self, day):
        total = annual_report(2023, day).total
        assert (total.classes, total.learners) == (18, 1288)

    @pytest.mark.parametrize("render", [pdf.render, word.render, excel.render, as_json.render])
    def test_the_same_report_is_the_same_bytes(self, render):
        assert render(annual_report(2023)) == render(annual_report(2023))

    @pytest.mark.usefixtures("undone")
    def test_66_confirmed_beside_68_declared(self):
        course_class = CourseClass.objects.get(year=2023, programme__code="BD-CV")
        agency = Agency.objects.filter(is_group=False).first()
        learners = Learner.objects.all()[:66]
        enrol_roster(course_class, [Entry(learner, agency) for learner in learners])
        confirm_roster(course_class)
        row = next(row for row in annual_report(2023).rows if row.programme_code == "BD-CV")
        assert (row.counted, row.declared, row.difference) == (66, 68, -2)

    @pytest.mark.usefixtures("undone")
    def test_one_class_of_three_confirmed_keeps_the_declared_237(self):
        course_class = CourseClass.objects.filter(year=2023, programme__code="BD-LDP").first()
        agency = Agency.objects.filter(is_group=False).first()
        enrol_roster(course_class, [Entry(learner, agency) for learner in Learner.objects.all()[:79]])
        confirm_roster(course_class)
        report = annual_report(2023)
        row = next(row for row in report.rows if row.programme_code == "BD-LDP")
        assert (row.learners, row.counted, row.basis.value) == (237, 79, "mixed")
        assert report.total.learners == 1288
        assert any("đếm được 79 từ 1/3 lớp" in note for note in report.notes)


@pytest.mark.usefixtures("demo")
class TestTheInventedYears:
    @pytest.mark.parametrize("model", BEGINNINGS, ids=lambda model: model.__name__)
    def test_nothing_invented_begins_before_2024(self, model):
        begins = BEGINNINGS[model]
        invented = model.objects.all()
        if model is CourseClass:
            invented = invented.filter(provenance=Provenance.INVENTED)
        assert invented.exists()
        assert not invented.filter(**{f"{begins}__lt": FIRST_INVENTED}).exists()
        if model is not CourseClass:
            assert not invented.filter(**{f"{begins}__isnull": True}).exists()

    def test_no_date_of_the_invented_life_is_before_2024(self):
        early = [
            f"{model._meta.label}.{field.name}"
            for model in INVENTED_THROUGHOUT + MARKED
            for field in model._meta.fields
            if type(field) is models.DateField and field.name not in BEFORE_THE_SCHOOL
            if _invented(model).filter(**{f"{field.name}__lt": FIRST_INVENTED}).exists()
        ]
        assert early == []

    @pytest.mark.parametrize("year", [2024, 2025, 2026])
    def test_a_school_of_real_size(self, year):
        classes = CourseClass.objects.filter(year=year)
        assert classes.count() >= 40
        assert not classes.exclude(provenance=Provenance.INVENTED).exists()
        assert Enrolment.objects.filter(first_class__year=year).count() >= 1500
        assert annual_report(year).invented

    def test_a_dozen_classes_run_today(self):
        assert count("classes_running", Scope.of_year(today().year, today())) >= 12
        assert CourseClass.objects.filter(state=ClassState.PLANNED).exists()

    def test_none_of_2023_is_carried_over(self):
        report = annual_report(2024)
        assert {row.programme_code: row.carried_over for row in report.rows if row.carried_over} == {}

    def test_group_3_follows_doi_tuong_4(self):
        programme = Programme.objects.get(code="CN-N3")
        assert (programme.follows.code, programme.valid_from) == ("CN-DT4", date(2024, 5, 10))
        assert programme.document.number == "145-QĐ/TW"
        assert programme.follows.valid_to == date(2024, 5, 9)

    def test_every_invariant_holds(self):
        connection.check_constraints()

    def test_a_second_load_changes_nothing(self):
        before, report = rows_of_every_table(), as_json.render(annual_report(2023))
        assert load_demo(OWN) is False
        assert rows_of_every_table() == before
        assert as_json.render(annual_report(2023)) == report

    def test_one_account_for_each_role_that_signs_in(self, client):
        assert {account.role for account in DEMO_ACCOUNTS} == set(Role)
        for account in DEMO_ACCOUNTS:
            user = User.objects.get(username=account.username)
            assert (user.role, user.demo) == (account.role, True)
            assert client.login(username=account.username, password=account.password)

    def test_its_traces_are_found(self):
        traces = " ".join(demo_traces())
        assert all(account.username in traces for account in DEMO_ACCOUNTS)


@pytest.mark.django_db
class TestWhereItMayNotGo:
    def test_not_into_a_database_of_ones_own(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://truong@127.0.0.1/truong")
        with pytest.raises(CommandError, match="DATABASE_URL"):
            call_command("demo")
        assert not User.objects.exists()

    def test_not_into_a_real_school(self):
        school = InstitutionFactory(provenance=Provenance.REAL)
        assert school.name in refusal(OWN)

    def test_not_where_anything_was_entered(self):
        Agency.objects.create(name="Sở Y tế")
        assert refusal(OWN)

    def test_a_real_portal_has_no_traces(self):
        InstitutionFactory(provenance=Provenance.REAL)
        assert demo_traces() == []
