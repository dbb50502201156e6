"""The same people as agencies send them: a list in any layout that its switches can make."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from school.partial_date import PartialDate
from tests.enrollment.intake import writers
from tests.enrollment.intake.writers import Cell, Page

SWITCHES: dict[str, tuple[str, ...]] = {
    "format": (
        "xlsx", "xls", "ods", "docx", "csv", "csv-bom", "tsv-utf16", "csv-1258", "csv-tcvn3", "xlsx-vntime",
        "xls-vntime",
    ),
    "letterhead": ("none", "above"),
    "name": ("whole", "split", "one header over two"),
    "sex": ("column", "dates under Nam and Nữ", "crosses under Nam and Nữ"),
    "agency": ("each", "merged", "-nt-"),
    "order": ("usual", "shuffled"),
    "sections": ("none", "numbered", "in the name's column"),
    "footer": ("none", "count", "signatures"),
    "headers": ("usual", "CAPITALS, broken lines", "without marks", "other words"),
    "capitals": ("no", "names"),
    "letters": ("composed", "apart", "look-alikes and stray spaces"),
    "hidden": ("none", "some"),
    "cover": ("none", "before", "statistics after"),
    "dates": ("cells", "d/m/yyyy", "dd.mm.yyyy", "words"),
    "numbers": ("text", "zero eaten"),
    "gaps": ("none", "empty rows"),
    "again": ("none", "header on every page", "columns numbered"),
}  # fmt: skip
SUFFIX = {"docx": "docx", "ods": "ods", "tsv-utf16": "tsv"}
TEXTS = ("csv", "tsv")


@dataclass(frozen=True)
class Someone:
    """What every layout must give back."""

    full_name: str
    born: PartialDate
    gender: str
    agency: str
    position: str
    national_id: str
    joined: PartialDate

    def as_json(self) -> dict[str, str]:
        values = (self.full_name, self.born.isoformat(), self.gender, self.agency, self.position, self.national_id)
        names = ("full_name", "dob", "gender", "agency", "position", "national_id")
        return dict(zip(names, values, strict=True)) | {"party_joined": self.joined.isoformat()}


def _someone(line: str) -> Someone:
    name, born, gender, agency, position, number, joined = line.split("|")
    day, month, year = ([0, 0, *map(int, born.split("/"))])[-3:]
    known = PartialDate.day(date(year, month, day)) if day else PartialDate.month(year, month) if month else None
    day_joined = PartialDate.day(date(*map(int, reversed(joined.split("/")))))
    return Someone(name, known or PartialDate.year(year), gender, agency, position, number, day_joined)


PEOPLE = tuple(
    map(
        _someone,
        [
            "Nguyễn Thị Hường|09/03/1985|F|Sở Nội vụ|Chuyên viên|048185000001|03/02/2010",
            "Trần Văn Đạt|31/12/1979|M|Sở Nội vụ|Phó Trưởng phòng|048079000002|19/05/2005",
            "Lê Quốc Khánh|08/1982|M|Sở Nội vụ|Trưởng phòng|048082000003|02/09/2008",
            "Ông Thị Thu Thủy|1975|F|Ủy ban nhân dân quận Hải Châu|Văn phòng - Thống kê|048175000004|03/02/2000",
            "Tán Thị Ngọc Ường|01/08/1990|F|Ủy ban nhân dân quận Hải Châu|Chủ tịch Hội LHPN|048190000005|22/12/2015",
            "Phạm Đình Hòa|17/02/1971|M|Ủy ban nhân dân quận Hải Châu|Bí thư Đảng ủy phường|048071000006|07/11/1995",
            "Huỳnh Thị Mỹ Lệ|28/02/1993|F|Đảng ủy Khối các cơ quan thành phố|Giáo viên|048193000007|15/06/2019",
            "Đỗ Hữu Phước|05/05/1988|M|Đảng ủy Khối các cơ quan thành phố|Chuyên viên|001088000008|26/03/2014",
            "Vũ Xuân Quỳnh|12/12/1969|F|Huyện ủy Hòa Vang|Phó Chủ tịch HĐND phường|048169000009|30/04/1996",
            "Nguyễn Thị Hương|09/03/1985|F|Huyện ủy Hòa Vang|Chuyên viên|048185000010|03/02/2011",
        ],
    )
)
HEADERS = {
    "usual": ("STT", "Họ và tên", "Họ và tên đệm", "Tên", "Ngày, tháng, năm sinh", "Giới tính", "Nam", "Nữ", "Chức vụ",
              "Đơn vị công tác", "Số CCCD", "Ngày vào Đảng"),
    "CAPITALS, broken lines": ("SỐ\nTT", "HỌ VÀ\nTÊN", "HỌ\nĐỆM", "TÊN", "NGÀY THÁNG\nNĂM SINH", "GIỚI\nTÍNH",
                               "NAM", "NỮ", "CHỨC\nVỤ", "CƠ QUAN,\nĐƠN VỊ", "SỐ CMND/\nCCCD", "NGÀY VÀO\nĐẢNG"),
    "without marks": ("so tt", "ho va ten", "ho va ten dem", "ten", "ngay sinh", "phai", "nam", "nu", "chuc vu",
                      "don vi", "cccd", "ngay vao dang"),
    "other words": ("Số thứ tự", "Họ tên học viên", "Họ và chữ đệm", "Tên", "Sinh ngày", "Phái", "Nam", "Nữ",
                    "Chức danh", "Nơi làm việc", "Số định danh cá nhân", "Ngày kết nạp"),
}  # fmt: skip
PARTS = ("number", "name", "family", "given", "born", "sex", "male", "female", "position", "agency", "id", "joined")


def messy(choice: dict[str, str], seed: int = 0) -> tuple[bytes, str]:
    """The list laid out as `choice` says (one value of each switch): bytes and a file name."""
    chance = random.Random(seed)
    kind = choice["format"]
    page = _Layout(choice, chance).page()
    pages = [page]
    if not kind.startswith(TEXTS):
        cover = Page("Bìa", [["TỜ TRÌNH"], ["Về việc cử cán bộ đi học"], ["", "Họ và tên người ký:", "Nguyễn Văn Ký"]])
        counts: list[list[Cell]] = [["STT", "Đơn vị", "Số lượng", "Nam", "Nữ"], [1.0, "Sở Nội vụ", 3.0, 2.0, 1.0]]
        pages = {"before": [cover, page], "statistics after": [page, Page("Thống kê", counts)]}.get(
            choice["cover"], pages
        )
    return _file(kind, pages, page), f"Danh sách.{SUFFIX.get(kind, kind.split('-')[0])}"


def _file(kind: str, pages: list[Page], page: Page) -> bytes:
    if kind.startswith(TEXTS):
        encode = {
            "csv": lambda text: text.encode(), "csv-bom": lambda text: text.encode("utf-8-sig"),
            "tsv-utf16": lambda text: text.encode("utf-16"), "csv-1258": writers.windows_1258,
            "csv-tcvn3": lambda text: writers.tcvn3(text).encode("latin-1"),
        }[kind]  # fmt: skip
        return writers.text(page, {"csv-bom": ";", "tsv-utf16": "\t", "csv-1258": ";"}.get(kind, ","), encode)
    if kind == "docx":
        return writers.word(pages)
    letters = writers.tcvn3 if kind.endswith("vntime") else str
    return {"xlsx": writers.xlsx, "xls": writers.xls, "ods": writers.ods}[kind.split("-")[0]](pages, letters)


class _Layout:
    """Lays one page out."""

    def __init__(self, choice: dict[str, str], chance: random.Random) -> None:
        self.choice, self.chance = choice, chance
        self.rows: list[list[Cell]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.text = choice["format"].startswith(TEXTS)
        blocks = [["number"], ["name"] if choice["name"] == "whole" else ["family", "given"]]
        sexes = choice["sex"]
        if sexes == "column":
            blocks += [["born"], ["sex"]]
        else:
            blocks += [["male", "female"]] if sexes.startswith("dates") else [["born"], ["male", "female"]]
        blocks += [["position"], ["agency"], ["id"], ["joined"]]
        if choice["order"] == "shuffled":
            tail = blocks[2:]
            chance.shuffle(tail)
            blocks[2:] = tail
        self.columns = [part for block in blocks for part in block]

    def page(self) -> Page:
        if self.choice["letterhead"] == "above":
            self.rows += [
                ["THÀNH ỦY", "", "", "", "ĐẢNG CỘNG SẢN VIỆT NAM"],
                ["BAN TỔ CHỨC"],
                [],
                ["DANH SÁCH HỌC VIÊN"],
            ]
            self.rows += [["Lớp trung cấp lý luận chính trị, năm 2024"], []]
        self._header()
        hidden = self._people()
        self._footer()
        return Page("Danh sách", self.rows, self.merged, hidden if self.choice["hidden"] == "some" else set())

    def _header(self) -> None:
        words = dict(zip(PARTS, HEADERS[self.choice["headers"]], strict=True))
        words["family"] = words["name"] if self.choice["name"] == "one header over two" else words["family"]
        upper: list[Cell] = [words[part] for part in self.columns]
        top = len(self.rows)
        if self.choice["name"] == "one header over two":
            given = self.columns.index("given")
            upper[given] = ""
            self.merged.append((top, given - 1, top, given))
        self.header = [upper]
        if "male" in self.columns:
            male = self.columns.index("male")
            dates = self.choice["sex"].startswith("dates")
            lower: list[Cell] = [""] * len(upper)
            lower[male : male + 2] = words["male"], words["female"]
            upper[male : male + 2] = words["born"] if dates else words["sex"], ""
            self.merged = [(top, left, bottom + 1, right) for top, left, bottom, right in self.merged]
            self.merged.append((top, male, top, male + 1))
            done = {column for _, left, _, right in self.merged for column in range(left, right + 1)}
            self.merged += [(top, column, top + 1, column) for column in range(len(upper)) if column not in done]
            self.header.append(lower)
        self.rows += [list(row) for row in self.header]
        if self.choice["again"] == "columns numbered":
            self.rows.append([f"({number})" for number, _ in enumerate(self.columns, 1)])

    def _people(self) -> set[int]:
        hidden, before = set(), ""
        for number, someone in enumerate(PEOPLE, 1):
            if someone.agency != before:
                self._between(number)
            if number == 6 and self.choice["again"] == "header on every page":
                self.rows += [list(row) for row in self.header]
            self.rows.append([self._cell(part, number, someone, before) for part in self.columns])
            before = someone.agency
            if number in {3, 8}:
                hidden.add(len(self.rows) - 1)
        if self.choice["agency"] == "merged" and not self.text:
            self._merge_agencies()
        return hidden

    def _between(self, number: int) -> None:
        if self.choice["gaps"] == "empty rows" and number > 1:
            self.rows.append([])
        heading: list[Cell] = [""] * len(self.columns)
        roman = {1: "I", 4: "II", 7: "III", 9: "IV"}[number]
        if self.choice["sections"] == "numbered":
            heading[0] = f"{roman}. Khối thứ {number}"
            self.merged.append((len(self.rows), 0, len(self.rows), len(self.columns) - 1))
            self.rows.append(heading)
        elif self.choice["sections"] == "in the name's column":
            heading[:2] = roman, "Khối các cơ quan"
            self.rows.append(heading)

    def _merge_agencies(self) -> None:
        column = self.columns.index("agency")
        names = {someone.agency for someone in PEOPLE}
        starts = [
            row for row, cells in enumerate(self.rows) if column < len(cells) and self._plain(cells[column]) in names
        ]
        for start in starts:
            end = start
            while end + 1 < len(self.rows) and self._goes_on(end + 1, column):
                end += 1
            if end > start:
                self.merged.append((start, column, end, column))

    def _goes_on(self, row: int, column: int) -> bool:
        cells = self.rows[row]
        return len(cells) == len(self.columns) and cells[column] == "" and isinstance(cells[0], float)

    @staticmethod
    def _plain(cell: Cell) -> str:
        text = unicodedata.normalize("NFC", str(cell)).replace("Ð", "Đ").replace("\u00a0", " ")
        return " ".join(text.split())

    def _cell(self, part: str, number: int, someone: Someone, before: str) -> Cell:
        family, _, given = someone.full_name.rpartition(" ")
        crosses = self.choice["sex"].startswith("crosses")
        own = "x" if crosses else self._day(someone.born)
        joined = self._day(someone.joined)
        plain: dict[str, Cell] = {
            "number": float(number), "born": self._day(someone.born), "joined": joined, "id": self._number(someone),
            "male": own if someone.gender == "M" else "", "female": own if someone.gender == "F" else "",
        }  # fmt: skip
        if part in plain:
            return plain[part]
        names = {"name": someone.full_name, "family": family, "given": given}
        if part in names:
            name = names[part].upper() if self.choice["capitals"] == "names" else names[part]
            return self._letters(name)
        if part == "agency":
            return self._agency(someone, before)
        return self._letters(someone.position if part == "position" else "Nam" if someone.gender == "M" else "Nữ")

    def _agency(self, someone: Someone, before: str) -> str:
        same, way = someone.agency == before, self.choice["agency"]
        hidden_merge = way == "merged" and not self.text and same and not self._repeats_header()
        if same and way == "-nt-":
            return self.chance.choice(["-nt-", "nt", '-"-', "như trên"])
        return "" if hidden_merge else self._letters(someone.agency)

    def _repeats_header(self) -> bool:
        """A merge cannot go on below a header in the middle of the list."""
        return bool(self.rows) and self.rows[-1] in self.header

    def _letters(self, text: str) -> str:
        if self.choice["letters"] == "apart":
            return unicodedata.normalize("NFD", text)
        if self.choice["letters"] == "composed":
            return text
        return f" {text.replace('Đ', 'Ð').replace(' ', chr(0xA0), 1)}  "

    def _day(self, day: PartialDate) -> Cell:
        if not day.is_day:
            return float(str(day)) if self.choice["dates"] == "cells" and len(str(day)) == 4 else str(day)
        style = self.choice["dates"]
        if style == "cells" and not self.text and self.choice["format"] != "docx":
            return day.first
        if style == "words":
            return f"ngày {day.first.day} tháng {day.first.month} năm {day.first.year}"
        return (
            f"{day.first:%d.%m.%Y}" if style == "dd.mm.yyyy" else f"{day.first.day}/{day.first.month}/{day.first.year}"
        )

    def _number(self, someone: Someone) -> Cell:
        return someone.national_id if self.choice["numbers"] == "text" else float(someone.national_id)

    def _footer(self) -> None:
        if self.choice["footer"] != "none":
            self.rows += [[], [f"(Danh sách này có {len(PEOPLE)} đồng chí)"]]
        if self.choice["footer"] == "signatures":
            self.rows += [["", "", "", "", "ngày 5 tháng 3 năm 2024"], ["", "NGƯỜI LẬP", "", "", "T/L BAN THƯỜNG VỤ"]]
            self.rows += [[], ["", "Nguyễn Thị Lập", "", "", "Trần Văn Ký"]]


def pairs() -> Iterator[dict[str, str]]:
    """Choices that together hold every pair of values of two switches, found greedily."""
    chance = random.Random(5)
    wanted = {
        ((one, first), (two, second))
        for one, two in combinations(SWITCHES, 2)
        for first in SWITCHES[one]
        for second in SWITCHES[two]
    }
    while wanted:
        start = dict(chance.choice(sorted(wanted)))
        tries = ({**{name: chance.choice(values) for name, values in SWITCHES.items()}, **start} for _ in range(60))
        best = max(tries, key=lambda choice: len(wanted & _held(choice)))
        wanted -= _held(best)
        yield best


def _held(choice: dict[str, str]) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    return set(combinations(((name, choice[name]) for name in SWITCHES), 2))
