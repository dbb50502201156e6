"""What a row must fulfil, and what makes it doubtful. Errors keep a row out, warnings do not."""

from datetime import date
from functools import lru_cache

from enrollment.intake.roster import DUPLICATE, Person, Remark
from enrollment.intake.values import FEMALE, MALE, spelling_key
from school.days import years_before
from school.partial_date import PartialDate

YOUNGEST, OLDEST = 18, 80
# A list may name a day of admission that is already set: up to a year ahead it warns, beyond that it is a mistake.
PARTY_AHEAD_YEARS = 1
CITIZEN_DIGITS = 12


class Faults:
    """The remarks of one list as they are found."""

    def __init__(self, on: date, today: date) -> None:
        self.on, self.today = on, max(on, today)
        self.errors: list[Remark] = []
        self.warnings: list[Remark] = []
        self._youngest, self._oldest = years_before(on, YOUNGEST), years_before(on, OLDEST + 1)
        self._soon = years_before(self.today, -PARTY_AHEAD_YEARS)
        self._numbers: dict[str, int] = {}
        self._born: dict[date, list[Person]] = {}
        self._names: dict[tuple[date, str], list[Person]] = {}

    def error(self, row: int, column: str, message: str, advice: str) -> None:
        self.errors.append(Remark(row, column, message, advice))

    def warn(self, row: int, column: str, message: str, advice: str) -> None:
        self.warnings.append(Remark(row, column, message, advice))

    def birth(self, row: int, born: PartialDate) -> bool:
        """Refuse who is certainly under 18 or over 80 on the day."""
        if self._oldest < born.last and born.first <= self._youngest:
            return True
        if born.first > self.today:
            self.error(row, "dob", f"Ngày sinh {born} ở tương lai.", "Sửa lại ngày sinh.")
            return False
        age = _age(born.first if born.first > self._youngest else born.last, self.on)
        bound = f"chưa đủ {YOUNGEST}" if age < YOUNGEST else f"quá {OLDEST}"
        self.error(
            row, "dob", f"Sinh {born}: {age} tuổi vào ngày {self.on:%d/%m/%Y}, {bound} tuổi.", "Kiểm tra năm sinh."
        )
        return False

    def party(self, row: int, joined: PartialDate, born: PartialDate | None) -> bool:
        """Refuse a day of joining the Party in the future or before the age of 18."""
        if born and joined.last < _eighteen(born.first):
            self.error(
                row, "party_joined", f"Vào Đảng {joined} khi chưa đủ {YOUNGEST} tuổi (sinh {born}).",
                "Kiểm tra ngày vào Đảng và ngày sinh.",
            )  # fmt: skip
            return False
        if joined.first <= self.today:
            return True
        if joined.first <= self._soon:
            self.warn(
                row, "party_joined", f"Ngày vào Đảng {joined} chưa đến.",
                "Đối chiếu với hồ sơ, sửa nếu ghi nhầm.",
            )  # fmt: skip
            return True
        self.error(row, "party_joined", f"Ngày vào Đảng {joined} ở tương lai.", "Sửa lại ngày vào Đảng.")
        return False

    def number(self, row: int, number: str, sex: str, born: PartialDate | None) -> None:
        """Warn where a 12-digit number (3 province, 1 century and sex, 2 year) says another sex or birth year."""
        if len(number) != CITIZEN_DIGITS:
            return
        said, year = _SAID[number[3:6]]
        if sex and sex != said:
            word = "nữ" if said == FEMALE else "nam"
            self.warn(row, "national_id", f"Số căn cước cho biết giới tính {word}, danh sách ghi khác.", _COMPARE)
        if born and not born.first.year <= year <= born.last.year:
            self.warn(row, "national_id", f"Số căn cước cho biết năm sinh {year}, danh sách ghi {born}.", _COMPARE)

    def twice(self, person: Person) -> bool:
        """Whether the person stands in an earlier row that was accepted; that is an error of this row."""
        earlier = self._numbers.get(person.national_id, 0) if person.national_id else 0
        if earlier:
            self.error(
                person.row, DUPLICATE, f"Số {person.national_id} đã có ở dòng {earlier}.",
                "Xóa dòng trùng, hoặc sửa số nếu là hai người.",
            )  # fmt: skip
            return True
        if person.dob and (same := self._earlier(person, person.dob.first)):
            self.error(
                person.row, DUPLICATE, f"{person.full_name}, sinh {person.dob}, đã có ở dòng {same.row}.",
                "Xóa dòng trùng; nếu là hai người, ghi số căn cước của cả hai.",
            )  # fmt: skip
            return True
        if person.national_id:
            self._numbers[person.national_id] = person.row
        return False

    def _earlier(self, person: Person, born: date) -> Person | None:
        """A namesake of the same birth date whom no number tells apart; names are compared only where dates meet."""
        met = self._born.setdefault(born, [])
        met.append(person)
        if len(met) == 1:
            return None
        for waiting in met if len(met) == SECOND else (person,):
            namesakes = self._names.setdefault((born, spelling_key(waiting.full_name)), [])
            namesakes.append(waiting)
        return next((other for other in namesakes[:-1] if _same(other, person)), None)


_COMPARE = "Đối chiếu với căn cước."
SECOND = 2
# What the fourth to sixth digit of a 12-digit number say: sex and year of birth.
_SAID = {
    f"{century}{year:02}": (FEMALE if century % 2 else MALE, 1900 + century // 2 * 100 + year)
    for century in range(10)
    for year in range(100)
}


def _same(one: Person, other: Person) -> bool:
    return one.dob == other.dob and not (one.national_id and other.national_id)


@lru_cache(maxsize=10_000)
def _eighteen(born: date) -> date:
    return years_before(born, -YOUNGEST)


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
