"""Old encodings of Vietnamese: TCVN3 (fonts .VnTime, .VnTimeH) and Windows-1258, told apart by their syllables."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

# TCVN3 in the order of its codes; codes that are missing stand for nothing.
_CODES = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ "
    "CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở "
    "ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
TCVN3 = {int(code[:2], 16): code[2] for code in _CODES.split()}
# Capital letters with a tone, which the standard has and the .VnTime fonts lack (they use .VnTimeH instead).
_CAPITALS = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
_MORE_CAPITALS = {0xAF: "Ằ", 0xBA: "Ẳ", 0xBF: "Ẵ", 0xC0: "Ắ", 0xC1: "Ằ"}
TCVN3_BYTES = TCVN3 | {0x80 + index: letter for index, letter in enumerate(_CAPITALS)} | _MORE_CAPITALS
# Never in Vietnamese as Unicode writes it, common in TCVN3 read as Latin letters ("NguyÔn V¨n ¸nh").
_SURE = re.compile("[¡-¯µ¶¸¹»-¿ÆÇËÎÏÑÖ×ØÜÞßäåæçëîïñö÷øûüþ]")
_MARKED = re.compile("[\u00a1-\u00ff]")
_UNICODE_ONLY = re.compile("[ăĂđĐơƠưƯ\u0300-\u0323\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\W\d_]+")
_START = re.compile("^\\W*[à-ýăđĩũơưạ-ỹ]")

_ONSET = "ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x|"
_VOWELS = (
    "iêu|yêu|uyê|uya|ươi|ươu|oai|oay|oeo|uôi|uây|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|"
    "uơ|uy|ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})(?:{_VOWELS})(?:ch|ng|nh|c|m|n|p|t|)")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Could be one Vietnamese syllable: onset, vowels, coda, at most one tone."""
    apart = unicodedata.normalize("NFD", word.lower())
    bare = apart.translate(_TONES)
    return len(apart) - len(bare) <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def likeness(text: str) -> float:
    """The share (0 to 1) of words with a marked letter that could be Vietnamese syllables; 0 where none is marked."""
    marked = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    return sum(map(is_syllable, marked)) / len(marked) if marked else 0.0


def from_tcvn3(text: str) -> str:
    """Return a cell of TCVN3 text, read as Latin letters, in Unicode."""
    return with_capital(_capitals(text.translate(TCVN3)))


def with_capital(cell: str) -> str:
    """A cell that begins with a letter which has no capital in TCVN3, beginning with the capital."""
    return _START.sub(lambda match: match[0].upper(), cell)


def _capitals(text: str) -> str:
    """Give back the capitals with a tone, which TCVN3 cannot write, in words otherwise of capitals."""
    return _WORD.sub(_whole_word, text)


def _whole_word(match: re.Match[str]) -> str:
    word = match[0]
    plain = [letter for letter in word if letter.isascii() or letter.isupper()]
    return word.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else word


def looks_tcvn3(texts: Iterable[str]) -> bool:
    """The texts, taken together, are TCVN3 read as Latin letters."""
    together = " ".join(text for text in texts if _MARKED.search(text))
    if not _SURE.search(together):
        return False
    return likeness(from_tcvn3(together)) > max(likeness(together), 0.6)


def may_be_tcvn3(text: str) -> bool:
    """Whether `text` has any of the letters that make TCVN3 likely; a quick look at much text."""
    return _SURE.search(text) is not None


def is_unicode(text: str) -> bool:
    """Has letters that only Unicode can write, so it cannot be TCVN3."""
    return _UNICODE_ONLY.search(text) is not None


TCVN3_NAME = "TCVN3"


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of `data` and the Vietnamese name of its encoding ("" for UTF-8)."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace"), "UTF-16"
    if guess := _without_mark(data):
        return data.decode(guess, "replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _decode_old(data)


def _without_mark(data: bytes) -> str:
    head = data[:400]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > len(head) // 4 else ""


def _decode_old(data: bytes) -> tuple[str, str]:
    sample = data[:_SAMPLE]
    best = max(_READINGS, key=lambda name: likeness(_READINGS[name](sample)))
    return unicodedata.normalize("NFC", _READINGS[best](data)), best


_SAMPLE = 100_000
_READINGS: dict[str, Callable[[bytes], str]] = {
    "UTF-8": lambda data: data.decode("utf-8-sig", "replace"),
    "Windows-1258": lambda data: data.decode("cp1258", "replace"),
    TCVN3_NAME: lambda data: _capitals(data.decode("latin-1").translate(TCVN3_BYTES)),
}


def is_tcvn3(text: str, likely: bool) -> bool:
    """Whether one text is TCVN3; `likely`: its neighbours are, which settles letters that both readings know."""
    if is_unicode(text) or not _MARKED.search(text):
        return False
    return likely or (_SURE.search(text) is not None and looks_tcvn3([text]))
