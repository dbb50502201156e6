"""Signing in by username and password; what somebody may do is asked of `portal.rules`."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class SignInBackend(ModelBackend):
    """Django's backend without groups and single permissions, which the portal does not have."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Nothing: rights follow from the role, by predicates."""
        return set()
