"""Importing lists: each person once, what differs follows, nothing is overwritten, doubts wait."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.domain.changes import leave_class
from enrollment.domain.imports.carry_out import import_now
from enrollment.domain.imports.plan import make_plan
from enrollment.domain.imports.receive import choose, choose_agency, create_unknown_agencies, mend_cell, receive
from enrollment.domain.rosters import confirm_roster
from enrollment.intake import FileRefused
from enrollment.models import (
    ChangeVerb,
    Enrolment,
    EnrolmentState,
    Identity,
    ImportRow,
    ImportState,
    Learner,
    Posting,
    RosterImport,
    RowOutcome,
)
from school.domain.agencies import add_agency, end_agency
from school.errors import Refused
from school.models import Agency, AgencyName
from tests.enrollment.imports.lists import AN, BINH, day, imported, open_class, outcomes, received, stored
from tests.factories import AgencyFactory, CourseClassFactory, LearnerFactory, PostingFactory, UserFactory

pytestmark = pytest.mark.django_db

NUMBER = "048075000001"


@pytest.fixture(autouse=True)
def agencies() -> list[Agency]:
    return [add_agency("Sở Nội vụ"), add_agency("Sở Y tế", aliases=["SYT"])]


class TestSomebodyNew:
    def test_is_stored_with_posting_number_and_enrolment(self) -> None:
        course_class = open_class()
        done = imported(AN | {"national_id": NUMBER, "party_joined": "03/02/2001"}, course_class=course_class)
        learner = Learner.objects.get()
        assert (learner.full_name, learner.born, learner.sex) == ("Nguyễn Văn An", day("09/03/1975"), "M")
        assert learner.joined_party == day("03/02/2001")
        posting = learner.postings.get()
        assert (posting.agency.name, posting.position, posting.valid_from) == (
            "Sở Nội vụ", "Chuyên viên", date(2026, 3, 2),
        )  # fmt: skip
        assert learner.identities.get().number == NUMBER
        enrolment = learner.enrolments.get()
        assert (enrolment.first_class, enrolment.entered_on, enrolment.position) == (
            course_class, course_class.opened_from, "Chuyên viên",
        )  # fmt: skip
        assert (enrolment.stays.get().course_class, enrolment.changes.get().verb) == (course_class, ChangeVerb.ENTER)
        row = ImportRow.objects.get(roster_import=done)
        assert (row.row, row.outcome, row.learner, row.enrolment) == (2, RowOutcome.CREATED, learner, enrolment)
        assert set(row.gave) == {
            "full_name", "dob", "gender", "agency", "position", "national_id", "party_joined",
        }  # fmt: skip
        assert (done.state, done.failure) == (ImportState.DONE, "")
        for each in (learner, posting, enrolment):
            each.full_clean()

    def test_without_a_class_is_registered_only(self) -> None:
        imported(AN)
        assert (Learner.objects.count(), Enrolment.objects.count()) == (1, 0)

    def test_odd_characters_are_stored_as_written(self) -> None:
        imported(AN | {"position": "Phó\\Trưởng {phòng}, \\N \\."})
        assert Posting.objects.get().position == "Phó\\Trưởng {phòng}, \\N \\."


class TestSomebodyKnown:
    def test_a_second_time_changes_nothing(self) -> None:
        course_class = open_class()
        imported(AN, BINH, course_class=course_class)
        before = stored()
        done = imported(AN, BINH, course_class=course_class)
        assert stored() == before
        assert outcomes(done) == [RowOutcome.MATCHED] * 2

    def test_in_another_class_has_one_more_enrolment_and_the_same_posting(self) -> None:
        imported(AN, course_class=open_class())
        assert outcomes(imported(AN, course_class=open_class(date(2026, 9, 7)))) == [RowOutcome.MATCHED]
        assert (Learner.objects.count(), Posting.objects.count(), Enrolment.objects.count()) == (1, 1, 2)

    def test_at_another_agency_moves_from_the_day_of_the_class_and_the_old_enrolment_keeps_its_own(self) -> None:
        imported(AN, course_class=open_class())
        done = imported(
            AN | {"agency": "Sở Y tế", "position": "Trưởng phòng"}, course_class=open_class(date(2026, 9, 7))
        )
        assert outcomes(done) == [RowOutcome.CHANGED]
        old, new = Posting.objects.order_by("valid_from")
        assert (old.agency.name, old.valid_to) == ("Sở Nội vụ", date(2026, 9, 6))
        assert (new.agency.name, new.position, new.valid_from) == ("Sở Y tế", "Trưởng phòng", date(2026, 9, 7))
        assert [each.agency.name for each in Enrolment.objects.order_by("entered_on")] == ["Sở Nội vụ", "Sở Y tế"]

    def test_of_whom_an_older_list_tells_another_agency_stays_where_they_are_now(self) -> None:
        imported(AN, course_class=open_class(date(2026, 9, 7)))
        done = imported(AN | {"agency": "Sở Y tế"}, course_class=open_class())
        assert Posting.objects.get().agency.name == "Sở Nội vụ"
        assert Enrolment.objects.get(entered_on=date(2026, 3, 2)).agency.name == "Sở Y tế"
        assert outcomes(done) == [RowOutcome.MATCHED]
        again = make_plan(received(AN | {"agency": "Sở Y tế"}, course_class=open_class()))
        assert any("cũ hơn" in warning.message for warning in again.warnings)

    def test_in_a_corrected_list_of_the_class_has_enrolment_and_posting_corrected(self) -> None:
        course_class = open_class()
        imported(AN, BINH, course_class=course_class)
        done = imported(AN | {"agency": "Sở Y tế"}, BINH, course_class=course_class)
        assert outcomes(done) == [RowOutcome.CHANGED, RowOutcome.MATCHED]
        an = Learner.objects.get(full_name="Nguyễn Văn An")
        assert an.enrolments.get().agency.name == an.postings.get().agency.name == "Sở Y tế"

    def test_lacks_what_the_list_fills_in(self) -> None:
        learner = LearnerFactory(
            full_name="Nguyễn Văn An", born=day("1975"), sex="", joined_party=None, joined_party_from=None
        )
        PostingFactory(learner=learner, agency=Agency.objects.get(name="Sở Nội vụ"), position="Chuyên viên")
        done = imported(AN | {"national_id": NUMBER, "party_joined": "2001"})
        learner.refresh_from_db()
        assert (learner.born, learner.sex, learner.joined_party) == (day("09/03/1975"), "M", day("2001"))
        assert (learner.identities.get().number, outcomes(done)) == (NUMBER, [RowOutcome.CHANGED])
        assert sorted(ImportRow.objects.get().gave) == ["dob", "gender", "national_id", "party_joined"]

    def test_keeps_a_better_spelling_and_what_the_list_contradicts(self) -> None:
        learner = LearnerFactory(full_name="Nguyễn Văn An", born=day("09/03/1975"), sex="M", joined_party=day("2001"))
        draft = received(AN | {"full_name": "NGUYỄN VĂN AN", "party_joined": "03/02/2005"})
        assert [w.column for w in make_plan(draft).warnings] == ["party_joined"]
        import_now(draft)
        learner.refresh_from_db()
        assert (learner.full_name, learner.joined_party) == ("Nguyễn Văn An", day("2001"))

    def test_who_was_merged_is_the_one_kept(self) -> None:
        kept = LearnerFactory(full_name="Nguyễn Văn Ân", born=day("1975"))
        given_up = LearnerFactory(full_name="Nguyễn Văn An", born=day("09/03/1975"), merged_into=kept)
        Identity.objects.create(learner=given_up, kind="citizen", number=NUMBER)
        imported(AN | {"national_id": NUMBER})
        assert ImportRow.objects.get().learner == kept

    def test_who_left_is_not_enrolled_again(self) -> None:
        course_class = open_class()
        imported(AN, BINH, course_class=course_class)
        enrolment = Enrolment.objects.get(learner__full_name="Nguyễn Văn An")
        leave_class(enrolment, ChangeVerb.WITHDRAW, date(2026, 4, 1), reason="Chuyển công tác")
        draft = received(AN, BINH, course_class=course_class)
        assert any("rời lớp" in warning.message for warning in make_plan(draft).warnings)
        import_now(draft)
        enrolment.refresh_from_db()
        assert (enrolment.state, Enrolment.objects.count()) == (EnrolmentState.WITHDRAWN, 2)


class TestDoubts:
    def test_one_doubt_blocks_nobody_else(self) -> None:
        for _ in range(2):
            LearnerFactory(full_name="Nguyễn Văn An", born=day("09/03/1975"))
        done = imported(AN, BINH)
        assert outcomes(done) == [RowOutcome.HELD, RowOutcome.CREATED]
        assert "2 người cùng tên" in ImportRow.objects.get(row=2).reason

    def test_a_decision_is_carried_out(self) -> None:
        _, second = [LearnerFactory(full_name="Nguyễn Văn An", born=day("09/03/1975"), sex="M") for _ in range(2)]
        draft = received(AN, BINH)
        choose(draft, 2, {"learner": second.pk})
        choose(draft, 3, {"leave": True})
        import_now(draft)
        assert outcomes(draft) == [RowOutcome.CHANGED, RowOutcome.LEFT_OUT]
        assert (ImportRow.objects.get(row=2).learner, Learner.objects.count()) == (second, 2)

    def test_somebody_new_in_spite_of_a_namesake(self) -> None:
        LearnerFactory(full_name="Nguyễn Văn An", born=None, born_from=None, born_to=None)
        draft = received(AN)
        assert make_plan(draft).rows[0].outcome == RowOutcome.HELD
        choose(draft, 2, {"new": True})
        import_now(draft)
        assert outcomes(draft) == [RowOutcome.CREATED]

    def test_two_rows_are_never_one_person(self) -> None:
        known = LearnerFactory(full_name="Nguyễn Văn An", born=day("09/03/1975"))
        Identity.objects.create(learner=known, kind="citizen", number=NUMBER)
        done = imported(AN | {"national_id": NUMBER}, AN | {"national_id": "048075000002", "agency": "Sở Y tế"})
        assert outcomes(done)[1] == RowOutcome.HELD
        assert Learner.objects.count() == 1

    def test_homonyms_with_numbers_are_two_people_each_time(self) -> None:
        two = (AN | {"national_id": NUMBER}, AN | {"national_id": "048075000002"})
        assert outcomes(imported(*two)) == [RowOutcome.CREATED] * 2
        assert outcomes(imported(*two)) == [RowOutcome.MATCHED] * 2
        assert Learner.objects.count() == 2


class TestAgencies:
    def test_an_alias_is_the_agency(self) -> None:
        imported(AN | {"agency": "SYT"})
        assert Posting.objects.get().agency.name == "Sở Y tế"

    def test_an_unknown_one_warns_with_the_nearest_and_holds_the_row(self) -> None:
        draft = received(AN | {"agency": "Sở Nội vụ thành phố"}, BINH)
        plan = make_plan(draft)
        (warning,) = plan.warnings
        assert (warning.row, warning.column) == (2, "agency")
        assert "“Sở Nội vụ”" in warning.advice
        import_now(draft)
        assert outcomes(draft) == [RowOutcome.HELD, RowOutcome.CREATED]

    def test_a_decision_is_remembered_as_another_name(self) -> None:
        draft = received(AN | {"agency": "Cơ quan nội vụ"})
        choose_agency(draft, "Cơ quan nội vụ", Agency.objects.get(name="Sở Nội vụ"))
        import_now(draft)
        assert AgencyName.objects.filter(name="Cơ quan nội vụ", agency__name="Sở Nội vụ").exists()
        assert outcomes(imported(BINH | {"agency": "Cơ quan nội vụ"})) == [RowOutcome.CREATED]

    def test_new_ones_are_created_once_each(self) -> None:
        draft = received(AN | {"agency": "UBND Quận 9"}, BINH | {"agency": "Ủy ban nhân dân quận 9"})
        create_unknown_agencies(draft, make_plan(draft))
        import_now(draft)
        assert outcomes(draft) == [RowOutcome.CREATED] * 2
        assert Agency.objects.filter(name__icontains="quận 9").count() == 1

    def test_a_group_is_nobodys_agency(self) -> None:
        group = AgencyFactory(name="Quận, huyện ủy", kind="group")
        draft = received(AN | {"agency": "Quận, huyện ủy"})
        assert make_plan(draft).rows[0].outcome == RowOutcome.HELD
        with pytest.raises(Refused):
            choose_agency(draft, "Quận, huyện ủy", group)

    def test_an_ended_one_warns_with_its_end_and_successors(self) -> None:
        old, new = Agency.objects.get(name="Sở Nội vụ"), Agency.objects.get(name="Sở Y tế")
        end_agency(old, date(2025, 6, 30), [new])
        (warning,) = make_plan(received(AN, course_class=open_class())).warnings
        assert "30/06/2025" in warning.message
        assert "“Sở Y tế”" in warning.message
        assert make_plan(received(AN, course_class=open_class(date(2025, 3, 3)))).warnings == ()


class TestTheClass:
    def test_not_opened_keeps_the_list_for_later(self) -> None:
        draft = received(AN, course_class=CourseClassFactory(state="planned", opened_from=None, opened_to=None))
        assert "chưa khai giảng" in make_plan(draft).blocked
        with pytest.raises(Refused):
            import_now(draft)
        assert (Learner.objects.count(), RosterImport.objects.get().state) == (0, ImportState.DRAFT)

    def test_confirmed_takes_nobody(self) -> None:
        course_class = open_class()
        imported(AN, course_class=course_class)
        confirm_roster(course_class, date(2026, 3, 5))
        with pytest.raises(Refused, match="đã chốt"):
            imported(BINH, course_class=course_class)
        assert Learner.objects.count() == 1

    def test_a_list_without_somebody_names_them_and_nobody_leaves(self) -> None:
        course_class = open_class()
        imported(AN, BINH, course_class=course_class)
        draft = received(AN, course_class=course_class)
        assert make_plan(draft).absent == ("Lê Thị Bình",)
        import_now(draft)
        assert Enrolment.objects.filter(state=EnrolmentState.STUDYING).count() == 2


class TestRows:
    def test_a_refused_row_has_its_reason_and_the_others_are_in(self) -> None:
        done = imported(AN | {"dob": "31/02/1975"}, BINH)
        assert outcomes(done) == [RowOutcome.REFUSED, RowOutcome.CREATED]
        assert "31/02/1975" in ImportRow.objects.get(row=2).reason

    def test_a_mended_cell_is_taken(self) -> None:
        draft = received(AN | {"dob": "31/02/1975"}, BINH)
        mend_cell(draft, 2, 1, "28/02/1975")
        import_now(draft)
        assert outcomes(draft) == [RowOutcome.CREATED] * 2

    def test_what_is_too_long_is_refused(self) -> None:
        draft = received(AN | {"position": "x" * 201}, BINH)
        assert [(error.row, error.column) for error in make_plan(draft).errors] == [(2, "position")]
        import_now(draft)
        assert outcomes(draft) == [RowOutcome.REFUSED, RowOutcome.CREATED]

    def test_a_file_that_is_none_is_not_kept(self) -> None:
        with pytest.raises(FileRefused):
            receive(b"%PDF-1.7", "ds.xlsx", None)
        assert not RosterImport.objects.exists()

    def test_is_imported_once(self) -> None:
        done = imported(AN)
        with pytest.raises(Refused):
            import_now(done)

    def test_who_received_it_is_kept(self) -> None:
        user = UserFactory()
        assert receive(b"Ho ten;Nam sinh;Don vi\nA B;1975;X", "a.csv", None, user).created_by == user


@pytest.mark.parametrize("step", ["plan", "import"])
def test_queries_grow_with_batches_and_not_with_rows(step: str) -> None:
    def queries(first: int, number: int) -> int:
        people = [
            AN | {"full_name": f"Nguyễn Văn {chr(65 + n // 26)}{chr(97 + n % 26)}", "national_id": f"0480750{n:05}"}
            for n in range(first, first + number)
        ]
        draft = received(*people, course_class=open_class())
        with CaptureQueriesContext(
            connection,
        ) as seen:
            make_plan(draft) if step == "plan" else import_now(draft)
        return len(seen)

    queries(0, 1)
    assert queries(1, 1) == queries(2, 60)


def test_an_agency_that_ended_asks_nothing_more() -> None:
    draft = received(AN, course_class=open_class())
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            warnings = make_plan(draft).warnings
        counts.append((len(seen), len(warnings)))
        if len(counts) == 1:
            end_agency(Agency.objects.get(name="Sở Nội vụ"), date(2025, 6, 30), [Agency.objects.get(name="Sở Y tế")])
    assert counts == [(counts[0][0], 0), (counts[0][0], 1)]
