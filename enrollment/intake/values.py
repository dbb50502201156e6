"""Names, sexes, agencies and identity numbers as lists write them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from enrollment.intake.sheets import Cell, shown
from school.text import clean_text, search_key

MALE, FEMALE = "M", "F"
_SEXES = {"nam": MALE, "trai": MALE, "m": MALE, "male": MALE, "ong": MALE} | dict.fromkeys(
    ("nu", "gai", "f", "female", "ba"), FEMALE
)
_MARKS = {"x", "v", "+", "*", "1", "✓", "✔", "√", "co", "true", "nam", "nu", "(x)", "■", "☑", "☒"}
_NOTHING = re.compile(r"[\-–—_.… ]*")
_DITTO = re.compile(
    r"(?=.*[\"”“〃'’‘″`]|.*//)[\"”“〃'’‘″`,.\-–—/= ]*|[\W_]*(nt|nhu tren|nt tren|tuong tu|idem|ditto)[\W_]*"
)
_SEPARATORS = re.compile(r"[\s.\-'’`]+")
_PIECES = re.compile(r"([^\W_]+)")
HIGHEST_PROVINCE = 96
LONGEST_DITTO = 20


@lru_cache(maxsize=50_000)
def read_text(cell: Cell) -> str:
    """A cell as clean text; a mere dash or dots are nothing."""
    text = clean_text(shown(cell))
    return "" if _NOTHING.fullmatch(text) else text


def read_name(cell: Cell) -> str:
    """A name in clean text, its words in CAPITALS or all in small letters given a capital each."""
    text = cell if isinstance(cell, str) else shown(cell)
    name = " ".join(map(_name_word, text.split()))
    return name if "  " not in name else clean_text(name)


@lru_cache(maxsize=50_000)
def _name_word(word: str) -> str:
    word = clean_text(word)
    if (word.isupper() and len(word) > 1) or word[:1].islower():
        return _PIECES.sub(lambda piece: piece[0].capitalize(), word)
    return word


@lru_cache(maxsize=5_000)
def read_sex(cell: Cell) -> str:
    """M, F, or "" where the cell says neither."""
    return _SEXES.get(search_key(shown(cell)).strip(" .()"), "")


@lru_cache(maxsize=5_000)
def is_mark(cell: Cell) -> bool:
    """A cross or tick in a column "Nam" or "Nữ"."""
    return search_key(shown(cell)) in _MARKS


@lru_cache(maxsize=50_000)
def read_repeatable(cell: Cell) -> tuple[str, bool]:
    """A cell as clean text, and whether it says "as above": "-nt-", "như trên", a ditto mark."""
    text = read_text(cell)
    return text, text != "" and len(text) < LONGEST_DITTO and _DITTO.fullmatch(search_key(text)) is not None


@lru_cache(maxsize=100_000)
def spelling(word: str) -> str:
    """A word in one spelling of its tone: "Hòa" and "Hoà" are one, "An" and "Ân" two."""
    apart = unicodedata.normalize("NFD", word.casefold())
    tones = "".join(letter for letter in apart if letter in "\u0300\u0301\u0303\u0309\u0323")
    return "".join(letter for letter in apart if letter not in "\u0300\u0301\u0303\u0309\u0323") + tones


def spelling_key(text: str) -> str:
    """A name in one spelling."""
    return " ".join(map(spelling, text.split()))


@dataclass(frozen=True)
class NumberRead:
    """An identity number: `value` of 9 or 12 digits, or `fault`; `restored` when zeros were put back."""

    value: str
    fault: str = ""
    restored: bool = False


NO_NUMBER = NumberRead("")


def is_citizen_number(cell: Cell) -> bool:
    """Twelve digits as text: most cells, and nothing to be read."""
    return isinstance(cell, str) and len(cell) == 12 and cell.isdecimal() and cell.isascii()


@lru_cache(maxsize=10_000)
def read_identity(cell: Cell, typed: bool) -> NumberRead:
    """Read an identity number. `typed`: in this file a text cell is text, so it has lost no zero."""
    text = clean_text(shown(cell))
    if not text or text in {"-", "–", "0"}:
        return NO_NUMBER
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        return NumberRead("", f"“{text}” không phải dãy chữ số")
    if len(digits) in {9, 12}:
        return NumberRead(digits)
    lost = not typed or not isinstance(cell, str)
    return _restored(digits, lost) or NumberRead("", f"“{text}” có {len(digits)} chữ số")


def _restored(digits: str, lost: bool) -> NumberRead | None:
    """Zeros that Excel ate: all 12-digit numbers begin with 0, a few with 00; of the old ones some with 0."""
    if digits.startswith("0"):
        return None
    if len(digits) == 11 or (len(digits) == 10 and lost):
        whole = digits.zfill(12)
        return NumberRead(whole, restored=True) if int(whole[:3]) <= HIGHEST_PROVINCE else None
    return NumberRead(digits.zfill(9), restored=True) if len(digits) == 8 and lost else None
