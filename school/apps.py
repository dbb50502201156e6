"""The app's name in the admin, and its measures into the registry."""

from importlib import import_module

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    name = "school"
    verbose_name = "Nhà trường"

    def ready(self) -> None:
        """Fill the registry of figures, and declare the registers of records."""
        import_module("school.measures")
        import_module("school.duties")
        import_module("school.registers")
