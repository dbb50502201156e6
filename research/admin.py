"""The data admin of research."""

from django.contrib import admin

from research import models
from school.admin_base import RecordAdmin, rows


@admin.register(models.Project)
class ProjectAdmin(RecordAdmin):
    list_display = ["title", "kind", "level", "started_on", "due_on", "accepted_on"]
    list_filter = ["level", "kind", "provenance"]
    search_fields = ["search_key", "decision__number"]
    search_help_text = "Tên, có dấu hay không dấu"
    date_hierarchy = "started_on"
    inlines = [rows(models.Contribution)]


@admin.register(models.Seminar)
class SeminarAdmin(RecordAdmin):
    list_display = ["title", "kind", "level", "held_from", "held_to", "place"]
    list_filter = ["level", "kind", "provenance"]
    search_fields = ["search_key", "place"]
    search_help_text = "Tên, có dấu hay không dấu; địa điểm"
    date_hierarchy = "held_from"
    inlines = [rows(models.Contribution)]


@admin.register(models.Publication)
class PublicationAdmin(RecordAdmin):
    list_display = ["title", "kind", "venue", "published_from", "published_to", "project", "seminar"]
    list_filter = ["kind", "provenance"]
    search_fields = ["search_key", "venue"]
    search_help_text = "Tên, có dấu hay không dấu; nơi công bố"
    date_hierarchy = "published_from"
    inlines = [rows(models.Contribution)]


@admin.register(models.Contribution)
class ContributionAdmin(RecordAdmin):
    list_display = ["staff", "external_name", "role", "share_percent", "project", "seminar", "publication"]
    list_filter = ["role"]
    search_fields = [
        "staff__search_key",
        "external_name",
        "project__search_key",
        "seminar__search_key",
        "publication__search_key",
    ]
    ordering = ["staff__sort_key", "id"]
