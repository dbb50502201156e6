"""The data admin of accounts."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin

from portal.models import User
from school.admin_base import SearchMixin
from school.admin_history import HistoryMixin
from school.admin_transfer import TransferMixin


@admin.register(User)
class UserAdmin(SearchMixin, TransferMixin, HistoryMixin, StockUserAdmin):
    """Accounts, each with its one role."""

    list_display = ["username", "full_name", "role", "staff", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    list_select_related = ["staff"]
    search_fields = ["username", "full_name", "staff__search_key"]
    search_help_text = "Tên đăng nhập, họ và tên"
    ordering = ["username"]
    filter_horizontal = []
    autocomplete_fields = ["staff"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Người dùng", {"fields": ["full_name", "email", "role", "staff", "is_active"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "full_name", "role", "password1", "password2"]}),
    ]
