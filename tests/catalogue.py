"""Our words for libraries (portal/locale): compiles the catalogues without gettext's tools. `make words` runs it."""

from pathlib import Path

import polib

LOCALE = Path(__file__).parent.parent / "portal/locale"
SOURCES = sorted(LOCALE.rglob("*.po"))

if __name__ == "__main__":
    for source in SOURCES:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
