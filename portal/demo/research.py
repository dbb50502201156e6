"""The invented research life: projects, seminars, publications, and the staff's part in each."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import cycle
from random import Random
from typing import Any

from portal.demo.people import day_between
from portal.demo.reading import read
from research.domain.works import record_work
from research.models import Contribution, Level, Project, ProjectKind, Publication, PublicationKind, Role, Seminar
from school.models import Provenance, Staff

INVENTED = Provenance.INVENTED
PROJECT_DAYS = {Level.CITY: 500, Level.SCHOOL: 270}


class Research:
    """Year by year; titles of the file are taken in turn."""

    def __init__(self, today: date, lecturers: Callable[[date], Sequence[Staff]]) -> None:
        self._content = read("research")
        self._today, self._lecturers = today, lecturers
        self._titles = {level: cycle(self._content["projects"][level.value]) for level in Level}
        self._articles, self._venues = cycle(self._content["articles"]), cycle(self._content["venues"])

    def load(self, year: int) -> None:
        """The works of a year: begun or held by today, or due later in it."""
        rng = Random(f"research {year}")  # noqa: S311
        for level in Level:
            for _ in range(self._content[f"{level.value}_projects"]):
                self._project(rng, year, level)
        for entry in self._content["seminars"]:
            self._seminar(rng, year, entry)
        for number, month in enumerate(self._content["bulletin_months"], start=1):
            title = self._content["bulletin"].format(number=number, year=year)
            self._publish(rng, PublicationKind.BULLETIN, title, date(year, month, 20), "")
        for _ in range(self._content["articles_a_year"]):
            day, venue = day_between(rng, date(year, 2, 1), date(year, 12, 20)), next(self._venues)
            self._publish(rng, PublicationKind.ARTICLE, next(self._articles), day, venue)

    def _project(self, rng: Random, year: int, level: Level) -> None:
        started, days = day_between(rng, date(year, 1, 15), date(year, 4, 30)), PROJECT_DAYS[level]
        accepted = started + timedelta(days=days + rng.randint(-40, 30))
        title, kind = next(self._titles[level]), rng.choice([*[ProjectKind.PROJECT] * 3, ProjectKind.SCHEME])
        rating, parts = rng.choice(self._content["ratings"]), self._parts(rng, started, Role.LEADER, 4)
        done = accepted <= self._today
        if started <= self._today:
            project = Project(
                title=title,
                kind=kind,
                level=level,
                started_on=started,
                due_on=started + timedelta(days=days),
                accepted_on=accepted if done else None,
                rating=rating if done else "",
                provenance=INVENTED,
            )
            record_work(project, parts)

    def _seminar(self, rng: Random, year: int, entry: dict[str, Any]) -> None:
        due = date(year, entry["month"], rng.randint(5, 25))
        held = due + timedelta(days=rng.choice((0, 0, 7)))
        known = held if held <= self._today else None
        parts = self._parts(rng, due, Role.SPEAKER, 4)
        title = entry["title"].format(year=year)
        seminar = Seminar(
            title=title,
            kind=entry["kind"],
            level=entry["level"],
            due_on=due,
            held_from=known,
            held_to=known,
            place=entry["place"],
            provenance=INVENTED,
        )
        record_work(seminar, parts)
        if entry.get("proceedings"):
            self._publish(rng, PublicationKind.PROCEEDINGS, f"Kỷ yếu hội thảo: {title}", held, "", seminar)

    def _publish(
        self,
        rng: Random,
        kind: PublicationKind,
        title: str,
        day: date,
        venue: str,
        seminar: Seminar | None = None,
    ) -> None:
        role, many = (Role.AUTHOR, 1) if kind == PublicationKind.ARTICLE else (Role.EDITOR, 2)
        parts = self._parts(rng, day, role, many)
        if day <= self._today:
            publication = Publication(
                title=title,
                kind=kind,
                venue=venue,
                published_from=day,
                published_to=day,
                seminar=seminar,
                provenance=INVENTED,
            )
            record_work(publication, parts)

    def _parts(self, rng: Random, day: date, first: Role, many: int) -> list[Contribution]:
        """So many lecturers; a project has one leader, and members."""
        chosen = rng.sample(self._lecturers(day), many)
        others = Role.MEMBER if first == Role.LEADER else first
        return [Contribution(staff=staff, role=first if place == 0 else others) for place, staff in enumerate(chosen)]
