"""Addresses of the institution's records."""

from school.records.register import registers
from school.records.urls import patterns

app_name = "school"
urlpatterns = [page for register in registers() if register.app == app_name for page in patterns(register)]
