"""The home page's figures: this year and last, each from the registry and with its door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from courses.models import CourseClass, DeclaredFigure
from portal.report import wording
from portal.report.doors import Figure, rows_door
from school.figures import Ask, Cells, Measure, Scope, measure

SECTIONS = (
    (
        "Đào tạo, bồi dưỡng",
        (
            "classes_opened",
            "classes_carried_over",
            "classes_closed",
            "classes_running",
            "classes_confirmed",
            "enrolments_opened",
            "persons_opened",
            "enrolments_unconfirmed",
        ),
    ),
    ("Nghiên cứu khoa học", ("seminars_held", "projects_under_way", "projects_accepted")),
    ("Đội ngũ", ("staff", "lecturers")),
)
YEARS = 2
REPORTS_LISTED = 6


@dataclass(frozen=True)
class Line:
    """One figure over the years, the latest first."""

    label: str
    unit: str
    definition: str
    by_year: tuple[tuple[int, Figure], ...]


@dataclass(frozen=True)
class Section:
    """Figures of one part of the school's life."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Overview:
    """What home shows."""

    years: tuple[int, ...]
    sections: tuple[Section, ...]
    reports: tuple[int, ...]
    invented: bool

    @property
    def empty(self) -> bool:
        """Neither a class nor a declared figure has been recorded yet."""
        return not self.reports


NAMES = tuple(name for _, names in SECTIONS for name in names)


def scopes_of(day: date) -> list[Scope]:
    """This year and those before it, as of the end of `day`."""
    return [Scope.of_year(day.year - back, day) for back in range(YEARS)]


def overview_asks(day: date) -> list[Ask]:
    """The questions to the registry: each figure in each year, then how much of it was invented."""
    scopes = scopes_of(day)
    invented = [Ask(measure("classes_opened"), scope.at(provenance="invented")) for scope in scopes]
    return [Ask(measure(name), scope) for name in NAMES for scope in scopes] + invented


def overview(day: date, cells: Sequence[Cells]) -> Overview:
    """The figures as of the end of `day`, from the answers to `overview_asks`; one query more, for the years."""
    scopes, names = scopes_of(day), NAMES
    answers = [found.get((), 0) for found in cells]
    by_name = {name: answers[index * YEARS : (index + 1) * YEARS] for index, name in enumerate(names)}
    return Overview(
        years=tuple(scope.start.year for scope in scopes),
        sections=tuple(
            Section(title, tuple(_line(measure(name), by_name[name], scopes) for name in names))
            for title, names in SECTIONS
        ),
        reports=years_with_data(),
        invented=any(answers[len(names) * YEARS :]),
    )


def years_with_data() -> tuple[int, ...]:
    """The latest years that have a class opened or a declared figure."""
    opened = CourseClass.objects.filter(year__isnull=False).order_by().values_list("year")
    declared = DeclaredFigure.objects.order_by().values_list("year")
    return tuple(year for (year,) in opened.union(declared).order_by("-year")[:REPORTS_LISTED])


def _line(shown: Measure, numbers: Sequence[int], scopes: Sequence[Scope]) -> Line:
    by_year = (
        (scope.start.year, _figure(shown.name, number, scope)) for number, scope in zip(numbers, scopes, strict=True)
    )
    return Line(shown.label, shown.unit, shown.definition, tuple(by_year))


def _figure(name: str, number: int, scope: Scope) -> Figure:
    return Figure(wording.number(number), door=rows_door(name, scope) if number else "")
