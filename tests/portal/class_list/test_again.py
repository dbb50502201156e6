"""What a class list says is read again as it was, in every shape."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from courses.models import CourseClass
from enrollment.domain.imports.plan import make_plan
from enrollment.domain.imports.receive import receive
from enrollment.intake import Roster, read_roster
from enrollment.models import RowOutcome
from enrollment.queries.class_list import Member, class_members
from portal.class_list import excel, word
from portal.class_list.content import Choices, class_list
from school.models import Institution
from school.partial_date import PartialDate
from tests.factories import (
    AgencyFactory,
    CourseClassFactory,
    EnrolmentFactory,
    IdentityFactory,
    LearnerFactory,
    PostingFactory,
)

ON = date(2026, 11, 24)
SHAPES = ("excel", "word", "table")
FAMILY, MIDDLE = ("Nguyễn", "Trần", "Đỗ", "Hồ", "Y", "Tổng", "Công"), ("Văn", "Thị Kim", "Công", "Đức", "Hữu")
GIVEN = ("An", "Ánh", "Hòa", "Lý", "Niê", "Nam", "Tên", "Ước", "Cộng")
POSITIONS = (
    "", "Trưởng phòng", "Trưởng ban", "Bí thư", "Ủy viên Ban Thường vụ", "=1+1", "+84", "@sum", "-2+3", "Chủ tịch",
    "Phó Bí thư, Chủ tịch HĐND", "Người lập kế hoạch", "Tổng Giám đốc",
)  # fmt: skip
AGENCIES = (
    "Sở Nội vụ", "Công an thành phố", "Tổng công ty Điện lực", "Ban Thường vụ Thành đoàn", "Quận ủy Hải Châu",
    "Trường THPT số 2", "Cộng đồng các trường", "Công ty 29 cán bộ", "Chi cục Thuế khu vực XII", "Ban Tổ chức Thành ủy",
    "Đoàn 875", "=Sở", "Học viện C", "I. Khối Đảng", "Danh sách 30 đồng chí",
)  # fmt: skip


@st.composite
def days(draw: Any, first: int, last: int) -> PartialDate:
    day = draw(st.dates(date(first, 1, 1), date(last, 12, 31)))
    return draw(
        st.sampled_from([PartialDate.day(day), PartialDate.month(day.year, day.month), PartialDate.year(day.year)])
    )


@st.composite
def members(draw: Any) -> list[Member]:
    """People whom the reader can tell apart: each has another day of birth."""
    found = []
    born = draw(st.lists(days(1955, 1995), min_size=1, max_size=12, unique=True))
    for order, day in enumerate(born):
        name = " ".join(draw(st.sampled_from(each)) for each in (FAMILY, MIDDLE, GIVEN))
        number = f"001{draw(st.integers(0, 9))}{day.first.year % 100:02}{order:06}"
        agency = draw(st.sampled_from(AGENCIES))
        found.append(
            Member(
                full_name=f"{name} {'ABCDĐEGHIKLM'[order]}",
                born=day,
                sex=draw(st.sampled_from("MF")),
                position=draw(st.sampled_from(POSITIONS)),
                agency=agency,
                agency_key=agency.casefold(),
                number=draw(st.sampled_from([number, f"20{order:07}", ""])),
                joined_party=draw(st.none() | days(2014, 2025)),
                note=draw(st.sampled_from(["", "Bảo lưu", "Từ lớp TC 2024-04"])),
            )
        )
    return found


def written(shape: str, people: list[Member], choices: Choices, numbers: bool, of: CourseClass, heading: str) -> bytes:
    institution = Institution(
        name="Trường Chính trị tỉnh Quảng Nam", superior="Tỉnh ủy Quảng Nam", place="Tam Kỳ", heading=heading
    )
    content = class_list(of, people, institution, ON, numbers, Choices() if shape == "table" else choices)
    return {"excel": excel.render, "word": word.render, "table": excel.render_plain}[shape](content)


def read_again(data: bytes, shape: str) -> Roster:
    return read_roster(data, "a.docx" if shape == "word" else "a.xlsx", ON)


wanted = st.builds(Choices, by_agency=st.booleans(), by_sex=st.booleans())
CLASS = CourseClass(code="TC 2024-06", name="Trung cấp lý luận chính trị, lớp 6 năm 2024", opened_from=None)


@hypothesis_settings(max_examples=40)
@given(st.sampled_from(["excel", "table"]), members(), wanted, st.booleans(), st.sampled_from(["party", "state"]))
def test_the_same_people(shape: str, people: list[Member], choices: Choices, numbers: bool, heading: str) -> None:
    check(shape, people, choices, numbers, heading)


@hypothesis_settings(max_examples=12)  # writing Word takes its time
@given(members(), wanted, st.booleans(), st.sampled_from(["party", "state"]))
def test_the_same_people_from_word(people: list[Member], choices: Choices, numbers: bool, heading: str) -> None:
    check("word", people, choices, numbers, heading)


def check(shape: str, people: list[Member], choices: Choices, numbers: bool, heading: str) -> None:
    roster = read_again(written(shape, people, choices, numbers, CLASS, heading), shape)
    assert not roster.errors
    assert [warning for warning in roster.warnings if warning.column == "file"] == []
    assert sorted(map(_read, roster.people)) == sorted(_told(member, numbers) for member in people)


def _read(person: Any) -> tuple[str, ...]:
    return tuple(value or "" for value in person.as_json().values())


def _told(member: Member, numbers: bool) -> tuple[str, ...]:
    born, joined = member.born, member.joined_party
    return (
        member.full_name, born.isoformat() if born else "", member.sex, member.agency, member.position,
        member.number if numbers else "", joined.isoformat() if joined else "",
    )  # fmt: skip


def enrolled(people: list[Member]) -> CourseClass:
    """A class of these people, who still work where it says."""
    course_class = CourseClassFactory(name="Lớp bồi dưỡng")
    agencies = {name: AgencyFactory(name=name) for name in {member.agency for member in people}}
    for member in people:
        learner = LearnerFactory(
            full_name=member.full_name, born=member.born, joined_party=member.joined_party, sex=member.sex
        )
        post = {"learner": learner, "agency": agencies[member.agency], "position": member.position}
        PostingFactory(**post)
        EnrolmentFactory(**post, first_class=course_class)
        if member.number:
            IdentityFactory(
                learner=learner, number=member.number, kind="citizen" if len(member.number) == 12 else "old"
            )
    return course_class


@pytest.mark.django_db
@hypothesis_settings(max_examples=10)
@given(st.sampled_from(SHAPES), members(), wanted, st.booleans())
def test_everybody_is_known_and_nothing_is_changed(
    shape: str, people: list[Member], choices: Choices, numbers: bool
) -> None:
    with transaction.atomic():
        course_class = enrolled(people)
        told = class_members(course_class, numbers=numbers)
        data = written(shape, told, choices, numbers, course_class, "party")
        other = CourseClassFactory(opened=date(2026, 9, 1))
        plan = make_plan(receive(data, "a.docx" if shape == "word" else "a.xlsx", other))
        assert (plan.count(RowOutcome.MATCHED), len(plan.rows)) == (len(people), len(people))
        assert not any(row.changes.of_record for row in plan.rows)
        assert not plan.errors
        transaction.set_rollback(True)
