"""A class list as a Word file, on A4 on its side: the same document as the official workbook."""

from functools import lru_cache
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docxtpl import DocxTemplate

from portal.class_list.content import ORDER_WIDTH, WIDTH, ClassList
from portal.report.word import steady
from portal.report.word_page import own_file, party_heading, state_heading, typeface
from portal.report.word_parts import (
    CENTER,
    HAIRLINE,
    LEFT,
    SIDES,
    borders,
    field,
    fixed_table,
    put,
    shape,
    shown,
    strip,
    whole_row,
)

MIDDLE = WD_CELL_VERTICAL_ALIGNMENT.CENTER
BODY, TABLE = 13.0, 12.0  # points
PADDING = 1.4  # mm
KEPT = 2  # people who go over to the next page with the signatures, which never stand alone
HALVES = (118.0, WIDTH - 118.0)  # mm, of the heading


def render(content: ClassList) -> bytes:
    """The list as a .docx file in Times New Roman; the same list gives the same bytes."""
    columns = tuple((column.title, column.over, round(column.width, 1), column.centred) for column in content.columns)
    document = DocxTemplate(BytesIO(_template(content.heading.party, columns, content.order)))
    document.render({"paper": content}, autoescape=True)
    properties = document.docx.core_properties
    properties.title, properties.author = f"{content.title.capitalize()}, {content.subject}", ""
    properties.last_modified_by = properties.comments = ""
    properties.language = "vi"
    file = BytesIO()
    document.save(file)
    return steady(file.getvalue())


@lru_cache(maxsize=32)
def _template(party: bool, columns: tuple[tuple[str, str, float, bool], ...], order: str) -> bytes:
    """The template: `columns` as (title, header above, width in mm, centred)."""
    document = Document()
    _page(document)
    (party_heading if party else state_heading)(document, numbered=False, widths=HALVES)
    _titles(document)
    _table(document, columns, order)
    with shown(document, "paper.count"):
        put(shape(document.add_paragraph(), LEFT, before=6, keep=True), "{{ paper.count }}", BODY, italic=True)
    _signatures(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = section.left_margin = Mm(20)
    section.right_margin = Mm(297 - 20 - WIDTH)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    typeface(document, BODY)
    own_file(document)
    field(shape(section.header.paragraphs[0], CENTER), "PAGE", BODY)


def _titles(document: DocumentObject) -> None:
    with shown(document, "paper.invented"):
        strip(put(shape(document.add_paragraph(), CENTER, before=10), "{{ paper.invented }}", 11.5, bold=True))
    put(shape(document.add_paragraph(), CENTER, before=12), "{{ paper.title }}", 16, bold=True)
    put(shape(document.add_paragraph(), CENTER, before=2), "{{ paper.subject }}", 14, bold=True)
    with shown(document, "paper.days"):
        put(shape(document.add_paragraph(), CENTER, before=2), "{{ paper.days }}", BODY, italic=True)
    shape(document.add_paragraph(), CENTER).paragraph_format.line_spacing = Pt(8)


def _table(document: DocumentObject, columns: tuple[tuple[str, str, float, bool], ...], order: str) -> None:
    widths = (ORDER_WIDTH, *(width for _, _, width, _ in columns))
    two = any(over for _, over, _, _ in columns)
    table = fixed_table(document.add_table(rows=1 + two, cols=len(widths)), widths, PADDING)
    borders(table._tbl.tblPr, "w:tblBorders", **dict.fromkeys(SIDES, HAIRLINE))
    _headers(table, [(order, ""), *((title, over) for title, over, _, _ in columns)])
    _row(table, widths, "{%tr for line in paper.lines %}")
    _row(table, widths, "{%tr if line.section %}")
    _section(_row(table, widths))
    centred = [each for _, _, _, each in columns]
    for condition, keep in ((f"elif loop.revindex <= {KEPT}", True), ("else", False)):
        _row(table, widths, f"{{%tr {condition} %}}")
        _person(_row(table, widths), centred, keep)
    _row(table, widths, "{%tr endif %}")
    _row(table, widths, "{%tr endfor %}")


def _headers(table: Table, headers: list[tuple[str, str]]) -> None:
    for row in table.rows:
        whole_row(row, repeat=True)
    first, last = table.rows[0].cells, table.rows[-1].cells
    for place, (title, over) in enumerate(headers):
        if not over:
            _header(first[place].merge(last[place]), title)
            continue
        _header(last[place], title)
        if place + 1 < len(headers) and headers[place + 1][1] == over:
            _header(first[place].merge(first[place + 1]), over)


def _header(cell: _Cell, text: str) -> None:
    cell.vertical_alignment = MIDDLE
    put(shape(cell.paragraphs[0], CENTER, before=3, after=3, keep=True), text, TABLE, bold=True)


def _row(table: Table, widths: tuple[float, ...], text: str = "") -> list[_Cell]:
    row = table.add_row()
    whole_row(row)
    cells = list(row.cells)
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = MIDDLE
    cells[0].text = text
    return cells


def _section(cells: list[_Cell]) -> None:
    """An agency over the whole width; it stays with the first of its people."""
    put(shape(cells[0].paragraphs[0], CENTER, before=3, after=3, keep=True), "{{ line.order }}", TABLE, bold=True)
    name = cells[1].merge(cells[-1])
    put(shape(name.paragraphs[0], LEFT, before=3, after=3, keep=True), "{{ line.section }}", TABLE, bold=True)


def _person(cells: list[_Cell], centred: list[bool], keep: bool) -> None:
    """A person's row; `keep`: on one page with what follows."""
    texts = ["{{ line.order }}", *(f"{{{{ line.cells[{place}] }}}}" for place in range(len(centred)))]
    for cell, text, middle in zip(cells, texts, [True, *centred], strict=True):
        put(shape(cell.paragraphs[0], CENTER if middle else LEFT, before=2, after=2, keep=keep), text, TABLE)


def _signatures(document: DocumentObject) -> None:
    table = fixed_table(document.add_table(rows=1, cols=2), HALVES)
    whole_row(table.rows[0])
    for place, cell in enumerate(table.rows[0].cells):
        office = f"{{{{ paper.signatures[{place}] }}}}"
        put(shape(cell.paragraphs[0], CENTER, before=12, after=70), office, BODY, bold=True)
