"""The annual report as PDF: what can be read from it, on how many pages and in which type."""

import unicodedata
from collections import Counter
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from portal.report import pdf, wording
from portal.report.content import Mark, OffPlan
from portal.report.marks import mark_svg
from tests.portal.report.variants import (
    EMPTY,
    FORTY,
    HOSTILE,
    LATER,
    LONG_NAME,
    ROWS_2023,
    STATE,
    WORDS_2023,
    named,
    one_line,
)
from tests.report_2023 import REPORT_2023

MILLIMETRE = 72 / 25.4


def pages(report) -> list[str]:
    return [one_line(page.extract_text()) for page in PdfReader(BytesIO(pdf.render(report))).pages]


def text(report) -> str:
    return " ".join(pages(report))


def alternatives(report) -> list[str]:
    """What the tagged PDF says to those who cannot see its drawings."""
    waiting, found = [PdfReader(BytesIO(pdf.render(report))).root_object["/StructTreeRoot"]], []
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, ArrayObject):
            waiting += node
        elif isinstance(node, DictionaryObject):
            found += [str(node["/Alt"])] if "/Alt" in node else []
            waiting += [node["/K"]] if "/K" in node else []
    return found


@pytest.fixture(scope="module")
def text_2023() -> str:
    return text(REPORT_2023)


@pytest.mark.parametrize("words", WORDS_2023)
def test_it_says_every_figure_of_2023(text_2023, words):
    assert words in text_2023


@pytest.mark.parametrize(("programme", "partner", "classes", "learners"), ROWS_2023)
def test_it_has_every_row_of_2023(text_2023, programme, partner, classes, learners):
    note = " 4" if "đối tượng 4" in programme else ""
    assert f"{programme}{note} {partner} {classes} {learners} " in text_2023


def test_off_plan_stands_after_the_total_and_never_inside_it(text_2023):
    assert "Cộng trong kế hoạch 18 1.288 Lớp mở ngoài kế hoạch, không cộng vào tổng 1 5 gần 300 " in text_2023
    more = replace(REPORT_2023, off_plan=OffPlan(50, 3000, True, "gần 3.000"))
    assert "Cộng trong kế hoạch 18 1.288 " in text(more)


def test_counted_mixed_and_entered_rows_say_how_far_they_are_known():
    said = text(LATER)
    assert "Theo báo cáo 68, đếm được 66, chênh lệch −2" in said
    assert "Theo báo cáo 237, đếm được 79 từ 1/3 lớp" in said
    assert "Đã có 65 trong danh sách chưa chốt" in said
    assert "Chuyên đề Không cộng vào tổng – 1 – " in said
    assert "Ngoài kế hoạch, không cộng vào tổng, trong đó: 6 gần 366 " in said
    assert "Giảng viên trên tổng số viên chức: 50/63 (79,4 %); - Giảng viên chính: –." in said
    assert "4 lớp chuyển tiếp từ năm trước; 9 lớp bế giảng trong năm" in said


def test_the_legend_explains_the_marks_that_occur(text_2023):
    assert "ước chừng" in text_2023
    assert "một phần đếm" not in text_2023
    assert "một phần đếm, một phần theo báo cáo" in text(LATER)


def test_every_number_has_its_mark_and_every_mark_its_words():
    declared, approximate = wording.MARK_WORDS[Mark.DECLARED], wording.MARK_WORDS[Mark.APPROXIMATE]
    # five rows, the total and the legend; one row and the legend
    assert Counter(alternatives(REPORT_2023)) == {declared: 7, approximate: 2}
    assert set(alternatives(LATER)) == set(wording.MARK_WORDS.values())


def test_the_four_marks_are_drawn_differently():
    drawings = {mark_svg(mark) for mark in Mark}
    assert len(drawings) == 4
    assert not any("<text" in drawing for drawing in drawings)


@pytest.mark.parametrize("report", [REPORT_2023, STATE, LATER, FORTY, named(LONG_NAME)])
def test_at_most_three_pages(report):
    assert len(pages(report)) <= 3


def test_the_header_of_the_table_is_repeated():
    first, second, *_ = pages(FORTY)
    assert "TT Chương trình Đơn vị phối hợp Lớp Học viên (lượt)" in first
    assert "TT Chương trình Đơn vị phối hợp Lớp Học viên (lượt)" in second


def test_no_row_of_forty_is_left_out():
    said = text(FORTY)
    assert [index for index in range(101, 140) if f"khóa {index} Đảng ủy khối cơ quan 1 {index} " not in said] == []


