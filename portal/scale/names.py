"""Names whose frequencies are known, so that a benchmark knows how many rows a search text finds.

Of every hundred people 45 are called Nguyễn and 2 Khổng; ten in all have the given name Khuê (fewer where there are
not ten people); every middle name begins with T. So "nguyen", "khong", "khue" and "t" find 45 %, 2 %, ten and all.
"""

NOBODY, RAREST, RARE, COMMON, EVERYBODY = "zzz", "khue", "khong", "nguyen", "t"
TEN = 10
COMMON_SHARE, RARE_SHARE = 45, 2  # per cent
STRIDE = 37  # coprime with 100: every share is met exactly in each hundred
OTHERS = ("Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương", "Lý", "Mai")
WOMEN_MIDDLE = ("Thị", "Thị Thanh", "Thị Minh", "Thị Ngọc", "Thị Bích", "Thị Mai", "Thùy")
MEN_MIDDLE = ("Thanh", "Thành", "Tiến", "Trọng", "Tuấn", "Thế", "Tấn", "Trung")
WOMEN_GIVEN = ("Ánh", "Châu", "Dung", "Hạnh", "Hằng", "Hương", "Hường", "Lan", "Mai", "Nga", "Oanh", "Yến", "Ý")
MEN_GIVEN = ("Ân", "An", "Bình", "Cường", "Dũng", "Hải", "Hùng", "Long", "Nghĩa", "Phước", "Sơn")


def person(number: int, people: int, chance: int) -> tuple[str, str]:
    """Name and sex of the `number`-th of so many people; `chance` decides what no frequency depends on."""
    chance, woman = divmod(chance, 2)
    middles, givens = (WOMEN_MIDDLE, WOMEN_GIVEN) if woman else (MEN_MIDDLE, MEN_GIVEN)
    chance, middle = divmod(chance, len(middles))
    chance, given = divmod(chance, len(givens))
    last = "Khuê" if _one_of_ten(number, people) else givens[given]
    return f"{_family(number, chance)} {middles[middle]} {last}", "F" if woman else "M"


def _one_of_ten(number: int, people: int) -> bool:
    place, rest = divmod(number, max(people // TEN, 1))
    return rest == 0 and place < TEN


def _family(number: int, chance: int) -> str:
    place = number * STRIDE % 100
    if place < COMMON_SHARE:
        return "Nguyễn"
    return "Khổng" if place < COMMON_SHARE + RARE_SHARE else OTHERS[chance % len(OTHERS)]
