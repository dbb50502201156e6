"""The app's name, and its permissions into the registry of rules."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Tài khoản"
    default = True  # of the two in this module

    def ready(self) -> None:
        """Make the permissions known, declare the register of accounts, add pages to those of the other apps."""
        import_module("portal.rules")
        import_module("portal.accounts.register")
        import_module("portal.class_list.link")


class DataAdminConfig(admin_apps.AdminConfig):
    """Django's admin, as our site of it."""

    default = False  # portal's own is the other

    default_site = "portal.admin_site.DataAdmin"
    verbose_name = "Quản trị dữ liệu"