def test_smaller_type_only_where_it_is_needed():
    assert pdf.fitted(REPORT_2023).sizes == pdf.SIZES[0]
    rows = tuple(replace(row, programme_name=LONG_NAME) for row in FORTY.rows)
    assert pdf.fitted(replace(FORTY, rows=rows)).sizes == pdf.SIZES[-1]


@pytest.mark.parametrize("report", [REPORT_2023, LATER, STATE, named("Tên có chữ lạ 漢 và ✓")])
def test_only_the_intended_typeface_is_embedded(report):
    fonts = set()
    for page in PdfReader(BytesIO(pdf.render(report))).pages:
        for reference in page["/Resources"]["/Font"].values():
            fonts.add(reference.get_object()["/BaseFont"].partition("+")[2].partition("-")[0])
    assert fonts == {"TeXGyreTermes"}


def test_a_letter_the_typeface_lacks_is_not_lost_silently():
    assert "Tên có chữ lạ ? và ?" in text(named("Tên có chữ lạ 漢 và ✓"))


def test_an_unknown_typeface_is_refused(monkeypatch, tmp_path):
    template = tmp_path / "annual_report.typ"
    template.write_text(pdf.TEMPLATE.read_text().replace('"TeX Gyre Termes"', '"Times"'))
    monkeypatch.setattr(pdf, "TEMPLATE", template)
    with pytest.raises(pdf.SettingError, match="unknown font family"):
        pdf.render(REPORT_2023)


def test_names_are_text_and_never_markup():
    assert text(named(HOSTILE)).replace(" ", "").count(HOSTILE.replace(" ", "")) == 2


def test_decomposed_letters_are_composed():
    assert "Bồi dưỡng" in text(named(unicodedata.normalize("NFD", "Bồi dưỡng")))


def test_a_word_without_spaces_breaks_where_its_cell_ends():
    reader = PdfReader(BytesIO(pdf.render(named("W" * 300))))
    lines = "\n".join(page.extract_text() for page in reader.pages).replace("\N{ZERO WIDTH SPACE}", "").splitlines()
    letters = [line.count("W") for line in lines if "WW" in line]
    assert sum(letters) == 600
    assert max(letters) < 20


def test_a4_with_the_margins_of_an_official_document():
    page = PdfReader(BytesIO(pdf.render(REPORT_2023))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    lefts = []
    page.extract_text(visitor_text=lambda text, cm, tm, *_: text.strip() and lefts.append(tm[4] * cm[0] + cm[4]))
    assert round(min(lefts) / MILLIMETRE) == 30


def test_page_numbers_begin_on_the_second_page():
    first, second = pages(REPORT_2023)
    assert second.startswith("2 ")
    assert not first.startswith("1 ")
    assert "Gồm 2 trang" in first


def test_party_and_state_headings(text_2023):
    state = text(STATE)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text_2023
    assert "-BC/TCT" in text_2023
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in state
    assert "ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG TRƯỜNG CHÍNH TRỊ THÀNH PHỐ ĐÀ NẴNG" in state
    assert "/BC-TCT" in state
    assert "ĐẢNG CỘNG SẢN" not in state


def test_signatures_share_a_page_with_the_last_section():
    for report in (REPORT_2023, FORTY, LATER):
        last = pages(report)[-1]
        assert "trường chính trị chuẩn" in last
        assert "Nơi nhận: - Thường trực Thành ủy (để báo cáo), - Ban Tổ chức Thành ủy," in last
        assert "NGƯỜI LẬP HIỆU TRƯỞNG" in last


def test_a_draft_and_invented_data_are_marked_on_every_page(text_2023):
    for page in pages(LATER):
        assert "Bản dự thảo, chưa chốt số liệu" in page
        assert "Số liệu giả định" in page
    assert "giả định" not in text_2023
    assert "dự thảo" not in text(replace(REPORT_2023, frozen=4))


def test_a_number_a_source_gives_for_research_is_told_apart_from_a_counted_one():
    stated, numbered, *others = REPORT_2023.research
    counted = replace(stated, count=2, declared_without_number=False, fact_pk=None)
    numbered = replace(numbered, count=4, declared_without_number=False)
    said = text(replace(REPORT_2023, research=(counted, numbered, *others)))
    assert "cấp thành phố: 2; - Hội thảo khoa học cấp trường: 4 (theo báo cáo); " in said


def test_an_empty_year_says_so():
    said = text(EMPTY)
    assert "Năm 2019 chưa có dữ liệu." in said
    assert "Chương trình" not in said


def test_the_same_report_gives_the_same_bytes():
    assert pdf.render(REPORT_2023) == pdf.render(REPORT_2023)
    created = PdfReader(BytesIO(pdf.render(REPORT_2023))).metadata.creation_date
    assert created.date() == REPORT_2023.as_of
