"""The app's name in the admin, and its measures into the registry."""

from importlib import import_module

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "research"
    verbose_name = "Nghiên cứu khoa học"

    def ready(self) -> None:
        """Fill the registry of figures, and declare the registers of records."""
        import_module("research.measures")
        import_module("research.duties")
        import_module("research.registers")
