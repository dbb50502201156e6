"""What every page is given: whose house it is, who is signed in, and the menu of pages that exist."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.menu import Entry, menu
from portal.models import User
from portal.report.content import Letterhead
from school.models import Institution

HOUSE = "Trường Chính trị"


@dataclass(frozen=True)
class House:
    """The school's names; before `manage.py start` it has none yet."""

    name: str = HOUSE
    short_name: str = HOUSE
    superior: str = ""

    @property
    def lines(self) -> tuple[str, str]:
        """The name over two lines: "Trường Chính trị", "thành phố …"."""
        head, rest = self.name[: len(HOUSE)], self.name[len(HOUSE) :]
        return (head, rest.strip()) if head.casefold() == HOUSE.casefold() else (self.name, "")


def house(known: Institution | Letterhead | None) -> House:
    """The school's names from its record, or from a report that has read them already."""
    return House(known.name, known.short_name, known.superior) if known and known.name else House()


def _menu(request: HttpRequest) -> tuple[Entry, ...]:
    """The menu for whoever is signed in."""
    user = _user(request)
    name = request.resolver_match.view_name if request.resolver_match else ""
    return menu(user, name) if isinstance(user, User) else ()


def _user(request: HttpRequest) -> Any:
    """Whoever is signed in; nobody yet where a request is refused before it is asked who sends it."""
    return getattr(request, "user", None)


def initials(name: str) -> str:
    """First letters of the family name and the given name: "LH"."""
    words = name.split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; nothing is read from the database until a template asks."""
    user = _user(request)
    return {
        "institution": SimpleLazyObject(lambda: house(Institution.objects.first())),
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "initials": initials(str(user)) if user and user.is_authenticated else "",
    }
