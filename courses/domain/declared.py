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
    if figure.classes is not None and len(covers) > figure.classes:
        raise Refused(f"Nguồn nêu {figure.classes} lớp, không ghép được {len(covers)} lớp.", "covers")
    for course_class in covers:
        if not _fits(figure, course_class):
            raise Refused(
                f"Lớp {course_class.code} khác chương trình, đơn vị phối hợp hoặc năm của số liệu này.", "covers"
            )
    save_checked(figure)
    with refusing():
        DeclaredCoverage.objects.bulk_create(
            DeclaredCoverage(figure=figure, course_class=course_class) for course_class in covers
        )
    return figure


def _fits(figure: DeclaredFigure, course_class: CourseClass) -> bool:
    return (
        course_class.programme_id == figure.programme_id
        and course_class.partner_id == figure.partner_id
        and course_class.planned == figure.planned
        and course_class.year == figure.year
    )
