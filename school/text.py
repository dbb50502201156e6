"""Vietnamese text as it comes in: one spelling of each letter, no stray spaces."""

import unicodedata

# Soft hyphen, zero-width space and joiners, byte order mark: pasted along, never seen.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def clean_text(value: str) -> str:
    """Return `value` in NFC, with Đ (U+0110) for the look-alike Ð (U+00D0), single spaces, nothing invisible.

    The database function `vn_clean` (school/migrations) does the same and refuses anything else.
    """
    composed = unicodedata.normalize("NFC", value.translate(INVISIBLE)).replace("Ð", "Đ").replace("ð", "đ")
    return " ".join(composed.split())


def search_key(value: str) -> str:
    """Return `value` without case and marks, as the database's `vn_search_key` stores it."""
    lowered = unicodedata.normalize("NFD", clean_text(value)).lower().replace("đ", "d")
    return "".join(char for char in lowered if not unicodedata.combining(char))
