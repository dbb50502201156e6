"""What the institution is: itself, its people, its partners, its documents, its criteria."""

from school.models.agencies import (
    Agency,
    AgencyKind,
    AgencyMembership,
    AgencyName,
    AgencyNameKind,
    AgencySuccession,
    SuccessionKind,
)
from school.models.base import Provenance, Sex
from school.models.criteria import (
    Attestation,
    CriteriaTask,
    Criterion,
    Evidence,
    EvidenceUse,
    Framework,
    FrameworkLevel,
    Indicator,
    IndicatorKind,
    Threshold,
)
from school.models.documents import (
    DeclaredFact,
    Document,
    DocumentKind,
    DocumentReplacement,
    FactSubject,
    Source,
)
from school.models.institution import Heading, Institution
from school.models.records import FormSubmission, ListExport
from school.models.staff import (
    Department,
    EmploymentKind,
    Qualification,
    QualificationKind,
    QualificationLevel,
    Staff,
    StaffEmployment,
    StaffPosting,
)

__all__ = [
    "Agency",
    "AgencyKind",
    "AgencyMembership",
    "AgencyName",
    "AgencyNameKind",
    "AgencySuccession",
    "Attestation",
    "CriteriaTask",
    "Criterion",
    "DeclaredFact",
    "Department",
    "Document",
    "DocumentKind",
    "DocumentReplacement",
    "EmploymentKind",
    "Evidence",
    "EvidenceUse",
    "FactSubject",
    "FormSubmission",
    "Framework",
    "FrameworkLevel",
    "Heading",
    "Indicator",
    "IndicatorKind",
    "Institution",
    "ListExport",
    "Provenance",
    "Qualification",
    "QualificationKind",
    "QualificationLevel",
    "Sex",
    "Source",
    "Staff",
    "StaffEmployment",
    "StaffPosting",
    "SuccessionKind",
    "Threshold",
]
