"""The app's name in the admin, and its measures into the registry."""

from importlib import import_module

from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    name = "enrollment"
    verbose_name = "Học viên"

    def ready(self) -> None:
        """Fill the registry of figures, and declare the registers of records."""
        import_module("enrollment.measures")
        import_module("enrollment.duties")
        import_module("enrollment.registers")
