"""The year 2023: what the newspaper's account of 16/11/2023 declares, and class records without a roster."""

from datetime import date
from typing import Any

from courses.domain.classes import open_class, plan_class
from courses.domain.declared import declare_figure
from courses.models import CourseClass, DeclaredFigure, Programme
from portal.demo.reading import partial, read
from portal.demo.reference import partner_named
from school.errors import save_checked
from school.models import DeclaredFact, Document, FactSubject, Source
from school.partial_date import PartialDate

LEVELS = ("CITY", "SCHOOL")  # the order in which the file names them


def load_year_2023() -> None:
    """Declared figures, each with provisional class records, and declared facts."""
    content = read("year-2023")
    year, stated_on = content["year"], content["as_of"]
    source = Source(**content["source"])
    save_checked(source)
    for row in content["rows"]:
        figure = DeclaredFigure(
            year=year,
            programme=Programme.objects.get(code=row["programme"]) if row["programme"] else None,
            partner=partner_named(row["partner"]),
            planned=row["planned"],
            classes=row["classes"],
            learners=row["declared"],
            approximate=row.get("approximate", False),
            wording=row.get("wording", ""),
            note=row.get("note", ""),
            source=source,
            stated_on=stated_on,
        )
        opened = _opening(row, year, stated_on)
        declare_figure(figure, _provisional_classes(figure, opened))
    for fact in _facts(content):
        save_checked(DeclaredFact(year=year, source=source, stated_on=stated_on, **fact))


def _opening(row: dict[str, Any], year: int, stated_on: date) -> PartialDate:
    """The span in which the row's classes opened: in the year and before they were spoken of, or as the row says."""
    if "opened_from" not in row:
        return PartialDate(date(year, 1, 1), stated_on)
    return PartialDate(partial(row["opened_from"]).first, partial(row["opened_to"]).last)


def _provisional_classes(figure: DeclaredFigure, opened: PartialDate) -> list[CourseClass]:
    """One record for each class of a row that names its programme; of the others nobody knows which they are."""
    if figure.programme is None:
        return []
    numbers = range(1, (figure.classes or 0) + 1)
    classes = [_provisional_class(figure, figure.programme, number) for number in numbers]
    for course_class in classes:
        plan_class(course_class)
        open_class(course_class, opened)
    return classes


def _provisional_class(figure: DeclaredFigure, programme: Programme, number: int) -> CourseClass:
    return CourseClass(
        code=f"{programme.code} {figure.year}-{number:02} (tạm)",
        code_provisional=True,
        name=f"{programme.name}, lớp {number}/{figure.classes} theo báo cáo năm {figure.year}",
        programme=programme,
        partner=figure.partner,
        planned=figure.planned,
    )


def _facts(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The declared facts as fields of DeclaredFact; without a count in the source, `value` stays empty."""
    standard, research = content["standard"], content["research"]
    facts: list[dict[str, Any]] = [
        {"subject": FactSubject.KEY_TASKS_DONE, "value": standard["key_tasks_done"]},
        {
            "subject": FactSubject.CRITERIA_REMAINING,
            "value": standard["criteria_remaining"],
            "level": standard["level"],
            "due_on": standard["remaining_due"],
            "target_on": standard["target"],
            "document": Document.objects.get(number=standard["rule"]),
        },
    ]
    for kind, word in (("seminars", "Hội thảo khoa học"), ("projects", "Đề tài, đề án")):
        facts += [
            {"subject": FactSubject[f"{kind.upper()}_{level}"], "wording": f"{word} {words}"}
            for level, words in zip(LEVELS, research[kind], strict=True)
        ]
    return facts
