"""The data admin of research."""

from django.contrib import admin

from research import models
from school.admin_base import RecordAdmin, rows


@admin.register(models.Project)
class ProjectAdmin(RecordAdmin):
    list_display = ["title", "kind", "level", "started_on", "due_on", "accepted_on"]
    list_filter = ["level", "kind"]
    search_fields = ["search_key", "title"]
    inlines = [rows(models.Contribution)]


@admin.register(models.Seminar)
class SeminarAdmin(RecordAdmin):
    list_display = ["title", "kind", "level", "held_from", "held_to", "place"]
    list_filter = ["level", "kind"]
    search_fields = ["search_key", "title"]
    inlines = [rows(models.Contribution)]


@admin.register(models.Publication)
class PublicationAdmin(RecordAdmin):
    list_display = ["title", "kind", "venue", "published_from", "published_to"]
    list_filter = ["kind"]
    search_fields = ["search_key", "title"]
    inlines = [rows(models.Contribution)]


@admin.register(models.Contribution)
class ContributionAdmin(RecordAdmin):
    list_display = ["staff", "external_name", "role", "project", "seminar", "publication"]
    list_filter = ["role"]
    search_fields = ["staff__search_key", "external_name"]
