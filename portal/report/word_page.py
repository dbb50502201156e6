"""What every official Word file of the school has: its typeface, and the heading of the first page.

The heading's words are fields that docxtpl fills in, of a `paper` that has a `portal.report.paper.Heading`.
"""

from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from portal.report.word_parts import CENTER, element, fixed_table, paragraph_rule, put, shape

TYPEFACE = "Times New Roman"
PARTY_WIDTHS, STATE_WIDTHS = (70.0, 90.0), (66.0, 94.0)  # mm: who issues it, and the right half


def typeface(document: DocumentObject, body: float) -> None:
    """Times New Roman throughout, `body` points by default, in Vietnamese."""
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


def own_file(document: DocumentObject) -> None:
    """Takes away what python-docx's template brings: a picture of another page, the mode of an old Word."""
    package = document.part.package
    thumbnails = [key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]
    for key in thumbnails:
        package.rels.pop(key)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def party_heading(document: DocumentObject, numbered: bool, widths: tuple[float, float] = PARTY_WIDTHS) -> None:
    """The heading of a Party document; `numbered` leaves room for its number."""
    left, right = _heading_cells(document, widths, 1).rows[0].cells
    _issuer(left)
    put(shape(left.add_paragraph(), CENTER), "*", 13)
    if numbered:
        put(shape(left.add_paragraph(), CENTER), "{{ paper.heading.number }}", 13)
    rule_inset = (widths[1] - PARTY_WIDTHS[1]) / 2 + 8
    paragraph_rule(put(right.paragraphs[0], "ĐẢNG CỘNG SẢN VIỆT NAM", 14.5, bold=True), "bottom", rule_inset)
    place = shape(right.add_paragraph(), CENTER, before=6)
    put(place, "{{ paper.heading.place_and_date }}", 13.5, italic=True)


def state_heading(document: DocumentObject, numbered: bool, widths: tuple[float, float] = STATE_WIDTHS) -> None:
    """The heading of a state document; `numbered` leaves room for its number."""
    table = _heading_cells(document, widths, 2)
    left, right = table.rows[0].cells
    _issuer(left)
    wider = [(ours - usual) / 2 for ours, usual in zip(widths, STATE_WIDTHS, strict=True)]
    paragraph_rule(thin(shape(left.add_paragraph(), CENTER)), "bottom", wider[0] + 22)
    put(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12.5, bold=True)
    motto = put(shape(right.add_paragraph(), CENTER), "Độc lập - Tự do - Hạnh phúc", 13.5, bold=True)
    paragraph_rule(motto, "bottom", wider[1] + 15)
    number, place = table.rows[1].cells
    if numbered:
        put(shape(number.paragraphs[0], CENTER, before=6), "{{ paper.heading.number }}", 13)
    put(shape(place.paragraphs[0], CENTER, before=6), "{{ paper.heading.place_and_date }}", 13.5, italic=True)


def thin(paragraph: Paragraph) -> Paragraph:
    """A paragraph only as high as the line it carries."""
    paragraph.paragraph_format.line_spacing = Pt(5)
    return paragraph


def _heading_cells(document: DocumentObject, widths: tuple[float, float], rows: int) -> Table:
    table = fixed_table(document.add_table(rows=rows, cols=2), widths)
    for cell in table._cells:
        shape(cell.paragraphs[0], CENTER)
    return table


def _issuer(cell: _Cell) -> None:
    put(cell.paragraphs[0], "{{ paper.heading.superior | join('\\n') }}", 13)
    put(shape(cell.add_paragraph(), CENTER), "{{ paper.heading.issuer | join('\\n') }}", 13, bold=True)
