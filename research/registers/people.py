"""Who took which part: the lines of a work, and its people in the query of a list."""

from typing import Any

from django.db.models import F, Func, Prefetch, TextField
from django.db.models.functions import Coalesce

from research.models import Contribution, Project, Publication, Role, Seminar
from research.registers.forms import WORKS, ContributionFilters, ContributionForm
from school.records.ordering import number_or, text_or
from school.records.register import Column, Fact, Register, Within, declare
from school.records.search import by_words, key_of

Work = Project | Seminar | Publication
FIRST = (Role.LEADER, Role.AUTHOR, Role.EDITOR)
TITLE = Func(
    Coalesce(*(F(f"{work}__title") for work in WORKS)),
    function="public.vn_text_sort_key",
    output_field=TextField(db_collation="C"),
)


def with_first_people() -> Prefetch:
    """Leaders, authors and editors of each work, as `first_people`; one query for a page."""
    rows = Contribution.objects.filter(role__in=FIRST).select_related("staff").order_by("pk")
    return Prefetch("contributions", rows, "first_people")


def first_people(work: Any) -> str:
    """Their names."""
    return ", ".join(person(row) for row in work.first_people)


def person(row: Contribution) -> str:
    """A member of staff, or somebody from outside."""
    return str(row.staff or row.external_name)


def work_of(row: Contribution) -> Work | None:
    """The one work it is a part in."""
    return row.project or row.seminar or row.publication


CONTRIBUTION = Register(
    app="research",
    name="contribution",
    permission="work",
    slug="tham-gia-nghien-cuu",
    model=Contribution,
    title="Tham gia nghiên cứu",
    noun="người tham gia",
    columns=(
        Column("nguoi", "Họ và tên", person, (text_or("staff__sort_key"), "external_name")),
        Column("cong_trinh", "Công trình", work_of, (TITLE,)),
        Column("vai_tro", "Vai trò", lambda row: row.get_role_display(), ("role",)),
        Column("ty_le", "Đóng góp (%)", lambda row: row.share_percent, (number_or("share_percent"),), number=True),
    ),
    order="nguoi",
    rows=lambda: Contribution.objects.select_related("staff", "project", "seminar", "publication"),
    search=by_words("staff__search_key", key_of("external_name"), *(f"{work}__search_key" for work in WORKS)),
    search_hint="họ và tên, tên công trình",
    filters=ContributionFilters,
    within=(
        Within("de-tai", "project", "research.project"),
        Within("hoi-thao", "seminar", "research.seminar"),
        Within("cong-bo", "publication", "research.publication"),
        Within("can-bo", "staff", "school.staff"),
    ),
    part_of=("de-tai", "hoi-thao", "cong-bo"),
    form=ContributionForm,
    facts=(
        Fact("Công trình", work_of),
        Fact("Cán bộ", lambda row: row.staff),
        Fact("Người ngoài trường", lambda row: row.external_name),
        Fact("Vai trò", lambda row: row.get_role_display()),
        Fact("Tỷ lệ đóng góp (%)", lambda row: row.share_percent),
    ),
    empty="Chưa ghi ai tham gia.",
)

declare(CONTRIBUTION)
