"""Small pieces of a Word file that python-docx has no words for: borders, fields, repeated headers."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

LEFT, CENTER, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
TEXT_WIDTH = 160.0  # mm between the margins of an official document
TWIPS = 56.7  # in a millimetre
HAIRLINE, STRONG_RULE = 4, 8  # eighths of a point
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
# The order of the standard: Word takes a file that breaks it for a damaged one.
SEQUENCES = {
    qn("w:pPr"): "pStyle keepNext keepLines pBdr shd tabs spacing ind jc outlineLvl rPr",
    qn("w:tblPr"): "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    qn("w:tcPr"): "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    qn("w:trPr"): "cantSplit tblHeader",
}


def element(tag: str, **attributes: object) -> BaseOxmlElement:
    """An element of WordprocessingML: element("w:jc", val="right")."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def place(parent: BaseOxmlElement, child: BaseOxmlElement) -> None:
    """Adds a property where the standard wants it."""
    followers = SEQUENCES[parent.tag].split()
    followers = followers[followers.index(child.tag.partition("}")[2]) + 1 :]
    parent.insert_element_before(child, *(f"w:{name}" for name in followers))


def put(paragraph: Paragraph, text: str, size: float | None = None, **font: object) -> Paragraph:
    """Adds text; `size` in points, `font` are attributes of a python-docx Font: bold=True."""
    run = paragraph.add_run(text)
    if size:
        run.font.size = Pt(size)
    for name, value in font.items():
        setattr(run.font, name, value)
    return paragraph


def shape(
    paragraph: Paragraph,
    align: WD_ALIGN_PARAGRAPH | None = None,
    before: float = 0,
    after: float = 0,
    first: float = 0,
    keep: bool = False,
) -> Paragraph:
    """Sets alignment, spacing in points and first line indent in millimetres."""
    form = paragraph.paragraph_format
    form.alignment = align
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.first_line_indent = Mm(first) if first else None
    form.keep_with_next = keep or None
    return paragraph


def borders(properties: BaseOxmlElement, tag: str, space: int = 0, **sizes: int) -> None:
    """Borders of a table, cell or paragraph by side, in eighths of a point; 0 takes the line away."""
    drawn = properties.find(qn(tag))
    if drawn is None:
        drawn = element(tag)
        place(properties, drawn)
    for side, size in sizes.items():
        kind = "single" if size else "nil"
        drawn.append(element(f"w:{side}", val=kind, sz=size, space=space, color="000000"))
    drawn[:] = sorted(drawn, key=lambda line: SIDES.index(line.tag.partition("}")[2]))


def cell_borders(cell: _Cell, **sizes: int) -> None:
    """Borders of one cell, over those of its table."""
    borders(cell._tc.get_or_add_tcPr(), "w:tcBorders", **sizes)


def paragraph_rule(paragraph: Paragraph, side: str, indent: float = 0, space: int = 1) -> Paragraph:
    """A line at the "top" or "bottom", drawn in by millimetres at both ends, `space` points from the text."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    borders(paragraph._p.get_or_add_pPr(), "w:pBdr", space, **{side: HAIRLINE + 2})
    return paragraph


def hatch(cell: _Cell) -> None:
    """The sign of what is approximate or outside the total."""
    place(cell._tc.get_or_add_tcPr(), element("w:shd", val="thinDiagStripe", color="A0A0A0", fill="auto"))


def field(paragraph: Paragraph, code: str, size: float) -> None:
    """A field that Word fills in itself: PAGE, NUMPAGES."""
    instruction, shown = element("w:instrText"), element("w:t")
    instruction.text, shown.text = code, "1"
    marks = [element("w:fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")]
    for part in (marks[0], instruction, marks[1], shown, marks[2]):
        run = paragraph.add_run()
        run.font.size = Pt(size)
        run._r.append(part)


def picture(paragraph: Paragraph, image: bytes, height: float, words: str) -> None:
    """A picture in the line of text, `height` points high, with its meaning in words."""
    inline = paragraph.add_run().add_picture(BytesIO(image), height=Pt(height))._inline
    inline.docPr.set("descr", words)
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")


def outline(paragraph: Paragraph) -> None:
    """Makes the paragraph a heading in Word's navigation, without changing its looks."""
    place(paragraph._p.get_or_add_pPr(), element("w:outlineLvl", val=0))


def strip(paragraph: Paragraph) -> None:
    """Lays the paragraph on a hatched ground, the sign of what is invented."""
    place(paragraph._p.get_or_add_pPr(), element("w:shd", val="thinDiagStripe", color="D0D0D0", fill="auto"))


def fixed_table(table: Table, widths: tuple[float, ...], padding: float = 0) -> Table:
    """Fixes the columns, in millimetres, and the room left and right of the text in each cell."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=round(padding * TWIPS), type="dxa"))
    place(table._tbl.tblPr, margins)
    return table


def padding(cell: _Cell, width: float) -> None:
    """The room left and right of one cell's text, in millimetres."""
    margins = element("w:tcMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=round(width * TWIPS), type="dxa"))
    place(cell._tc.get_or_add_tcPr(), margins)


def whole_row(row: _Row, repeat: bool = False) -> None:
    """Keeps the row on one page; a repeated one stands again on top of every page."""
    properties = row._tr.get_or_add_trPr()
    place(properties, element("w:cantSplit"))
    if repeat:
        place(properties, element("w:tblHeader"))


@contextmanager
def shown(document: DocumentObject | _Cell, condition: str) -> Iterator[None]:
    """What is added inside stands in the document only where the condition holds."""
    document.add_paragraph(f"{{%p if {condition} %}}")
    yield
    document.add_paragraph("{%p endif %}")


@contextmanager
def each(document: DocumentObject, loop: str) -> Iterator[None]:
    """What is added inside is repeated: each(document, "note in paper.notes")."""
    document.add_paragraph(f"{{%p for {loop} %}}")
    yield
    document.add_paragraph("{%p endfor %}")
