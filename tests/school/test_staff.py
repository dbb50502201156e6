"""Staff: one employment at a time, posts in departments, qualifications that exist."""

from datetime import date

import pytest

from school.models import EmploymentKind, QualificationKind, QualificationLevel
from school.models.staff import LEVELS
from school.partial_date import PartialDate
from tests.factories import (
    DepartmentFactory,
    QualificationFactory,
    StaffEmploymentFactory,
    StaffFactory,
    StaffPostingFactory,
)
from tests.invariants import assert_allowed, assert_database_refuses, assert_refused, clashing, spoilt

pytestmark = pytest.mark.django_db

IN_ORDER = "Ngày đầu phải trước hoặc trùng ngày cuối, và cần đủ cả hai."
VALID_IN_ORDER = "Ngày kết thúc phải sau hoặc trùng ngày bắt đầu."
BACKWARDS = {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)}
UNTIL_JUNE = {"valid_to": date(2025, 6, 30)}
FROM_JULY = {"valid_from": date(2025, 7, 1)}
FROM_LAST_OF_JUNE = {"valid_from": date(2025, 6, 30)}


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint", "message"),
    [
        (DepartmentFactory, BACKWARDS, "school_department_valid_in_order", VALID_IN_ORDER),
        (StaffEmploymentFactory, BACKWARDS, "school_staffemployment_valid_in_order", VALID_IN_ORDER),
        (StaffPostingFactory, BACKWARDS, "school_staffposting_valid_in_order", VALID_IN_ORDER),
        (StaffFactory, {"born_to": date(1960, 1, 1)}, "school_staff_born_in_order", IN_ORDER),
        (StaffFactory, {"born_to": None}, "school_staff_born_in_order", IN_ORDER),
        (StaffFactory, {"born_from": None}, "school_staff_born_in_order", IN_ORDER),
        (QualificationFactory, {"awarded_to": date(2001, 1, 1)}, "school_qualification_awarded_in_order", IN_ORDER),
    ],
)
def test_dates_out_of_order(factory, wrong, constraint, message) -> None:
    assert_refused(spoilt(factory, wrong), constraint, message)


@pytest.mark.parametrize(
    ("factory", "first", "second", "same", "constraint", "message"),
    [
        (
            StaffEmploymentFactory,
            UNTIL_JUNE,
            {**FROM_LAST_OF_JUNE, "kind": EmploymentKind.CONCURRENT},
            "staff",
            "school_employment_one_at_a_time",
            "Trong một thời gian, một người chỉ có một hình thức làm việc.",
        ),
        (
            StaffPostingFactory,
            {},
            {**FROM_JULY, "position": "Trưởng khoa"},
            "staff department",
            "school_staffposting_once",
            "Người này đã có vị trí ở phòng, khoa này trong thời gian đó.",
        ),
        (
            DepartmentFactory,
            {},
            {},
            "name",
            "school_department_once",
            "Đã có phòng, khoa cùng tên trong thời gian này.",
        ),
        (
            QualificationFactory,
            {},
            {},
            "staff kind level",
            "school_qualification_once",
            "Người này đã có văn bằng, chứng chỉ loại và mức này.",
        ),
    ],
)
def test_twice_at_a_time(factory, first, second, same, constraint, message) -> None:
    assert_refused(clashing(factory, first, second, same), constraint, message)


@pytest.mark.parametrize(
    ("factory", "first", "second", "same"),
    [
        (StaffEmploymentFactory, UNTIL_JUNE, FROM_JULY, "staff"),
        (StaffPostingFactory, {}, {}, "staff"),
        (StaffPostingFactory, UNTIL_JUNE, FROM_JULY, "staff department"),
        (DepartmentFactory, UNTIL_JUNE, FROM_JULY, "name"),
        (QualificationFactory, {}, {"level": QualificationLevel.DOCTOR}, "staff"),
        (StaffFactory, {}, {}, "full_name born_from born_to"),
    ],
)
def test_one_after_another(factory, first, second, same) -> None:
    assert_allowed(clashing(factory, first, second, same))


@pytest.mark.parametrize("kind", QualificationKind)
def test_a_level_belongs_to_its_kind(kind) -> None:
    staff = StaffFactory()
    for level in QualificationLevel:
        row = QualificationFactory.build(staff=staff, kind=kind, level=level)
        if level in LEVELS[kind]:
            assert_allowed(row)
        else:
            message = "Mức này không thuộc loại văn bằng, chứng chỉ đã chọn."
            assert_refused(row, "school_qualification_level_fits", message)


def test_every_level_belongs_to_some_kind() -> None:
    assert set(LEVELS) == set(QualificationKind)
    assert {level for levels in LEVELS.values() for level in levels} == set(QualificationLevel)


def test_dates_keep_the_precision_of_the_papers() -> None:
    staff = StaffFactory(born=PartialDate.year(1975))
    degree = QualificationFactory(awarded=PartialDate.month(2016, 6))
    assert (str(staff.born), str(degree.awarded)) == ("1975", "06/2016")
    assert StaffFactory(born=None).born is None


def test_sex_is_one_of_two_or_unknown() -> None:
    assert_allowed(spoilt(StaffFactory, {"sex": ""}))
    assert_database_refuses(spoilt(StaffFactory, {"sex": "X"}), "school_staff_sex_known")
