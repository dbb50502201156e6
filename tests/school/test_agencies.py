"""Agencies over time: what two of them may share, and what a group may not be."""

from datetime import date

import pytest

from school.domain.agencies import end_agency
from school.errors import Refused
from school.models import Agency, AgencyKind, AgencyNameKind
from tests.factories import (
    AgencyFactory,
    AgencyMembershipFactory,
    AgencyNameFactory,
    AgencySuccessionFactory,
)
from tests.invariants import (
    assert_allowed,
    assert_database_refuses,
    assert_refused,
    clashing,
    spoilt,
)

pytestmark = pytest.mark.django_db

UNTIL_JUNE = {"valid_to": date(2025, 6, 30)}
FROM_JULY = {"valid_from": date(2025, 7, 1)}
FROM_LAST_OF_JUNE = {"valid_from": date(2025, 6, 30)}
FORMER = {"kind": AgencyNameKind.FORMER, "valid_from": date(2010, 1, 1), "valid_to": date(2019, 12, 31)}

SAME_NAME = "Đã có đơn vị cùng tên trong thời gian này."
NAME_TAKEN = "Tên này đang dùng cho một đơn vị khác trong cùng thời gian."
ONE_OFFICIAL = "Trong một thời gian, một đơn vị chỉ có một tên chính thức."
DATES_IN_ORDER = "Ngày kết thúc phải sau hoặc trùng ngày bắt đầu."
BACKWARDS = {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)}


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint", "message"),
    [
        (AgencyFactory, BACKWARDS, "school_agency_valid_in_order", DATES_IN_ORDER),
        (AgencyNameFactory, BACKWARDS, "school_agencyname_valid_in_order", DATES_IN_ORDER),
        (AgencyMembershipFactory, BACKWARDS, "school_agencymembership_valid_in_order", DATES_IN_ORDER),
        (
            AgencyNameFactory,
            {"kind": AgencyNameKind.FORMER},
            "school_agencyname_former_ends",
            "Tên trước đây phải có ngày thôi dùng.",
        ),
    ],
)
def test_wrong_by_itself(factory, wrong, constraint, message) -> None:
    assert_refused(spoilt(factory, wrong), constraint, message)


@pytest.mark.parametrize(
    ("factory", "first", "second", "same", "constraint", "message"),
    [
        (AgencyFactory, {}, {}, "name", "school_agency_name_once", SAME_NAME),
        (AgencyFactory, UNTIL_JUNE, FROM_LAST_OF_JUNE, "name", "school_agency_name_once", SAME_NAME),
        (AgencyFactory, {"name": "Phường Hòa"}, {"name": "Phường Hoà"}, "", "school_agency_name_once", SAME_NAME),
        (AgencyFactory, {"name": "Sở Y tế"}, {"name": "SỞ Y TẾ"}, "", "school_agency_name_once", SAME_NAME),
        (AgencyNameFactory, {}, {}, "name", "school_agencyname_once", NAME_TAKEN),
        (AgencyNameFactory, {"name": "ĐU Thụy"}, {"name": "ĐU Thuỵ"}, "", "school_agencyname_once", NAME_TAKEN),
        (AgencyNameFactory, FORMER, FORMER, "agency", "school_agencyname_former_once", ONE_OFFICIAL),
        (
            AgencyMembershipFactory,
            {},
            FROM_JULY,
            "group agency",
            "school_membership_once",
            "Đơn vị đã thuộc nhóm này trong thời gian đó.",
        ),
        (AgencySuccessionFactory, {}, {}, "predecessor successor", "school_succession_unique", ""),
    ],
)
def test_wrong_beside_another(factory, first, second, same, constraint, message) -> None:
    row = clashing(factory, first, second, same)
    if message:
        assert_refused(row, constraint, message)
    else:
        assert_database_refuses(row, constraint)


@pytest.mark.parametrize(
    ("factory", "first", "second", "same"),
    [
        (AgencyFactory, {"name": "Phường An Hải"}, {"name": "Phường Ân Hải"}, ""),
        (AgencyFactory, {"name": "Xã Hòa Phong"}, {"name": "Xã Hỏa Phong"}, ""),
        (AgencyFactory, UNTIL_JUNE, FROM_JULY, "name"),
        (AgencyNameFactory, UNTIL_JUNE, FROM_JULY, "name"),
        (AgencyNameFactory, {}, {}, "agency"),
        (AgencyNameFactory, FORMER, {}, "agency"),
        (AgencyNameFactory, FORMER, {**FORMER, "valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1)}, "agency"),
        (AgencyMembershipFactory, UNTIL_JUNE, FROM_JULY, "group agency"),
        (AgencyMembershipFactory, {}, {}, "group"),
        (AgencySuccessionFactory, {}, {}, "predecessor"),
        (AgencySuccessionFactory, {}, {}, "successor"),
    ],
)
def test_allowed_beside_another(factory, first, second, same) -> None:
    assert_allowed(clashing(factory, first, second, same))


def test_an_agency_does_not_succeed_itself() -> None:
    row = AgencySuccessionFactory()
    row.successor = row.predecessor
    assert_refused(row, "school_succession_not_itself", "Đơn vị không kế tiếp chính nó.")


def test_a_group_is_in_no_group() -> None:
    row = AgencyMembershipFactory()
    row.agency = AgencyFactory(group=True)
    message = f"“{row.agency}” là một nhóm. Chọn một đơn vị cụ thể."
    assert_refused(row, "school_agencymembership_agency_id_group_key", message)


def test_an_agency_has_no_members() -> None:
    row = AgencyMembershipFactory()
    row.group = AgencyFactory()
    message = f"“{row.group}” là một đơn vị. Chọn một nhóm đơn vị."
    assert_refused(row, "school_agencymembership_group_id_group_key", message)


def test_an_agency_with_memberships_does_not_become_a_group() -> None:
    agency = AgencyMembershipFactory().agency
    agency.kind = AgencyKind.GROUP
    assert_database_refuses(agency, "school_agencymembership_agency_id_group_key")


def test_validity_includes_its_first_and_last_day() -> None:
    agency = AgencyFactory(valid_from=date(2020, 1, 1), valid_to=date(2025, 6, 30))
    always = AgencyFactory()
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [agency in Agency.objects.on(day) for day in days] == [False, True, True, False]
    assert all(always in Agency.objects.on(day) for day in days)


def test_no_agency_ends_before_it_began_or_joined_a_group() -> None:
    agency = AgencyFactory(valid_from=date(2020, 7, 1))
    with pytest.raises(Refused, match="có từ ngày 01/07/2020"):
        end_agency(agency, date(2020, 6, 30))
    AgencyMembershipFactory(agency=agency, valid_from=date(2024, 1, 1))
    with pytest.raises(Refused, match="từ ngày 01/01/2024"):
        end_agency(agency, date(2023, 12, 31))
    agency.refresh_from_db()
    assert agency.valid_to is None
    end_agency(agency, date(2024, 1, 1))
    assert agency.groups.get().valid_to == date(2024, 1, 1)
