"""The register of accounts: its list, details and forms, and what an administrator does with an account."""

from datetime import UTC, datetime
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import DateTimeField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html

from portal.accounts.changes import activate, deactivate
from portal.accounts.links import Link, good_until, make_link
from portal.accounts.usernames import LONGEST, NOT_ALLOWED, check_username, suggested, taken_usernames
from portal.models import Role, User
from school.records.filters import RecordFilters, choice
from school.records.forms import ActionForm, RecordForm
from school.records.register import Action, Chip, Column, Fact, PutAway, Register, declare
from school.records.search import by_words, key_of

NEVER = datetime(1, 1, 2, tzinfo=UTC)
STATES = [("dung", "đang dùng"), ("cho", "chưa đặt mật khẩu"), ("ngung", "ngừng dùng")]
NOT_ONESELF = "Không tự đổi vai trò quản trị của mình được. Nhờ một quản trị viên khác."


def state(account: User) -> Chip:
    """Whether somebody can sign in with it."""
    if not account.is_active:
        return Chip("ngừng dùng", "slash-circle")
    if account.has_usable_password():
        return Chip("đang dùng", "check-circle", "ok")
    if good_until(account):
        return Chip("chờ đặt mật khẩu", "hourglass-split", "info")
    return Chip("chưa có mật khẩu", "key", "warn")


class AccountFilters(RecordFilters):
    vai_tro = choice("Vai trò", "role", Role.choices)
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng", choices=STATES, empty_label="tất cả", method="by_state"
    )

    def by_state(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """As the chips say."""
        if value == "ngung":
            return rows.filter(is_active=False)
        waiting = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return rows.filter(waiting if value == "cho" else ~waiting, is_active=True)


class AccountForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = User
        fields = ["full_name", "username", "role", "staff"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username: Any = self.fields["username"]
        staff: Any = self.fields["staff"]
        username.help_text = "Chữ thường không dấu, chữ số, dấu chấm."
        if not self.instance.pk:
            username.required = False
            username.help_text += " Để trống thì cổng đặt theo họ tên: Nguyễn Thị Hường thành huongnt."
        username.widget.attrs |= {"maxlength": LONGEST, "autocapitalize": "none", "spellcheck": "false"}
        username.error_messages["invalid"] = NOT_ALLOWED
        staff.queryset = staff.queryset.filter(Q(user=None) | Q(user=self.instance.pk))
        staff.help_text = "Để cổng biết lớp, đề tài nào là của người này. Người đã có tài khoản không hiện ở đây."

    def clean_username(self) -> str:
        """In lower case; made of the full name where none was typed."""
        name = self.cleaned_data["username"].strip().lower()
        if self.instance.pk and name == self.instance.username.lower():
            return str(self.instance.username)
        taken = taken_usernames()
        if name in taken:
            raise forms.ValidationError(f"Đã có tài khoản “{name}”. Chọn tên khác.")
        name = name or suggested(self.cleaned_data.get("full_name", ""), taken)
        if name or "full_name" in self.cleaned_data:
            check_username(name)
        return name

    def clean_role(self) -> str:
        """Nobody takes the administration away from themselves."""
        role: str = self.cleaned_data["role"]
        if self.user and self.instance.pk == self.user.pk and role != self.user.role:
            raise forms.ValidationError(NOT_ONESELF)
        return role

    def save(self, commit: bool = True) -> Any:
        """A new account has no password until one is set by a link."""
        if not self.instance.pk:
            self.instance.set_unusable_password()
        return super().save(commit)


class LinkForm(ActionForm):
    confirm = "Cấp liên kết"
    link: Link

    def perform(self) -> str:
        """The link is in `link`, to be shown once."""
        self.link = make_link(self.record)
        return ""


class DeactivateForm(ActionForm):
    def perform(self) -> str:
        """At once, wherever the person is signed in."""
        deactivate(self.record, self.user)
        return f"{self.record} không đăng nhập được nữa."


class ActivateForm(ActionForm):
    def perform(self) -> str:
        """As before; a link where the password is forgotten."""
        activate(self.record)
        return f"{self.record} đăng nhập được trở lại."


LINK = Action(
    "link",
    "lien-ket",
    "Cấp liên kết đặt mật khẩu",
    LinkForm,
    lambda account: account.is_active,
    "link-45deg",
    "Liên kết dùng được một lần, trong 3 ngày. Liên kết cấp trước đó không dùng được nữa. "
    "Mật khẩu đang dùng, nếu có, vẫn dùng được đến khi đặt mật khẩu mới.",
)
ABOUT = lazy(
    lambda: format_html(
        'Mỗi người một tài khoản, một vai trò. <a href="{}">Nhập nhiều tài khoản từ Excel</a>',
        reverse("portal:account_import"),
    ),
    str,
)
ACCOUNT = Register(
    app="portal",
    name="account",
    slug="tai-khoan",
    model=User,
    title="Tài khoản",
    noun="tài khoản",
    about=ABOUT(),  # an address is not known yet when this is read
    columns=(
        Column(
            "ten",
            "Họ và tên",
            str,
            (Func(F("full_name"), function="public.vn_sort_key", output_field=TextField(db_collation="C")),),
        ),
        Column("dang_nhap", "Tên đăng nhập", lambda account: account.username, ("username",)),
        Column("vai_tro", "Vai trò", lambda account: account.get_role_display(), ("role",)),
        Column("can_bo", "Hồ sơ cán bộ", lambda account: account.staff),
        Column(
            "lan_cuoi",
            "Đăng nhập lần cuối",
            lambda account: account.last_login,
            (Coalesce(F("last_login"), Value(NEVER), output_field=DateTimeField()),),
        ),
        Column("tinh_trang", "Tình trạng", state),
    ),
    order="ten",
    rows=lambda: User.objects.select_related("staff"),
    search=by_words(key_of("full_name", "username")),
    search_hint="họ tên, tên đăng nhập",
    filters=AccountFilters,
    form=AccountForm,
    facts=(
        Fact("Tên đăng nhập", lambda account: account.username),
        Fact("Vai trò", lambda account: account.get_role_display()),
        Fact("Hồ sơ cán bộ", lambda account: account.staff, always=True),
        Fact("Đăng nhập lần cuối", lambda account: account.last_login, always=True),
        Fact("Liên kết đặt mật khẩu dùng đến", good_until),
        Fact("Tình trạng", state),
    ),
    actions=(
        LINK,
        Action(
            "deactivate",
            "ngung",
            "Ngừng dùng",
            DeactivateForm,
            lambda account: account.is_active,
            "slash-circle",
            "Người này bị đăng xuất ngay và không đăng nhập được nữa. Những gì người này đã ghi vẫn còn.",
        ),
        Action(
            "activate",
            "dung-lai",
            "Dùng lại",
            ActivateForm,
            lambda account: not account.is_active,
            "arrow-counterclockwise",
            "Đăng nhập được bằng mật khẩu cũ. Quên mật khẩu thì cấp liên kết.",
        ),
    ),
    put_away=PutAway.NEVER,
    empty="Thêm từng người, hoặc nhập cả danh sách từ Excel.",
)
declare(ACCOUNT)
