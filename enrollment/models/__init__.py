"""People learning: learners and their postings, enrolments and what changed, confirmed rosters."""

from enrollment.models.enrolments import ChangeVerb, ClassStay, Enrolment, EnrolmentChange, EnrolmentState
from enrollment.models.learners import Identity, IdentityKind, Learner, Posting, SuccessionEntry
from enrollment.models.rosters import RosterConfirmation

__all__ = [
    "ChangeVerb",
    "ClassStay",
    "Enrolment",
    "EnrolmentChange",
    "EnrolmentState",
    "Identity",
    "IdentityKind",
    "Learner",
    "Posting",
    "RosterConfirmation",
    "SuccessionEntry",
]
