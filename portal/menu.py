"""The menu: which pages there are, who finds them there, in which order, and which fit the phone's bar."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from portal.models import Role, User


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
    """A page of the menu: who may open it, and how the full names of the addresses that belong to it begin."""

    name: str
    label: str
    icon: str
    allowed: Callable[[User], bool]
    belongs: tuple[str, ...]
    short: str = ""


def reads(permission: str) -> Callable[[User], bool]:
    """Whoever has the permission."""
    return lambda user: user.has_perm(permission)


def anybody(user: User) -> bool:
    """Whoever is signed in."""
    return user.is_active


def administers(user: User) -> bool:
    """Who may open the data back office."""
    return user.is_staff


def _register(name: str, label: str, icon: str, permission: str, *more: str, short: str = "") -> Page:
    """A register's page: its own addresses and those of the registers of its lines."""
    own = name.removesuffix("_list")
    app = name.partition(":")[0]
    return Page(name, label, icon, reads(permission), (f"{own}_", *(f"{app}:{line}_" for line in more)), short)


GROUPS: dict[str, tuple[Page, ...]] = {
    "": (Page("portal:home", "Việc hôm nay", "grid", anybody, ("portal:home",), "Hôm nay"),),
    "Đào tạo": (
        _register(
            "courses:class_list", "Lớp", "mortarboard", "courses.read_class", "coverage", "declared_figure", short="Lớp"
        ),
        Page(
            "portal:plans",
            "Kế hoạch năm",
            "calendar3",
            reads("courses.read_plan"),
            ("portal:plan", "courses:plan_"),
        ),
        _register(
            "enrollment:learner_list",
            "Học viên",
            "people",
            "enrollment.read_learner",
            *("posting", "succession", "identity", "enrolment", "stay", "change", "confirmation", "merge"),
            short="Học viên",
        ),
        _register(
            "enrollment:roster_import_list",
            "Nhập danh sách",
            "file-earmark-arrow-up",
            "enrollment.read_roster_import",
            "header_meaning",
        ),
        _register("school:agency_list", "Đơn vị", "building", "school.read_agency"),
        _register(
            "courses:programme_list",
            "Chương trình",
            "journal-text",
            "courses.read_programme",
            *("module", "rule_set", "entry_rule"),
        ),
    ),
    "Khoa học": (
        _register("research:seminar_list", "Hội thảo, tọa đàm", "chat-square-text", "research.read_work"),
        _register("research:project_list", "Đề tài, đề án", "lightbulb", "research.read_work", "contribution"),
        _register("research:publication_list", "Công bố", "book", "research.read_work"),
    ),
    "Nhà trường": (
        Page(
            "portal:reports",
            "Báo cáo năm",
            "bar-chart",
            reads("portal.read_report"),
            ("portal:report", "portal:annual_", "portal:figure_rows", "portal:declared_"),
            "Báo cáo",
        ),
        Page(
            "portal:criteria",
            "Tiêu chí",
            "check2-square",
            reads("school.read_criteria"),
            (
                "portal:criteria",
                *(f"school:{name}" for name in ("framework", "level_", "criterion_", "indicator_", "threshold_")),
                *(f"school:{name}" for name in ("attestation_", "evidence", "criteria_task_", "task_")),
            ),
            "Tiêu chí",
        ),
        _register(
            "school:staff_list",
            "Cán bộ, giảng viên",
            "person-badge",
            "school.read_staff",
            *("employment", "staff_posting", "qualification", "department", "staff_employment"),
        ),
        _register(
            "school:document_list",
            "Văn bản",
            "file-earmark-text",
            "school.read_document",
            *("replacement", "document_replacement", "source", "declared_fact"),
        ),
        _register("school:institution_list", "Thông tin trường", "bank", "school.edit_institution"),
    ),
    "Quản trị": (
        _register("portal:account_list", "Tài khoản", "person-gear", "portal.manage_accounts"),
        _register("school:list_export_list", "Nhật ký xuất", "box-arrow-down", "school.read_list_export"),
        Page("admin:index", "Quản trị dữ liệu", "database", administers, ("admin:",)),
    ),
}
# Leaders look at reports first; everybody else at the day's work.
LEADERS_FIRST = ("", "Nhà trường", "Đào tạo", "Khoa học", "Quản trị")
ON_THE_PHONE = ("portal:home", "courses:class_list", "enrollment:learner_list", "portal:reports")
LEADERS_ON_THE_PHONE = ("portal:home", "portal:reports", "portal:criteria", "courses:class_list")


@cache
def address(name: str) -> str:
    """A page's address: the menu stands on every page, and looking up all of them each time would be felt."""
    return reverse(name)


def menu(user: User, view_name: str) -> tuple[Entry, ...]:
    """The pages this person may open, in order; the one that the address belongs to is current."""
    leads = user.role == Role.LEADERSHIP
    on_phone = LEADERS_ON_THE_PHONE if leads else ON_THE_PHONE
    return tuple(
        Entry(
            page.label,
            page.short if page.name in on_phone else "",
            page.icon,
            address(page.name),
            group,
            view_name.startswith(page.belongs),
        )
        for group in (LEADERS_FIRST if leads else GROUPS)
        for page in GROUPS[group]
        if page.allowed(user)
    )
