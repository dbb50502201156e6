"""The app's name in the admin, and its measures into the registry."""

from importlib import import_module

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Đào tạo"

    def ready(self) -> None:
        """Fill the registry of figures, and declare the registers of records."""
        import_module("courses.measures")
        import_module("courses.duties")
        import_module("courses.registers")
