"""The criteria board: how an indicator is judged, what is read and counted, what is done about it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from research.models import Level
from school.criteria import Attested, Duty, Status, Value, assess, board, frame_at, frame_of, level_in
from school.criteria.status import deadline, of_attestation, of_value, unmet
from school.days import today
from school.domain import criteria
from school.errors import Refused
from school.models import EvidenceUse, FactSubject, IndicatorKind
from tests.factories import (
    AttestationFactory,
    CriteriaTaskFactory,
    CriterionFactory,
    DeclaredFactFactory,
    DepartmentFactory,
    EvidenceFactory,
    EvidenceUseFactory,
    FrameworkFactory,
    FrameworkLevelFactory,
    IndicatorFactory,
    QualificationFactory,
    SeminarFactory,
    StaffEmploymentFactory,
    StaffFactory,
    ThresholdFactory,
)

ON = date(2024, 7, 1)
REACHED = (Status.MET, Status.EXCEEDED)
thresholds = st.decimals(0, 100, places=2)
shares = st.tuples(st.integers(0, 5000), st.integers(1, 5000)).map(lambda pair: (min(pair), max(pair)))


def share(numerator: int, denominator: int) -> Value:
    return Value(numerator, denominator, "lecturers_master", "lecturers")


def count(number: int) -> Value:
    return Value(number, None, "city_seminars_held")


# Judging


@given(shares, thresholds)
def test_a_share_is_compared_unrounded(pair, threshold) -> None:
    numerator, denominator = pair
    left, right = 100 * numerator * 100, int(threshold * 100) * denominator
    wanted = Status.EXCEEDED if left > right else Status.MET if left == right else Status.NOT_MET
    assert of_value(share(numerator, denominator), threshold, None, ON) == wanted


@pytest.mark.parametrize(
    ("value", "threshold", "status"),
    [
        (share(373, 500), "75", Status.NOT_MET),  # 74,60 %
        (share(74_999, 100_000), "75", Status.NOT_MET),  # shown as 75,0 %
        (share(3, 4), "75", Status.MET),
        (share(75_001, 100_000), "75", Status.EXCEEDED),  # shown as 75,0 %
        (share(2, 3), "66.67", Status.NOT_MET),
        (share(37, 37), "100", Status.MET),
        (share(0, 9), "0", Status.MET),
        (count(2), "2", Status.MET),
        (count(3), "2", Status.EXCEEDED),
        (count(0), "1", Status.NOT_MET),
    ],
)
def test_met_is_equal_and_exceeded_is_strictly_above(value, threshold, status) -> None:
    assert of_value(value, Decimal(threshold), None, ON) == status


def test_without_data_or_threshold_nothing_is_assessed() -> None:
    assert of_value(None, Decimal(75), ON, ON) == Status.NOT_ASSESSED
    assert of_value(share(1, 2), None, ON, ON) == Status.NOT_ASSESSED
    assert of_attestation(None, ON, ON) == Status.NOT_ASSESSED


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (-1, Status.NOT_MET),
        (0, Status.AT_RISK),
        (90, Status.AT_RISK),
        (91, Status.NOT_MET),
    ],
)
def test_at_risk_within_90_days_of_the_deadline(days, status) -> None:
    due = ON + timedelta(days=days)
    assert unmet(due, ON) == status
    assert of_value(share(1, 2), Decimal(75), due, ON) == status
    assert of_attestation(Attested(False, ON, "Lê Thị Lan"), due, ON) == status


@given(shares, thresholds, st.integers(-400, 400))
def test_a_deadline_changes_nothing_once_met(pair, threshold, days) -> None:
    without = of_value(share(*pair), threshold, None, ON)
    with_deadline = of_value(share(*pair), threshold, ON + timedelta(days=days), ON)
    assert (with_deadline == without) if without in REACHED else with_deadline not in REACHED


@given(shares, thresholds)
def test_what_is_wanted_is_the_smallest_that_reaches(pair, threshold) -> None:
    denominator = pair[1]
    wanted = share(*pair).wanted(threshold)
    assert Fraction(100 * wanted, denominator) >= Fraction(threshold)
    assert wanted == 0 or Fraction(100 * (wanted - 1), denominator) < Fraction(threshold)


def test_the_earliest_open_deadline_counts() -> None:
    late, early, done = (
        Duty(pk, 1, "Khoa", "Khoa", date(2024, month, 1), finished)
        for pk, month, finished in [(1, 9, None), (2, 8, None), (3, 7, date(2024, 6, 1))]
    )
    assert deadline([late, early, done]) == early.due
    assert deadline([done]) is None


# Reading and counting


@pytest.fixture
def framework(db):
    made = FrameworkFactory(code="KHUNG")
    FrameworkLevelFactory(framework=made, level=1, official_total=55)
    FrameworkLevelFactory(framework=made, level=2, official_total=None)
    return made


@pytest.fixture
def group(framework):
    return CriterionFactory(framework=framework)


def shown(on: date = ON, level: int = 1):
    return board(frame_at(on), level, on)


def only(on: date = ON, level: int = 1):
    (line,) = shown(on, level).lines
    return line


def lecturers(masters: int, others: int) -> None:
    for number in range(masters + others):
        staff = StaffFactory()
        StaffEmploymentFactory(staff=staff)
        if number < masters:
            QualificationFactory(staff=staff)


def test_a_share_with_its_numbers(group) -> None:
    ThresholdFactory(indicator=IndicatorFactory(criterion=group), at_least=90)
    lecturers(masters=2, others=1)
    line = only()
    assert (line.value.numerator, line.value.denominator) == (2, 3)
    assert line.status == Status.NOT_MET
    assert line.value.wanted(line.threshold) == 3


def test_nothing_to_divide_by_is_not_assessed(group) -> None:
    ThresholdFactory(indicator=IndicatorFactory(criterion=group), at_least=0)
    line = only()
    assert line.value is None
    assert line.status == Status.NOT_ASSESSED


def test_a_figure_nobody_counts_yet_is_not_assessed(group) -> None:
    ThresholdFactory(indicator=IndicatorFactory(criterion=group, measure="not_counted_yet"))
    assert only().status == Status.NOT_ASSESSED


def test_a_level_without_thresholds_is_not_assessed(group) -> None:
    ThresholdFactory(indicator=IndicatorFactory(criterion=group), at_least=10)
    lecturers(masters=1, others=0)
    assert only().status == Status.EXCEEDED
    assert only(level=2).status == Status.NOT_ASSESSED
    assert only(level=2).value.numerator == 1


def seminars(group, at_least=1):
    indicator = IndicatorFactory(criterion=group, kind=IndicatorKind.COUNT, measure="city_seminars_held", unit="")
    ThresholdFactory(indicator=indicator, at_least=at_least)


def test_counts_are_of_the_calendar_year_up_to_the_day(group) -> None:
    seminars(group)
    for held in (date(2023, 12, 31), date(2024, 1, 1), ON, ON + timedelta(days=1)):
        SeminarFactory(held=held, level=Level.CITY, kind="seminar")
    line = only()
    assert line.value.numerator == 2
    assert line.status == Status.EXCEEDED
    assert line.unit == "cuộc"


def test_a_zero_that_a_source_denies_is_unknown(group) -> None:
    seminars(group)
    assert only().status == Status.NOT_MET
    DeclaredFactFactory(year=2024, stated_on=ON, subject=FactSubject.SEMINARS_CITY, value=None)
    assert only().status == Status.NOT_ASSESSED
    assert only(ON - timedelta(days=1)).status == Status.NOT_MET  # nobody had said it yet


def test_verified_is_text_and_threshold(group) -> None:
    compared = {"verified_on": ON, "verified_by": "Lê Thị Lan"}
    indicator = IndicatorFactory(criterion=group, **compared)
    threshold = ThresholdFactory(indicator=indicator)
    assert not only().verified
    for name, value in compared.items():
        setattr(threshold, name, value)
    threshold.save()
    assert only().verified
    threshold.delete()
    assert not only().verified


def test_the_latest_attestation_of_the_level_decides(group) -> None:
    indicator = IndicatorFactory(criterion=group, attested=True)
    AttestationFactory(indicator=indicator, met=False, attested_on=date(2024, 3, 1))
    AttestationFactory(indicator=indicator, met=True, attested_on=date(2024, 6, 1))
    AttestationFactory(indicator=indicator, met=False, attested_on=date(2024, 6, 2), level=2)
    assert only(date(2024, 2, 29)).status == Status.NOT_ASSESSED
    assert only(date(2024, 3, 1)).status == Status.NOT_MET
    assert only(date(2024, 6, 1)).status == Status.MET
    assert only(level=2).status == Status.NOT_MET


def test_evidence_alone_meets_no_document_indicator(group) -> None:
    indicator = IndicatorFactory(criterion=group, kind=IndicatorKind.DOCUMENT, measure="", unit="")
    EvidenceUseFactory(indicator=indicator)
    assert only().status == Status.NOT_ASSESSED
    AttestationFactory(indicator=indicator)
    assert only().status == Status.MET


def test_evidence_of_the_day(group) -> None:
    indicator = IndicatorFactory(criterion=group, attested=True)
    EvidenceUseFactory(indicator=indicator, evidence=EvidenceFactory(title="Đang dùng", added_on=ON))
    EvidenceUseFactory(indicator=indicator, evidence=EvidenceFactory(added_on=ON + timedelta(days=1)))
    EvidenceUseFactory(indicator=indicator, evidence=EvidenceFactory(added_on=date(2024, 1, 1), archived_on=ON))
    assert [proof.title for proof in only().evidence] == ["Đang dùng"]


def test_overdue_is_not_met_and_said(group) -> None:
    indicator = IndicatorFactory(criterion=group, attested=True)
    AttestationFactory(indicator=indicator, met=False, attested_on=date(2024, 1, 1))
    CriteriaTaskFactory(indicator=indicator, due_on=ON)
    assert (only().status, only().overdue) == (Status.AT_RISK, False)
    after = only(ON + timedelta(days=1))
    assert (after.status, after.overdue) == (Status.NOT_MET, True)


def test_what_was_finished_later_was_open_on_the_day(group) -> None:
    CriteriaTaskFactory(indicator=IndicatorFactory(criterion=group), due_on=ON, done_on=ON)
    assert only().due is None
    assert only(ON - timedelta(days=1)).due == ON


def test_what_is_left_is_the_latest_word_about_this_framework_and_level(framework, group) -> None:
    said = {"subject": FactSubject.CRITERIA_REMAINING, "level": 1}
    DeclaredFactFactory(**said, value=2, document=framework.document, due_on=date(2024, 7, 31))
    DeclaredFactFactory(**said, value=9, document=FrameworkFactory().document, stated_on=ON)
    DeclaredFactFactory(**said, value=1, stated_on=ON + timedelta(days=1), year=2024)
    found = board(frame_at(ON, "khung"), 1, ON)
    assert found.declared.remaining == 2
    assert found.declared.due == date(2024, 7, 31)
    assert board(frame_at(ON, "KHUNG"), 2, ON).declared is None
    assert board(frame_at(ON, "KHUNG"), 1, date(2023, 11, 15)).declared is None


def test_totals_and_summary(group) -> None:
    IndicatorFactory.create_batch(3, criterion=group, attested=True)
    found = shown()
    assert (found.loaded, found.official_total) == (3, 55)
    assert sum(found.summary.values()) == 3
    assert set(found.summary) == set(Status)
    assert shown(level=2).official_total is None


def test_invented_staff_is_said(group) -> None:
    IndicatorFactory(criterion=group)
    StaffEmploymentFactory()
    assert not shown().invented
    StaffEmploymentFactory(staff=StaffFactory(provenance="invented"))
    assert shown().invented


def test_the_same_queries_however_many_indicators(framework) -> None:
    asked = []
    for indicators in (1, 29):
        group = CriterionFactory(framework=framework)
        for indicator in IndicatorFactory.create_batch(indicators, criterion=group):
            ThresholdFactory(indicator=indicator)
            CriteriaTaskFactory(indicator=indicator)
            EvidenceUseFactory(indicator=indicator)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown()
        asked.append(len(queries))
    assert asked == [5, 5]


def test_one_indicator_is_judged_like_the_board(framework, group) -> None:
    IndicatorFactory(criterion=group)
    indicator = IndicatorFactory(criterion=group)
    ThresholdFactory(indicator=indicator)
    lecturers(masters=1, others=1)
    alone = assess(frame_of(indicator.pk), 1, ON, indicator.pk)
    assert alone.lines == tuple(line for line in shown().lines if line.pk == indicator.pk)


# What cannot be asked


@pytest.mark.django_db
def test_refusals_in_words(framework) -> None:
    with pytest.raises(Refused, match="chưa tới"):
        board(frame_at(ON), 1, today() + timedelta(days=1))
    with pytest.raises(Refused, match="không có bộ tiêu chí nào có hiệu lực"):
        frame_at(date(2020, 1, 1))
    with pytest.raises(Refused, match="Không có bộ tiêu chí “KHAC”"):
        frame_at(ON, "KHAC")
    for level in ("3", "-1", "một", "²", "99999999999999999999"):
        with pytest.raises(Refused, match="không có mức"):
            level_in(frame_at(ON), level)
    assert level_in(frame_at(ON), "") == 1


@pytest.mark.django_db
def test_no_framework_at_all() -> None:
    with pytest.raises(Refused, match="chưa có bộ tiêu chí"):
        frame_at(ON)


def test_the_latest_framework_in_force_is_shown(framework) -> None:
    FrameworkFactory(code="MOI", valid_from=date(2024, 7, 1))
    FrameworkFactory(code="CAT", valid_from=date(2024, 7, 1), archived_on=date(2024, 7, 1))
    assert frame_at(date(2024, 6, 30)).code == "KHUNG"
    assert frame_at(date(2024, 7, 1)).code == "MOI"


# What is done about it


def test_attesting(group) -> None:
    indicator = IndicatorFactory(criterion=group, attested=True)
    criteria.attest(indicator, 1, True, "Lê Thị Lan", "đã xem", on=ON)
    assert only().attested == Attested(True, ON, "Lê Thị Lan")
    with pytest.raises(Refused, match="đã có xác nhận"):
        criteria.attest(indicator, 1, False, "Võ Văn Nam", on=ON)
    with pytest.raises(Refused, match="chưa tới"):
        criteria.attest(indicator, 1, True, "Lê Thị Lan", on=today() + timedelta(days=1))
    with pytest.raises(Refused, match="tính từ dữ liệu"):
        criteria.attest(IndicatorFactory(criterion=group), 1, True, "Lê Thị Lan")


def test_a_duty_is_given_once_and_finished_once(group) -> None:
    indicator, owner = IndicatorFactory(criterion=group), DepartmentFactory()
    task = criteria.assign(indicator, 1, owner, ON)
    with pytest.raises(Refused, match="đã được giao"):
        criteria.assign(indicator, 1, owner, ON + timedelta(days=9))
    criteria.assign(indicator, 2, owner, ON)
    assert criteria.finish(task, on=ON).done_on == ON
    assert criteria.finish(task, on=ON + timedelta(days=5)).done_on == ON


def test_evidence_comes_and_goes_and_history_keeps_it(group) -> None:
    indicator = IndicatorFactory(criterion=group, attested=True)
    use = criteria.add_evidence(EvidenceFactory.build(document=None, link="https://example.vn/"), indicator)
    pk = use.pk
    criteria.withdraw_evidence(use)
    assert not EvidenceUse.objects.exists()
    events = EvidenceUse.pgh_event_models["insert"].objects.filter(pgh_obj_id=pk)
    assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]
