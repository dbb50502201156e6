"""What a row changes of somebody known: values filled in, a posting that follows, an enrolment. Never overwritten."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from enrollment.intake import Person
from enrollment.queries.known_people import KnownPerson
from school.partial_date import PartialDate
from school.queries.agency_names import Known

Note = tuple[str, str, str]  # column, what is so, what to do


class Post(Enum):
    """What becomes of the present posting."""

    KEEP, FIRST, MOVE, CORRECT = "keep", "first", "move", "correct"


@dataclass(frozen=True)
class Changes:
    """`born`, `sex`, `joined_party`, `number`: values filled in, None or "" where nothing is.

    `position`: of the posting or the enrolment after it. `enrol`: a new enrolment; `correct_entry`: the enrolment that
    is there was told another agency or position by a corrected list.
    """

    born: PartialDate | None = None
    sex: str = ""
    joined_party: PartialDate | None = None
    number: str = ""
    post: Post = Post.KEEP
    position: str = ""
    enrol: bool = False
    correct_entry: bool = False

    @property
    def of_learner(self) -> bool:
        """Whether the learner's own record is filled in."""
        return bool(self.born or self.sex or self.joined_party)

    @property
    def of_record(self) -> bool:
        """Whether anything known becomes another; a new enrolment alone is none."""
        return self.of_learner or bool(self.number) or self.post != Post.KEEP or self.correct_entry

    @property
    def gave(self) -> list[str]:
        """The fields of the person that come from this row."""
        given = {
            "dob": self.born,
            "gender": self.sex,
            "party_joined": self.joined_party,
            "national_id": self.number,
            "agency": self.post != Post.KEEP,
            "position": self.post != Post.KEEP and self.position,
        }
        return [name for name, value in given.items() if value]


NO_CHANGES = Changes()


def changes_of(
    person: Person, agency: Known | None, known: KnownPerson | None, on: date, for_class: bool
) -> tuple[Changes, list[Note]]:
    """What the row changes, and what is worth a look. `agency` None: one that will be created. `on`: the list's day."""
    if known is None:
        new = Changes(
            person.dob, person.gender, person.party_joined, person.national_id, Post.FIRST, person.position, for_class
        )
        return new, []
    notes: list[Note] = []
    filled = Changes(
        _narrower(known.born, person.dob),
        "" if known.sex else person.gender,
        _narrower(known.joined_party, person.party_joined),
        "" if person.national_id in known.numbers else person.national_id,
    )
    notes += _differences(person, known)
    post = _post(person, agency, known, on, notes)
    position = person.position or (known.position if agency and agency.pk == known.agency_id else "")
    changes = replace(filled, post=post, position=position)
    return (_with_entry(changes, person, agency, known, notes) if for_class else changes), notes


def _narrower(stored: PartialDate | None, told: PartialDate | None) -> PartialDate | None:
    """The date told, where it says more than the one stored and does not contradict it."""
    if told is None or told == stored:
        return None
    within = stored is None or (stored.first <= told.first and told.last <= stored.last)
    return told if within else None


def _differences(person: Person, known: KnownPerson) -> list[Note]:
    """Values that the list tells otherwise than the record; the record stays."""
    advice = "Giữ hồ sơ; sửa hồ sơ nếu danh sách đúng."
    notes: list[Note] = []
    if person.gender and known.sex and person.gender != known.sex:
        notes.append(("gender", "Giới tính khác hồ sơ đang có.", advice))
    joined, stored = person.party_joined, known.joined_party
    if joined and stored and (joined.last < stored.first or stored.last < joined.first):
        notes.append(("party_joined", f"Ngày vào Đảng {joined}, hồ sơ ghi {stored}.", advice))
    return notes


def _post(person: Person, agency: Known | None, known: KnownPerson, on: date, notes: list[Note]) -> Post:
    same_agency = agency is not None and agency.pk == known.agency_id
    same_position = not person.position or person.position.casefold() == known.position.casefold()
    if same_agency and same_position:
        return Post.KEEP
    if known.posting_id is None:
        return Post.FIRST
    latest = max((day for day in (known.known_on, known.posted_from) if day), default=None)
    if latest and latest > on:
        message = f"Danh sách này cũ hơn thông tin đang có (từ {latest:%d/%m/%Y})."
        notes.append(("agency", message, f"Giữ nơi công tác hiện nay: {known.agency}."))
        return Post.KEEP
    return Post.CORRECT if known.posted_from == on else Post.MOVE


def _with_entry(
    changes: Changes, person: Person, agency: Known | None, known: KnownPerson, notes: list[Note]
) -> Changes:
    """The changes with an enrolment, or with a correction of the one that is there."""
    if known.enrolment_id is None:
        return replace(changes, enrol=True)
    if known.left:
        notes.append(("full_name", "Người này đã rời lớp.", "Ghi học lại trên trang học viên nếu vào lớp lần nữa."))
        return changes
    other_agency = agency is None or agency.pk != known.entry_agency_id
    other_position = person.position and person.position.casefold() != known.entry_position.casefold()
    return replace(changes, correct_entry=bool(other_agency or other_position))
