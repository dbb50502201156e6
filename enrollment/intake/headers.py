"""What a column means, by the words of its header: meaning, not spelling."""

import re
from functools import lru_cache

from school.text import search_key

# Meanings a column may have. The first eight are values of a person as they stand; the others take part in one.
FULL_NAME, DOB, GENDER, AGENCY = "full_name", "dob", "gender", "agency"
POSITION, NATIONAL_ID, PARTY_JOINED = "position", "national_id", "party_joined"
NUMBER = "number"  # of the row, in the list
FAMILY_NAME, GIVEN_NAME = "family_name", "given_name"
MALE, FEMALE = "male", "female"  # the birth date, or a mark, stands in the column of the sex
BIRTH_DAY, BIRTH_MONTH, BIRTH_YEAR = "birth_day", "birth_month", "birth_year"
POSITION_AGENCY = "position_agency"  # "Trưởng phòng, Sở Nội vụ"
MEANINGS = (
    FULL_NAME, DOB, GENDER, AGENCY, POSITION, NATIONAL_ID, PARTY_JOINED, NUMBER, FAMILY_NAME, GIVEN_NAME,
    MALE, FEMALE, BIRTH_DAY, BIRTH_MONTH, BIRTH_YEAR, POSITION_AGENCY,
)  # fmt: skip
# What the meanings are called where somebody tells them.
IN_WORDS = {
    FULL_NAME: "Họ và tên",
    FAMILY_NAME: "Họ và tên đệm",
    GIVEN_NAME: "Tên",
    DOB: "Ngày sinh",
    BIRTH_DAY: "Ngày (sinh)",
    BIRTH_MONTH: "Tháng (sinh)",
    BIRTH_YEAR: "Năm (sinh)",
    GENDER: "Giới tính",
    MALE: "Nam (ngày sinh hoặc dấu)",
    FEMALE: "Nữ (ngày sinh hoặc dấu)",
    AGENCY: "Đơn vị công tác",
    POSITION: "Chức vụ",
    POSITION_AGENCY: "Chức vụ, đơn vị (chung ô)",
    NATIONAL_ID: "Số căn cước",
    PARTY_JOINED: "Ngày vào Đảng",
    NUMBER: "Số thứ tự",
}

# Words in a header (without marks, any case; ^ and $: where it begins and ends) and what they weigh for a meaning.
# The heaviest meaning wins; below THRESHOLD the column is of no use here.
KEYWORDS: dict[str, tuple[tuple[str, int], ...]] = {
    NUMBER: (("^(so )?(tt|stt|thu tu)$", 12), ("^(stt|so tt|so thu tu|tt)\\b", 9), ("^(no|#)$", 9)),
    FULL_NAME: (
        ("ho (va )?(chu )?(dem )?(va )?ten", 9), ("^ho ten", 9), ("hoc vien|can bo|dang vien|cong chuc", 2),
        ("ten (hoc vien|can bo|cong chuc|vien chuc|nguoi|khai sinh)", 8), ("^ten$", 5), ("full ?name|^name$", 9),
        ("\\b(cha|me|vo|chong|nguoi ky|lien he)\\b", -30), ("tung dung|goi khac", -4),
        ("^ho (va )?(ten |chu )?(dem|lot)$", -6),
    ),
    FAMILY_NAME: (("^ho (va )?(ten |chu )?(dem|lot)$", 12), ("^ho(,| va)? (ten )?(dem|lot|chu dem)", 9), ("^ho$", 8)),
    GIVEN_NAME: (("^ten$", 8), ("^ten goi$", 6)),
    DOB: (
        ("ngay (thang )?(nam )?sinh", 10), ("(nam|thang) sinh", 10), ("sinh (ngay|nam)", 9), ("^sinh$", 6),
        ("^(ng|n) ?sinh$", 8), ("date of birth|birth|^dob$", 9), ("^ns$", 5), ("noi sinh|khai sinh|hoc sinh", -12),
    ),
    GENDER: (("gioi tinh", 10), ("^(phai|gioi)$", 9), ("^nam ?(/|,|-|hoac|hay)? ?nu$", 10), ("^(gender|sex|gt)$", 8)),
    # "Năm" and "Nam" are one without marks: alone, such a column is settled to be the birth year.
    MALE: (("^nam$", 8), ("(sinh|gioi tinh|phai).*\\bnam$", 40)),
    FEMALE: (("^nu$", 8), ("(sinh|gioi tinh|phai).*\\bnu$", 40), ("nam ?nu$", -60)),
    BIRTH_DAY: (("sinh.* ngay$", 40),),
    BIRTH_MONTH: (("sinh.* thang$", 40),),
    AGENCY: (
        ("don vi", 7), ("co quan", 7), ("noi cong tac|noi lam viec", 8), ("cong tac", 2), ("^(to chuc|agency)$", 7),
        ("don vi cu|co quan cu|cu di", 2), ("^cong tac tai", 6), ("dien thoai|dia chi|hoc phi|tinh|ma ", -8),
        ("truc thuoc|cap tren", -3),
    ),
    POSITION: (
        ("chuc vu", 8), ("chuc danh", 7), ("^position$", 8), ("^cv$", 4), ("vi tri (viec lam|cong tac)", 7),
        ("chinh quyen|hien nay|cong tac", 1), ("quy hoach|trong lop|\\bdang\\b|doan the", -4), ("ngay|nam|qd", -6),
    ),
    POSITION_AGENCY: (
        ("chuc (vu|danh).*(don vi|co quan|noi cong tac|noi lam viec)", 18),
        ("(don vi|co quan|noi cong tac|noi lam viec).*chuc (vu|danh)", 18),
    ),
    NATIONAL_ID: (
        ("cccd|cmnd|cmtnd|can cuoc|chung minh|dinh danh", 10), ("^so (giay to|gttt)", 7), ("national id", 9),
        ("^id$", 5), ("ngay|noi cap", -12),
    ),
    PARTY_JOINED: (
        ("vao dang", 10), ("ket nap", 9), ("(ngay|nam).* dang\\b", 5), ("chinh thuc", -2), ("du bi", 1),
        ("so the|noi|quyet dinh|chi bo", -9),
    ),
}  # fmt: skip
THRESHOLD = 5
_NAMING = re.compile(r"\b(?:ten|ho|name)\b")
_NOT_WORDS = re.compile(r"[^a-z0-9/#]+")
_RULES = {
    meaning: tuple((re.compile(pattern), weight) for pattern, weight in rules) for meaning, rules in KEYWORDS.items()
}


