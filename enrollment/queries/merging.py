"""What merging two records of one person would move, and what stands in its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from courses.models import CourseClass
from enrollment.models import Enrolment, Identity, Learner, Posting, RosterConfirmation, SuccessionEntry

Row = TypeVar("Row", Posting, SuccessionEntry)
VALUES: dict[str, tuple[str, ...]] = {
    "full_name": ("full_name",),
    "born": ("born_from", "born_to"),
    "sex": ("sex",),
    "joined_party": ("joined_party_from", "joined_party_to"),
}  # what may be taken from either record → its columns


@dataclass
class Doubled:
    """Enrolments of both records with a class in common: those of one record stay the person's, no others count.

    `key` names the conflict: the smallest primary key of the enrolments.
    """

    kept: list[Enrolment] = field(default_factory=list)
    given_up: list[Enrolment] = field(default_factory=list)
    classes: set[int] = field(default_factory=set)

    @property
    def key(self) -> int:
        """Stays the same as long as the enrolments do."""
        return min(one.pk for one in (*self.kept, *self.given_up))

    @property
    def theirs_first(self) -> bool:
        """Whether the record to be given up was enrolled earlier; on the same day the kept one's stays."""
        return min(one.entered_on for one in self.given_up) < min(one.entered_on for one in self.kept)


@dataclass(frozen=True)
class Moves:
    """What goes to the kept record, what stays with the other (`…_left`), and where somebody has to choose."""

    enrolments: list[Enrolment]
    doubled: list[Doubled]
    postings: list[Posting]
    postings_left: list[Posting]
    identities: list[Identity]
    succession: list[SuccessionEntry]
    succession_left: list[SuccessionEntry]
    learners: list[Learner]
    confirmed: list[CourseClass]


def what_moves(kept: Learner, given_up: Learner) -> Moves:
    """Seven queries, however much the two have."""
    both = [kept.pk, given_up.pk]
    enrolments = Enrolment.objects.filter(learner__in=both).select_related("first_class", "agency", "learner")
    alone, doubled = _doubled(kept, list(enrolments.prefetch_related("stays").order_by("entered_on", "pk")))
    postings, postings_left = _parted(
        kept, Posting.objects.filter(learner__in=both).select_related("agency").order_by("valid_from", "pk")
    )
    succession, succession_left = _parted(
        kept, SuccessionEntry.objects.filter(learner__in=both).order_by("pk"), ("position", "term")
    )
    at_stake = {pk for one in doubled for pk in one.classes}
    confirmed = RosterConfirmation.objects.filter(course_class__in=at_stake, reopened_on=None).values("course_class")
    return Moves(
        alone,
        doubled,
        postings,
        postings_left,
        list(Identity.objects.filter(learner=given_up).order_by("pk")),
        succession,
        succession_left,
        list(Learner.objects.filter(merged_into=given_up).order_by("pk")),
        list(CourseClass.objects.filter(pk__in=confirmed).order_by("code")),
    )


def _doubled(kept: Learner, enrolments: Sequence[Enrolment]) -> tuple[list[Enrolment], list[Doubled]]:
    """The other record's enrolments that nothing of the kept one meets, and the groups of those that meet."""
    groups: list[Doubled] = []
    for enrolment in enrolments:
        classes = {enrolment.first_class_id, *(stay.course_class_id for stay in enrolment.stays.all())}
        met = [group for group in groups if group.classes & classes]
        joined = Doubled([], [], classes)
        for group in met:
            joined.kept += group.kept
            joined.given_up += group.given_up
            joined.classes |= group.classes
        (joined.kept if enrolment.learner_id == kept.pk else joined.given_up).append(enrolment)
        groups = [group for group in groups if group not in met] + [joined]
    alone = [one for group in groups if not group.kept for one in group.given_up]
    doubled = sorted((group for group in groups if group.kept and group.given_up), key=lambda group: group.key)
    return sorted(alone, key=lambda one: (one.entered_on, one.pk)), doubled


def _parted(kept: Learner, rows: Iterable[Row], same: Sequence[str] = ()) -> tuple[list[Row], list[Row]]:
    """The other record's rows that fit beside those of the kept one, and those that overlap them."""
    every = list(rows)
    own = [row for row in every if row.learner_id == kept.pk]
    fit: list[Row] = []
    left: list[Row] = []
    for row in every:
        if row.learner_id != kept.pk:
            meets = any(_meet(row, other) for other in own if all(getattr(row, n) == getattr(other, n) for n in same))
            (left if meets else fit).append(row)
    return fit, left


def _meet(one: Posting | SuccessionEntry, other: Posting | SuccessionEntry) -> bool:
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def _first(row: Posting | SuccessionEntry) -> date:
    return row.valid_from or date.min


def _last(row: Posting | SuccessionEntry) -> date:
    return row.valid_to or date.max
