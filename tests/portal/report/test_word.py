"""The annual report as a Word file, read back with python-docx."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from portal.report import word, wording
from portal.report.content import Mark, OffPlan
from tests.portal.report.variants import (
    EMPTY,
    FORTY,
    HOSTILE,
    LATER,
    ROWS_2023,
    STATE,
    WORDS_2023,
    named,
    one_line,
)
from tests.report_2023 import REPORT_2023


def read(report):
    return Document(BytesIO(word.render(report)))


def said(node) -> str:
    """The text of an element, a space between paragraphs."""
    paragraphs = node.iter(qn("w:p"))
    return one_line(" ".join("".join(run.text or "" for run in part.iter(qn("w:t"))) for part in paragraphs))


def text(document) -> str:
    """All text of body, tables, headers and footers."""
    section = document.sections[0]
    edges = (section.header, section.first_page_header, section.footer, section.first_page_footer)
    return " ".join(said(part) for part in (document.element.body, *(edge._element for edge in edges)))


def table(document) -> list[list[str]]:
    """Rows of the main table as texts, a merged cell once."""
    rows = ([*dict.fromkeys(cell._tc for cell in row.cells)] for row in document.tables[1].rows)
    return [[said(cell) for cell in row] for row in rows]


@pytest.fixture(scope="module")
def document_2023():
    return read(REPORT_2023)


@pytest.mark.parametrize("words", WORDS_2023)
def test_it_says_every_figure_of_2023(document_2023, words):
    assert words in text(document_2023)


@pytest.mark.parametrize(("programme", "partner", "classes", "learners"), ROWS_2023)
def test_it_has_every_row_of_2023(document_2023, programme, partner, classes, learners):
    note = " 4" if "đối tượng 4" in programme else ""
    rows = [row[1:] for row in table(document_2023)]
    assert [f"{programme}{note}", partner, str(classes), "", str(learners)] in rows


def test_off_plan_stands_after_the_total_and_never_inside_it(document_2023):
    total, outside = table(document_2023)[-2:]
    assert total == ["Cộng trong kế hoạch", "18", "", "1.288"]
    assert outside == ["", "Lớp mở ngoài kế hoạch, không cộng vào tổng 1", "5", "", "gần 300"]
    more = replace(REPORT_2023, off_plan=OffPlan(50, 3000, True, "gần 3.000"))
    assert table(read(more))[-2] == total


def test_what_is_outside_the_total_is_in_italics(document_2023):
    rows = document_2023.tables[1].rows
    italics = [{run.italic for run in row.cells[-1].paragraphs[0].runs if run.text} for row in rows]
    assert italics[-1] == {True}
    assert True not in set.union(*italics[:-1])


def test_counted_mixed_and_entered_rows_say_how_far_they_are_known():
    rows = table(read(LATER))
    assert rows[1][1] == "Ngạch chuyên viên Theo báo cáo 68, đếm được 66, chênh lệch −2"
    assert rows[2][1] == "Lãnh đạo cấp phòng Theo báo cáo 237, đếm được 79 từ 1/3 lớp"
    assert rows[3][1] == "Cập nhật kiến thức Đã có 65 trong danh sách chưa chốt"
    assert rows[4][1:] == ["Chuyên đề Không cộng vào tổng", "–", "1", "", "–"]
    assert [row[0] for row in rows[-3:]] == ["", "–", "–"]


def test_every_number_has_its_mark_and_every_mark_its_words():
    marks = []
    for row in read(LATER).tables[1].rows[1:]:
        drawn = [node.get("descr") for node in row._tr.iter(qn("wp:docPr"))]
        marks.append(drawn[0] if drawn else None)
        assert len(drawn) <= 1
    kinds = [
        Mark.COUNTED,
        Mark.MIXED,
        Mark.DECLARED,
        None,
        Mark.MIXED,
        Mark.APPROXIMATE,
        Mark.COUNTED,
        Mark.APPROXIMATE,
    ]
    assert marks == [kind and wording.MARK_WORDS[kind] for kind in kinds]


def test_the_header_of_the_table_is_repeated_and_no_row_is_split():
    first, *others = read(FORTY).tables[1].rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(others) == 41
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in others)


def test_the_columns_fill_the_text_width_exactly():
    widths = [column.width for column in read(named("W" * 300)).tables[1].columns]
    assert round(sum(widths) / Mm(1)) == 160


def test_times_new_roman_everywhere(document_2023):
    fonts = {
        value
        for root in (document_2023.element, document_2023.styles["Normal"].element, document_2023.styles.element[0])
        for node in root.iter(qn("w:rFonts"))
        for value in node.attrib.values()
    }
    assert fonts == {"Times New Roman"}


def test_a4_with_the_margins_of_an_official_document(document_2023):
    section = document_2023.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side / Mm(1)) for side in sides] == [20, 20, 30, 20]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)


def test_page_numbers_begin_on_the_second_page(document_2023):
    section = document_2023.sections[0]
    assert section.different_first_page_header_footer
    codes = [
        [node.text for node in part._element.iter(qn("w:instrText"))]
        for part in (section.first_page_header, section.header, section.first_page_footer, section.footer)
    ]
    assert codes == [[], ["PAGE"], ["NUMPAGES"], ["NUMPAGES"]]


def test_party_and_state_headings(document_2023):
    party, state = text(document_2023), text(read(STATE))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party
    assert "-BC/TCT" in party
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in state
    assert "/BC-TCT" in state
    assert "ĐẢNG CỘNG SẢN" not in state


def test_signature_blocks(document_2023):
    recipients, author, head = (one_line(cell.text) for cell in document_2023.tables[2].rows[0].cells)
    assert recipients.startswith("Nơi nhận: - Thường trực Thành ủy (để báo cáo), - Ban Tổ chức Thành ủy,")
    assert (author, head) == ("NGƯỜI LẬP", "HIỆU TRƯỞNG")


def test_a_draft_and_invented_data_are_marked_on_every_page(document_2023):
    section = read(LATER).sections[0]
    for header in (section.header, section.first_page_header):
        assert "Số liệu giả định" in header.paragraphs[0].text
    for footer in (section.footer, section.first_page_footer):
        assert "Bản dự thảo, chưa chốt số liệu" in footer.paragraphs[0].text
    assert "giả định" not in text(document_2023)
    assert "dự thảo" not in text(read(replace(REPORT_2023, frozen=4)))


def test_an_empty_year_says_so():
    said = text(read(EMPTY))
    assert "Năm 2019 chưa có dữ liệu." in said
    assert "Chương trình" not in said


def test_names_are_text_and_never_markup():
    first = table(read(named(HOSTILE)))[1]
    assert first[1:3] == [HOSTILE, HOSTILE]


@pytest.mark.parametrize("report", [REPORT_2023, STATE, LATER, EMPTY])
def test_properties_stand_in_the_order_word_insists_on(report):
    document = etree.fromstring(ZipFile(BytesIO(word.render(report))).read("word/document.xml"))
    orders = {
        "w:pPr": "pStyle keepNext pBdr shd tabs spacing ind jc outlineLvl rPr",
        "w:tblPr": "tblStyle tblW jc tblBorders tblLayout tblCellMar tblLook",
        "w:tcPr": "tcW gridSpan tcBorders shd tcMar vAlign",
    }
    for tag, order in orders.items():
        for node in document.iter(qn(tag)):
            found = [order.split().index(etree.QName(child).localname) for child in node]
            assert found == sorted(set(found))


def test_the_same_report_gives_the_same_bytes():
    assert word.render(REPORT_2023) == word.render(REPORT_2023)


def test_properties_of_the_file(document_2023):
    properties = document_2023.core_properties
    assert properties.created.date() == properties.modified.date() == REPORT_2023.as_of
    assert properties.title == "Báo cáo năm 2023, Trường Chính trị thành phố Đà Nẵng"
    assert properties.author == "Trường Chính trị thành phố Đà Nẵng"
