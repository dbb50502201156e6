"""Taking people into the register, each with a posting and identity number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enrollment.models import Identity, IdentityKind, Learner, Posting
from school.errors import Refused, refusing
from school.models import Agency, Provenance
from school.partial_date import PartialDate

CITIZEN_DIGITS, OLD_DIGITS = 12, 9


@dataclass(frozen=True)
class Person:
    """A person as the papers tell."""

    full_name: str
    agency: Agency
    position: str = ""
    born: PartialDate | None = None
    sex: str = ""
    joined_party: PartialDate | None = None
    national_id: str = ""
    posted_from: date | None = None


def register_learners(people: Sequence[Person], provenance: str = Provenance.REAL) -> list[Learner]:
    """Store new learners in the order given, with their present posting; matching known people comes before.

    Raises Refused for an identity number that is somebody's already or has a wrong number of digits.
    """
    learners = [_learner(person, provenance) for person in people]
    for learner in learners:
        learner.clean_fields()
    pairs = list(zip(learners, people, strict=True))
    with refusing():
        Learner.objects.bulk_create(learners)
        Posting.objects.bulk_create(_posting(learner, person, provenance) for learner, person in pairs)
        Identity.objects.bulk_create(
            _identity(learner, person.national_id) for learner, person in pairs if person.national_id
        )
    return learners


def _learner(person: Person, provenance: str) -> Learner:
    born, joined = person.born, person.joined_party
    return Learner(
        full_name=person.full_name,
        born_from=born.first if born else None,
        born_to=born.last if born else None,
        sex=person.sex,
        joined_party_from=joined.first if joined else None,
        joined_party_to=joined.last if joined else None,
        provenance=provenance,
    )


def _posting(learner: Learner, person: Person, provenance: str) -> Posting:
    if person.agency.is_group:
        raise Refused(f"“{person.agency.name}” là nhóm đơn vị. Ghi đúng đơn vị cử học viên.", "agency")
    return Posting(
        learner=learner,
        agency=person.agency,
        position=person.position,
        valid_from=person.posted_from,
        provenance=provenance,
    )


def identity_kind(number: str) -> IdentityKind:
    """What a number of 12 or 9 digits is."""
    return IdentityKind.CITIZEN if len(number) == CITIZEN_DIGITS else IdentityKind.OLD


def _identity(learner: Learner, number: str) -> Identity:
    return Identity(learner=learner, kind=identity_kind(number), number=number)
