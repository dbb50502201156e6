"""Criteria frameworks: what an indicator needs, what may stand once only."""

from datetime import date

import pytest

from school.models import IndicatorKind
from tests.factories import (
    AttestationFactory,
    CriteriaTaskFactory,
    CriterionFactory,
    EvidenceFactory,
    EvidenceUseFactory,
    FrameworkFactory,
    FrameworkLevelFactory,
    IndicatorFactory,
    InstitutionFactory,
    ThresholdFactory,
)
from tests.invariants import assert_allowed, assert_database_refuses, assert_refused, clashing, spoilt

pytestmark = pytest.mark.django_db

MEASURE = "Chỉ tiêu tính từ dữ liệu phải gắn một số liệu; chỉ tiêu xác nhận thì không."
VERIFIED = "Đối chiếu văn bản cần đủ ngày và người."
TODAY = date(2024, 7, 1)


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint", "message"),
    [
        (IndicatorFactory, {"measure": ""}, "school_indicator_measure_if_computed", MEASURE),
        (IndicatorFactory, {"kind": IndicatorKind.ATTESTED}, "school_indicator_measure_if_computed", MEASURE),
        (IndicatorFactory, {"kind": IndicatorKind.DOCUMENT}, "school_indicator_measure_if_computed", MEASURE),
        (IndicatorFactory, {"verified_on": TODAY}, "school_indicator_verified_by_whom", VERIFIED),
        (IndicatorFactory, {"verified_by": "Lê Thị Kim Lan"}, "school_indicator_verified_by_whom", VERIFIED),
        (ThresholdFactory, {"verified_on": TODAY}, "school_threshold_verified_by_whom", VERIFIED),
        (
            EvidenceFactory,
            {"document": None},
            "school_evidence_has_something",
            "Minh chứng cần một tệp, một đường dẫn hoặc một văn bản.",
        ),
        (
            FrameworkFactory,
            {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)},
            "school_framework_valid_in_order",
            "Ngày kết thúc phải sau hoặc trùng ngày bắt đầu.",
        ),
    ],
)
def test_wrong_by_itself(factory, wrong, constraint, message) -> None:
    assert_refused(spoilt(factory, wrong), constraint, message)


@pytest.mark.parametrize(
    ("factory", "same", "constraint"),
    [
        (FrameworkFactory, "code", "school_framework_code_key"),
        (FrameworkLevelFactory, "framework level", "school_level_unique"),
        (CriterionFactory, "framework code", "school_criterion_unique"),
        (IndicatorFactory, "criterion code", "school_indicator_unique"),
        (ThresholdFactory, "indicator level", "school_threshold_unique"),
        (AttestationFactory, "indicator level attested_on", "school_attestation_once_a_day"),
        (EvidenceUseFactory, "evidence indicator", "school_evidenceuse_unique"),
        (CriteriaTaskFactory, "indicator level owner", "school_criteriatask_unique"),
    ],
)
def test_stands_once(factory, same, constraint) -> None:
    assert_database_refuses(clashing(factory, {}, {}, same), constraint)


@pytest.mark.parametrize(
    ("factory", "right"),
    [
        (IndicatorFactory, {"verified_on": TODAY, "verified_by": "Lê Thị Kim Lan"}),
        (IndicatorFactory, {"kind": IndicatorKind.COUNT}),
        (EvidenceFactory, {"document": None, "link": "https://luong-giang.example/quy-che"}),
        (ThresholdFactory, {"at_least": 0}),
        (FrameworkLevelFactory, {"level": 2, "official_total": None}),
    ],
)
def test_allowed(factory, right) -> None:
    assert_allowed(spoilt(factory, right))


def test_no_negative_threshold() -> None:
    row = spoilt(ThresholdFactory, {"at_least": -1})
    assert_refused(row, "school_threshold_not_negative", "Ngưỡng không được âm.")


def test_one_institution() -> None:
    InstitutionFactory()
    second = InstitutionFactory.build(id=2)
    assert_refused(second, "school_institution_single", "Mỗi cổng chỉ của một trường.")
