"""The data admin of accounts."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.utils.safestring import mark_safe

from portal.models import User
from school.admin_base import KeysMixin, SearchMixin
from school.admin_history import HistoryMixin
from school.admin_transfer import TransferMixin


class PasswordForm(AdminPasswordChangeForm):
    """Django's form, whose warning is in English."""

    usable_password_help_text = mark_safe(
        'Chọn “Không cho phép” thì người này chỉ vào được bằng đường dẫn đặt mật khẩu mới.<ul id="id_unusable_warning" '
        'class="messagelist"><li class="warning">Mật khẩu đang dùng của người này sẽ mất.</li></ul>'
    )


@admin.register(User)
class UserAdmin(KeysMixin, SearchMixin, TransferMixin, HistoryMixin, StockUserAdmin):
    """Accounts, each with its one role."""

    list_display = ["username", "full_name", "role", "staff", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    list_select_related = ["staff"]
    search_fields = ["username", "full_name", "staff__search_key"]
    search_help_text = "Tên đăng nhập, họ và tên"
    ordering = ["username"]
    filter_horizontal = []
    autocomplete_fields = ["staff"]
    change_password_form = PasswordForm
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
