"""Where learners work: a new posting follows the present one, which is closed and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from enrollment.models import Learner, Posting
from school.errors import Refused, refusing
from school.models import Agency, Provenance


@dataclass(frozen=True)
class Move:
    """Somebody goes to an agency, as something."""

    learner: Learner
    agency: Agency
    position: str = ""


def move_learners(moves: Sequence[Move], on: date, provenance: str = Provenance.REAL) -> list[Posting]:
    """Post learners from `on`, all or none; their present postings end the day before.

    Raises Refused where an agency is a group, or a present posting began on that day or after.
    """
    for move in moves:
        if move.agency.is_group:
            raise Refused(f"“{move.agency.name}” là nhóm đơn vị. Ghi đúng đơn vị công tác.", "agency")
    postings = [
        Posting(
            learner=move.learner,
            agency=move.agency,
            position=move.position,
            valid_from=on,
            provenance=provenance,
        )
        for move in moves
    ]
    present = Posting.objects.filter(learner__in=[move.learner for move in moves], valid_to=None)
    if late := present.filter(valid_from__gte=on).select_related("learner").first():
        raise Refused(f"{late.learner} ở nơi hiện nay từ ngày {late.valid_from:%d/%m/%Y}. Chọn ngày sau đó.", "on")
    with refusing():
        present.update(valid_to=on - timedelta(days=1))
        return Posting.objects.bulk_create(postings)
