"""Addresses of learners and their enrolments."""

from enrollment.import_pages.urls import patterns as import_pages
from school.records.register import registers
from school.records.urls import patterns

app_name = "enrollment"
urlpatterns = [
    *import_pages(),
    *(page for register in registers() if register.app == app_name for page in patterns(register)),
]
