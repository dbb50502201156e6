"""Projects, seminars, publications, and who took which part in exactly one of them."""

from datetime import date

import pytest

from research.models import Role
from school.partial_date import PartialDate
from tests.factories import (
    ContributionFactory,
    ProjectFactory,
    PublicationFactory,
    SeminarFactory,
    StaffFactory,
)
from tests.invariants import assert_allowed, assert_refused, clashing, spoilt

pytestmark = pytest.mark.django_db

PAIR = "Ngày đầu phải trước hoặc trùng ngày cuối, và cần đủ cả hai."
ONE_WORK = "Chọn đúng một: đề tài, hội thảo hoặc công bố."
ONE_PERSON = "Chọn một cán bộ của trường, hoặc ghi tên người ngoài trường."
DAY = date(2024, 5, 17)
DAY_BEFORE = date(2024, 3, 3)
ACCEPTED = "Ngày nghiệm thu phải sau ngày bắt đầu."
DUE = "Hạn hoàn thành phải sau ngày bắt đầu."


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint", "message"),
    [
        (ProjectFactory, {"accepted_on": DAY_BEFORE}, "research_project_accepted_after_start", ACCEPTED),
        (ProjectFactory, {"due_on": DAY_BEFORE}, "research_project_due_after_start", DUE),
        (SeminarFactory, {"held_to": DAY_BEFORE}, "research_seminar_held_in_order", PAIR),
        (SeminarFactory, {"held_to": None}, "research_seminar_held_in_order", PAIR),
        (SeminarFactory, {"held_from": None}, "research_seminar_held_in_order", PAIR),
        (PublicationFactory, {"published_to": DAY_BEFORE}, "research_publication_published_in_order", PAIR),
        (
            ContributionFactory,
            {"share_percent": 101},
            "research_contribution_share",
            "Tỷ lệ đóng góp không quá 100 %.",
        ),
        (ContributionFactory, {"staff": None}, "research_contribution_one_person", ONE_PERSON),
        (ContributionFactory, {"external_name": "Lê Văn An"}, "research_contribution_one_person", ONE_PERSON),
    ],
)
def test_wrong_by_itself(factory, wrong, constraint, message) -> None:
    assert_refused(spoilt(factory, wrong), constraint, message)


@pytest.mark.parametrize(
    "works",
    [
        set(),
        {"project", "seminar"},
        {"project", "publication"},
        {"seminar", "publication"},
        {"project", "seminar", "publication"},
    ],
    ids=lambda works: " and ".join(sorted(works)) or "none",
)
def test_a_contribution_is_to_exactly_one_work(works) -> None:
    row = ContributionFactory.build(staff=StaffFactory(), **works_of(works))
    assert_refused(row, "research_contribution_one_work", ONE_WORK)


@pytest.mark.parametrize("work", ["project", "seminar", "publication"])
def test_a_contribution_to_each_kind_of_work(work) -> None:
    assert_allowed(ContributionFactory.build(staff=StaffFactory(), **works_of({work})))


@pytest.mark.parametrize("by", ["staff", "external_name"])
def test_a_role_once_by_one_person(by) -> None:
    first = {"staff": None, "external_name": "Lê Văn An"} if by == "external_name" else {}
    row = clashing(ContributionFactory, first, {}, "project seminar publication staff external_name role")
    assert_refused(row, "research_contribution_once", "Người này đã có vai trò đó.")
    row.role = Role.MEMBER
    assert_allowed(row)


def test_dates_keep_their_precision() -> None:
    assert str(SeminarFactory(held=PartialDate.month(2024, 5)).held) == "05/2024"
    assert str(PublicationFactory(published=PartialDate.year(2024)).published) == "2024"
    assert SeminarFactory(held=None, due_on=DAY).held is None


def works_of(chosen: set[str]) -> dict[str, object]:
    factories = {"project": ProjectFactory, "seminar": SeminarFactory, "publication": PublicationFactory}
    return {name: factory() if name in chosen else None for name, factory in factories.items()}
