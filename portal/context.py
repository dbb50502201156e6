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
    """A page of the menu: who may open it, and the names of the addresses that belong to it.

    `belongs` are names of the portal's own addresses; `prefixes` begin the full names of a register's: "courses:class_".
    """

    name: str
    label: str
    short: str
    icon: str
    group: str
    allowed: Callable[[User], bool]
    belongs: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()

    def holds(self, view_name: str) -> bool:
        """Whether an address belongs to this entry."""
        namespace, _, name = view_name.partition(":")
        return (namespace == "portal" and name in self.belongs) or view_name.startswith(self.prefixes or ("\0",))


def anybody(user: User) -> bool:
    """Whoever is signed in."""
    return user.is_active


def reads_reports(user: User) -> bool:
    """Who may read the annual report."""
    return user.has_perm("portal.read_report")


def reads(permission: str) -> Callable[[User], bool]:
    """Whoever has the permission."""
    return lambda user: user.has_perm(permission)


def administers(user: User) -> bool:
    """Who may open the data back office."""
    return user.is_staff


REPORT_PAGES = frozenset({"annual_report", "annual_total", "figure_rows", "declared_figure", "declared_fact"})
CRITERIA_VERBS = ("criteria_attest", "criteria_assign", "criteria_add_evidence")
PAGES = (
    Page("portal:home", "Việc hôm nay", "Hôm nay", "grid", "", anybody, frozenset({"home"})),
    Page("portal:reports", "Báo cáo năm", "Báo cáo", "bar-chart", "Nhà trường", reads_reports, REPORT_PAGES),
    Page(
        "portal:criteria",
        "Tiêu chí",
        "Tiêu chí",
        "check2-square",
        "Nhà trường",
        reads("school.read_criteria"),
        frozenset({"criteria", "criteria_indicator", *CRITERIA_VERBS}),
    ),
    Page(
        "school:staff_list",
        "Cán bộ, giảng viên",
        "",
        "person-badge",
        "Nhà trường",
        reads("school.read_staff"),
        prefixes=("school:staff", "school:qualification_", "school:department_"),
    ),
    Page(
        "school:document_list",
        "Văn bản",
        "",
        "file-earmark-text",
        "Nhà trường",
        reads("school.read_document"),
        prefixes=("school:document",),
    ),
    Page(
        "school:agency_list",
        "Đơn vị",
        "",
        "building",
        "Đào tạo",
        reads("school.read_agency"),
        prefixes=("school:agency",),
    ),
    Page(
        "research:seminar_list",
        "Hội thảo, tọa đàm",
        "",
        "chat-square-text",
        "Khoa học",
        reads("research.read_work"),
        prefixes=("research:seminar_",),
    ),
    Page(
        "research:project_list",
        "Đề tài, đề án",
        "",
        "journal-text",
        "Khoa học",
        reads("research.read_work"),
        prefixes=("research:project_",),
    ),
    Page(
        "research:publication_list",
        "Công bố",
        "",
        "book",
        "Khoa học",
        reads("research.read_work"),
        prefixes=("research:publication_",),
    ),
    Page(
        "portal:account_list",
        "Tài khoản",
        "",
        "people",
        "Quản trị",
        reads("portal.manage_accounts"),
        prefixes=("portal:account_",),
    ),
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
    name = request.resolver_match.view_name if request.resolver_match else ""
    return [
        Entry(page.label, page.short, page.icon, reverse(page.name), page.group, page.holds(name))
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
