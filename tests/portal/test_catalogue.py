"""Our words for libraries: complete, compiled, and with the same blanks to fill in as the English."""

import re
from pathlib import Path

import polib
import pytest

from tests.catalogue import LOCALE, SOURCES

BLANK = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")
PLEADING = re.compile(r"vui lòng|!", re.IGNORECASE)


def entries(path: Path) -> dict[tuple[str | None, str], object]:
    file = polib.pofile(str(path)) if path.suffix == ".po" else polib.mofile(str(path))
    return {(entry.msgctxt or None, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in file}


def test_there_are_catalogues() -> None:
    assert [path.name for path in SOURCES] == ["django.po", "djangojs.po"] and LOCALE.is_dir()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_the_compiled_catalogue_is_the_written_one(source: Path) -> None:
    assert entries(source) == entries(source.with_suffix(".mo")), "make words"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_word_is_there_with_its_blanks(source: Path) -> None:
    for entry in polib.pofile(str(source)):
        said = " ".join(entry.msgstr_plural.values()) or entry.msgstr
        assert said and not PLEADING.search(said), entry.msgid
        known = set(BLANK.findall(entry.msgid)) | set(BLANK.findall(entry.msgid_plural))
        assert set(BLANK.findall(said)) <= known, entry.msgid