@lru_cache(maxsize=5_000)
def header_key(text: str) -> str:
    """A header without case, marks, line breaks and punctuation."""
    return _NOT_WORDS.sub(" ", search_key(text)).replace("/", " / ").replace("  ", " ").strip()


@lru_cache(maxsize=5_000)
def may_name(text: str) -> bool:
    """Whether a header could be that of the names."""
    if not _NAMING.search(header_key(text)):
        return False
    found = weights(text)
    return bool(found) and found[0][1] in {FULL_NAME, FAMILY_NAME, GIVEN_NAME}


@lru_cache(maxsize=5_000)
def weights(text: str) -> tuple[tuple[int, str], ...]:
    """(weight, meaning) of a header, heaviest first; only what reaches the threshold."""
    key = " ".join(header_key(text).replace("/", " ").split())
    if not key or len(key) > 80:
        return ()
    scored = ((sum(weight for rule, weight in rules if rule.search(key)), name) for name, rules in _RULES.items())
    return tuple(sorted((each for each in scored if each[0] >= THRESHOLD), reverse=True))


def map_columns(headers: list[tuple[str, str]]) -> dict[int, str]:
    """Give each column its meaning, each meaning to one column: the heaviest first, the leftmost of equals.

    `headers`: for every column its upper and its lower header ("" where there is none).
    """
    claims = [
        (-weight, column, meaning)
        for column, (upper, lower) in enumerate(headers)
        for weight, meaning in weights(f"{upper} {lower}" if lower else upper)
    ]
    mapping: dict[int, str] = {}
    for _, column, meaning in sorted(claims):
        if column not in mapping and meaning not in mapping.values():
            mapping[column] = meaning
    return _settled(mapping, headers)


def _settled(mapping: dict[int, str], headers: list[tuple[str, str]]) -> dict[int, str]:
    """Meanings that only hold together: Nam with Nữ, Họ with Tên, day with month with year."""
    held = {meaning: column for column, meaning in mapping.items()}
    parts = [BIRTH_DAY in held, BIRTH_MONTH in held]
    column = held.get(MALE, held.get(FEMALE, -1))
    born = any(parts) or "sinh" in header_key(" ".join(headers[column])) if column >= 0 else False
    if (MALE in held) != (FEMALE in held) and (born or MALE in held):  # a lone "Nữ" holds crosses
        mapping[column] = (BIRTH_YEAR if any(parts) else DOB) if born else GENDER
    elif sum(parts) == 1:
        mapping[held.get(BIRTH_DAY, held.get(BIRTH_MONTH, -1))] = DOB
    if FAMILY_NAME in held and GIVEN_NAME in held:
        mapping.pop(held.get(FULL_NAME, -1), None)
    elif FAMILY_NAME in held or GIVEN_NAME in held:
        _whole_name(mapping, held)
    return _each_once(mapping)


def _whole_name(mapping: dict[int, str], held: dict[str, int]) -> None:
    """Only one half of a name has a header of its own: "Họ và tên | Tên", or a lone "Tên"."""
    column = held.get(GIVEN_NAME, held.get(FAMILY_NAME, -1))
    if FULL_NAME not in held:
        mapping[column] = FULL_NAME
    elif GIVEN_NAME in held and held[FULL_NAME] == column - 1:
        mapping[column - 1] = FAMILY_NAME
    else:
        del mapping[column]


def _each_once(mapping: dict[int, str]) -> dict[int, str]:
    kept: dict[str, int] = {}
    for column in sorted(mapping):
        kept.setdefault(mapping[column], column)
    return {column: meaning for meaning, column in kept.items()}
