"""Merging two records of one person and splitting them: nothing is lost, nobody is counted twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise

import pghistory
import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from enrollment.domain.changes import transfer
from enrollment.domain.merging import merge_learners, split_learners
from enrollment.domain.postings import Move, move_learners
from enrollment.domain.rosters import confirm_roster, reopen_roster
from enrollment.models import Enrolment, Learner, LearnerMerge, Posting
from enrollment.queries.merging import VALUES, what_moves
from school.errors import Refused
from school.figures import Scope, count
from school.partial_date import PartialDate
from tests.factories import (
    AgencyFactory,
    CourseClassFactory,
    EnrolmentFactory,
    IdentityFactory,
    LearnerFactory,
    PostingFactory,
    ProgrammeFactory,
    StaffFactory,
    SuccessionEntryFactory,
)

pytestmark = pytest.mark.django_db
WHY = "Một người nhập hai lần"
OPENED = date(2024, 3, 4)
YEAR = Scope.of_year(2024, date(2024, 12, 31))


def every_row() -> dict[str, list[dict[str, object]]]:
    """All that the app keeps, the ledger of merges and the history apart."""
    models = [m for m in apps.get_app_config("enrollment").get_models() if not hasattr(m, "pgh_tracked_model")]
    return {m.__name__: list(m.objects.order_by("pk").values()) for m in models if m is not LearnerMerge}


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is gone afterwards: each example begins anew."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def two(**fields):
    kept = LearnerFactory(full_name="Nguyễn Thị Hường", **fields)
    return kept, LearnerFactory(full_name="Nguyễn Thị Hường", **fields)


# Lives


spans = st.lists(st.integers(0, 9), max_size=4, unique=True).map(sorted)
lives = st.fixed_dictionaries(
    {
        "classes": st.dictionaries(st.integers(0, 3), st.integers(0, 3), max_size=4),
        "moves": st.sets(st.integers(0, 3)),
        "postings": spans,
        "open_ended": st.booleans(),
        "numbers": st.integers(0, 2),
        "plans": st.sets(st.sampled_from(["2020-2025", "2025-2030"])),
        "born": st.sampled_from([None, PartialDate.year(1985), date(1985, 3, 12)]),
        "party": st.sampled_from([None, PartialDate.year(2010), date(2010, 2, 3)]),
        "sex": st.sampled_from(["", "M", "F"]),
        "staff": st.booleans(),
        "others": st.integers(0, 1),
    }
)


def live(life, classes) -> Learner:
    """A record with such a life."""
    learner = LearnerFactory(
        born=life["born"], joined_party=life["party"], sex=life["sex"], staff=StaffFactory() if life["staff"] else None
    )
    for number, day in life["classes"].items():
        enrolment = EnrolmentFactory(
            learner=learner, first_class=classes[number], entered_on=OPENED + timedelta(days=day)
        )
        if number in life["moves"]:
            transfer(enrolment, classes[(number + 1) % 4], OPENED + timedelta(days=30), reason="Theo nguyện vọng")
    edges = life["postings"]
    for first, last in pairwise(edges):
        PostingFactory(learner=learner, valid_from=date(2010 + first, 1, 1), valid_to=date(2009 + last, 12, 31))
    if edges and life["open_ended"]:
        PostingFactory(learner=learner, valid_from=date(2010 + edges[-1], 1, 1))
    IdentityFactory.create_batch(life["numbers"], learner=learner)
    for term in life["plans"]:
        SuccessionEntryFactory(learner=learner, term=term)
    LearnerFactory.create_batch(life["others"], merged_into=learner)
    return learner


@pytest.fixture
def classes():
    programme = ProgrammeFactory()
    return [CourseClassFactory(programme=programme, opened=OPENED, closed=None) for _ in range(4)]


@settings(max_examples=30)
@given(lives, lives, st.sets(st.sampled_from(sorted(VALUES))), st.lists(st.booleans(), max_size=4))
def test_split_again_everything_is_as_before_row_by_row(classes, one, other, values, choices):
    with taken_back():
        kept, given_up = live(one, classes), live(other, classes)
        theirs = dict(zip((group.key for group in what_moves(kept, given_up).doubled), choices, strict=False))
        before = every_row()
        try:
            merge = merge_learners(kept, given_up, values, reason=WHY, theirs=theirs)
        except Refused as refused:
            assert "Ngày vào Đảng phải sau ngày sinh" in refused.text
            return
        assert Learner.objects.get(pk=given_up.pk).merged_into_id == kept.pk
        assert every_row() != before
        split = split_learners(merge)
        assert split.stays == ()
        assert every_row() == before


@settings(max_examples=15)
@given(lives, lives, lives, st.sets(st.sampled_from(sorted(VALUES))))
def test_three_records_merged_and_split_in_turn(classes, first, second, third, values):
    """The last merge is split first; one that another stands on says so."""
    with taken_back():
        kept, one, other = live(first, classes), live(second, classes), live(third, classes)
        before = every_row()
        try:
            merges = [merge_learners(kept, record, values, reason=WHY) for record in (one, other)]
        except Refused:
            return
        for merge in reversed(merges):
            split_learners(merge)
        assert every_row() == before


@settings(max_examples=15)
@given(lives, lives, lives)
def test_merging_on_into_a_third_and_back(classes, first, second, third):
    with taken_back():
        last, middle, one = live(first, classes), live(second, classes), live(third, classes)
        before = every_row()
        inner = merge_learners(middle, one, reason=WHY)
        outer = merge_learners(last, middle, reason=WHY)
        assert Learner.objects.get(pk=one.pk).merged_into_id == last.pk
        with pytest.raises(Refused, match="Tách lần gộp đó trước"):
            split_learners(inner)
        split_learners(outer)
        split_learners(inner)
        assert every_row() == before


# Figures


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), unique=True, max_size=12),
    st.sets(st.integers(0, 3)),
    st.booleans(),
)
def test_the_figures_say_what_a_person_would(classes, lists, also, swap):
    """`lists`: who is on the roster of which class. Records 0 and 1 are one person: counted once in a class, once
    as a person."""
    with taken_back():
        people = LearnerFactory.create_batch(4)
        for person, number in {*lists, *((1, number) for number in also)}:
            EnrolmentFactory(learner=people[person], first_class=classes[number], entered_on=OPENED)
        kept, given_up = people[:2]
        theirs = {group.key: swap for group in what_moves(kept, given_up).doubled}
        merge = merge_learners(kept, given_up, reason=WHY, theirs=theirs)
        on_rosters = {(max(person, 1), number) for person, number in {*lists, *((1, n) for n in also)}}
        persons = {person for person, _ in on_rosters}
        assert count("enrolments_unconfirmed", YEAR) == len(on_rosters)
        assert count("learners_in_class", YEAR) == len(on_rosters)
        for number in {number for _, number in on_rosters}:
            confirm_roster(classes[number], OPENED)
        assert count("enrolments_opened", YEAR) == len(on_rosters)
        assert count("persons_opened", YEAR) == len(persons)
        assert count("enrolments_unconfirmed", YEAR) == 0
        if not merge.moved["left"] and not merge.moved["back"]:
            split_learners(merge)
            assert count("enrolments_opened", YEAR) == len(on_rosters)


def test_in_different_confirmed_classes_merging_changes_no_count():
    kept, given_up = two()
    for learner in (kept, given_up):
        confirm_roster(EnrolmentFactory(learner=learner, first_class__opened=OPENED).first_class, OPENED)
    assert (count("enrolments_opened", YEAR), count("persons_opened", YEAR)) == (2, 2)
    merge_learners(kept, given_up, reason=WHY)
    assert (count("enrolments_opened", YEAR), count("persons_opened", YEAR)) == (2, 1)


def test_in_one_confirmed_class_it_is_refused_in_words(classes):
    kept, given_up = two()
    for learner in (kept, given_up):
        EnrolmentFactory(learner=learner, first_class=classes[0])
    confirm_roster(classes[0], OPENED)
    with pytest.raises(Refused, match=f"lớp {classes[0].code} mà danh sách lớp đã chốt.*Mở lại danh sách"):
        merge_learners(kept, given_up, reason=WHY)
    reopen_roster(classes[0], "Một người hai dòng")
    merge = merge_learners(kept, given_up, reason=WHY)
    confirm_roster(classes[0], OPENED)
    with pytest.raises(Refused, match="danh sách lớp đã chốt"):
        split_learners(merge)
    assert count("enrolments_opened", YEAR) == 1


# What goes where


def test_what_goes_and_what_stays():
    kept, given_up = two()
    PostingFactory(learner=kept, valid_from=date(2020, 7, 1))
    earlier = PostingFactory(learner=given_up, valid_from=date(2012, 1, 1), valid_to=date(2020, 6, 30))
    overlapping = PostingFactory(learner=given_up, valid_from=date(2021, 1, 1))
    number = IdentityFactory(learner=given_up)
    same = SuccessionEntryFactory(learner=given_up)
    SuccessionEntryFactory(learner=kept)
    enrolment = EnrolmentFactory(learner=given_up)
    merge_learners(kept, given_up, reason=WHY)
    for row, owner in ((earlier, kept), (overlapping, given_up), (number, kept), (same, given_up), (enrolment, kept)):
        row.refresh_from_db()
        assert row.learner_id == owner.pk


@pytest.mark.parametrize("theirs", [None, True, False])
def test_of_two_enrolments_in_one_class_the_earlier_stays_unless_told(classes, theirs):
    kept, given_up = two()
    own = EnrolmentFactory(learner=kept, first_class=classes[0], entered_on=date(2024, 3, 11))
    other = EnrolmentFactory(learner=given_up, first_class=classes[0], entered_on=date(2024, 3, 4))
    choice = {} if theirs is None else {own.pk: theirs}
    merge_learners(kept, given_up, reason=WHY, theirs=choice)
    assert Enrolment.objects.once().get() == (own if theirs is False else other)
    assert Enrolment.objects.once().get().learner_id == kept.pk


def test_who_was_moved_into_the_other_s_class_meets_there(classes):
    kept, given_up = two()
    moved = EnrolmentFactory(learner=kept, first_class=classes[0], entered_on=OPENED)
    transfer(moved, classes[1], date(2024, 4, 1), reason="Theo nguyện vọng")
    EnrolmentFactory(learner=given_up, first_class=classes[1], entered_on=OPENED)
    merge_learners(kept, given_up, reason=WHY)
    assert list(Enrolment.objects.once()) == [moved]
    assert count("learners_in_class", YEAR) == 1


def test_values_are_those_chosen():
    kept = LearnerFactory(full_name="Nguyễn Thị Hường", born=PartialDate.year(1985), sex="", joined_party=None)
    given_up = LearnerFactory(full_name="Nguyễn Thị Hương", born=date(1985, 3, 12), sex="F", staff=StaffFactory())
    merge = merge_learners(kept, given_up, ["born", "sex"], reason=WHY)
    now = Learner.objects.get(pk=kept.pk)
    assert (now.full_name, now.born, now.sex) == ("Nguyễn Thị Hường", PartialDate.day(date(1985, 3, 12)), "F")
    assert now.joined_party is None and now.staff_id
    split_learners(merge)
    now = Learner.objects.get(pk=kept.pk)
    assert (now.born, now.sex, now.staff_id) == (PartialDate.year(1985), "", None)
    assert Learner.objects.get(pk=given_up.pk).staff_id


def test_what_was_edited_since_stays_and_is_told():
    kept = LearnerFactory(full_name="Nguyễn Thị Hường", born=PartialDate.year(1985), sex="F")
    given_up = LearnerFactory(full_name="Nguyễn Thị Hương", born=date(1985, 3, 12), sex="M")
    present = PostingFactory(learner=given_up, valid_from=date(2020, 1, 1))
    number = IdentityFactory(learner=given_up)
    merge = merge_learners(kept, given_up, ["born", "sex"], reason=WHY)
    with pghistory.context(sua=1):  # another request
        now = Learner.objects.get(pk=kept.pk)
        now.born_from = now.born_to = date(1985, 3, 21)
        now.save()
        move_learners([Move(now, AgencyFactory())], date(2025, 1, 1))
        number.delete()
    split = split_learners(merge)
    now = Learner.objects.get(pk=kept.pk)
    assert (now.born, now.sex) == (PartialDate.day(date(1985, 3, 21)), "F")
    present.refresh_from_db()
    assert (present.learner_id, present.valid_to) == (given_up.pk, date(2024, 12, 31))
    assert Posting.objects.get(learner=kept).valid_from == date(2025, 1, 1)
    assert sorted(split.stays) == [
        "Giấy tờ tùy thân: đã gỡ",
        f"Quá trình công tác: {present}",
        "ngày sinh (sớm nhất): đã sửa sau khi gộp",
    ]


def test_a_merge_that_another_stands_on_waits(classes):
    kept, one = two()
    other = LearnerFactory(full_name="Nguyễn Thị Hương", sex="M")
    first = merge_learners(kept, one, ["full_name"], reason=WHY)
    EnrolmentFactory(learner=kept, first_class=classes[0])
    EnrolmentFactory(learner=other, first_class=classes[0])
    second = merge_learners(kept, other, reason=WHY)
    with pytest.raises(Refused, match="Lần gộp sau, với hồ sơ Nguyễn Thị Hương"):
        split_learners(first)
    split_learners(second)
    split_learners(first)
    with pytest.raises(Refused, match="đã tách lại"):
        split_learners(first)


def test_whom_it_does_not_merge():
    kept, given_up = two()
    with pytest.raises(Refused, match="chính mình"):
        merge_learners(kept, kept, reason=WHY)
    merge_learners(kept, given_up, reason=WHY)
    other = LearnerFactory()
    with pytest.raises(Refused, match="đã gộp vào một hồ sơ khác"):
        merge_learners(other, given_up, reason=WHY)
    with pytest.raises(Refused, match="Gộp vào hồ sơ đó"):
        merge_learners(given_up, other, reason=WHY)
    archived = LearnerFactory(archived_on=date(2025, 1, 1))
    with pytest.raises(Refused, match="lưu trữ"):
        merge_learners(archived, other, reason=WHY)


def test_without_a_reason_nothing_is_merged():
    kept, given_up = two()
    with pytest.raises(Exception, match="reason"):
        merge_learners(kept, given_up, reason="  ")
    assert not Learner.objects.exclude(merged_into=None).exists()
