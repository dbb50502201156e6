"""The data admin of learners, enrolments and rosters."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from enrollment import models
from enrollment.domain.rosters import confirm_roster
from school.admin_base import LedgerAdmin, LogAdmin, RecordAdmin, ValidAdmin, person_name, rows, titled
from school.admin_resource import RecordResource


@admin.register(models.Learner)
class LearnerAdmin(RecordAdmin):
    list_display = [person_name, "sex", "born_from", "born_to", "joined_party_from", "merged_into", "provenance"]
    list_filter = ["sex", "provenance"]
    search_fields = ["search_key"]
    search_help_text = "Họ và tên, có dấu hay không dấu"
    inlines = [rows(models.Posting), rows(models.Identity), rows(models.SuccessionEntry)]


@admin.register(models.Identity)
class IdentityAdmin(RecordAdmin):
    list_display = ["learner", "kind", "number"]
    list_filter = ["kind"]
    search_fields = ["number__exact", "learner__search_key"]
    search_help_text = "Đủ số giấy tờ, hoặc họ và tên học viên"
    ordering = ["learner__sort_key"]


@admin.register(models.Posting)
class PostingAdmin(ValidAdmin):
    list_display = ["learner", "agency", "position", "valid_from", "valid_to", "provenance"]
    list_filter = ["agency__kind", "provenance"]
    search_fields = ["learner__search_key", "agency__search_key", "position"]
    ordering = ["learner__sort_key", "-valid_from"]


@admin.register(models.SuccessionEntry)
class SuccessionEntryAdmin(ValidAdmin):
    list_display = ["learner", "position", "term", "valid_from", "valid_to"]
    list_filter = ["term"]
    search_fields = ["learner__search_key", "position"]
    ordering = ["learner__sort_key"]


@admin.register(models.Enrolment)
class EnrolmentAdmin(RecordAdmin):
    list_display = ["learner", "first_class", "agency", "position", "entered_on", "state", "provenance"]
    list_filter = ["state", ("first_class__year", titled("năm")), "first_class__programme", "provenance"]
    search_fields = ["learner__search_key", "first_class__code", "agency__search_key"]
    search_help_text = "Học viên, mã lớp, đơn vị cử; có dấu hay không dấu"
    date_hierarchy = "entered_on"
    inlines = [rows(models.ClassStay)]


@admin.register(models.ClassStay)
class ClassStayAdmin(RecordAdmin):
    list_display = ["enrolment", "course_class", "started_on", "until"]
    list_select_related = ["enrolment__learner", "enrolment__first_class", "course_class"]
    search_fields = ["enrolment__learner__search_key", "course_class__code"]
    date_hierarchy = "started_on"


@admin.register(models.EnrolmentChange)
class EnrolmentChangeAdmin(LedgerAdmin):
    """The ledger is append-only: entries are read and added, never edited."""

    list_display = ["enrolment", "verb", "effective_on", "recorded_at", "decision", "to_class"]
    list_filter = ["verb"]
    list_select_related = ["enrolment__learner", "enrolment__first_class", "to_class"]
    search_fields = ["enrolment__learner__search_key", "enrolment__first_class__code", "decision"]
    date_hierarchy = "effective_on"


@admin.register(models.LearnerMerge)
class LearnerMergeAdmin(LogAdmin):
    """Merging and splitting go through the portal's pages; here they are read."""

    list_display = ["given_up", "kept", "at", "by", "split_at"]
    list_select_related = ["given_up", "kept", "by"]
    search_fields = ["kept__search_key", "given_up__search_key"]
    date_hierarchy = "at"


class ConfirmationResource(RecordResource):
    """A confirmation from a file goes through the domain, like one from a page."""

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Raises Refused."""
        if is_create:
            instance.pk = confirm_roster(instance.course_class, instance.confirmed_on, by=instance.confirmed_by).pk
        else:
            super().do_instance_save(instance, is_create)


@admin.register(models.RosterConfirmation)
class RosterConfirmationAdmin(RecordAdmin):
    list_display = ["course_class", "confirmed_on", "confirmed_by", "reopened_on", "reopened_by"]
    search_fields = ["course_class__code", "course_class__search_key"]
    date_hierarchy = "confirmed_on"
    resource_base = ConfirmationResource

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new confirmation goes through the domain, like the officers' pages."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = confirm_roster(obj.course_class, obj.confirmed_on, by=request.user).pk


@admin.register(models.RosterImport)
class RosterImportAdmin(LogAdmin):
    """Files are received, imported and undone on the officers' pages."""

    list_display = ["file_name", "course_class", "state", "created_at", "created_by", "finished_at", "undone_at"]
    list_filter = ["state"]
    search_fields = ["file_name", "course_class__code"]
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the files themselves."""
        return super().get_queryset(request).defer("data")


@admin.register(models.ImportRow)
class ImportRowAdmin(LogAdmin):
    list_display = ["roster_import", "row", "outcome", "learner", "reason"]
    list_filter = ["outcome"]
    search_fields = ["learner__search_key", "roster_import__file_name"]


@admin.register(models.HeaderMeaning)
class HeaderMeaningAdmin(RecordAdmin):
    list_display = ["header", "meaning", "agency"]
    search_fields = ["header", "agency__search_key"]
