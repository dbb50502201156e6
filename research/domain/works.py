"""Projects, seminars and publications: recorded with who did what, accepted, held."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from research.models import Contribution, Project, Publication, Seminar
from school.days import today
from school.errors import Refused, save_checked
from school.partial_date import PartialDate


@transaction.atomic
def record_work(work: Project | Seminar | Publication, contributions: Sequence[Contribution] = ()) -> None:
    """Store a work and people's parts in it, all or none.

    Raises ValidationError for dates out of order, a person named twice in a role, or somebody who is neither
    staff nor named.
    """
    save_checked(work)
    for contribution in contributions:
        setattr(contribution, type(work).__name__.lower(), work)
        save_checked(contribution)


def accept(project: Project, on: date, rating: str = "") -> None:
    """Nghiệm thu: the project was accepted on that day. Raises Refused for one accepted already, or a day to come."""
    if project.accepted_on:
        raise Refused(f"Đã ghi nghiệm thu ngày {project.accepted_on:%d/%m/%Y}.", "on")
    if on > today():
        raise Refused("Ngày nghiệm thu chưa đến. Ghi khi đã nghiệm thu.", "on")
    if on < project.started_on:
        raise Refused(f"Ngày nghiệm thu phải sau ngày bắt đầu ({project.started_on:%d/%m/%Y}).", "on")
    project.accepted_on, project.rating = on, rating
    save_checked(project)


def hold(seminar: Seminar, held: PartialDate, place: str = "") -> None:
    """The seminar was held then, at `place` where it is given. Raises Refused for a date to come."""
    if held.first > today():
        raise Refused("Ngày tổ chức chưa đến. Ghi khi đã tổ chức.", "held")
    seminar.held_from, seminar.held_to = held.first, held.last
    seminar.place = place or seminar.place
    save_checked(seminar)
