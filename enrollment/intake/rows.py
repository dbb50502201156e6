"""Which rows below the header are people, and which are sections, sums, signatures or page headers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from enrollment.intake import headers
from enrollment.intake.layout import Layout
from enrollment.intake.sheets import Cell, shown
from school.text import clean_text, search_key

_COUNT = re.compile(
    r"(?:danh sach|tong so|tong cong|an dinh|\bcong\b|\bgom\b|\bco\b)\D{0,40}?(\d{1,5})\s*(?:\([^)]*\)\s*)?"
    r"(?:dong chi|d/c|nguoi|hoc vien|can bo|cong chuc|vien chuc|dang vien)"
    r"|^\W*(?:tong so|tong cong|cong)\W*(\d{1,5})\W*$"
)
# What "cong" begins besides a sum: "Công an", "Công ty", "Cộng đồng …" are agencies.
_NO_SUM = "an|ty|doan|thuong|nghiep|chuc|vien|trinh|nghe|nhan|ich|chung|dong|hoa|tac"
_SUM = re.compile(rf"^\W*(?:tong so|tong cong|cong(?! (?:{_NO_SUM})\b))\b")
_WHOLE_SUM = re.compile(r"^\W*tong (?:so|cong)\b")
_SIGNED = re.compile(
    r"nguoi lap|thu truong|noi nhan|xac nhan|\bky ten|\(ky|^t[/.]? ?[lm]\b|^k\.?t\b|^tuq"
    r"|\bngay\W+\d*\W*thang\W+\d*\W*nam\b"
    r"|^(?:pho )?(?:truong ban|bi thu|chu tich|giam doc|hieu truong|truong phong|chanh van phong)$"
    r"|^ghi chu\W|ban thuong vu"
)
_ROMAN = re.compile(r"(?:[IVXLC]+|[A-Z])[.):/\-]?")
_DIGITS = re.compile(r"\d{1,5}(?:\.0)?[.)]?")
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,2}|[A-Za-z])[)\]]?(?:\.0)?")
_BULLET = re.compile(r"^(?:[IVXLC]+|[A-Z]|\d{1,3})\s*[.):/\-]\s*|^[*+•\-–]\s*")
_DIGIT = re.compile(r"\d")
MOST_SIGNED = 3  # filled cells of a row of signatures
# Tells a name standing alone from a heading.
_SURNAME = re.compile(
    "(?:nguyễn|trần|lê|phạm|huỳnh|hoàng|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|mai|trương|đoàn|lâm|trịnh|đào|lương"
    "|tạ|cao|hà|phùng|châu|tô|thái|vương|ông|tán|nguyen|tran|pham|huynh|hoang|vu|vo|dang|bui|do|ho|ngo|duong|ly"
    "|dinh|truong) "
)


@dataclass
class Body:
    """What stands below the header: rows of people (index in the sheet, section) and sums (number, people since)."""

    people: list[tuple[int, str]] = field(default_factory=list)
    counts: list[tuple[int, int]] = field(default_factory=list)
    section: str = ""
    section_start: int = 0
    ended: bool = False  # by a sum or a signature: a name alone is nobody of the list any more
    signed: bool = False  # by a signature: what follows heads no section

    def wrong_counts(self) -> Iterator[int]:
        """Numbers that the list states of itself and that are neither its length nor that of their section."""
        for number, since in self.counts:
            if number not in {len(self.people), since}:
                yield number


class Rows:
    """Reads the rows of one layout. `columns`: meaning to column."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.columns: Mapping[str, int] = {meaning: column for column, meaning in layout.mapping.items()}
        self._number = self.columns.get(headers.NUMBER, -1)
        name = self.columns.get(headers.FULL_NAME, self.columns.get(headers.FAMILY_NAME))
        self._name = -1 if name is None else name
        self._given = self.columns.get(headers.GIVEN_NAME, -1)
        born = (headers.DOB, headers.MALE, headers.FEMALE, headers.BIRTH_YEAR)
        self._born = [self.columns[each] for each in born if each in self.columns]
        aside = {self._number, self._name, self._given}
        self._values = [column for column in layout.mapping if column not in aside]
        self.width = max(layout.mapping, default=0) + 1
        header = layout.sheet.rows[layout.header : layout.first]
        self._header = {tuple(row + [""] * (self.width - len(row))) for row in header}

    def body(self) -> Body:
        """Sort all rows."""
        body = Body()
        sheet = self.layout.sheet
        for text in (*sheet.around, *map(_joined, sheet.rows[: self.layout.header])):
            _note_count(body, text)
        for index in range(self.layout.first, len(sheet.rows)):
            row = sheet.rows[index]
            if len(row) < self.width:
                row = sheet.rows[index] = row + [""] * (self.width - len(row))
            if self._plainly_person(row):
                body.people.append((index, body.section))
            else:
                self._sort(body, index, row)
        return body

    def _plainly_person(self, row: list[Cell]) -> bool:
        """A name of several words and a birth date, most rows."""
        name = row[self._name] if self._name >= 0 else ""
        if not isinstance(name, str) or not (name := name.strip())[:1].isalpha():
            return False
        if (" " not in name and self._given < 0) or self._may_be_sum(row, name):
            return False
        for column in self._born:
            cell = row[column]
            if cell != "" and (not isinstance(cell, str) or _DIGIT.search(cell)):
                return True
        return False

    def _may_be_sum(self, row: list[Cell], name: str) -> bool:
        """ "Tổng cộng | 30 người" has words under the name and a digit under the birth date."""
        if self._number >= 0:
            return row[self._number] == ""
        return name[0] in "TtCc" and _SUM.search(search_key(name)) is not None

    def _sort(self, body: Body, index: int, row: list[Cell]) -> None:
        filled = [column for column, cell in enumerate(row) if cell != "" and shown(cell).strip()]
        if not filled or self._is_header(row, filled):
            return
        text = _joined(row)
        numbered = self._number >= 0 and _DIGITS.fullmatch(shown(row[self._number]).strip()) is not None
        if self._is_marked_heading(row, filled):
            body.section, body.section_start = self._heading(row, filled), len(body.people)
        elif not numbered and _note_count(body, text):
            body.ended = True
        elif not numbered and _ends(row, filled):
            body.ended = body.signed = True
        elif self._is_person(row, filled, numbered, body.ended):
            body.people.append((index, body.section))
        elif not body.signed and (heading := self._heading(row, filled)):
            body.section, body.section_start = heading, len(body.people)

    def _is_marked_heading(self, row: list[Cell], filled: list[int]) -> bool:
        """ "IV | Ban Thường vụ Thành đoàn": whatever the words under the name sound like, they head a section."""
        if filled != [self._number, self._name] or not _ROMAN.fullmatch(shown(row[self._number]).strip()):
            return False
        return not _WHOLE_SUM.search(search_key(shown(row[self._name])))

    def _is_header(self, row: list[Cell], filled: list[int]) -> bool:
        """The header again at the top of a page, or the row that numbers the columns."""
        if tuple(row) in self._header:
            return True
        if all(_NUMBERED.fullmatch(shown(row[column]).strip()) for column in filled):
            return len(filled) > 2
        name = row[self._name]
        found = headers.weights(name) if isinstance(name, str) else ()
        return bool(found) and found[0][1] in {headers.FULL_NAME, headers.FAMILY_NAME} and len(filled) > 1

    def _is_person(self, row: list[Cell], filled: list[int], numbered: bool, ended: bool) -> bool:
        values = [column for column in self._values if column in filled]
        born = any(column in filled for column in self._born)
        if self._name in filled or self._given in filled:
            mark = shown(row[self._number]).strip() if self._number >= 0 else ""
            if _ROMAN.fullmatch(mark) and not born:
                return False
            return numbered or (not ended and (bool(values) or _is_name(shown(row[self._name]))))
        return (numbered and bool(values)) or (not ended and len(values) > 1 and born)

    def _heading(self, row: list[Cell], filled: list[int]) -> str:
        """The words of a section row: they stand under the number or the name."""
        texts = [clean_text(shown(row[column])) for column in filled if column <= max(self._name, self._number, 0)]
        words = [text for text in texts if not _ROMAN.fullmatch(text)]
        marked = len(words) < len(texts)  # in a cell of its own: what the words begin with is theirs
        return (words[0] if marked else _BULLET.sub("", words[0])) if words else ""


def _joined(row: list[Cell]) -> str:
    return " ".join(shown(cell) for cell in row if cell != "")


@lru_cache(maxsize=1_000)
def _is_name(text: str) -> bool:
    return _SURNAME.match(clean_text(text).lower()) is not None and not _DIGIT.search(text)


def _note_count(body: Body, text: str) -> bool:
    """Note a sum ("Danh sách này có 30 đồng chí"); whether there is one."""
    key = search_key(text)
    match = _COUNT.search(key)
    if match:
        body.counts.append((int(match[1] or match[2]), len(body.people) - body.section_start))
        body.section_start = len(body.people)
    return bool(match) or bool(_SUM.search(key))


def _ends(row: list[Cell], filled: list[int]) -> bool:
    """A signature, a place and day, a note below the list: a few words, unlike a person's row."""
    return len(filled) <= MOST_SIGNED and any(_SIGNED.search(search_key(shown(row[column]))) for column in filled)
