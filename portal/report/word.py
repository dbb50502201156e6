"""The annual report as a Word file, for a school that edits it before it is signed."""

from datetime import datetime, time
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typst
from docxtpl import DocxTemplate

from portal.report.content import AnnualReport, Mark
from portal.report.marks import mark_svg
from portal.report.paper import Paper, paper
from portal.report.pdf import fitted
from portal.report.word_template import template

SPARE = 20.0  # mm a page
OLDEST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def render(report: AnnualReport) -> bytes:
    """The report as a .docx file in Times New Roman; the same report gives the same bytes.

    Type sizes are those that would keep the PDF to three pages with room to spare: both typefaces have the
    same widths, but Word sets lines and pages a little apart from typst.
    """
    said = paper(report)
    sizes = fitted(report, SPARE).sizes
    made = template(said.heading.party, sizes.body, sizes.table, _mark_pictures())
    document = DocxTemplate(BytesIO(made))
    document.render({"paper": said}, autoescape=True)
    _describe(document, said, report)
    file = BytesIO()
    document.save(file)
    return steady(file.getvalue())


def _describe(document: DocxTemplate, said: Paper, report: AnnualReport) -> None:
    written = datetime.combine(report.as_of, time())
    properties = document.docx.core_properties
    properties.title, properties.author = said.title, report.letterhead.name
    properties.last_modified_by, properties.comments = report.letterhead.name, ""
    properties.created = properties.modified = written
    properties.language = "vi"


@lru_cache(maxsize=1)
def _mark_pictures() -> tuple[tuple[Mark, bytes], ...]:
    """The signs as PNG: no typeface of a Word user is sure to have them."""
    source = (
        "#set page(width: 12pt, height: 12pt, margin: 0pt, fill: none)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 12pt)'
    )
    return tuple(
        (
            mark,
            typst.compile(source.encode(), format="png", ppi=600.0, sys_inputs={"svg": mark_svg(mark)}),
        )
        for mark in Mark
    )


def steady(file: bytes) -> bytes:
    """The same file with the time of packing left out, which alone would make two copies differ."""
    steady = BytesIO()
    with ZipFile(BytesIO(file)) as packed, ZipFile(steady, "w", ZIP_DEFLATED) as again:
        for item in packed.infolist():
            again.writestr(ZipInfo(item.filename, OLDEST_ZIP_DAY), packed.read(item), ZIP_DEFLATED)
    return steady.getvalue()
