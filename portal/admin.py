"""The data admin of accounts."""

from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group

from portal.models import User

admin.site.unregister(Group)  # rights come from the role alone
admin.site.unregister(EmailAddress)  # accounts have no mail
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one door, throttled
admin.site.site_header = admin.site.site_title = "Quản trị dữ liệu"
admin.site.index_title = "Các loại dữ liệu"
admin.site.empty_value_display = "–"


@admin.register(User)
class UserAdmin(StockUserAdmin):
    """Accounts, each with its one role."""

    list_display = ["username", "full_name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "full_name"]
    ordering = ["username"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Người dùng", {"fields": ["full_name", "email", "role", "staff", "is_active"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "full_name", "role", "password1", "password2"]}),
    ]
