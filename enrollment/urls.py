"""Addresses of learners and their enrolments."""

from django.urls import path

from enrollment.import_pages.urls import patterns as import_pages
from enrollment.views.merging import DuplicatesView
from school.records.register import register_named, registers
from school.records.urls import patterns

app_name = "enrollment"
LEARNER = register_named("enrollment.learner")
urlpatterns = [
    path(f"{LEARNER.slug}/co-the-trung/", DuplicatesView.as_view(register=LEARNER), name="learner_duplicates"),
    *import_pages(),
    *(page for register in registers() if register.app == app_name for page in patterns(register)),
]
