"""The data admin of the institution's records."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from school import models
from school.admin_base import LogAdmin, RecordAdmin, ValidAdmin, agency_name, person_name, rows


@admin.register(models.Institution)
class InstitutionAdmin(RecordAdmin):
    """The one row: changed, never taken away, and no second one beside it."""

    list_display = ["name", "short_name", "superior", "place", "heading"]
    search_fields = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only where there is none."""
        return super().has_add_permission(request) and not models.Institution.objects.exists()

    def has_import_permission(self, request: HttpRequest) -> bool:
        """A file changes the row that is there."""
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Every page names the school."""
        return False


@admin.register(models.Department)
class DepartmentAdmin(ValidAdmin):
    list_display = ["name", "short_name", "teaches", "valid_from", "valid_to"]
    list_filter = ["teaches"]
    search_fields = ["name", "short_name"]
    inlines = [rows(models.StaffPosting)]


@admin.register(models.Staff)
class StaffAdmin(RecordAdmin):
    list_display = [person_name, "sex", "born_from", "born_to", "provenance"]
    list_filter = ["sex", "employments__kind", "provenance"]
    search_fields = ["search_key"]
    search_help_text = "Họ và tên, có dấu hay không dấu"
    inlines = [rows(models.StaffEmployment), rows(models.StaffPosting), rows(models.Qualification)]


@admin.register(models.StaffEmployment)
class StaffEmploymentAdmin(ValidAdmin):
    list_display = ["staff", "kind", "valid_from", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["staff__search_key"]
    ordering = ["staff__sort_key", "valid_from"]


@admin.register(models.StaffPosting)
class StaffPostingAdmin(ValidAdmin):
    list_display = ["staff", "department", "position", "valid_from", "valid_to"]
    list_filter = ["department"]
    search_fields = ["staff__search_key", "position"]
    ordering = ["staff__sort_key", "valid_from"]


@admin.register(models.Qualification)
class QualificationAdmin(RecordAdmin):
    list_display = ["staff", "kind", "level", "awarded_from", "awarded_to", "number", "provenance"]
    list_filter = ["kind", "level", "provenance"]
    date_hierarchy = "awarded_to"
    search_fields = ["staff__search_key", "number"]


@admin.register(models.Agency)
class AgencyAdmin(ValidAdmin):
    list_display = [agency_name, "kind", "valid_from", "valid_to", "provenance"]
    list_filter = ["kind", "provenance"]
    search_fields = ["search_key", "names__search_key"]
    search_help_text = "Tên hiện nay, tên trước đây, tên gọi khác; có dấu hay không dấu"
    inlines = [
        rows(models.AgencyName),
        rows(models.AgencySuccession, "predecessor"),
        rows(models.AgencyMembership, "group"),
    ]


@admin.register(models.AgencyName)
class AgencyNameAdmin(ValidAdmin):
    list_display = ["name", "agency", "kind", "valid_from", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["search_key", "agency__search_key"]


@admin.register(models.AgencySuccession)
class AgencySuccessionAdmin(RecordAdmin):
    list_display = ["predecessor", "kind", "successor", "happened_on"]
    list_filter = ["kind"]
    search_fields = ["predecessor__search_key", "successor__search_key"]
    date_hierarchy = "happened_on"


@admin.register(models.AgencyMembership)
class AgencyMembershipAdmin(ValidAdmin):
    list_display = ["group", "agency", "valid_from", "valid_to"]
    search_fields = ["group__search_key", "agency__search_key"]


@admin.register(models.Document)
class DocumentAdmin(ValidAdmin):
    list_display = ["number", "kind", "issuer", "issued_on", "title", "valid_from", "valid_to", "text_seen"]
    list_filter = ["kind", "text_seen"]
    search_fields = ["number", "search_key", "issuer"]
    search_help_text = "Số, ký hiệu, trích yếu, cơ quan ban hành"
    date_hierarchy = "issued_on"
    inlines = [rows(models.DocumentReplacement, "document")]


@admin.register(models.DocumentReplacement)
class DocumentReplacementAdmin(RecordAdmin):
    list_display = ["document", "replaced", "partly"]
    list_filter = ["partly"]
    search_fields = ["document__number", "replaced__number"]


@admin.register(models.Source)
class SourceAdmin(RecordAdmin):
    list_display = ["title", "publisher", "published_on", "event", "document"]
    search_fields = ["title", "publisher", "event"]
    date_hierarchy = "published_on"


@admin.register(models.DeclaredFact)
class DeclaredFactAdmin(RecordAdmin):
    list_display = ["year", "subject", "value", "approximate", "due_on", "source", "stated_on"]
    list_filter = ["year", "subject", "approximate"]
    search_fields = ["source__title", "wording"]


@admin.register(models.Framework)
class FrameworkAdmin(ValidAdmin):
    list_display = ["code", "name", "document", "valid_from", "valid_to"]
    search_fields = ["code", "name"]
    inlines = [rows(models.FrameworkLevel), rows(models.Criterion)]


@admin.register(models.FrameworkLevel)
class FrameworkLevelAdmin(RecordAdmin):
    list_display = ["framework", "level", "official_total"]
    list_filter = ["framework"]
    search_fields = ["framework__code", "framework__name"]
    ordering = ["framework", "level"]


@admin.register(models.Criterion)
class CriterionAdmin(RecordAdmin):
    list_display = ["code", "name", "framework", "order"]
    list_filter = ["framework"]
    search_fields = ["code", "name"]
    inlines = [rows(models.Indicator)]


@admin.register(models.Indicator)
class IndicatorAdmin(RecordAdmin):
    list_display = ["code", "text", "criterion", "kind", "measure", "verified_on"]
    list_filter = ["criterion__framework", "kind"]
    search_fields = ["code", "text"]
    inlines = [rows(models.Threshold), rows(models.CriteriaTask), rows(models.Attestation)]


@admin.register(models.Threshold)
class ThresholdAdmin(RecordAdmin):
    list_display = ["indicator", "level", "at_least", "verified_on", "verified_by"]
    list_filter = ["level"]
    search_fields = ["indicator__code", "indicator__text"]


@admin.register(models.Attestation)
class AttestationAdmin(RecordAdmin):
    list_display = ["indicator", "level", "met", "attested_on", "attested_by"]
    list_filter = ["level", "met"]
    search_fields = ["indicator__code", "indicator__text", "attested_by"]
    date_hierarchy = "attested_on"


@admin.register(models.Evidence)
class EvidenceAdmin(RecordAdmin):
    list_display = ["title", "file", "link", "document", "added_on"]
    search_fields = ["title", "document__number"]
    date_hierarchy = "added_on"
    inlines = [rows(models.EvidenceUse)]


@admin.register(models.EvidenceUse)
class EvidenceUseAdmin(RecordAdmin):
    list_display = ["evidence", "indicator"]
    search_fields = ["evidence__title", "indicator__code"]


@admin.register(models.CriteriaTask)
class CriteriaTaskAdmin(RecordAdmin):
    list_display = ["indicator", "level", "owner", "due_on", "done_on", "provenance"]
    list_filter = ["level", "owner"]
    search_fields = ["indicator__code", "indicator__text", "owner__name"]
    date_hierarchy = "due_on"


@admin.register(models.ListExport)
class ListExportAdmin(LogAdmin):
    """Who took which list away: read, never edited."""

    list_display = ["register", "rows", "query", "exported_by", "exported_at"]
    list_filter = ["register"]
    date_hierarchy = "exported_at"
    search_fields = ["register", "query"]


@admin.register(models.FormSubmission)
class FormSubmissionAdmin(LogAdmin):
    """Forms saved already, so that a second click saves nothing."""

    list_display = ["location", "saved_at"]
    search_fields = ["location"]
