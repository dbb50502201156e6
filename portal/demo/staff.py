"""The invented staff: who works where from 1/1/2024, who came and left since, what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from portal.demo.accounts import account_named
from portal.demo.agencies import FIRST_DAY
from portal.demo.people import YEAR, Invented, People, day_between
from portal.demo.reading import read
from school.domain.staff import award, employ, leave
from school.models import Department, EmploymentKind, Provenance, QualificationLevel, Sex, Staff
from school.partial_date import PartialDate

TEACHING = (EmploymentKind.LECTURER, EmploymentKind.CONCURRENT)
# The age from which people hold a level, where it is not the ordinary one.
AGES_FOR: dict[str, int] = {QualificationLevel.BACHELOR: 22, QualificationLevel.DOCTOR: 33}
ORDINARY_AGE = 26
SPREAD_YEARS = 9  # by how much somebody younger may be ahead of somebody older
LATE_YEARS = (2024, 2026)


@dataclass(eq=False)
class Colleague:
    """A member of staff, as the demo needs to know them."""

    staff: Staff
    birthday: date
    post: dict[str, Any]
    since: date
    until: date | None = None

    @property
    def lectures(self) -> bool:
        """On the school's own staff as a lecturer."""
        return self.post["kind"] in TEACHING

    def works_on(self, day: date) -> bool:
        """Employed on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


class Faculty:
    """Everybody at the school."""

    def __init__(self) -> None:
        self._content = read("staff")
        self._departments = {department.name: department for department in Department.objects.all()}
        self._people, self._rng = People(), Random("staff")  # noqa: S311
        self._colleagues: list[Colleague] = []
        self.holders: dict[str, Staff] = {}  # by user name of their account

    def load(self, today: date) -> None:
        """Employ everybody, let come and go who did by today, give them what they hold."""
        for post in self._content["posts"]:
            self._fill(post, FIRST_DAY)
        left, joined = self._content["left"], self._content["joined"]
        if left["last_day"] <= today:
            self._retire(left)
        if joined["day"] <= today:
            self._fill(joined, joined["day"])
        for holding in self._content["holders"]:
            self._award(holding)

    def lecturers(self, day: date) -> Sequence[Staff]:
        """Lecturers on staff on `day`."""
        return [each.staff for each in self._colleagues if each.lectures and each.works_on(day)]

    def _fill(self, post: dict[str, Any], since: date) -> None:
        for _ in range(post["count"]):
            person = self._people.invent(self._rng, tuple(post["ages"]), FIRST_DAY)
            if "account" in post:
                full_name = account_named(post["account"]).full_name
                person = replace(person, full_name=full_name, sex=Sex(post["sex"]))
            staff = self._employ(person, post, since)
            if "account" in post:
                self.holders[post["account"]] = staff

    def _employ(self, person: Invented, post: dict[str, Any], since: date) -> Staff:
        staff = Staff(
            full_name=person.full_name,
            born_from=person.born.first,
            born_to=person.born.last,
            sex=person.sex,
            provenance=Provenance.INVENTED,
        )
        employ(staff, post["kind"], self._departments[post["department"]], post["position"], since)
        self._colleagues.append(Colleague(staff, person.birthday, post, since))
        return staff

    def _retire(self, left: dict[str, Any]) -> None:
        """The eldest of the department in that position, none of whom has an account."""
        same = [
            each
            for each in self._colleagues
            if each.post["department"] == left["department"]
            and each.post["position"] == left["position"]
            and "account" not in each.post
        ]
        eldest = min(same, key=lambda each: each.birthday)
        leave(eldest.staff, left["last_day"])
        eldest.until = left["last_day"]

    def _award(self, holding: dict[str, Any]) -> None:
        lecturers = [each for each in self._colleagues if each.lectures]
        rng = Random(f"{holding['kind']}")  # noqa: S311 — one order for all levels of a kind: a doctor is a master
        ahead = {id(each): each.birthday + rng.randint(0, SPREAD_YEARS) * YEAR for each in lecturers}
        lecturers.sort(key=lambda each: ahead[id(each)])
        count = len(lecturers) if holding["count"] == "all" else holding["count"]
        for place, colleague in enumerate(lecturers[:count]):
            late = place >= count - holding.get("late", 0)
            awarded = self._late(rng) if late else self._early(rng, colleague, holding["level"])
            award(colleague.staff, holding["kind"], holding["level"], awarded, Provenance.INVENTED)

    @staticmethod
    def _late(rng: Random) -> PartialDate:
        return PartialDate.month(rng.randint(*LATE_YEARS), rng.randint(2, 6))

    @staticmethod
    def _early(rng: Random, colleague: Colleague, level: str) -> PartialDate:
        """Before the invented years, at an age that fits."""
        age = AGES_FOR.get(level, ORDINARY_AGE)
        first = min(colleague.birthday + age * YEAR, date(FIRST_DAY.year - 1, 6, 1))
        return PartialDate.day(day_between(rng, first, date(FIRST_DAY.year - 1, 12, 31)))
