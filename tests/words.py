"""Which words on a page are not Vietnamese: every syllable is judged by how Vietnamese syllables are built."""

import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

INITIALS = "b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x"
NUCLEI = (
    "a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|"
    "ieu|oai|oao|oay|oeo|uao|uay|uoi|uou|uya|uye|uyu|yeu"
)
FINALS = "c|ch|m|n|ng|nh|p|t"
SYLLABLE = re.compile(rf"(?:{INITIALS})?(?:{NUCLEI})(?:{FINALS})?")
WORD = re.compile(r"[^\W\d_]{3,}")

# What the staff of a school say so themselves: kinds of file, keys, a menu, a name.
ALLOWED = {"excel", "word", "pdf", "xlsx", "docx", "csv", "ctrl", "json", "email", "menu", "lênin"}
SPOKEN = ("title", "placeholder", "aria-label", "alt", "aria-description", "data-label")
SILENT = {"script", "style", "template"}


class _Reader(HTMLParser):
    """What a reader of the page sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.said += [value for name, value in attrs if name in SPOKEN and value]
        values = dict(attrs)
        if tag == "input" and values.get("type") in {"submit", "button", "reset"}:
            self.said.append(values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def foreign_words(page: str) -> set[str]:
    """The words of a page that no Vietnamese speaker reads: neither syllables, nor codes in capitals."""
    reader = _Reader()
    reader.feed(page)
    return {word for said in reader.said for word in _foreign(said)}


def _foreign(text: str) -> Iterator[str]:
    for word in WORD.findall(unicodedata.normalize("NFC", text)):
        if word.isupper() or word.casefold() in ALLOWED:
            continue
        plain = unicodedata.normalize("NFD", word.casefold())
        letters = "".join(char for char in plain if not unicodedata.combining(char))
        if not SYLLABLE.fullmatch(letters):
            yield word
