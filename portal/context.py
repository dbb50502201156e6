"""What every page is given: whose house it is, who is signed in, and the menu of pages that exist."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

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


@dataclass(frozen=True)
class Entry:
    """One line of the menu; without a short name it stands under "Thêm" on the phone."""

    label: str
    short: str
    icon: str
    url: str
    group: str
    current: bool


@dataclass(frozen=True)
class Page:
    """A page of the menu: who may open it, and the names of the addresses that belong to it."""

    name: str
    label: str
    short: str
    icon: str
    group: str
    allowed: Callable[[User], bool]
    belongs: frozenset[str] = frozenset()


def anybody(user: User) -> bool:
    """Whoever is signed in."""
    return user.is_active


def reads_reports(user: User) -> bool:
    """Who may read the annual report."""
    return user.has_perm("portal.read_report")


def administers(user: User) -> bool:
    """Who may open the data back office."""
    return user.is_staff


REPORT_PAGES = frozenset({"annual_report", "annual_total", "figure_rows", "declared_figure", "declared_fact"})
PAGES = (
    Page("portal:home", "Toàn cảnh", "Toàn cảnh", "grid", "", anybody, frozenset({"home"})),
    Page("portal:reports", "Báo cáo năm", "Báo cáo", "bar-chart", "Nhà trường", reads_reports, REPORT_PAGES),
    Page("admin:index", "Quản trị dữ liệu", "", "database", "Quản trị", administers),
)


def house(known: Institution | Letterhead | None) -> House:
    """The school's names from its record, or from a report that has read them already."""
    return House(known.name, known.short_name, known.superior) if known and known.name else House()


def menu(request: HttpRequest) -> list[Entry]:
    """The pages this person may open, in order."""
    user = _user(request)
    if not isinstance(user, User):
        return []
    match = request.resolver_match
    name = match.url_name if match and match.namespace == "portal" else ""
    return [
        Entry(page.label, page.short, page.icon, reverse(page.name), page.group, name in page.belongs)
        for page in PAGES
        if page.allowed(user)
    ]


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
        "menu": SimpleLazyObject(lambda: menu(request)),
        "initials": initials(str(user)) if user and user.is_authenticated else "",
    }
