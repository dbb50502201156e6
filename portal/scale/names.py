"""Names whose frequencies are known, so that a benchmark knows how many rows a search text finds.

Of every hundred people 45 are called Nguyễn and 2 Khổng; ten in all have the given name Khuê; every middle name
begins with T. So "nguyen", "khong", "khue" and "t" find 45 %, 2 %, ten and all.
"""

COMMON, RARE, RAREST, EVERYBODY, NOBODY = "nguyen", "khong", "khue", "t", "zzz"
TEN = 10
COMMON_SHARE, RARE_SHARE = 45, 2  # per cent
OTHERS = ("Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương", "Lý", "Mai")
WOMEN_MIDDLE = ("Thị", "Thị Thanh", "Thị Minh", "Thị Ngọc", "Thị Bích", "Thị Mai", "Thùy")
MEN_MIDDLE = ("Thanh", "Thành", "Tiến", "Trọng", "Tuấn", "Thế", "Tấn", "Trung")
WOMEN_GIVEN = ("Ánh", "Châu", "Dung", "Hạnh", "Hằng", "Hương", "Hường", "Lan", "Mai", "Nga", "Oanh", "Yến", "Ý")
MEN_GIVEN = ("Ân", "An", "Bình", "Cường", "Dũng", "Hải", "Hùng", "Long", "Nghĩa", "Phước", "Sơn")


def person(number: int, people: int) -> tuple[str, str]:
    """Name and sex of the `number`-th of so many people."""
    woman = number % 2 == 0
    middle, given = (WOMEN_MIDDLE, WOMEN_GIVEN) if woman else (MEN_MIDDLE, MEN_GIVEN)
    step = number // 2
    last = (
        "Khuê"
        if number % max(people // TEN, 1) == 0 and number // max(people // TEN, 1) < TEN
        else given[step % len(given)]
    )
    return f"{_family(number)} {middle[step % len(middle)]} {last}", "F" if woman else "M"


def _family(number: int) -> str:
    place = number * 37 % 100  # 37 and 100 are coprime: every share is met exactly in each hundred
    if place < COMMON_SHARE:
        return "Nguyễn"
    return "Khổng" if place < COMMON_SHARE + RARE_SHARE else OTHERS[number // 2 % len(OTHERS)]
