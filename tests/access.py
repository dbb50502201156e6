"""Who may open what: one line for every address of the portal, written by hand.

A line is: the name of the address (braces stand for several), then what each role gets for a GET, in the order of
`ROLES`. Records are somebody else's: what a lecturer sees of their own classes is tested beside. The data admin
(`admin:`) is one rule: administrators only, everybody else is sent to sign in.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.models import Role
from school.records.register import registers
from tests import factories
from tests.test_factories import ALL

ROLES = (None, Role.ADMIN, Role.TRAINING, Role.SCIENCE, Role.LECTURER, Role.LEADERSHIP)
OK, AWAY, FORBIDDEN, MISSING, NOT_BY_GET = 200, 302, 403, 404, 405

# fmt: off
LINES = """
#                                                            anon  adm  trn  sci  lec  lead
portal:home                                                   302  200  200  200  200  200
portal:sign_in                                                200  302  302  302  302  302
portal:sign_out                                               405  405  405  405  405  405
portal:health                                                 200  200  200  200  200  200
portal:reports                                                302  302  302  302  403  302
portal:annual_{report,total,report_pdf,report_word,report_excel}  302  200  200  200  403  200
portal:figure_rows                                            302  200  200  200  403  200
portal:declared_{figure,fact}                                 302  200  200  200  403  200
school:agency{,_name,_membership,_succession}_{list,detail,history,export}  302  200  200  200  403  200
school:agency{,_name,_membership,_succession}_{add,edit,put_away}           302  200  200  403  403  403
school:agency_{rename,end}                                    302  200  200  403  403  403
"""
# fmt: on
FILES = ("_export", "_pdf", "_word", "_excel")  # a page that is a file has no picture


@dataclass(frozen=True)
class Access:
    """One address and the status for each role."""

    name: str
    statuses: tuple[int, ...]

    def wants(self, role: Role | None) -> int:
        """The status that the table gives."""
        return self.statuses[ROLES.index(role)]

    @property
    def page(self) -> bool:
        """Whether there is something to look at."""
        return OK in self.statuses and not self.name.endswith((*FILES, ":health"))


def _expanded(name: str) -> Iterator[str]:
    match = re.search(r"\{([^}]*)\}", name)
    if match is None:
        yield name
        return
    for choice in match.group(1).split(","):
        yield from _expanded(name[: match.start()] + choice + name[match.end() :])


def _table() -> tuple[Access, ...]:
    lines = (line.split() for line in LINES.splitlines() if line and not line.startswith("#"))
    return tuple(Access(name, tuple(map(int, codes))) for first, *codes in lines for name in _expanded(first))


TABLE = _table()


def every_name() -> set[str]:
    """The name of every address there is, the data admin's apart."""

    def walk(resolver: URLResolver, namespace: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                yield f"{namespace}{pattern.name}"
            elif pattern.namespace != "admin":
                yield from walk(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)

    return set(walk(get_resolver(), ""))


FACTORIES = {factory._meta.model: factory for factory in ALL}

# What an address needs besides a record of its register: made when asked for.
ARGUMENTS: dict[str, Callable[[], list[Any]]] = {
    "portal:figure_rows": lambda: ["classes_opened"],
    "portal:declared_figure": lambda: [factories.DeclaredFigureFactory().pk],
    "portal:declared_fact": lambda: [factories.DeclaredFactFactory().pk],
}
ONE_YEAR = "portal:annual_"


def address(name: str) -> str:
    """An address of that name that leads somewhere; makes the record it needs."""
    if name in ARGUMENTS:
        return reverse(name, args=ARGUMENTS[name]())
    if name.startswith(ONE_YEAR):
        return reverse(name, args=[2023])
    return _of_register(name) or reverse(name)


def _of_register(name: str) -> str:
    """A register's address, with a new record of its own where it is about one."""
    for register in registers():
        page = name.removeprefix(f"{register.key}_".replace(".", ":"))
        if page == name or page not in _pages_of(register):
            continue
        if page in {"list", "add", "export"}:
            return register.url(page)
        return register.url(page, FACTORIES[register.model]().pk)
    return ""


def _pages_of(register: Any) -> set[str]:
    actions = {action.name for action in register.actions}
    return {"list", "export", "add", "detail", "history", "edit", "put_away"} | actions


def rows_there_are() -> None:
    """A row of every register, so that no list is empty."""
    for register in registers():
        if not register.model._default_manager.exists():
            FACTORIES[register.model]()
