"""Vietnamese order of names: the stored key against a comparison written from the rule.

The rule: by given name, letters before tones (all Hương before any Hường), then family and middle names
likewise; letters a ă â b c d đ e ê …; tones ngang huyền hỏi ngã sắc nặng.
"""

import random
import unicodedata

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from school.models import Agency, Staff
from tests.factories import AgencyFactory, StaffFactory

pytestmark = pytest.mark.django_db

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]  # ngang huyền hỏi ngã sắc nặng

Part = tuple[list[int], list[int]]


def part_order(part: str) -> Part:
    """The letters of a part of a name, then the tone of each of its syllables."""
    letters: list[int] = []
    tones: list[int] = []
    for syllable in part.lower().split():
        letters.append(-1)  # a new syllable: less than any letter
        tones.append(0)
        for char in syllable:
            mark = next((t for t in TONES[1:] if t in unicodedata.normalize("NFD", char)), "")
            plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", char).replace(mark, "", 1))
            letters.append(LETTERS.index(plain))
            tones[-1] = TONES.index(mark) or tones[-1]
    return letters, tones


def name_order(full_name: str) -> tuple[Part, Part]:
    """What decides where a name stands in a list."""
    rest, _, given_name = full_name.rpartition(" ")
    return part_order(given_name), part_order(rest)


@st.composite
def syllables(draw: st.DrawFn) -> str:
    """A syllable with its tone on any of its vowels, as different typists put it."""
    onset = draw(st.sampled_from(["", "h", "Th", "Đ", "d", "Ng", "l"]))
    rime = draw(st.sampled_from(["a", "an", "ăn", "ân", "oa", "uy", "ươ", "ương", "ong", "ông", "ơn", "êu"]))
    vowels = [i for i, char in enumerate(rime) if char not in "ng"]
    at, tone = draw(st.sampled_from(vowels)), draw(st.sampled_from(TONES))
    toned = rime[:at] + unicodedata.normalize("NFC", rime[at] + tone) + rime[at + 1 :]
    return draw(st.sampled_from([str, str.capitalize, str.upper]))(onset + toned)


NAMES = st.lists(syllables(), min_size=1, max_size=4).map(" ".join)


def sort_keys(*names: str) -> list[bytes]:
    """What the database would compare, byte by byte (COLLATE "C")."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.vn_sort_key(name) FROM unnest(%s) WITH ORDINALITY AS n(name, i) ORDER BY i", [list(names)]
        )
        return [key.encode() for (key,) in cursor.fetchall()]


@settings(max_examples=300)
@given(NAMES, NAMES)
def test_the_key_orders_two_names_as_the_rule_does(one: str, other: str) -> None:
    one_key, other_key = sort_keys(one, other)
    assert (one_key < other_key) == (name_order(one) < name_order(other))
    assert (one_key == other_key) == (name_order(one) == name_order(other))


@settings(max_examples=20)
@given(st.lists(NAMES, min_size=2, max_size=40))
def test_a_list_sorted_by_the_key_is_in_the_order_of_the_rule(names: list[str]) -> None:
    by_key = [name for _, name in sorted(zip(sort_keys(*names), names, strict=True))]
    assert [name_order(name) for name in by_key] == sorted(map(name_order, names))


@pytest.mark.parametrize(
    "ordered",
    [
        ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"],
        ["An", "Ánh", "Ăn", "Ân", "Bình", "Cường", "Dung", "Dũng", "Duy", "Đào", "Én", "Êm"],
        ["On", "Ôn", "Ơn", "Phúc", "Tú", "Uyên", "Ưng", "Vy", "Xuân", "Yến"],
        ["Vũ Thị Hương", "An Thị Hường", "Bùi Thị Hường"],
        ["Trần Văn An", "Lê Văn Bình"],
        ["Lê An", "Lê Thị An", "Lê Văn An", "Nguyễn Thị An"],
        ["Nguyên Thị An", "Nguyễn Thị An", "Nguyễn Văn An"],
        ["Đặng Hòa", "Đặng Hoàn", "Đặng Hoàng"],
        ["Lê A", "Lê An"],
    ],
    ids=lambda names: names[0],
)
def test_people_in_lists(ordered: list[str]) -> None:
    shuffled = random.Random(7).sample(ordered, len(ordered))
    for name in shuffled:
        StaffFactory(full_name=name)
    assert [staff.full_name for staff in Staff.objects.all()] == ordered


@pytest.mark.parametrize(("one", "other"), [("Lê Thị Hòa", "Lê Thị Hoà"), ("LÊ THỊ THỦY", "Lê Thị Thuỷ")])
def test_one_place_for_two_spellings(one: str, other: str) -> None:
    assert len(set(sort_keys(one, other))) == 1


def test_agencies_are_in_the_order_of_their_whole_name() -> None:
    ordered = ["Ban Dân vận", "Ban Tổ chức", "Đảng ủy phường An Hải", "Đảng ủy phường Ân Hải", "Sở Nội vụ", "Sở Y tế"]
    for name in random.Random(7).sample(ordered, len(ordered)):
        AgencyFactory(name=name)
    assert [agency.name for agency in Agency.objects.all()] == ordered
