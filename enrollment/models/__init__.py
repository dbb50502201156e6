"""People learning: learners and their postings, enrolments and what changed, confirmed rosters."""

from enrollment.models.enrolments import ChangeVerb, ClassStay, Enrolment, EnrolmentChange, EnrolmentState
from enrollment.models.imports import TAKEN, HeaderMeaning, ImportRow, ImportState, RosterImport, RowOutcome
from enrollment.models.learners import Identity, IdentityKind, Learner, Posting, SuccessionEntry
from enrollment.models.merges import LearnerMerge
from enrollment.models.rosters import RosterConfirmation

__all__ = [
    "TAKEN",
    "ChangeVerb",
    "ClassStay",
    "Enrolment",
    "EnrolmentChange",
    "EnrolmentState",
    "HeaderMeaning",
    "Identity",
    "IdentityKind",
    "ImportRow",
    "ImportState",
    "Learner",
    "LearnerMerge",
    "Posting",
    "RosterConfirmation",
    "RosterImport",
    "RowOutcome",
    "SuccessionEntry",
]
