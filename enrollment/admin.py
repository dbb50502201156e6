"""The data admin of learners, enrolments and rosters."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from enrollment import models
from enrollment.domain.rosters import confirm_roster
from school.admin_base import RecordAdmin, ValidAdmin, rows


@admin.register(models.Learner)
class LearnerAdmin(RecordAdmin):
    list_display = ["full_name", "sex", "born_from", "born_to", "provenance"]
    search_fields = ["search_key", "full_name"]
    inlines = [rows(models.Posting), rows(models.Identity), rows(models.SuccessionEntry)]


@admin.register(models.Identity)
class IdentityAdmin(RecordAdmin):
    list_display = ["learner", "kind", "number"]
    search_fields = ["=number", "learner__search_key"]


@admin.register(models.Posting)
class PostingAdmin(ValidAdmin):
    list_display = ["learner", "agency", "position", "valid_from", "valid_to"]
    search_fields = ["learner__search_key", "position"]


@admin.register(models.SuccessionEntry)
class SuccessionEntryAdmin(ValidAdmin):
    list_display = ["learner", "position", "term", "valid_from", "valid_to"]
    list_filter = ["term"]
    search_fields = ["learner__search_key", "position"]


@admin.register(models.Enrolment)
class EnrolmentAdmin(RecordAdmin):
    list_display = ["learner", "first_class", "agency", "entered_on", "state"]
    list_filter = ["state"]
    search_fields = ["learner__search_key", "first_class__code"]
    inlines = [rows(models.ClassStay)]


@admin.register(models.ClassStay)
class ClassStayAdmin(RecordAdmin):
    list_display = ["enrolment", "course_class", "started_on", "until"]
    list_select_related = ["enrolment__learner", "enrolment__first_class", "course_class"]
    search_fields = ["enrolment__learner__search_key", "course_class__code"]


@admin.register(models.EnrolmentChange)
class EnrolmentChangeAdmin(RecordAdmin):
    """The ledger is append-only: entries are read and added, never edited."""

    list_display = ["enrolment", "verb", "effective_on", "decision", "to_class"]
    list_filter = ["verb"]
    list_select_related = ["enrolment__learner", "enrolment__first_class", "to_class"]
    search_fields = ["enrolment__learner__search_key", "decision"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits the ledger."""
        return False


@admin.register(models.RosterConfirmation)
class RosterConfirmationAdmin(RecordAdmin):
    list_display = ["course_class", "confirmed_on", "confirmed_by", "reopened_on"]
    search_fields = ["course_class__code"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new confirmation goes through the domain, like the officers' pages."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = confirm_roster(obj.course_class, obj.confirmed_on, by=request.user).pk
