"""What the factories share: dates of their own precision, Vietnamese names of people and places."""

from datetime import date
from typing import Any

import factory

from school.partial_date import PartialDate

FAMILY_NAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ"]
MEN_MIDDLE = ["Văn", "Hữu", "Đức", "Quốc", "Xuân", "Minh", "Ngọc"]
WOMEN_MIDDLE = ["Thị", "Thị Thanh", "Thị Kim", "Ngọc", "Thị Bích", "Thị Minh", "Thùy"]
MEN_GIVEN = ["Ân", "An", "Bình", "Cường", "Dũng", "Hải", "Hùng", "Khánh", "Long", "Nghĩa", "Phước", "Sơn"]
WOMEN_GIVEN = ["Ánh", "Châu", "Dung", "Hạnh", "Hằng", "Hương", "Hường", "Lan", "Mai", "Nga", "Oanh", "Tú", "Ý"]

PLACES_FIRST = ["An", "Bình", "Cẩm", "Đại", "Đông", "Hưng", "Long", "Minh", "Phú", "Quảng", "Tam", "Vĩnh"]
PLACES_SECOND = ["Sơn", "Lộc", "Khê", "Thành", "Hòa", "Giang", "Phước", "Thạnh", "Xuân", "Trạch", "Điền"]
DISTRICTS = ["Lương Sơn", "Tân Hà", "Nam Giang", "Đồng Phú", "Yên Bình", "Kim Lộc", "Bắc Thạch"]


def person_name(number: int, *, woman: bool) -> str:
    """The `number`-th name; the first 900 of women and of men differ."""
    middle, given = (WOMEN_MIDDLE, WOMEN_GIVEN) if woman else (MEN_MIDDLE, MEN_GIVEN)
    return f"{_pick(FAMILY_NAMES, number)} {_pick(middle, number)} {_pick(given, number)}"


def place_name(number: int) -> str:
    """The `number`-th commune with its district; numbered from the second time round."""
    round_ = number // (len(PLACES_FIRST) * len(PLACES_SECOND) * len(DISTRICTS))
    commune = f"{_pick(PLACES_FIRST, number)} {_pick(PLACES_SECOND, number)}"
    return f"{commune} {round_ + 1 if round_ else ''}".rstrip() + f", {_pick(DISTRICTS, number)}"


def _pick(names: list[str], number: int) -> str:
    """The lists have coprime lengths, so that going round all of them at once meets every combination."""
    return names[number % len(names)]


class PartialDates(factory.declarations.BaseDeclaration):
    """The first (0) or last (1) day of a date given as a PartialDate, a date or None."""

    def __init__(self, given: str, side: int) -> None:
        super().__init__()
        self.given, self.side = given, side

    def evaluate(self, instance: Any, step: Any, extra: Any) -> date | None:
        value = getattr(instance, self.given)
        if isinstance(value, PartialDate):
            return value.last if self.side else value.first
        return value


def first_day(given: str) -> PartialDates:
    """`opened_from = first_day("opened")`: the earliest day of the parameter `opened`."""
    return PartialDates(given, 0)


def last_day(given: str) -> PartialDates:
    """`opened_to = last_day("opened")`: the latest day of the parameter `opened`."""
    return PartialDates(given, 1)


class PersonFactory(factory.django.DjangoModelFactory):
    """Women and men by turns; `born` may be a PartialDate."""

    class Meta:
        abstract = True

    class Params:
        born = factory.Sequence(lambda n: date(1972 + n % 20, 1 + n % 12, 1 + n % 28))

    sex = factory.Sequence(lambda n: "MF"[n % 2])
    full_name = factory.LazyAttributeSequence(lambda person, n: person_name(n // 2, woman=person.sex == "F"))
    born_from = first_day("born")
    born_to = last_day("born")
