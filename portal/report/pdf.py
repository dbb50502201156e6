"""The annual report as PDF, set by typst in TeX Gyre Termes."""

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import typst

from portal.report import wording
from portal.report.content import AnnualReport, Mark
from portal.report.marks import mark_svg
from portal.report.paper import paper
from portal.typefaces import termes_characters, termes_folder

TEMPLATE = Path(__file__).with_name("annual_report.typ")
MOST_PAGES = 3
UNDRAWABLE = "?"


class Sizes(NamedTuple):
    """Type sizes in points."""

    body: float
    table: float


SIZES = (Sizes(14, 12), Sizes(13, 12), Sizes(13, 11), Sizes(13, 10), Sizes(13, 9))


class SettingError(RuntimeError):
    """typst could not set the document as designed; the message is typst's own."""


class Fitted(NamedTuple):
    """A report set in the largest type that keeps it to three pages."""

    sizes: Sizes
    document: bytes


def render(report: AnnualReport) -> bytes:
    """The report as a PDF file; the same report gives the same bytes.

    Raises SettingError, or TypefaceMissingError when the typeface is not installed.
    """
    return fitted(report).document


def fitted(report: AnnualReport, spare: float = 0) -> Fitted:
    """The report as PDF with `spare` millimetres left on each page, and the type that took.

    A report too long even for the smallest type is set in the smallest: no row is ever left out. Raises as
    `render` does.
    """
    for sizes in SIZES:
        compiler = _compiler(report, sizes, spare)
        pages = int(json.loads(compiler.query("<pages>", field="value", one=True)))
        document = _pdf(compiler)  # also where typst forgets what it kept of earlier documents
        if pages <= MOST_PAGES:
            break
    return Fitted(sizes, document)


def _compiler(report: AnnualReport, sizes: Sizes, spare: float) -> typst.Compiler:
    inputs = {
        "paper": _drawable(json.dumps(asdict(paper(report)), ensure_ascii=False)),
        "marks": json.dumps({mark: {"svg": mark_svg(mark), "words": wording.MARK_WORDS[mark]} for mark in Mark}),
        "day": report.as_of.isoformat(),
        "body_size": str(sizes.body),
        "table_size": str(sizes.table),
        "spare": str(spare),
    }
    return typst.Compiler(TEMPLATE, font_paths=_fonts(), sys_inputs=inputs)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only our typeface: another one on the machine would change the widths, and the document with them."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(termes_folder())])


def _drawable(text: str) -> str:
    """typst leaves out a letter its typeface lacks without a word; a question mark is at least seen."""
    known = termes_characters()
    return "".join(char if ord(char) in known else UNDRAWABLE for char in text)


def _pdf(compiler: typst.Compiler) -> bytes:
    document, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["a-2b"])
    if warnings or not isinstance(
        document, bytes
    ):  # an unknown family or a layout that does not settle: not the document that was designed
        raise SettingError("; ".join(warning.message for warning in warnings))
    return document
