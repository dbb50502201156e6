"""Accounts and their one role each."""

from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import connection, models

from school.history import tracked
from school.models import Staff
from school.models.base import CleanTextField, one_of

LAST_ADMINISTRATOR = "Đây là quản trị viên cuối cùng đang hoạt động. Giao vai trò quản trị cho một người khác trước đã."
ADMINISTRATORS_LOCK = 71_402_001  # any number that no other advisory lock of the portal has


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


@partial(tracked, without=("password", "last_login", "link_made_at"))  # no secrets, no version for each sign-in
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
    # The one link that may set a password now; made anew, every earlier one is worth nothing (portal.accounts.links).
    link_made_at = models.DateTimeField("cấp liên kết lúc", null=True, blank=True, editable=False)

    objects = UserManager()  # type: ignore[misc,assignment]

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = verbose_name_plural = "tài khoản"
        constraints = [one_of("role", Role, "portal_user_role")]

    def __str__(self) -> str:
        return self.full_name or self.username

    def clean(self) -> None:
        """Raises ValidationError where nobody would be left who administers the portal."""
        super().clean()
        if self.pk and not (self.is_active and self.role == Role.ADMIN) and self._is_last_administrator():
            raise ValidationError(LAST_ADMINISTRATOR)

    def _is_last_administrator(self) -> bool:
        """As stored; two who take each other's role away do so one after the other."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADMINISTRATORS_LOCK])
        administrators = User.objects.filter(role=Role.ADMIN, is_active=True).values_list("pk", flat=True)
        return list(administrators) == [self.pk]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An account out of use keeps no link: it would open again with the account."""
        if not self.is_active:
            self.link_made_at = None
        super().save(*args, **kwargs)

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
