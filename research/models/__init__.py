"""Research life: projects, seminars, publications, and who did what in each."""

from research.models.contributions import Contribution, Role
from research.models.works import Level, Project, ProjectKind, Publication, PublicationKind, Seminar, SeminarKind

__all__ = [
    "Contribution",
    "Level",
    "Project",
    "ProjectKind",
    "Publication",
    "PublicationKind",
    "Role",
    "Seminar",
    "SeminarKind",
]
