"""The app's name in the admin, and its measures into the registry."""

from importlib import import_module

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    name = "school"
    verbose_name = "Nhà trường"

    def ready(self) -> None:
        """Fill the registry of figures."""
        import_module("school.measures")
