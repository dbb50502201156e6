"""What a password must be; each rule says so in Vietnamese, before and after."""

from difflib import SequenceMatcher
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from school.text import search_key

SHORTEST = 10  # characters
TOO_LIKE = 0.7  # of 1: the same letters
KNOWN_HERE = frozenset({"matkhau123", "matkhau1234", "matkhau12345", "truongchinhtri", "dungthu2023"})


class LongEnough:
    """At least `SHORTEST` characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for a shorter one."""
        if len(password) < SHORTEST:
            raise ValidationError(f"Mật khẩu cần ít nhất {SHORTEST} ký tự.")

    def get_help_text(self) -> str:
        """The rule."""
        return f"Từ {SHORTEST} ký tự trở lên; một câu dài dễ nhớ là tốt nhất."


class UnlikeTheName:
    """Not the person's name or user name, with or without marks."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for a password made of either name."""
        names = filter(None, (_letters(getattr(user, field, "")) for field in ("full_name", "username")))
        if any(_alike(_letters(password), name) for name in names):
            raise ValidationError("Mật khẩu giống họ tên hoặc tên đăng nhập. Đặt một mật khẩu khác hẳn.")

    def get_help_text(self) -> str:
        """The rule."""
        return "Không giống họ tên hay tên đăng nhập."


class NotCommon(CommonPasswordValidator):
    """Not one of those that are tried first."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for a password that many people have."""
        plain = _letters(password)
        if plain in KNOWN_HERE or plain.isdigit() or {plain, password.lower().strip()} & set(self.passwords):
            raise ValidationError("Mật khẩu này nhiều người dùng, dễ bị đoán. Đặt một mật khẩu khác.")

    def get_help_text(self) -> str:
        """The rule."""
        return "Không phải mật khẩu nhiều người dùng, không chỉ toàn chữ số."


def _letters(text: str) -> str:
    return "".join(char for char in search_key(text) if char.isalnum())


def _alike(password: str, name: str) -> bool:
    return (len(name) > 3 and name in password and len(password) < 2 * len(name)) or (
        SequenceMatcher(a=password, b=name).ratio() >= TOO_LIKE
    )
