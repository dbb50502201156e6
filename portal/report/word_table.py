"""The table of the Word template with its legend, notes and sources."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from docx.document import Document as DocumentObject
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from portal.report import wording
from portal.report.content import Mark
from portal.report.word_parts import (
    CENTER,
    HAIRLINE,
    JUSTIFY,
    LEFT,
    RIGHT,
    STRONG_RULE,
    TEXT_WIDTH,
    borders,
    cell_borders,
    each,
    fixed_table,
    hatch,
    padding,
    picture,
    put,
    shape,
    shown,
    whole_row,
)

MIDDLE = WD_CELL_VERTICAL_ALIGNMENT.CENTER
COLUMNS = (8.5, 71.5, 43.0, 12.0, 6.0, 19.0)  # mm; the mark has a column of its own beside its number
PADDING = 1.7  # mm

Pictures = Mapping[Mark, bytes]


def main_table(document: DocumentObject, size: float, pictures: Pictures) -> None:
    """Adds the table: `size` of its type in points, `pictures` the signs as PNG."""
    with shown(document, "paper.lines or paper.outside"):
        table = fixed_table(document.add_table(rows=1, cols=len(COLUMNS)), COLUMNS, PADDING)
        rules = {"top": STRONG_RULE, "bottom": STRONG_RULE}
        sides = dict.fromkeys(("left", "right", "insideH", "insideV"), HAIRLINE)
        borders(table._tbl.tblPr, "w:tblBorders", **rules, **sides)
        _header_row(table, size)
        with _each_row(table, "line in paper.lines"):
            _figures(_row(table, size, (1, 1, 1)), pictures, size)
        total = _row(table, size, (3,), name="paper.total", bold=True)
        _figures(total, pictures, size, name="paper.total", bold=True)
        for cell in total:
            cell_borders(cell, top=STRONG_RULE, bottom=STRONG_RULE)
        with _each_row(table, "line in paper.outside"):
            _outside_rows(table, size, pictures)


@contextmanager
def _each_row(table: Table, loop: str) -> Iterator[None]:
    table.add_row().cells[0].text = f"{{%tr for {loop} %}}"
    yield
    table.add_row().cells[0].text = "{%tr endfor %}"


def _header_row(table: Table, size: float) -> None:
    row = table.rows[0]
    whole_row(row, repeat=True)
    row.cells[-2].merge(row.cells[-1])
    words = ("TT", "Chương trình", "Đơn vị phối hợp", "Lớp", "Học viên\n(lượt)")
    padding(row.cells[0], 0.5)
    for cell, text in zip(row.cells, words, strict=False):
        cell.vertical_alignment = MIDDLE
        put(shape(cell.paragraphs[0], CENTER, before=3, after=3, keep=True), text, size, bold=True)


def _outside_rows(table: Table, size: float, pictures: Pictures) -> None:
    """What stays outside the total, in italics, its first cell hatched; without a partner the name is wider."""
    for condition, spans in (("{%tr if line.partner %}", (1, 1, 1)), ("{%tr else %}", (1, 2))):
        table.add_row().cells[0].text = condition
        cells = _row(table, size, spans, italic=True)
        hatch(cells[0])
        _figures(cells, pictures, size, italic=True)
    table.add_row().cells[0].text = "{%tr endif %}"


def _row(table: Table, size: float, spans: tuple[int, ...], name: str = "line", **font: bool) -> list[_Cell]:
    """A row for one Line; `spans` are the columns taken by order, name and partner, or by fewer cells."""
    row = table.add_row()
    whole_row(row)
    cells, start = [], 0
    for span in (*spans, 1, 1, 1):
        cells.append(row.cells[start].merge(row.cells[start + span - 1]))
        start += span
    for cell in cells:
        cell.vertical_alignment = MIDDLE
        shape(cell.paragraphs[0], LEFT, before=2, after=2)
    named = cells[0] if spans == (3,) else cells[1]
    _named(named, size, name, **font)
    if len(spans) > 1:
        padding(cells[0], 0.5)
        put(shape(cells[0].paragraphs[0], CENTER), f"{{{{ {name}.order }}}}", size, **font)
    if len(spans) > 2:
        put(cells[2].paragraphs[0], f"{{{{ {name}.partner }}}}", size, **font)
    return cells


def _named(cell: _Cell, size: float, name: str, **font: bool) -> None:
    paragraph = put(cell.paragraphs[0], f"{{{{ {name}.name }}}}", size, **font)
    put(paragraph, f"{{{{ ' ' ~ {name}.notes if {name}.notes }}}}", size, superscript=True, **font)
    with shown(cell, f"{name}.details"):
        put(shape(cell.add_paragraph(), LEFT, after=2), f"{{{{ {name}.details }}}}", 0.86 * size, **font)


def _figures(cells: list[_Cell], pictures: Pictures, size: float, name: str = "line", **font: bool) -> None:
    classes, mark, learners = cells[-3:]
    put(shape(classes.paragraphs[0], RIGHT, before=2, after=2), f"{{{{ {name}.classes }}}}", size, **font)
    _put_mark(mark.paragraphs[0], f"{name}.mark", pictures, size)
    put(shape(learners.paragraphs[0], RIGHT, before=2, after=2), f"{{{{ {name}.learners }}}}", size, **font)
    cell_borders(mark, right=0)
    cell_borders(learners, left=0)


def small_print(document: DocumentObject, size: float, pictures: Pictures) -> None:
    """Adds legend, notes and sources in type of `size` points."""
    legend = shape(document.add_paragraph(), LEFT, before=6)
    legend.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH / 2))
    put(legend, "{%r for kind, words in paper.legend %}")
    _put_mark(legend, "kind", pictures, size)
    put(legend, "{{ words }}{{ '' if loop.last else '\\t' if loop.index is odd else '\\n' }}", size)
    put(legend, "{%r endfor %}")
    with shown(document, "paper.notes"):
        put(shape(document.add_paragraph(), LEFT, before=6, after=3, keep=True), "Ghi chú", size, bold=True)
    with each(document, "note in paper.notes"):
        note = shape(document.add_paragraph(), JUSTIFY, after=2, first=-5)
        note.paragraph_format.left_indent = Mm(5)
        put(note, "{{ loop.index }}.\t{{ note }}", size)
    with each(document, "source in paper.sources"):
        put(shape(document.add_paragraph(), JUSTIFY, after=2), "Nguồn: {{ source }}.", size)


def _put_mark(paragraph: Paragraph, kind: str, pictures: Pictures, size: float) -> None:
    """The sign named by the expression `kind`; its words are the picture's alternative text."""
    for mark, image in pictures.items():
        paragraph.add_run(f"{{%r if {kind} == '{mark.value}' %}}")
        picture(paragraph, image, 0.62 * size, wording.MARK_WORDS[mark])
        paragraph.add_run("{%r endif %}")
    put(paragraph, "\N{NO-BREAK SPACE}", size)  # sets the line at the height of the text beside it
