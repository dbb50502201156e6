"""The words that page, PDF, Word and Excel share."""

from dataclasses import replace
from datetime import date

import pytest

from portal.report import wording
from portal.report.content import Mark, OffPlan, ResearchLine, Share, SourceLine, Total
from tests.portal.report.variants import COUNTED_ROW, ENTERED_ROW, MIXED_ROW, UNKNOWN_ROW
from tests.report_2023 import REPORT_2023

TC_LLCT, *_, OUTSIDE = REPORT_2023.rows


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (0, "0"), (50, "50"), (1288, "1.288"), (1234567, "1.234.567"), (-2, "−2")]
)
def test_number(value, text):
    assert wording.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(None, "–"), (0, "0"), (3, "+3"), (-2, "−2"), (1500, "+1.500")])
def test_signed(value, text):
    assert wording.signed(value) == text


def test_days_in_prose_and_in_tables():
    assert wording.day(date(2024, 7, 31)) == "31/7/2024"
    assert wording.table_day(date(2024, 7, 1)) == "01/07/2024"
    assert wording.day(None) == wording.table_day(None) == "–"


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (50, 63, "50/63 (79,4 %)"),
        (1, 8, "1/8 (12,5 %)"),
        (1, 16, "1/16 (6,3 %)"),  # 6,25 rounds half up
        (1300, 1300, "1.300/1.300 (100,0 %)"),
        (0, 5, "0/5 (0,0 %)"),
        (None, 5, "–"),
        (3, 0, "–"),
        (None, None, "–"),
    ],
)
def test_share(numerator, denominator, text):
    assert wording.share(Share("", "", numerator, denominator)) == text


def test_plan_completion_without_a_plan_says_why():
    assert wording.plan_completion(REPORT_2023.plan_completion) == "– (không có số kế hoạch để so)"
    assert wording.plan_completion(Share("", "", 16, 18)) == "16/18 (88,9 %)"


def test_learners_keep_the_words_of_the_source():
    assert wording.learners(TC_LLCT) == "409"
    assert wording.learners(OUTSIDE) == "gần 300"
    assert wording.learners(replace(OUTSIDE, wording="")) == "300"
    assert wording.learners(UNKNOWN_ROW) == "–"


def test_programme_and_partner_that_nobody_named():
    assert wording.programme(OUTSIDE) == "Lớp mở ngoài kế hoạch"
    assert wording.partner(OUTSIDE) == "nguồn không nêu"
    assert wording.partner(UNKNOWN_ROW) == "–"


def test_details_of_a_counted_row_show_both_numbers_and_the_difference():
    assert wording.details(COUNTED_ROW) == "theo báo cáo 68, đếm được 66, chênh lệch −2"


def test_details_of_a_mixed_row_say_how_many_classes_are_counted():
    assert wording.counted_so_far(MIXED_ROW) == "đếm được 79 từ 1/3 lớp"
    assert wording.details(MIXED_ROW) == "theo báo cáo 237, đếm được 79 từ 1/3 lớp"
    assert wording.details(replace(MIXED_ROW, declared=None)) == "đếm được 79 từ 1/3 lớp"


def test_details_of_a_row_with_rosters_not_yet_confirmed():
    assert wording.entered_so_far(ENTERED_ROW) == "đã có 65"
    assert wording.details(ENTERED_ROW) == "đã có 65 trong danh sách chưa chốt"


def test_details_of_a_declared_row_are_empty():
    assert wording.details(TC_LLCT) == ""


def test_persons_are_said_only_where_they_differ():
    assert wording.details(replace(TC_LLCT, people=408)) == "408 người"
    assert wording.details(replace(TC_LLCT, people=409)) == ""


def test_a_planned_row_outside_the_total_says_so():
    assert wording.details(replace(TC_LLCT, in_total=False)) == "không cộng vào tổng"


def test_off_plan():
    assert wording.off_plan(REPORT_2023.off_plan) == "5 lớp, gần 300 học viên"
    assert wording.off_plan(OffPlan(2, 90, False, "")) == "2 lớp, 90 học viên"


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (Mark.DECLARED, "theo báo cáo, chưa chốt danh sách"),
        (Mark.MIXED, "đã chốt danh sách 5/18 lớp, các lớp còn lại chưa chốt"),
        (Mark.COUNTED, "đếm từ danh sách đã chốt"),
    ],
)
def test_total_says_how_it_is_known(mark, words):
    total = Total(classes=18, learners=1288, confirmed=5, mark=mark)
    assert wording.total(total) == "18 lớp, 1.288 lượt học viên"
    assert wording.total_basis(total) == words
    assert wording.total_sentence(total) == f"18 lớp, 1.288 lượt học viên ({words})"


def test_a_total_with_nothing_in_it_says_so():
    assert wording.total_sentence(Total(None, None, 0, Mark.DECLARED)) == "chưa có số nào được cộng vào tổng"


def test_running_classes():
    assert wording.running_classes(REPORT_2023.total) == ""
    running = replace(REPORT_2023.total, carried_over=4, closed=0)
    assert wording.running_classes(running) == "4 lớp chuyển tiếp từ năm trước; 0 lớp bế giảng trong năm"


@pytest.mark.parametrize(
    ("count", "declared", "text"),
    [
        (None, True, "có, nguồn không nêu số lượng"),
        (0, True, "có, nguồn không nêu số lượng"),  # never 0 against what the source says
        (2, True, "2"),
        (0, False, "0"),
        (None, False, "–"),
    ],
)
def test_research(count, declared, text):
    assert wording.research(ResearchLine("seminars", "city", "", count, None, declared, None)) == text


def test_key_tasks():
    assert wording.key_tasks(3) == "hoàn thành 3 nhiệm vụ trọng tâm"
    assert wording.key_tasks(None) == "nhiệm vụ trọng tâm: –"


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (date(2024, 12, 31), "đạt chuẩn mức 1 theo Quy định 11-QĐ/TW trước năm 2025"),
        (date(2025, 6, 30), "đạt chuẩn mức 1 theo Quy định 11-QĐ/TW, chậm nhất ngày 30/6/2025"),
        (None, "đạt chuẩn mức 1 theo Quy định 11-QĐ/TW"),
    ],
)
def test_standard_target(target, text):
    assert wording.standard_target(replace(REPORT_2023.standard, target=target)) == text


def test_standard_target_without_a_known_rule():
    assert wording.standard_target(replace(REPORT_2023.standard, rule="")) == "đạt chuẩn mức 1 trước năm 2025"


def test_standard_remaining():
    assert wording.standard_remaining(REPORT_2023.standard) == "còn 2 tiêu chí, hạn 31/7/2024"
    unknown = replace(REPORT_2023.standard, remaining=None, due=None)
    assert wording.standard_remaining(unknown) == "còn – tiêu chí"


def test_source_leaves_out_what_is_not_known():
    bare = SourceLine(1, "Báo cáo năm", "", None, date(2023, 11, 16))
    assert wording.source(bare) == "Báo cáo năm, số liệu nêu ngày 16/11/2023"


def test_status():
    assert wording.status(REPORT_2023) == "Bản dự thảo, chưa chốt số liệu"
    assert wording.status(replace(REPORT_2023, frozen=4)) == "Số liệu đã chốt, bản chốt số 4"


def test_plain_text_has_composed_letters_and_no_control_characters():
    assert wording.plain("  Đa\u0300\x0b Nẵng\n\t2023 ") == "Đà Nẵng 2023"
