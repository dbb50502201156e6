"""Addresses of classes, programmes and plans."""

from school.records.register import registers
from school.records.urls import patterns

app_name = "courses"
urlpatterns = [page for register in registers() if register.app == app_name for page in patterns(register)]
