"""Who may do what, as named predicates over the one role of an account."""

import rules

from portal.models import Role, User


@rules.predicate
def has_role(user: User) -> bool:
    """An account in use, of whatever role."""
    return user.is_authenticated and user.is_active


@rules.predicate
def is_lecturer(user: User) -> bool:
    """Sees own classes only."""
    return user.is_authenticated and user.role == Role.LECTURER


reads_every_figure = has_role & ~is_lecturer

rules.add_perm("portal.read_report", reads_every_figure)
rules.add_perm("portal.read_figures", reads_every_figure)
