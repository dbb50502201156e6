"""The four signs that say how a number is known, drawn once for the page, the PDF and Word.

No Times-metric typeface has them, so they are never typed. `currentColor` follows the text on a page and is
black on paper.
"""

from portal.report.content import Mark

_RING = '<circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" stroke-width="1.3"/>'
_WAVE = "c1.6-2 3-2 4.6-.7s3 1.3 4.6-.7"
_SHAPES = {
    Mark.COUNTED: '<circle cx="6" cy="6" r="5" fill="currentColor"/>',
    Mark.MIXED: _RING + '<path d="M6 1.6a4.4 4.4 0 0 0 0 8.8z" fill="currentColor"/>',
    Mark.DECLARED: _RING,
    Mark.APPROXIMATE: (
        f'<path d="M1.4 5{_WAVE}M1.4 9{_WAVE}" fill="none" stroke="currentColor" '
        'stroke-width="1.3" stroke-linecap="round"/>'
    ),
}


def mark_svg(mark: Mark) -> str:
    """The sign as an SVG of 12 by 12 units, without a title: who places it says it in words."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12">{_SHAPES[mark]}</svg>'
