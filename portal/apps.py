"""The app's name, and its permissions into the registry of rules."""

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Cổng"

    def ready(self) -> None:
        """Make the permissions known, and declare the register of accounts."""
        import_module("portal.rules")
        import_module("portal.accounts.register")
