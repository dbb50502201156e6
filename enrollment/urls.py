"""Addresses of learners and their enrolments."""

from school.records.register import registers
from school.records.urls import patterns

app_name = "enrollment"
urlpatterns = [page for register in registers() if register.app == app_name for page in patterns(register)]
