"""Programmes, rules, plans and declared figures: what the database refuses, and why in words."""

from datetime import date
from decimal import Decimal

import pytest

from courses.models import EntryRule, RuleSet
from tests.factories import (
    DeclaredCoverageFactory,
    DeclaredFigureFactory,
    EntryRuleFactory,
    ModuleFactory,
    PlanLineFactory,
    ProgrammeFactory,
    RuleSetFactory,
    YearPlanFactory,
)
from tests.invariants import assert_allowed, assert_database_refuses, assert_refused, clashing, spoilt

pytestmark = pytest.mark.django_db

VALID_IN_ORDER = "Ngày kết thúc phải sau hoặc trùng ngày bắt đầu."
BACKWARDS = {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)}
UNTIL_2021 = {"valid_from": None, "valid_to": date(2021, 12, 20)}
FROM_2021 = {"valid_from": date(2021, 12, 21)}
FROM_LAST_DAY = {"valid_from": date(2021, 12, 20)}
ONE_RULE_SET = "Trong một thời gian, mỗi chương trình chỉ có một quy định có hiệu lực."
ONE_ENTRY_RULE = "Trong một thời gian, mỗi chương trình chỉ có một quy định đối tượng có hiệu lực."
SAID_BEFORE = "Nguồn này đã có số liệu của chương trình và đơn vị này trong năm."
FIGURE_KEY = "year programme partner planned source"
SIZES = {"class_size_from": 71, "class_size_to": 70}


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint", "message"),
    [
        (ProgrammeFactory, BACKWARDS, "courses_programme_valid_in_order", VALID_IN_ORDER),
        (RuleSetFactory, BACKWARDS, "courses_ruleset_valid_in_order", VALID_IN_ORDER),
        (EntryRuleFactory, BACKWARDS, "courses_entryrule_valid_in_order", VALID_IN_ORDER),
        (RuleSetFactory, {"attendance_percent": 101}, "courses_ruleset_attendance", "Tỷ lệ dự học không quá 100 %."),
        (RuleSetFactory, {"pass_mark": Decimal("10.5")}, "courses_ruleset_pass_mark", "Điểm đạt từ 0 đến 10."),
        (RuleSetFactory, {"pass_mark": -1}, "courses_ruleset_pass_mark", "Điểm đạt từ 0 đến 10."),
        (RuleSetFactory, SIZES, "courses_ruleset_class_size", "Sĩ số tối thiểu không lớn hơn sĩ số tối đa."),
        (PlanLineFactory, {"quarter": 0}, "courses_planline_quarter", "Quý từ 1 đến 4."),
        (PlanLineFactory, {"quarter": 5}, "courses_planline_quarter", "Quý từ 1 đến 4."),
        (PlanLineFactory, {"classes": 0}, "courses_planline_classes", "Mỗi dòng kế hoạch có ít nhất một lớp."),
        (
            DeclaredFigureFactory,
            {"classes": None, "learners": None},
            "courses_declaredfigure_says_something",
            "Cần ít nhất số lớp hoặc số học viên.",
        ),
        (
            DeclaredFigureFactory,
            {"approximate": True},
            "courses_declaredfigure_wording_if_approximate",
            "Số ước chừng phải ghi nguyên văn của nguồn, ví dụ “gần 300”.",
        ),
    ],
)
def test_wrong_by_itself(factory, wrong, constraint, message) -> None:
    assert_refused(spoilt(factory, wrong), constraint, message)


@pytest.mark.parametrize(
    ("factory", "first", "second", "same", "constraint", "message"),
    [
        (RuleSetFactory, {}, {}, "programme", "courses_ruleset_one_in_force", ONE_RULE_SET),
        (RuleSetFactory, UNTIL_2021, FROM_LAST_DAY, "programme", "courses_ruleset_one_in_force", ONE_RULE_SET),
        (EntryRuleFactory, {}, {}, "programme", "courses_entryrule_one_in_force", ONE_ENTRY_RULE),
        (EntryRuleFactory, UNTIL_2021, FROM_LAST_DAY, "programme", "courses_entryrule_one_in_force", ONE_ENTRY_RULE),
        (
            ModuleFactory,
            {},
            {},
            "programme code",
            "courses_module_unique",
            "Chương trình đã có học phần mang mã này.",
        ),
        (YearPlanFactory, {}, {}, "year version", "courses_yearplan_unique", "Năm này đã có kế hoạch lần đó."),
        (
            PlanLineFactory,
            {"partner": None, "quarter": None},
            {},
            "plan programme partner mode quarter",
            "courses_planline_unique",
            "Kế hoạch đã có dòng này; sửa số lớp ở dòng đó.",
        ),
        (DeclaredFigureFactory, {}, {}, FIGURE_KEY, "courses_declaredfigure_unique", SAID_BEFORE),
        (
            DeclaredFigureFactory,
            {"programme": None, "partner": None},
            {},
            FIGURE_KEY,
            "courses_declaredfigure_unique",
            SAID_BEFORE,
        ),
    ],
)
def test_wrong_beside_another(factory, first, second, same, constraint, message) -> None:
    assert_refused(clashing(factory, first, second, same), constraint, message)


@pytest.mark.parametrize(
    ("factory", "first", "second", "same"),
    [
        (RuleSetFactory, UNTIL_2021, FROM_2021, "programme"),
        (EntryRuleFactory, UNTIL_2021, FROM_2021, "programme"),
        (PlanLineFactory, {}, {"quarter": 3}, "plan programme partner mode"),
        (DeclaredFigureFactory, {}, {"planned": False}, "year programme partner source"),
        (DeclaredFigureFactory, {}, {"learners": None}, "year programme partner"),
    ],
)
def test_allowed_beside_another(factory, first, second, same) -> None:
    assert_allowed(clashing(factory, first, second, same))


def test_a_programme_does_not_follow_itself() -> None:
    row = ProgrammeFactory()
    row.follows = row
    assert_refused(row, "courses_programme_follows_another", "Chương trình không tiếp nối chính nó.")


def test_a_class_is_covered_by_one_declared_figure() -> None:
    assert_database_refuses(
        clashing(DeclaredCoverageFactory, {}, {}, "course_class"), "courses_declaredcoverage_course_class_id_key"
    )


@pytest.mark.parametrize("factory", [YearPlanFactory, DeclaredFigureFactory])
@pytest.mark.parametrize("year", [1944, 3000])
def test_a_year_of_this_world(factory, year) -> None:
    constraint = f"courses_{factory._meta.model._meta.model_name}_year"
    assert_refused(spoilt(factory, {"year": year}), constraint, "Năm phải từ 1945 đến 2999.")


@pytest.mark.parametrize(
    ("model", "factory", "field"),
    [(RuleSet, RuleSetFactory, "rule_sets"), (EntryRule, EntryRuleFactory, "entry_rules")],
)
def test_the_rules_in_force_on_a_day(model, factory, field) -> None:
    old = factory(**UNTIL_2021)
    new = factory(programme=old.programme, **FROM_2021)
    rules = getattr(old.programme, field)
    assert rules.on(date(2021, 12, 20)).get() == old
    assert rules.on(date(2021, 12, 21)).get() == new
