"""The Word template of the annual report, made in code: one source for both headings, no binary to keep.

Its fields are those of `portal.report.paper.Paper`, named `paper`; docxtpl fills them in. `{%tr …%}`,
`{%p …%}` and `{%r …%}` take away the row, paragraph or run that holds them.
"""

from functools import lru_cache
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.shared import Mm, Pt

from portal.report.content import Mark
from portal.report.word_page import own_file, party_heading, state_heading, thin, typeface
from portal.report.word_parts import (
    CENTER,
    JUSTIFY,
    LEFT,
    RIGHT,
    TEXT_WIDTH,
    each,
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
    (party_heading if party else state_heading)(document, numbered=True)
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
    typeface(document, body)
    own_file(document)


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


def _title(document: DocumentObject, body: float) -> None:
    put(shape(document.add_paragraph(), CENTER, before=20), "BÁO CÁO", 16, bold=True)
    put(shape(document.add_paragraph(), CENTER), "{{ paper.heading.subject }}", body + 0.5, bold=True)
    paragraph_rule(thin(shape(document.add_paragraph(), CENTER, after=10)), "bottom", (TEXT_WIDTH - 26) / 2)


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
