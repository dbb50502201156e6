"""Accounts and their one role each."""

from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models

from school.history import tracked
from school.models import Staff
from school.models.base import CleanTextField, one_of


class Role(models.TextChoices):
    """What somebody does in the portal; `portal.rules` says what that allows."""

    ADMIN = "admin", "Quản trị"
    TRAINING = "training", "Phòng Quản lý đào tạo"
    SCIENCE = "science", "Phòng Khoa học"
    LECTURER = "lecturer", "Giảng viên"
    LEADERSHIP = "leadership", "Lãnh đạo"


class UserManager(BaseUserManager["User"]):
    """Makes accounts; what an account may do follows from its role."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Store an account; without a password it cannot sign in until one is set."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Store an administrator's account (Django's createsuperuser calls this)."""
        return self.create_user(username, password, **fields | {"role": Role.ADMIN})


@partial(tracked, without=("password", "last_login"))  # no old secrets, and no version for each sign-in
class User(AbstractUser):
    """An account of a member of staff. Rights come from the role alone: no groups, no single permissions."""

    first_name = None  # type: ignore[assignment]  # Vietnamese names are one line, family name first
    last_name = None  # type: ignore[assignment]
    groups = None  # type: ignore[assignment]
    user_permissions = None  # type: ignore[assignment]
    full_name = CleanTextField("họ và tên", max_length=120)
    role = models.CharField("vai trò", max_length=10, choices=Role.choices)
    staff = models.OneToOneField(
        Staff, models.SET_NULL, null=True, blank=True, related_name="user", verbose_name="hồ sơ cán bộ"
    )
    demo = models.BooleanField("tài khoản dùng thử", default=False, editable=False)

    objects = UserManager()  # type: ignore[misc,assignment]

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = verbose_name_plural = "tài khoản"
        constraints = [one_of("role", Role, "portal_user_role")]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def is_staff(self) -> bool:  # type: ignore[override]
        """May open the data admin."""
        return self.role == Role.ADMIN

    @property
    def is_superuser(self) -> bool:  # type: ignore[override]
        """May do everything there."""
        return self.role == Role.ADMIN

    def get_full_name(self) -> str:
        """The name as the school writes it."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name, by which people are called."""
        return self.full_name.split()[-1] if self.full_name else self.username
