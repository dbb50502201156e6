"""The Word template of the annual report, made in code: one source for both headings, no binary to keep.

Its fields are those of `portal.report.paper.Paper`, named `paper`; docxtpl fills them in. `{%tr …%}`,
`{%p …%}` and `{%r …%}` take away the row, paragraph or run that holds them.
"""

from functools import lru_cache
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from portal.report.content import Mark
from portal.report.word_parts import (
    CENTER,
    JUSTIFY,
    LEFT,
    RIGHT,
    TEXT_WIDTH,
    each,
    element,
    field,
    fixed_table,
    outline,
    paragraph_rule,
    put,
    shape,
    shown,
    strip,
    whole_row,
)
from portal.report.word_table import main_table, small_print

TYPEFACE = "Times New Roman"
INDENT = 10.0  # mm, first line of a paragraph


@lru_cache(maxsize=8)
def template(party: bool, body: float, table: float, marks: tuple[tuple[Mark, bytes], ...]) -> bytes:
    """The template as a .docx file.

    `party` chooses the heading, `body` and `table` are type sizes in points, `marks` the signs as PNG.
    """
    document = Document()
    pictures = dict(marks)
    _page(document, body)
    _margins_text(document)
    (_party_heading if party else _state_heading)(document)
    _title(document, body)
    _opening(document)
    main_table(document, table, pictures)
    small_print(document, table - 0.5, pictures)
    _sections(document)
    _signatures(document, party)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: DocumentObject, body: float) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance, section.footer_distance = Mm(8), Mm(10)
    section.different_first_page_header_footer = True
    _typeface(document, body)
    _own_file(document)


def _typeface(document: DocumentObject, body: float) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(body)
    normal.paragraph_format.space_after = Pt(0)
    for properties in (normal.element.get_or_add_rPr(), _default_properties(document)):
        fonts = properties.find(qn("w:rFonts"))
        if fonts is not None:
            properties.remove(fonts)
        scripts = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), TYPEFACE)
        properties.insert(0, element("w:rFonts", **scripts))
    language = _default_properties(document).find(qn("w:lang"))
    language.set(qn("w:val"), "vi-VN")


def _default_properties(document: DocumentObject) -> BaseOxmlElement:
    return document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))


def _own_file(document: DocumentObject) -> None:
    """Takes away what python-docx's template brings: a picture of another page, the mode of an old Word."""
    package = document.part.package
    thumbnails = [key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]
    for key in thumbnails:
        package.rels.pop(key)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _margins_text(document: DocumentObject) -> None:
    """Page numbers above, from the second page on; below, whether the figures may still change."""
    section = document.sections[0]
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        header.paragraphs[0].text = "{%p if paper.invented %}"
        invented = shape(header.add_paragraph(style="Normal"), CENTER)
        strip(put(invented, "{{ paper.invented }}", 11.5, bold=True))
        header.add_paragraph("{%p endif %}")
        number = shape(header.add_paragraph(style="Normal"), CENTER)
        if numbered:
            field(number, "PAGE", 13)
    for footer in (section.first_page_footer, section.footer):
        line = footer.paragraphs[0]
        line.style = document.styles["Normal"]
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), RIGHT)
        put(line, "{{ paper.status }}\tGồm ", 9.5)
        field(line, "NUMPAGES", 9.5)
        put(line, " trang", 9.5)
        line.paragraph_format.space_before = Pt(3)
        paragraph_rule(line, "top", space=3)


def _heading_cells(document: DocumentObject, widths: tuple[float, float], rows: int) -> Table:
    table = fixed_table(document.add_table(rows=rows, cols=2), widths)
    for cell in table._cells:
        shape(cell.paragraphs[0], CENTER)
    return table


def _issuer(cell: _Cell) -> None:
    put(cell.paragraphs[0], "{{ paper.heading.superior | join('\\n') }}", 13)
    put(shape(cell.add_paragraph(), CENTER), "{{ paper.heading.issuer | join('\\n') }}", 13, bold=True)


