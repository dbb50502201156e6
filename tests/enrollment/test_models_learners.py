"""Learners: a person once, with postings, quy hoạch and identity numbers that exclude each other in time."""

from datetime import date

import pytest

from enrollment.models import IdentityKind
from school.partial_date import PartialDate
from tests.factories import (
    AgencyFactory,
    IdentityFactory,
    LearnerFactory,
    PostingFactory,
    StaffFactory,
    SuccessionEntryFactory,
)
from tests.invariants import assert_allowed, assert_database_refuses, assert_refused, clashing, spoilt

pytestmark = pytest.mark.django_db

PAIR = "Ngày đầu phải trước hoặc trùng ngày cuối, và cần đủ cả hai."
BEFORE_BIRTH = "Ngày vào Đảng phải sau ngày sinh."
VALID_IN_ORDER = "Ngày kết thúc phải sau hoặc trùng ngày bắt đầu."
BACKWARDS = {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)}
UNTIL_JUNE = {"valid_to": date(2025, 6, 30)}
FROM_JULY = {"valid_from": date(2025, 7, 1)}
FROM_LAST_OF_JUNE = {"valid_from": date(2025, 6, 30)}
DIGITS = "Căn cước có 12 chữ số, chứng minh nhân dân cũ có 9 chữ số."


def joined(first: date | None, last: date | None) -> dict[str, date | None]:
    return {"joined_party_from": first, "joined_party_to": last}


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint", "message"),
    [
        (LearnerFactory, {"born_to": None}, "enrollment_learner_born_in_order", PAIR),
        (LearnerFactory, {"born_to": date(1950, 1, 1)}, "enrollment_learner_born_in_order", PAIR),
        (LearnerFactory, joined(date(2012, 2, 3), None), "enrollment_learner_joined_in_order", PAIR),
        (LearnerFactory, joined(None, date(2012, 2, 3)), "enrollment_learner_joined_in_order", PAIR),
        (LearnerFactory, joined(date(2012, 2, 3), date(2012, 2, 2)), "enrollment_learner_joined_in_order", PAIR),
        (
            LearnerFactory,
            joined(date(1950, 1, 1), date(1950, 1, 1)),
            "enrollment_learner_joined_after_birth",
            BEFORE_BIRTH,
        ),
        (PostingFactory, BACKWARDS, "enrollment_posting_valid_in_order", VALID_IN_ORDER),
        (SuccessionEntryFactory, BACKWARDS, "enrollment_successionentry_valid_in_order", VALID_IN_ORDER),
    ],
)
def test_impossible_dates(factory, wrong, constraint, message) -> None:
    assert_refused(spoilt(factory, wrong), constraint, message)


def test_birth_and_party_of_the_same_year_need_no_order() -> None:
    assert_allowed(LearnerFactory.build(born=PartialDate.year(1975), joined_party=PartialDate.year(1975)))


@pytest.mark.parametrize(
    ("factory", "first", "second", "same", "constraint", "message"),
    [
        (
            PostingFactory,
            UNTIL_JUNE,
            FROM_LAST_OF_JUNE,
            "learner",
            "enrollment_posting_one_at_a_time",
            "Trong thời gian này đã có một vị trí công tác khác.",
        ),
        (
            SuccessionEntryFactory,
            {},
            FROM_JULY,
            "learner position term",
            "enrollment_succession_once",
            "Người này đã ở quy hoạch chức danh đó trong nhiệm kỳ.",
        ),
        (IdentityFactory, {}, {}, "number", "enrollment_identity_once", "Số này đã thuộc một người khác."),
    ],
)
def test_wrong_beside_another(factory, first, second, same, constraint, message) -> None:
    assert_refused(clashing(factory, first, second, same), constraint, message)


@pytest.mark.parametrize(
    ("factory", "first", "second", "same"),
    [
        (PostingFactory, UNTIL_JUNE, FROM_JULY, "learner"),
        (SuccessionEntryFactory, {}, {"term": "2030-2035"}, "learner position"),
        (IdentityFactory, {}, {}, "learner"),
        (LearnerFactory, {}, {}, "full_name born_from born_to"),
    ],
)
def test_allowed_beside_another(factory, first, second, same) -> None:
    assert_allowed(clashing(factory, first, second, same))


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (IdentityKind.CITIZEN, "00118500000"),
        (IdentityKind.CITIZEN, "001185000O01"),
        (IdentityKind.CITIZEN, "001185 00001"),
        (IdentityKind.CITIZEN, "٠٠١١٨٥٠٠٠٠٠١"),  # digits, but not of this alphabet
        (IdentityKind.CITIZEN, "201234567"),
        (IdentityKind.OLD, "001185000001"),
        (IdentityKind.OLD, "20123456"),
        (IdentityKind.OLD, ""),
    ],
)
def test_digits_of_an_identity_number(kind, number) -> None:
    row = IdentityFactory.build(learner=LearnerFactory(), kind=kind, number=number)
    if number:
        assert_refused(row, "enrollment_identity_digits", DIGITS)
    else:
        assert_database_refuses(row, "enrollment_identity_digits")


@pytest.mark.parametrize(("kind", "number"), [(IdentityKind.CITIZEN, "048185000001"), (IdentityKind.OLD, "201234567")])
def test_an_identity_number_of_its_kind(kind, number) -> None:
    assert_allowed(IdentityFactory.build(learner=LearnerFactory(), kind=kind, number=number))


def test_an_identity_shows_only_its_last_digits() -> None:
    assert str(IdentityFactory(number="001185123456")) == "căn cước (12 số) …456"


def test_nobody_is_posted_to_a_group_of_agencies() -> None:
    row = PostingFactory()
    row.agency = AgencyFactory(group=True)
    message = f"“{row.agency}” là một nhóm. Chọn một đơn vị cụ thể."
    assert_refused(row, "enrollment_posting_agency_id_group_key", message)


def test_a_learner_is_not_merged_into_themselves() -> None:
    row = LearnerFactory()
    row.merged_into = row
    assert_refused(row, "enrollment_learner_not_into_itself", "Không gộp một người vào chính mình.")


def test_a_member_of_staff_is_one_learner() -> None:
    staff = StaffFactory()
    LearnerFactory(staff=staff)
    assert_database_refuses(LearnerFactory.build(staff=staff), "enrollment_learner_staff_id_key")
