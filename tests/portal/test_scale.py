"""`manage.py scale`: exact sizes, lives that could have been, history kept, nothing mixed with a real school."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Count, F, Max, Min, Q

from courses.models import CourseClass, Programme
from enrollment.models import (
    ChangeVerb,
    ClassStay,
    Enrolment,
    EnrolmentChange,
    EnrolmentState,
    Learner,
    Posting,
    RosterConfirmation,
)
from portal.demo.guard import OUR_APPS
from portal.scale import names
from portal.scale.load import load
from portal.scale.size import SEED, Size
from school import copying
from school.days import today
from school.models import Agency, Provenance
from tests.factories.enrollment import LearnerFactory
from tests.factories.school import AgencyFactory, InstitutionFactory

pytestmark = pytest.mark.django_db

BUSY = Size(700, 3000, 4)  # classes that overlap, several for each learner
TABLES = [Agency, Programme, CourseClass, RosterConfirmation, Learner, Posting, Enrolment, ClassStay, EnrolmentChange]


@pytest.fixture
def school():
    load(BUSY)
    return BUSY


# What is written


@pytest.mark.parametrize("size", [Size(1, 1, 1), Size(50, 40, 1), Size(100, 100, 80), Size(200, 1000, 70), BUSY])
def test_exact_numbers(size):
    load(size)
    assert (Learner.objects.count(), Enrolment.objects.count()) == (size.learners, size.enrolments)
    assert CourseClass.objects.count() == RosterConfirmation.objects.count() == size.classes
    entered = EnrolmentChange.objects.filter(verb=ChangeVerb.ENTER)
    assert entered.values("enrolment").distinct().count() == entered.count() == size.enrolments
    opened = CourseClass.objects.aggregate(first=Min("opened_from"), last=Max("opened_from"))
    assert opened["first"].year >= today().year - size.years
    assert opened["last"] <= today()


def test_years_are_used_evenly(school):
    years = CourseClass.objects.values_list("year").annotate(number=Count("pk"))
    whole = [number for year, number in years if today().year - school.years < year < today().year]
    assert len(whole) == school.years - 1
    assert max(whole) - min(whole) <= 1


def test_what_follows_holds_and_could_be_typed(school):
    connection.check_constraints()
    for model in TABLES:
        for row in model.objects.order_by("?")[:5]:
            row.full_clean()


def test_everything_is_invented(school):
    for app in OUR_APPS:
        for model in apps.get_app_config(app).get_models():
            if {field.name for field in model._meta.fields} >= {"provenance"} and not hasattr(
                model, "pgh_tracked_model"
            ):
                assert not model.objects.exclude(provenance=Provenance.INVENTED).exists(), model


@pytest.mark.parametrize("size", [BUSY, Size(64, 128, 2), Size(130, 500, 65)])
def test_nobody_is_in_two_classes_at_once(size):
    load(size)
    again = Enrolment.objects.values("learner", "first_class").annotate(times=Count("pk")).filter(times__gt=1)
    assert not again.exists()
    stays = ClassStay.objects.order_by("enrolment__learner", "started_on")
    before = None
    for learner, started, until in stays.values_list("enrolment__learner", "started_on", "until"):
        if before and before[0] == learner:
            assert before[1] is not None
            assert before[1] <= started
        before = learner, until


def test_stays_are_within_their_classes(school):
    one_day = timedelta(days=1)
    outside = Q(started_on__lt=F("course_class__opened_from")) | Q(until__gt=F("course_class__closed_to") + one_day)
    assert not ClassStay.objects.filter(outside).exists()
    ended = ClassStay.objects.filter(course_class__closed_to__isnull=False)
    assert ended.exists()
    assert not ended.filter(until=None).exists()


def test_states_follow_from_the_ledger(school):
    """Every kind of life is there, and ends as its last change says."""
    states = {
        ChangeVerb.WITHDRAW: EnrolmentState.WITHDRAWN,
        ChangeVerb.DEFER: EnrolmentState.DEFERRED,
        ChangeVerb.COMPLETE: EnrolmentState.COMPLETED,
        ChangeVerb.ENTER: EnrolmentState.STUDYING,
        ChangeVerb.TRANSFER: EnrolmentState.STUDYING,
    }
    last = {change.enrolment_id: change.verb for change in EnrolmentChange.objects.order_by("effective_on", "id")}
    for pk, state in Enrolment.objects.values_list("pk", "state"):
        assert state == states[last[pk]]
    assert set(EnrolmentChange.objects.values_list("verb", flat=True)) == set(states)
    running = ClassStay.objects.filter(until=None).values_list("enrolment_id", flat=True)
    studying = Enrolment.objects.filter(state=EnrolmentState.STUDYING).values_list("pk", flat=True)
    assert sorted(running) == sorted(studying)
    assert len(studying) > 0


def test_moving_over_is_between_running_classes_of_one_programme(school):
    moves = EnrolmentChange.objects.filter(verb=ChangeVerb.TRANSFER)
    assert moves.exists()
    for move in moves.select_related("to_class", "enrolment__first_class"):
        assert move.to_class.programme_id == move.enrolment.first_class.programme_id
        assert move.to_class.opened_from <= move.effective_on
        assert move.to_class.closed_from is None or move.effective_on <= move.to_class.closed_from
        stays = list(move.enrolment.stays.values_list("course_class", "started_on"))
        assert stays[1:] == [(move.to_class_id, move.effective_on)]


def test_somebody_learns_in_several_programmes(school):
    programmes = Learner.objects.annotate(number=Count("enrolments__first_class__programme", distinct=True))
    assert programmes.filter(number__gte=3).exists()
    assert Learner.objects.annotate(posts=Count("postings")).filter(posts=2).count() > school.learners / 10


def test_the_sending_agency_is_that_of_the_day(school):
    for enrolment in Enrolment.objects.filter(learner__postings__valid_to__isnull=False).select_related("learner")[:99]:
        post = enrolment.learner.postings.on(enrolment.entered_on).get()
        assert (enrolment.agency_id, enrolment.position) == (post.agency_id, post.position)


def test_learners_are_of_an_age_to_learn():
    load(Size(300, 3000, 80))
    for born, joined, first, last in Learner.objects.values_list(
        "born_to", "joined_party_from", Min("enrolments__entered_on"), Max("enrolments__entered_on")
    ):
        assert (first - born).days >= 25 * 365
        assert (last - born).days <= 71 * 366
        assert joined is None or joined < first


@pytest.mark.parametrize("people", [100, 1000])
def test_search_texts_find_what_they_promise(people):
    load(Size(people, people, 2))
    found = {
        text: Learner.objects.filter(search_key__contains=text).count()
        for text in (names.NOBODY, names.RAREST, names.RARE, names.COMMON, names.EVERYBODY)
    }
    assert list(found.values()) == [0, 10, people * 2 // 100, people * 45 // 100, people]
    assert not Learner.objects.exclude(full_name__regex=r"^\S+ T").exists()  # begins a word, as pages search


def test_the_same_seed_gives_the_same_school():
    first, again, other = (_loaded(Size(100, 300, 5, seed)) for seed in (SEED, SEED, SEED + 1))
    assert first == again
    assert first != other


def _loaded(size):
    """All rows of all tables, in order, without keys, which differ from load to load; nothing is kept."""
    with transaction.atomic():
        load(size)
        found = [list(model.objects.order_by("pk").values_list(*_plain(model))) for model in TABLES]
        transaction.set_rollback(True)
    return found


def _plain(model):
    return [field.name for field in model._meta.fields if not field.primary_key and not field.is_relation]


# How it is written


def test_history_is_kept(school):
    for model in TABLES:
        (events,) = (one for one in apps.get_models() if getattr(one, "pgh_tracked_model", None) is model)
        assert events.objects.filter(pgh_label="insert").count() == model.objects.count() > 0


def test_later_records_get_keys_of_their_own(school):
    for factory, model in ((LearnerFactory, Learner), (AgencyFactory, Agency)):
        last = model.objects.latest("pk").pk
        assert factory().pk > last


@pytest.mark.parametrize("number", [0, 1, 99, 100, 101, 200, 210])
def test_every_row_is_written_whatever_the_chunk(monkeypatch, number):
    monkeypatch.setattr(copying, "CHUNK", 100)
    monkeypatch.setattr(copying, "SENT", 30)
    rows = (("state", f"Sở {number}", "invented") for number in range(number))
    assert copying.copy(Agency, ("kind", "name", "provenance"), rows) == Agency.objects.count() == number


def test_what_the_database_refuses_is_said_as_ever():
    with pytest.raises(IntegrityError, match="school_agency_kind"):
        copying.copy(Agency, ("kind", "name", "provenance"), [("royal", "Sở Nội vụ", "invented")])


def test_the_planner_knows_the_tables(school):
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'enrollment_enrolment'")
        assert cursor.fetchone() == (school.enrolments,)


# Refusals


def size(learners=100, enrolments=100, years=5, **others):
    return {"learners": learners, "enrolments": enrolments, "years": years, **others}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (size(learners=0), "phải từ 1 trở lên"),
        (size(enrolments=-5), "phải từ 1 trở lên"),
        (size(years=0), "phải từ 1 trở lên"),
        (size(years=81), "nhiều nhất là 80"),
        (size(learners=10**12), "nhiều nhất là 50.000.000"),
        (size(learners=10, enrolments=1000), "xếp được nhiều nhất 120 lượt học"),
        (size(learners="nhiều"), "“nhiều” ở --learners không phải là số nguyên"),
        (size(years="1.5"), "không phải là số nguyên"),
        (size(seed="x"), "--seed không phải là số nguyên"),
        ({"learners": 5}, "Thiếu --enrolments"),
    ],
)
def test_a_size_that_cannot_be_ends_with_2(asked, words):
    with pytest.raises(CommandError, match=words) as refused:
        call_command("scale", **asked)
    assert refused.value.returncode == 2
    assert not any(model.objects.exists() for model in TABLES)


def test_as_many_as_fit_and_one_more():
    most = Size(100, 100, 5).most
    load(Size(100, most, 5))
    with pytest.raises(CommandError, match="nhiều nhất"):
        call_command("scale", **size(enrolments=most + 1))


@pytest.mark.parametrize("make", [InstitutionFactory, AgencyFactory, LearnerFactory])
def test_not_among_the_records_of_a_school(make):
    make()
    with pytest.raises(CommandError, match="đang giữ số liệu của một trường") as refused:
        call_command("scale", **size())
    assert refused.value.returncode == 1
    assert not Programme.objects.exists()


def test_into_the_demo():
    InstitutionFactory(provenance=Provenance.INVENTED)
    call_command("scale", **size(), verbosity=0)
    assert Enrolment.objects.count() == 100


def test_not_twice(school):
    with pytest.raises(CommandError, match="đã có dữ liệu quy mô") as refused:
        call_command("scale", **size())
    assert refused.value.returncode == 1
    assert Learner.objects.count() == school.learners


def test_all_or_nothing(monkeypatch):
    monkeypatch.setattr("portal.scale.load._changes", lambda size, keys: iter([("bad",) * 7]))
    with pytest.raises(DataError):
        load(Size(100, 100, 5))
    assert not any(model.objects.exists() for model in TABLES)


def test_it_says_what_was_loaded(capsys):
    call_command("scale", **size(learners=1000, enrolments=1200))
    said = capsys.readouterr().out
    assert said == "Đã nạp dữ liệu giả định: 1.000 học viên, 1.200 lượt học, 19 lớp trong 5 năm.\n"


def test_on_a_command_line():
    command = [sys.executable, "manage.py", "scale", "--learners", "5"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("Thiếu --enrolments. Ví dụ: --learners 100000 --enrolments 1000000 --years 30.\n")
