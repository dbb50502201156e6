"""Taking down what a source states, with the class records it covers."""

from collections.abc import Sequence

from django.db import transaction

from courses.models import CourseClass, DeclaredCoverage, DeclaredFigure
from school.errors import Refused, refusing, save_checked


@transaction.atomic
def declare_figure(figure: DeclaredFigure, covers: Sequence[CourseClass] = ()) -> DeclaredFigure:
    """Store a declared figure; `covers` are its class records, each of its programme, partner and year.

    Raises Refused where a class does not fit or more classes are given than the source states.
    """
    _check(figure, covers, "covers")
    save_checked(figure)
    with refusing():
        DeclaredCoverage.objects.bulk_create(
            DeclaredCoverage(figure=figure, course_class=course_class) for course_class in covers
        )
    return figure


def amend_figure(figure: DeclaredFigure) -> DeclaredFigure:
    """Store what is mended of a figure. Raises Refused where a class it covers would no longer fit."""
    _check(figure, [line.course_class for line in figure.coverage.select_related("course_class")], None)
    save_checked(figure)
    return figure


def cover_class(line: DeclaredCoverage) -> DeclaredCoverage:
    """Store that a figure covers a class. Raises Refused where it does not fit, or is one more than stated."""
    others = line.figure.coverage.exclude(pk=line.pk).select_related("course_class")
    _check(line.figure, [*(other.course_class for other in others), line.course_class], "course_class")
    save_checked(line)
    return line


def _check(figure: DeclaredFigure, covers: Sequence[CourseClass], field: str | None) -> None:
    """Raises Refused, beside `field`, for classes that the figure cannot cover."""
    if figure.classes is not None and len(covers) > figure.classes:
        raise Refused(f"Nguồn nêu {figure.classes} lớp, không ghép được {len(covers)} lớp.", field)
    for course_class in covers:
        if not _fits(figure, course_class):
            raise Refused(
                f"Lớp {course_class.code} khác chương trình, đơn vị phối hợp hoặc năm của số liệu này.", field
            )


def _fits(figure: DeclaredFigure, course_class: CourseClass) -> bool:
    return (
        course_class.programme_id == figure.programme_id
        and course_class.partner_id == figure.partner_id
        and course_class.planned == figure.planned
        and course_class.year == figure.year
    )
