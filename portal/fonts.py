"""Web fonts, made at installation from the font package: subsets, and a face of digits of one width.

Be Vietnam Pro's digits have unequal widths, so columns of figures do not line up; its licence (OFL) allows a
derived face under another name.
"""

import hashlib
import importlib.util
import sys
import unicodedata
from pathlib import Path

from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "var" / "fonts"
TABULAR = "Portal Tabular"
STYLES = {400: "Regular", 500: "Medium", 600: "SemiBold"}
ADVANCES = {400: 632, 500: 640, 600: 652}  # font units: the mean width of the original digits
DIGITS = "0123456789"
VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
TONES = "\u0300\u0301\u0303\u0309\u0323"
# Combining marks and "Ð" (eth, taken for Đ) are typed by nobody, but come with pasted and decomposed text.
EXTRA = "đĐÐ" + TONES + "\u0302\u0306\u031b\u00a0"
PUNCTUATION = "–—…“”‘’«»·•°§×≥≤≈−₫"


def letters() -> set[int]:
    """Return the code points the pages need: ASCII, every Vietnamese letter, marks and punctuation."""
    toned = (unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES)
    ascii_letters = map(chr, range(0x20, 0x7F))
    return {ord(letter) for letter in (*ascii_letters, *VOWELS, *toned, *EXTRA, *PUNCTUATION)}


def build_fonts(target: Path) -> bool:
    """Write the six woff2 files into `target`; False when they were there already.

    Raises RuntimeError when the font package is not installed or lacks a needed letter.
    """
    source = _source()
    wish = hashlib.sha256(Path(__file__).read_bytes() + str(source).encode()).hexdigest()
    stamp = target / "stamp"
    if stamp.is_file() and stamp.read_text() == wish:
        return False
    target.mkdir(parents=True, exist_ok=True)
    for weight, style in STYLES.items():
        path = source / f"BeVietnamPro-{style}.ttf"
        _save(_subset(path), target / f"be-vietnam-pro-{weight}.woff2")
        _save(_digits(path, ADVANCES[weight], style), target / f"portal-tabular-{weight}.woff2")
    stamp.write_text(wish)
    return True


def _source() -> Path:
    found = importlib.util.find_spec("fontpkg_be_vietnam_pro")
    if found is None or found.origin is None:
        raise RuntimeError("fontpkg-be-vietnam-pro is not installed")
    return Path(found.origin).parent / "files"


def _subset(path: Path) -> TTFont:
    font = TTFont(path)
    wanted = letters()
    if lacking := wanted - set(font.getBestCmap()):
        raise RuntimeError(f"{path.name} lacks {sorted(map(chr, lacking))}")
    _keep(font, wanted)
    return font


def _keep(font: TTFont, wanted: set[int]) -> None:
    options = Options(layout_features=["kern", "mark", "mkmk", "ccmp", "liga", "locl"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def _digits(path: Path, advance: int, style: str) -> TTFont:
    """Return a face of the ten digits, each centred in the same advance."""
    font = TTFont(path)
    _keep(font, {ord(digit) for digit in DIGITS})
    for table in ("GPOS", "GSUB", "kern"):  # kerning would move digits out of their columns again
        if table in font:
            del font[table]
    for digit in DIGITS:
        _centre(font, font.getBestCmap()[ord(digit)], advance)
    _rename(font, style)
    return font


def _centre(font: TTFont, name: str, advance: int) -> None:
    glyph_set = font.getGlyphSet()
    width, _ = font["hmtx"][name]
    pen = TTGlyphPen(glyph_set)
    glyph_set[name].draw(TransformPen(pen, (1, 0, 0, 1, round((advance - width) / 2), 0)))
    font["glyf"][name] = glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, glyph.xMin)


def _rename(font: TTFont, style: str) -> None:
    full, postscript = f"{TABULAR} {style}", f"{TABULAR.replace(' ', '')}-{style}"
    for identifier, text in {1: full, 3: full, 4: full, 6: postscript, 16: TABULAR, 17: style}.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)


def _save(font: TTFont, path: Path) -> None:
    """Write under another name first: a server may be reading the old file."""
    font.flavor = "woff2"
    unfinished = path.with_suffix(".new")
    font.save(unfinished)
    unfinished.replace(path)


if __name__ == "__main__":
    build_fonts(TARGET)
    sys.exit(0)