def _party_heading(document: DocumentObject) -> None:
    left, right = _heading_cells(document, (70, 90), 1).rows[0].cells
    _issuer(left)
    put(shape(left.add_paragraph(), CENTER), "*", 13)
    put(shape(left.add_paragraph(), CENTER), "{{ paper.heading.number }}", 13)
    paragraph_rule(put(right.paragraphs[0], "ĐẢNG CỘNG SẢN VIỆT NAM", 14.5, bold=True), "bottom", 8)
    place = shape(right.add_paragraph(), CENTER, before=6)
    put(place, "{{ paper.heading.place_and_date }}", 13.5, italic=True)


def _state_heading(document: DocumentObject) -> None:
    table = _heading_cells(document, (66, 94), 2)
    left, right = table.rows[0].cells
    _issuer(left)
    paragraph_rule(_thin(shape(left.add_paragraph(), CENTER)), "bottom", 22)
    put(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12.5, bold=True)
    motto = put(shape(right.add_paragraph(), CENTER), "Độc lập - Tự do - Hạnh phúc", 13.5, bold=True)
    paragraph_rule(motto, "bottom", 15)
    number, place = table.rows[1].cells
    put(shape(number.paragraphs[0], CENTER, before=6), "{{ paper.heading.number }}", 13)
    put(shape(place.paragraphs[0], CENTER, before=6), "{{ paper.heading.place_and_date }}", 13.5, italic=True)


def _title(document: DocumentObject, body: float) -> None:
    put(shape(document.add_paragraph(), CENTER, before=20), "BÁO CÁO", 16, bold=True)
    put(shape(document.add_paragraph(), CENTER), "{{ paper.heading.subject }}", body + 0.5, bold=True)
    paragraph_rule(_thin(shape(document.add_paragraph(), CENTER, after=10)), "bottom", (TEXT_WIDTH - 26) / 2)


def _thin(paragraph: Paragraph) -> Paragraph:
    """A paragraph only as high as the line it carries."""
    paragraph.paragraph_format.line_spacing = Pt(5)
    return paragraph


def _section_heading(document: DocumentObject, text: str) -> None:
    heading = shape(document.add_paragraph(), LEFT, before=8, after=5, first=INDENT, keep=True)
    outline(put(heading, text, bold=True))


def _opening(document: DocumentObject) -> None:
    with shown(document, "paper.opening"):
        put(shape(document.add_paragraph(), JUSTIFY, after=4, first=INDENT), "{{ paper.opening }}")
    with shown(document, "paper.training.title"):
        _section_heading(document, "{{ paper.training.title }}")
    with each(document, "words in paper.training.paragraphs"):
        put(shape(document.add_paragraph(), JUSTIFY, after=6, first=INDENT), "{{ words }}")


def _sections(document: DocumentObject) -> None:
    """The last section is kept with the signatures: a page of signatures alone is not accepted."""
    for which, keep in (("[:-1]", False), ("[-1:]", True)):
        with each(document, f"part in paper.sections{which}"):
            _section_heading(document, "{{ part.title }}")
            for name in ("paragraphs", "items"):
                with each(document, f"words in part.{name}"):
                    line = shape(document.add_paragraph(), JUSTIFY, after=4, first=INDENT, keep=keep)
                    put(line, "{{ words }}" if name == "paragraphs" else "- {{ words }}")


def _signatures(document: DocumentObject, party: bool) -> None:
    table = fixed_table(document.add_table(rows=1, cols=3), (70, 42, 48))
    whole_row(table.rows[0])
    recipients, author, head = table.rows[0].cells
    label = {"underline": True} if party else {"bold": True, "italic": True, "size": 12}
    put(shape(recipients.paragraphs[0], LEFT, before=16, after=2), "Nơi nhận:", **label)
    recipients.add_paragraph("{%p for name in paper.recipients %}")
    line = shape(recipients.add_paragraph(), LEFT, first=-2.2)
    line.paragraph_format.left_indent = Mm(2.2)
    put(line, "- {{ name }}", 12 if party else 11)
    recipients.add_paragraph("{%p endfor %}")
    for cell, office in ((author, "NGƯỜI LẬP"), (head, "HIỆU TRƯỞNG")):
        put(shape(cell.paragraphs[0], CENTER, before=16, after=85), office, bold=True)
