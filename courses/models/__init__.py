"""What is taught and when: programmes and their rules, plans, classes, declared figures."""

from courses.models.classes import ClassState, CourseClass
from courses.models.declared import DeclaredCoverage, DeclaredFigure
from courses.models.plans import Mode, PlanLine, YearPlan
from courses.models.programmes import EntryRule, Family, Module, Programme, RuleSet

__all__ = [
    "ClassState",
    "CourseClass",
    "DeclaredCoverage",
    "DeclaredFigure",
    "EntryRule",
    "Family",
    "Mode",
    "Module",
    "PlanLine",
    "Programme",
    "RuleSet",
    "YearPlan",
]
