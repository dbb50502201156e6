"""Projects, seminars and publications as they are recorded, with who did what."""

from collections.abc import Sequence

from django.db import transaction

from research.models import Contribution, Project, Publication, Seminar
from school.errors import save_checked


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
