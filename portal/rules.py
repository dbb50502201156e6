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


def role_is(*roles: Role) -> rules.predicates.Predicate:
    """An account in use of one of the roles."""
    return rules.predicate(lambda user: user.is_authenticated and user.is_active and user.role in roles)


administers = role_is(Role.ADMIN)
administers_accounts = role_is(Role.ADMIN)
trains = role_is(Role.ADMIN, Role.TRAINING)
researches = role_is(Role.ADMIN, Role.SCIENCE)
keeps_records = role_is(Role.ADMIN, Role.TRAINING, Role.SCIENCE)
reads_every_figure = has_role & ~is_lecturer

rules.add_perm("portal.read_report", reads_every_figure)
rules.add_perm("portal.read_figures", reads_every_figure)

# Records: who reads them and who edits them. What of them somebody may know of is each register's `scope`.
reads_all = has_role & ~is_lecturer
RECORDS = {
    "school": {
        "agency": (reads_all, trains),
        "department": (has_role, researches),
        "staff": (has_role, researches),
        "document": (has_role, keeps_records),
        "source": (reads_all, keeps_records),
        "framework": (reads_all, researches),
        "evidence": (reads_all, researches),
        "criteria": (reads_all, researches),
        "list_export": (administers, administers),
        "institution": (has_role, administers),
    },
    "courses": {
        "programme": (has_role, trains),
        "plan": (reads_all, trains),
        "class": (has_role, trains),
        "declared_figure": (reads_all, trains),
    },
    "enrollment": {
        "learner": (has_role, trains),
        "identity": (trains, trains),
        "enrolment": (has_role, trains),
        "roster_import": (trains, trains),
        "merge": (reads_all, trains),
    },
    "research": {"work": (has_role, researches)},
}
for app, records in RECORDS.items():
    for name, (reads, edits) in records.items():
        rules.add_perm(f"{app}.read_{name}", reads)
        rules.add_perm(f"{app}.edit_{name}", edits)
for permission in ("manage_accounts", "read_account", "edit_account"):
    rules.add_perm(f"portal.{permission}", administers_accounts)
rules.add_perm("school.read_every_staff", reads_all)  # a lecturer: the own record alone
rules.add_perm("courses.see_every_class", reads_all)  # a lecturer: own classes, and the people in them
rules.add_perm("enrollment.see_identity", trains)
