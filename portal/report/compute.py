"""Computing the annual report: counted figures, declared figures, and what neither can say."""

from collections.abc import Iterable
from datetime import date

from courses.models import DeclaredFigure
from portal.report.cells import STAFF_SHARES, YearCells, count_year
from portal.report.content import AnnualReport, Letterhead, ResearchLine, Share, SourceLine, Standard
from portal.report.notes import annotate
from portal.report.rows import off_plan_of, report_rows, total_of
from portal.report.year import check_as_of, check_year
from school.figures import Scope
from school.figures.registry import share_named
from school.models import DeclaredFact, FactSubject, Heading, Institution, Source

RESEARCH = (
    ("seminars", "city", "Hội thảo khoa học cấp {above}", "city_seminars_held", FactSubject.SEMINARS_CITY),
    ("seminars", "school", "Hội thảo khoa học cấp trường", "school_conferences_held", FactSubject.SEMINARS_SCHOOL),
    ("projects", "city", "Đề tài, đề án cấp {above}", "city_projects_under_way", FactSubject.PROJECTS_CITY),
    ("projects", "school", "Đề tài, đề án cấp trường", "school_projects_under_way", FactSubject.PROJECTS_SCHOOL),
)
SHARES = ("plan_completion", *STAFF_SHARES)


def annual_report(year: int, as_of: date | None = None) -> AnnualReport:
    """The report of a year as of the end of a day in Vietnam (today or the year's last day unless given).

    Raises YearOutOfRange for a year outside 1945 to next year, or a day to come. At most six queries,
    whatever the number of classes.
    """
    day = check_as_of(check_year(year), as_of)
    found = count_year(Scope.of_year(year, day), _singles())
    figures = list(
        DeclaredFigure.objects.filter(year=year)
        .select_related("source", "programme__document", "partner")
        .order_by("stated_on", "pk")
    )
    facts = {
        fact.subject: fact
        for fact in DeclaredFact.objects.filter(year=year, stated_on__lte=day)
        .select_related("source", "document")
        .order_by("stated_on", "pk")
    }
    institution = Institution.objects.first() or Institution()
    rows = report_rows(year, day, found, figures)
    completion, *staff = (_share(name, found) for name in SHARES)
    invented = bool(found.single["invented"])
    noted, notes = annotate(rows, figures, day, planned=bool(completion.denominator), invented=invented)
    research = _research(found, facts, institution)
    return AnnualReport(
        year=year,
        as_of=day,
        letterhead=_letterhead(institution),
        rows=noted,
        total=total_of(noted),
        off_plan=off_plan_of(noted),
        key_tasks_done=_value(facts, FactSubject.KEY_TASKS_DONE),
        key_tasks_fact_pk=_pk(facts, FactSubject.KEY_TASKS_DONE),
        research=research,
        standard=_standard(facts.get(FactSubject.CRITERIA_REMAINING)),
        plan_completion=completion,
        staff_shares=tuple(share for share in staff if share.denominator),
        notes=notes,
        sources=_sources([*figures, *facts.values()]),
        invented=invented,
        empty=not noted and not facts and not (day.year >= year and any(line.count for line in research)),
    )


def _singles() -> tuple[str, ...]:
    parts = [share_named(name) for name in SHARES]
    measures = [measure for *_, measure, _ in RESEARCH]
    return tuple(dict.fromkeys([*measures, *(p.numerator for p in parts), *(p.denominator for p in parts)]))


def _share(name: str, found: YearCells) -> Share:
    share = share_named(name)
    denominator = found.single[share.denominator]
    numerator = found.single[share.numerator]
    return Share(share.label, share.numerator, numerator if denominator else None, denominator or None)


def _research(found: YearCells, facts: dict[str, DeclaredFact], institution: Institution) -> tuple[ResearchLine, ...]:
    """Counted where there are rows; else a source's word; 0 only in a year that has research rows at all."""
    any_rows = any(found.single[measure] for *_, measure, _ in RESEARCH)
    lines = []
    for kind, level, label, measure, subject in RESEARCH:
        count, fact = found.single[measure], facts.get(subject)
        stated = fact if fact and not count else None
        lines.append(
            ResearchLine(
                kind=kind,
                level=level,
                label=label.format(above=institution.level_word),
                count=stated.value if stated else count if any_rows else None,
                measure=None if stated else measure,
                declared_without_number=bool(stated and stated.value is None),
                fact_pk=stated.pk if stated else None,
            )
        )
    return tuple(lines)


def _standard(fact: DeclaredFact | None) -> Standard | None:
    if fact is None:
        return None
    rule = fact.document.number if fact.document else ""
    return Standard(rule, fact.level or 1, fact.target_on, fact.value, fact.due_on, fact.pk)


def _value(facts: dict[str, DeclaredFact], subject: str) -> int | None:
    return facts[subject].value if subject in facts else None


def _pk(facts: dict[str, DeclaredFact], subject: str) -> int | None:
    return facts[subject].pk if subject in facts else None


def _sources(declared: Iterable[DeclaredFigure | DeclaredFact]) -> tuple[SourceLine, ...]:
    lines: dict[tuple[int, date], SourceLine] = {}
    for item in declared:
        source: Source = item.source
        line = SourceLine(source.pk, source.title, source.publisher, source.published_on, item.stated_on)
        lines.setdefault((source.pk, item.stated_on), line)
    return tuple(lines.values())


def _letterhead(institution: Institution) -> Letterhead:
    return Letterhead(
        superior=institution.superior,
        name=institution.name,
        short_name=institution.short_name,
        place=institution.place,
        document_code=institution.document_code,
        party_heading=institution.heading == Heading.PARTY,
        recipients=tuple(line.strip() for line in institution.recipients.splitlines() if line.strip()),
    )
