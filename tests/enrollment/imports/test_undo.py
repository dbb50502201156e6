"""Undoing an import: the tables are as before, row by row; what was edited since stays and is named."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrollment.domain.changes import leave_class
from enrollment.domain.imports.carry_out import import_now
from enrollment.domain.imports.plan import make_plan
from enrollment.domain.imports.receive import create_unknown_agencies, receive_again
from enrollment.domain.imports.undo import undo_import
from enrollment.domain.rosters import confirm_roster
from enrollment.models import ChangeVerb, Enrolment, Identity, ImportRow, ImportState, Learner, Posting
from school.domain.agencies import add_agency
from school.errors import Refused
from school.models import Agency
from school.versions import event_model
from tests.enrollment.imports.lists import AN, BINH, day, imported, open_class, outcomes, received, stored
from tests.factories import LearnerFactory, PostingFactory, SuccessionEntryFactory, UserFactory

pytestmark = pytest.mark.django_db

NUMBER = "048075000001"


@pytest.fixture(autouse=True)
def agencies() -> list[Agency]:
    return [add_agency("Sở Nội vụ"), add_agency("Sở Y tế")]


def test_new_people_and_their_enrolments_are_gone_and_history_tells_both_acts() -> None:
    before = stored()
    done = imported(AN | {"national_id": NUMBER}, BINH, course_class=open_class())
    pk = Learner.objects.get(full_name="Nguyễn Văn An").pk
    user = UserFactory()
    undone = undo_import(done, user)
    after = stored()
    assert after == before | {"Agency": after["Agency"]}  # the class has a partner of its own
    assert (undone.enrolments, undone.learners, undone.kept) == (2, 2, ())
    assert (done.state, done.undone_by) == (ImportState.UNDONE, user)
    assert outcomes(done) == ["created", "created"]
    labels = event_model(Learner).objects.filter(pgh_obj_id=pk).order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"]


def test_known_people_are_as_they_were() -> None:
    learner = LearnerFactory(full_name="Nguyễn Văn An", born=day("1975"), sex="", joined_party=day("2001"))
    PostingFactory(learner=learner, agency=Agency.objects.get(name="Sở Nội vụ"), position="Chuyên viên")
    course_class = open_class()
    before = stored()
    done = imported(
        AN | {"agency": "Sở Y tế", "national_id": NUMBER, "party_joined": "2001"}, course_class=course_class
    )
    assert outcomes(done) == ["held"]  # the year of birth alone, in another agency
    again = imported(AN | {"national_id": NUMBER, "position": "Trưởng phòng"}, course_class=course_class)
    assert outcomes(again) == ["changed"]
    assert stored() != before
    undo_import(again)
    assert stored() == before


def test_a_corrected_list_is_taken_back_to_the_first() -> None:
    course_class = open_class()
    imported(AN, BINH, course_class=course_class)
    before = stored()
    undo_import(imported(AN | {"agency": "Sở Y tế"}, BINH, course_class=course_class))
    assert stored() == before


def test_agencies_it_made_go_unless_somebody_else_is_there() -> None:
    lists = []
    for person in (AN, BINH):
        draft = received(person | {"agency": "UBND Quận 9"})
        create_unknown_agencies(draft, make_plan(draft))
        import_now(draft)
        lists.append(draft)
    first, second = lists
    assert undo_import(first).kept == ("Đơn vị: UBND Quận 9",)
    undo_import(second)
    assert Agency.objects.filter(name="UBND Quận 9").exists()  # the first made it, and it was needed then
    assert not Learner.objects.exists()


class TestWhatWasEditedSince:
    def test_an_enrolment_with_a_change_stays_with_its_learner(self) -> None:
        done = imported(AN, BINH, course_class=open_class())
        enrolment = Enrolment.objects.get(learner__full_name="Nguyễn Văn An")
        leave_class(enrolment, ChangeVerb.WITHDRAW, date(2026, 4, 1), reason="Chuyển công tác")
        undone = undo_import(done)
        assert (Enrolment.objects.get(), Learner.objects.get()) == (enrolment, enrolment.learner)
        assert (enrolment.stays.count(), enrolment.changes.count()) == (1, 2)
        assert len(undone.kept) == 2

    def test_a_learner_whose_name_was_mended_stays_with_posting_and_number(self) -> None:
        done = imported(AN | {"national_id": NUMBER}, course_class=open_class())
        learner = Learner.objects.get()
        learner.full_name = "Nguyễn Văn Ân"
        learner.save()
        assert undo_import(done).kept == ("Học viên: Nguyễn Văn Ân",)
        assert (Posting.objects.count(), Identity.objects.count(), Enrolment.objects.count()) == (1, 1, 0)

    def test_somebody_in_another_class_or_in_quy_hoach_stays(self) -> None:
        done = imported(AN, BINH, course_class=open_class())
        imported(AN, course_class=open_class(date(2026, 9, 7)))
        SuccessionEntryFactory(learner=Learner.objects.get(full_name="Lê Thị Bình"))
        undo_import(done)
        assert Learner.objects.count() == 2
        assert Enrolment.objects.get().entered_on == date(2026, 9, 7)

    def test_a_posting_that_was_followed_by_another_stays(self) -> None:
        imported(AN, course_class=open_class())
        moved = imported(AN | {"agency": "Sở Y tế"}, course_class=open_class(date(2026, 6, 1)))
        imported(AN | {"agency": "Sở Nội vụ"}, course_class=open_class(date(2026, 9, 7)))
        before = list(Posting.objects.order_by("pk").values_list())
        assert undo_import(moved).kept
        assert list(Posting.objects.order_by("pk").values_list()) == before


class TestRefused:
    def test_after_the_roster_is_confirmed(self) -> None:
        course_class = open_class()
        done = imported(AN, course_class=course_class)
        confirm_roster(course_class, date(2026, 3, 5))
        with pytest.raises(Refused, match="đã chốt"):
            undo_import(done)
        assert Enrolment.objects.count() == 1

    def test_twice_or_before_it_was_imported(self) -> None:
        draft = received(AN)
        with pytest.raises(Refused):
            undo_import(draft)
        import_now(draft)
        undo_import(draft)
        with pytest.raises(Refused):
            undo_import(draft)

    def test_an_undone_list_can_be_received_again(self) -> None:
        done = imported(AN)
        undo_import(done)
        again = receive_again(done)
        import_now(again)
        assert outcomes(again) == ["created"]
        assert ImportRow.objects.count() == 2


PEOPLE = [
    {"full_name": name, "dob": born, "gender": sex, "national_id": number}
    for name, born, sex, number in (
        ("Nguyễn Văn An", "09/03/1975", "Nam", ""),
        ("Lê Thị Bình", "1980", "Nữ", ""),
        ("Trần Quốc Cường", "12/1978", "Nam", "048078000003"),
        ("Phạm Thu Dung", "01/02/1982", "Nữ", "048182000004"),
        ("Nguyễn Văn An", "10/03/1985", "Nam", ""),
    )
]
one_list = st.lists(
    st.tuples(st.integers(0, len(PEOPLE) - 1), st.sampled_from(["Sở Nội vụ", "Sở Y tế", "Sở Lạ"]), st.booleans()),
    min_size=1, max_size=6, unique_by=lambda row: row[0],
)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=st.lists(st.tuples(one_list, st.integers(0, 2)), min_size=1, max_size=4))
def test_undoing_the_lists_from_the_last_to_the_first_leaves_no_trace(lists) -> None:
    with transaction.atomic():
        classes = [open_class(date(2025, 3, 3)), open_class(date(2026, 3, 2)), None]
        states, done = [], []
        for rows, where in lists:
            states.append(stored())
            done.append(_imported(rows, classes[where]))
        for draft, before in zip(reversed(done), reversed(states), strict=True):
            assert undo_import(draft).kept == ()
            assert stored() == before
        transaction.set_rollback(True)


def _imported(rows, course_class):
    people = [PEOPLE[n] | {"agency": agency} | ({"position": "Phó"} if post else {}) for n, agency, post in rows]
    draft = received(*people, course_class=course_class)
    create_unknown_agencies(draft, make_plan(draft))
    import_now(draft)
    return draft
