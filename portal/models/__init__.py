"""Who uses the portal."""

from portal.models.users import Role, User

__all__ = ["Role", "User"]
