"""The annual report as an Excel workbook, read back with openpyxl."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.report import excel
from portal.report.content import OffPlan
from tests.portal.report.variants import EMPTY, FORTY, HOSTILE, LATER, LONG_NAME, ROWS_2023, WORDS_2023, named
from tests.report_2023 import REPORT_2023


def read(report):
    return load_workbook(BytesIO(excel.render(report)))


def text(workbook) -> str:
    return " | ".join(str(cell.value) for sheet in workbook for row in sheet for cell in row if cell.value is not None)


def rows(workbook) -> list[dict]:
    """Rows of the table by the titles of its columns."""
    sheet = workbook.worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet]
    start = next(index for index, line in enumerate(lines) if line[0] == "TT")
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]


@pytest.fixture(scope="module")
def workbook_2023():
    return read(REPORT_2023)


@pytest.mark.parametrize("words", WORDS_2023)
def test_it_says_every_figure_of_2023(workbook_2023, words):
    assert words in text(workbook_2023)


@pytest.mark.parametrize(("programme", "partner", "classes", "learners"), ROWS_2023)
def test_it_has_every_row_of_2023_in_real_numbers(workbook_2023, programme, partner, classes, learners):
    row = next(row for row in rows(workbook_2023) if row["Chương trình"] == programme)
    assert (row["Đơn vị phối hợp"], row["Lớp"], row["Học viên (lượt)"]) == (partner, classes, learners)
    assert (row["Theo báo cáo"], row["Đếm được"], row["Chênh lệch"]) == (learners, "–", "–")
    assert row["Cách biết"] == "theo báo cáo, chưa chốt danh sách"


def test_the_total_is_the_number_of_the_report_and_off_plan_stands_outside(workbook_2023):
    total, outside = rows(workbook_2023)[-2:]
    assert (total["Chương trình"], total["Lớp"], total["Học viên (lượt)"]) == ("Cộng trong kế hoạch", 18, 1288)
    assert (outside["Lớp"], outside["Học viên (lượt)"], outside["Lời của nguồn"]) == (5, 300, "gần 300")
    assert (outside["Cách biết"], outside["Cộng vào tổng"]) == ("ước chừng", "không")
    more = replace(REPORT_2023, off_plan=OffPlan(50, 3000, True, "gần 3.000"))
    assert rows(read(more))[-2] == total


def test_counted_mixed_and_unknown_rows():
    counted, mixed, entered, unknown, total, head, off_plan, _ = rows(read(LATER))
    assert (counted["Theo báo cáo"], counted["Đếm được"], counted["Chênh lệch"]) == (68, 66, -2)
    assert (mixed["Học viên (lượt)"], mixed["Đếm được"], mixed["Lớp đã chốt"]) == (237, 79, 1)
    assert mixed["Cách biết"] == "một phần đếm, một phần theo báo cáo"
    assert entered["Đã có, chưa chốt"] == 65
    assert (unknown["Học viên (lượt)"], unknown["Cách biết"], unknown["Cộng vào tổng"]) == ("–", "", "không")
    assert total["Học viên (lượt)"] == 443
    assert (head["Học viên (lượt)"], head["Lời của nguồn"]) == (366, "gần 366")
    assert off_plan["Học viên (lượt)"] == 66


def test_columns_nobody_knows_anything_for_are_left_out(workbook_2023):
    assert "Người" not in rows(workbook_2023)[0]
    assert "Đã có, chưa chốt" not in rows(workbook_2023)[0]


def test_facts_beside_the_table():
    facts = {row[0].value: (row[1].value, row[2].value) for row in read(LATER).worksheets[1]}
    assert facts["Hội thảo khoa học cấp trường"] == ("–", "có, nguồn không nêu số lượng")
    assert facts["Tiêu chí còn lại"][0] == 2
    assert facts["Tiêu chí còn lại"][1].startswith("còn 2 tiêu chí, hạn 31/7/2024 (theo báo cáo); nguồn không nêu tên")
    assert facts["Hoàn thành kế hoạch"] == (pytest.approx(12 / 14), "12/14 (85,7 %)")
    assert facts["Giảng viên chính"] == ("–", "–")
    assert facts["Nhiệm vụ trọng tâm"][0] == "–"


@pytest.mark.parametrize("name", [HOSTILE, "=1+1", "+84", "-5", "@SUM(A1)", '=HYPERLINK("x")'])
def test_names_are_text_and_never_formulas(name):
    workbook = read(named(name))
    assert rows(workbook)[0]["Chương trình"] == name
    assert {cell.data_type for sheet in workbook for row in sheet for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("report", [REPORT_2023, FORTY])
def test_it_is_ready_to_print(report):
    for sheet in read(report):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in {(1, 0), (None, 0)}
        assert "Trang &P/&N" in sheet.oddFooter.right.text


def test_the_header_stays_in_sight_and_is_repeated(workbook_2023):
    sheet = workbook_2023.worksheets[0]
    assert sheet["A6"].value == "TT"
    assert sheet.freeze_panes == "D7"
    assert sheet.print_title_rows == "$6:$6"


def test_a_long_name_gets_a_high_row():
    sheet = read(named(LONG_NAME)).worksheets[0]
    assert sheet.row_dimensions[7].height > 4 * sheet.row_dimensions[8].height


def test_times_new_roman_everywhere(workbook_2023):
    fonts = {cell.font.name for sheet in workbook_2023 for row in sheet for cell in row}
    assert fonts == {"Times New Roman"}


def test_a_draft_and_invented_data_are_marked_on_every_sheet(workbook_2023):
    for sheet in read(LATER):
        assert "Số liệu giả định" in sheet.oddFooter.left.text
        assert "Bản dự thảo, chưa chốt số liệu" in sheet.oddFooter.left.text
    assert "Số liệu giả định" in text(read(LATER))
    assert "giả định" not in text(workbook_2023)


def test_an_empty_year_says_so():
    workbook = read(EMPTY)
    assert "Năm 2019 chưa có dữ liệu." in text(workbook)
    assert "Cộng trong kế hoạch" not in text(workbook)


def test_the_same_report_gives_the_same_bytes():
    assert excel.render(REPORT_2023) == excel.render(REPORT_2023)
    assert read(REPORT_2023).properties.created.date() == REPORT_2023.as_of
