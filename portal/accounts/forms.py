"""What people type to get in: name and password, a new password."""

from typing import Any

from allauth.account.forms import LoginForm
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm

from portal.models import User

NOT_THE_SAME = "Hai lần gõ không giống nhau. Gõ lại cả hai ô."
NOT_THE_OLD = "Mật khẩu đang dùng chưa đúng. Gõ lại, chú ý chữ hoa, chữ thường."


class SignInForm(LoginForm):
    """Name and password; a refusal says neither which of the two was wrong nor whether the account exists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label = "Tên đăng nhập", "Mật khẩu"
        name.error_messages["required"] = "Gõ tên đăng nhập."
        password.error_messages["required"] = "Gõ mật khẩu."
        password.help_text = ""
        for field in (name, password):
            field.widget.attrs.pop("placeholder")
        name.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def add_prefix(self, field_name: str) -> str:
        """`username`, which browsers and their keepers of passwords know, for allauth's `login`."""
        return "username" if field_name == "login" else super().add_prefix(field_name)


class NewPasswordForm(SetPasswordForm):
    """A first password, or one in place of a forgotten one."""

    user: User

    error_messages = {"password_mismatch": NOT_THE_SAME}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _speak(self)

    def save(self, commit: bool = True) -> User:
        """The link has done its work."""
        self.user.link_made_at = None
        return super().save(commit)


class ChangePasswordForm(PasswordChangeForm):
    """One's own password, by whoever knows the present one."""

    error_messages = {"password_mismatch": NOT_THE_SAME, "password_incorrect": NOT_THE_OLD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _speak(self)
        self.fields["old_password"].label = "Mật khẩu đang dùng"
        self.fields["old_password"].error_messages["required"] = "Gõ mật khẩu đang dùng."


def _speak(form: Any) -> None:
    first, again = form.fields["new_password1"], form.fields["new_password2"]
    first.label, again.label = "Mật khẩu mới", "Gõ lại mật khẩu mới"
    first.help_text = again.help_text = ""  # the rules stand above the form
    first.error_messages["required"] = "Gõ mật khẩu mới."
    again.error_messages["required"] = "Gõ lại mật khẩu mới."
