"""Where learners work, and for which post they are planned."""

from datetime import date

import pytest

from enrollment.domain.postings import Move, move_learners
from enrollment.domain.succession import Candidate, plan_succession
from enrollment.models import Posting, SuccessionEntry
from school.errors import Refused
from tests.factories.enrollment import LearnerFactory, PostingFactory
from tests.factories.school import AgencyFactory

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 1)


def test_a_new_posting_follows_and_the_former_one_is_kept():
    before = PostingFactory(valid_from=date(2020, 7, 1))
    untouched = PostingFactory()
    agency = AgencyFactory()
    move_learners([Move(before.learner, agency, "Phó Bí thư")], DAY)
    spans = before.learner.postings.order_by("valid_from").values_list("agency", "valid_from", "valid_to")
    assert list(spans) == [
        (before.agency_id, date(2020, 7, 1), date(2025, 6, 30)),
        (agency.pk, DAY, None),
    ]
    untouched.refresh_from_db()
    assert untouched.valid_to is None


def test_a_posting_that_began_that_day_is_in_the_way_and_nothing_is_written():
    late, other = PostingFactory(valid_from=DAY), PostingFactory()
    agency = AgencyFactory()
    with pytest.raises(Refused):
        move_learners([Move(other.learner, agency), Move(late.learner, agency)], DAY)
    assert Posting.objects.filter(valid_to=None).count() == 2
    assert not Posting.objects.filter(agency=agency).exists()


def test_nobody_is_posted_to_a_group():
    group = AgencyFactory(kind="group")
    group.refresh_from_db()
    with pytest.raises(Refused, match="là nhóm đơn vị"):
        move_learners([Move(LearnerFactory(), group)], DAY)


def test_quy_hoach_of_a_term_names_somebody_once_for_a_post():
    candidate = Candidate(LearnerFactory(), "Trưởng phòng", date(2024, 10, 1))
    plan_succession([candidate], "2025-2030")
    with pytest.raises(Refused, match="đã ở quy hoạch chức danh đó"):
        plan_succession([Candidate(LearnerFactory(), "Trưởng phòng", DAY), candidate], "2025-2030")
    assert SuccessionEntry.objects.count() == 1
