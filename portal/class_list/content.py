"""What a class list says, whatever file it is written to: heading, columns, lines, count, signatures.

Whatever is written here is read again by `enrollment.intake`: headers, sections and the count in words it knows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from courses.models import CourseClass
from enrollment.queries.class_list import Member
from portal.report.paper import Heading, capitals
from portal.report.wording import INVENTED, plain, sentence
from school.models import Institution, Provenance
from school.models.base import Sex
from school.models.institution import Heading as Form

WIDTH = 262.0  # mm between the margins of a page on its side


@dataclass(frozen=True)
class Column:
    """One column: `width` in millimetres, `over` the header above its own, shared with its neighbour.

    `elastic`: takes what room is left on the line.
    """

    title: str
    width: float
    value: Callable[[Member], str]
    centred: bool = False
    over: str = ""
    elastic: bool = False


@dataclass(frozen=True)
class Line:
    """A person's cells, from the second column on; or an agency that the people below it come from.

    `order`: the person's number in the list, or the agency's in Roman figures. `section`: the agency's name.
    """

    order: str
    cells: tuple[str, ...] = ()
    section: str = ""


@dataclass(frozen=True)
class Choices:
    """How the list is wanted: under headings of agencies; birth dates in two columns, of men and of women."""

    by_agency: bool = False
    by_sex: bool = False


@dataclass(frozen=True)
class ClassList:
    """The whole list. `columns`: those after the number; `count` is "" where nobody is on it."""

    heading: Heading
    title: str
    subject: str
    days: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    count: str
    invented: str
    signatures: tuple[str, str] = ("NGƯỜI LẬP DANH SÁCH", "HIỆU TRƯỞNG")
    order: str = "STT"

    @property
    def people(self) -> tuple[Line, ...]:
        """The lines of people."""
        return tuple(line for line in self.lines if not line.section)

    @property
    def two_headers(self) -> bool:
        """Some columns share a header above their own."""
        return any(column.over for column in self.columns)


ORDER_WIDTH = 11.0
NAME = Column("Họ và tên", 46, lambda member: member.full_name)
BORN = Column("Ngày sinh", 23, lambda member: _day(member.born), centred=True)
SEX = Column("Giới tính", 13, lambda member: Sex(member.sex).label if member.sex else "", centred=True)
POSITION = Column("Chức vụ", 44, lambda member: member.position, elastic=True)
AGENCY = Column("Đơn vị công tác", 52, lambda member: member.agency, elastic=True)
NUMBER = Column("Số CCCD", 29, lambda member: member.number, centred=True)
JOINED = Column("Ngày vào Đảng", 23, lambda member: _day(member.joined_party), centred=True)
NOTE = Column("Ghi chú", 24, lambda member: member.note, elastic=True)


def _born_if(sex: str) -> Column:
    return replace(
        BORN,
        title=str(Sex(sex).label).capitalize(),
        over="Ngày, tháng, năm sinh",
        value=lambda member: _day(member.born) if member.sex == sex else "",
    )


BORN_BY_SEX = (_born_if(Sex.MALE), _born_if(Sex.FEMALE))


def class_list(
    course_class: CourseClass, members: Sequence[Member], institution: Institution, on: date, numbers: bool,
    choices: Choices = Choices(),
) -> ClassList:  # fmt: skip
    """The list of a class as an official document of the day `on`; `numbers`: with identity numbers."""
    columns = _columns(numbers, choices, members)
    party = institution.heading == Form.PARTY
    return ClassList(
        heading=_heading(institution, party, on),
        title="DANH SÁCH HỌC VIÊN",
        subject=_subject(course_class),
        days=_days(course_class),
        columns=columns,
        lines=tuple(_lines(members, columns, choices.by_agency)),
        count=f"(Danh sách này có {len(members)} {'đồng chí' if party else 'học viên'})" if members else "",
        invented=_invented(course_class),
    )


def _columns(numbers: bool, choices: Choices, members: Sequence[Member]) -> tuple[Column, ...]:
    """A birth date can stand under a sex only where everybody's is known."""
    columns = (NAME, BORN, SEX, POSITION, AGENCY, *((NUMBER,) if numbers else ()), JOINED, NOTE)
    if choices.by_sex and all(member.sex for member in members):
        columns = (NAME, *BORN_BY_SEX, *columns[columns.index(POSITION) :])
    if choices.by_agency:
        columns = tuple(column for column in columns if column is not AGENCY)
    return _filling(columns)


def _filling(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The same columns as wide as the page."""
    left = WIDTH - ORDER_WIDTH - sum(column.width for column in columns)
    elastic = sum(column.width for column in columns if column.elastic)
    return tuple(
        replace(column, width=column.width * (1 + left / elastic)) if column.elastic else column for column in columns
    )


def _lines(members: Sequence[Member], columns: tuple[Column, ...], by_agency: bool) -> list[Line]:
    """People numbered through, all or agency by agency in the order of names."""
    if not by_agency:
        return _people(members, columns, 1)
    together = sorted(members, key=lambda member: member.agency_key)  # and by given name as before
    lines: list[Line] = []
    first = 1
    for number, (agency, group) in enumerate(groupby(together, key=lambda member: member.agency), 1):
        people = _people(list(group), columns, first)
        lines += [Line(roman(number), section=plain(agency)), *people]
        first += len(people)
    return lines


def _people(members: Sequence[Member], columns: tuple[Column, ...], first: int) -> list[Line]:
    return [
        Line(str(number), tuple(plain(column.value(member)) for column in columns))
        for number, member in enumerate(members, first)
    ]


_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """A number from 1 in Roman figures."""
    figures = ""
    for value, figure in _ROMAN:
        times, number = divmod(number, value)
        figures += figure * times
    return figures


def _heading(institution: Institution, party: bool, on: date) -> Heading:
    day = f"ngày {on:%d} tháng {on:%m} năm {on.year}"
    return Heading(
        party=party,
        superior=capitals(institution.superior),
        issuer=capitals(institution.name),
        number="",
        place_and_date=f"{plain(institution.place)}, {day}" if institution.place else sentence(day),
        subject="",
    )


def _subject(course_class: CourseClass) -> str:
    """ "Lớp …, mã …", whether or not the class's name begins so itself."""
    name = plain(course_class.name)
    called = name if name.casefold().startswith("lớp ") else f"Lớp {name}"
    return sentence(called) if course_class.code_provisional else f"{sentence(called)}, mã {plain(course_class.code)}"


def _days(course_class: CourseClass) -> str:
    known = (("khai giảng", course_class.opened), ("bế giảng", course_class.closed))
    return sentence("; ".join(f"{word} {day}" for word, day in known if day))


def _invented(course_class: CourseClass) -> str:
    made_up = course_class.provenance == Provenance.INVENTED
    return f"{sentence(INVENTED)}, không phải danh sách thật" if made_up else ""


def _day(value: object) -> str:
    """In its own precision: 1975, 03/1975 or 09/03/1975."""
    return str(value) if value else ""
