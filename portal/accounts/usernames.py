"""User names: lower-case letters without marks, digits, dots; made of a name: Nguyễn Thị Hường → huongnt."""

import re
from collections.abc import Container

from django.core.exceptions import ValidationError

from portal.models import User
from school.text import search_key

LONGEST = 30
ALLOWED = re.compile(r"[a-z0-9]+(\.[a-z0-9]+)*")
NOT_ALLOWED = "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số và dấu chấm ở giữa, nhiều nhất 30 ký tự: huongnt."


def check_username(name: str) -> None:
    """Raises ValidationError for a name that cannot be given to a new account."""
    if len(name) > LONGEST or not ALLOWED.fullmatch(name):
        raise ValidationError(NOT_ALLOWED)


def suggested(full_name: str, taken: Container[str]) -> str:
    """The given name and the first letters of the others, with a number where it is taken; "" for no letters."""
    words = ["".join(re.findall("[a-z0-9]", word)) for word in search_key(full_name).split()]
    words = [word for word in words if word]
    if not words:
        return ""
    name = (words[-1] + "".join(word[0] for word in words[:-1]))[: LONGEST - 3]
    return next(each for each in (f"{name}{number or ''}" for number in (0, *range(2, 1000))) if each not in taken)


def taken_usernames() -> set[str]:
    """Every user name there is, in lower case."""
    return {name.lower() for name in User.objects.values_list("username", flat=True)}
