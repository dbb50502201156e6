"""Quy hoạch: who is on the list for which post, for a term."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enrollment.models import Learner, SuccessionEntry
from school.errors import refusing
from school.models import Document, Provenance


@dataclass(frozen=True)
class Candidate:
    """Somebody planned for a post from a day."""

    learner: Learner
    position: str
    since: date


def plan_succession(
    candidates: Sequence[Candidate],
    term: str,
    document: Document | None = None,
    provenance: str = Provenance.REAL,
) -> list[SuccessionEntry]:
    """Put learners on the list of a term, all or none. Raises Refused for somebody on it for that post already."""
    entries = [
        SuccessionEntry(
            learner=candidate.learner,
            position=candidate.position,
            term=term,
            document=document,
            valid_from=candidate.since,
            provenance=provenance,
        )
        for candidate in candidates
    ]
    with refusing():
        return SuccessionEntry.objects.bulk_create(entries)
