"""Where the type of official documents lies: TeX Gyre Termes, whose widths are those of Times New Roman."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

TERMES_PACKAGE = "rinoh_typeface_texgyretermes"  # only its files are used: importing it fails


class TypefaceMissingError(RuntimeError):
    """The package of the typeface is not installed; the message says what to do."""


def termes_folder() -> Path:
    """Folder of the four styles of TeX Gyre Termes.

    Raises TypefaceMissingError when the package is not installed or holds no font file.
    """
    spec = find_spec(TERMES_PACKAGE)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not any(folder.glob("*.otf")):
        raise TypefaceMissingError("Máy chủ thiếu kiểu chữ TeX Gyre Termes. Chạy lại make install rồi xuất văn bản.")
    return folder


@lru_cache(maxsize=1)
def termes_characters() -> frozenset[int]:
    """Code points that every style of TeX Gyre Termes can draw."""
    drawable = [set(TTFont(path, lazy=True).getBestCmap()) for path in sorted(termes_folder().glob("*.otf"))]
    return frozenset(set.intersection(*drawable))
