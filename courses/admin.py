"""The data admin of programmes, plans and classes."""

from typing import Any

from django.contrib import admin

from courses import models
from school.admin_base import RecordAdmin, ValidAdmin, rows, titled


@admin.display(description="tình trạng", ordering="state")
def state(course_class: Any) -> str:
    """The state in words."""
    return str(course_class.get_state_display())


@admin.register(models.Programme)
class ProgrammeAdmin(ValidAdmin):
    list_display = ["code", "name", "family", "order", "document", "valid_from", "valid_to"]
    list_filter = ["family"]
    search_fields = ["code", "name"]
    inlines = [rows(models.Module), rows(models.RuleSet), rows(models.EntryRule)]


@admin.register(models.Module)
class ModuleAdmin(RecordAdmin):
    list_display = ["code", "name", "programme", "periods", "order"]
    list_filter = ["programme"]
    search_fields = ["code", "name"]


@admin.register(models.RuleSet)
class RuleSetAdmin(ValidAdmin):
    list_display = ["programme", "document", "valid_from", "valid_to", "verified_on"]
    list_filter = ["programme"]
    search_fields = ["programme__code", "programme__name", "document__number"]


@admin.register(models.EntryRule)
class EntryRuleAdmin(ValidAdmin):
    list_display = ["programme", "document", "valid_from", "valid_to", "verified_on"]
    list_filter = ["programme"]
    search_fields = ["programme__code", "programme__name", "document__number"]


@admin.register(models.YearPlan)
class YearPlanAdmin(RecordAdmin):
    list_display = ["year", "version", "adopted_on", "document", "provenance"]
    search_fields = ["year", "document__number"]
    inlines = [rows(models.PlanLine)]


@admin.register(models.PlanLine)
class PlanLineAdmin(RecordAdmin):
    list_display = ["plan", "programme", "partner", "mode", "quarter", "classes", "learners"]
    list_filter = ["plan", "programme", "mode", "quarter"]
    search_fields = ["programme__code", "programme__name", "partner__search_key"]


@admin.register(models.CourseClass)
class CourseClassAdmin(RecordAdmin):
    list_display = [
        "code",
        "name",
        "programme",
        "partner",
        "opened_from",
        "opened_to",
        "closed_to",
        state,
        "homeroom",
    ]
    list_filter = [
        ("state", titled("tình trạng", admin.ChoicesFieldListFilter)),
        ("year", titled("năm khai giảng")),
        "programme",
        "mode",
        "planned",
        "provenance",
    ]
    search_fields = ["code", "search_key", "partner__search_key"]
    search_help_text = "Mã lớp, tên lớp, đơn vị phối hợp; có dấu hay không dấu"
    date_hierarchy = "opened_from"


@admin.register(models.DeclaredFigure)
class DeclaredFigureAdmin(RecordAdmin):
    list_display = ["year", "programme", "partner", "planned", "classes", "learners", "approximate", "stated_on"]
    list_filter = ["year", "approximate", "planned"]
    search_fields = ["wording", "source__title", "programme__name"]
    inlines = [rows(models.DeclaredCoverage)]


@admin.register(models.DeclaredCoverage)
class DeclaredCoverageAdmin(RecordAdmin):
    list_display = ["figure", "course_class"]
    list_select_related = ["figure__programme", "course_class"]
    search_fields = ["course_class__code", "course_class__search_key"]
