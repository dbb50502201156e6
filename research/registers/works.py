"""Projects, seminars and publications."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from research.models import Project, Publication, Seminar
from research.registers.forms import (
    AcceptForm,
    HoldForm,
    ProjectFilters,
    ProjectForm,
    PublicationFilters,
    PublicationForm,
    SeminarFilters,
    SeminarForm,
)
from research.registers.people import first_people, with_first_people
from school.days import today
from school.records.ordering import LATEST, day_or, text_key
from school.records.register import Action, Chip, Column, Fact, PutAway, Register, Section, Within, declare
from school.records.search import by_words

PEOPLE = ("nguoi", "vai_tro", "ty_le")
ORDER_OF_TITLES = text_key("title")


def project_state(project: Project) -> Chip:
    """Accepted, late, under way or to come."""
    if project.accepted_on:
        return Chip("đã nghiệm thu", "check-circle", "ok")
    if project.due_on and project.due_on < today():
        return Chip("quá hạn", "exclamation-triangle", "warn")
    if project.started_on > today():
        return Chip("chưa bắt đầu", "hourglass", "info")
    return Chip("đang thực hiện", "arrow-repeat", "info")


def seminar_state(seminar: Seminar) -> Chip:
    """Held, late or to come."""
    if seminar.held:
        return Chip("đã tổ chức", "check-circle", "ok")
    if seminar.due_on and seminar.due_on < today():
        return Chip("quá ngày dự kiến", "exclamation-triangle", "warn")
    return Chip("chưa tổ chức", "hourglass", "info")


PROJECT = Register(
    app="research",
    name="project",
    permission="work",
    slug="de-tai",
    model=Project,
    title="Đề tài, đề án",
    noun="đề tài, đề án",
    columns=(
        Column("ten", "Tên", lambda row: row.title, (ORDER_OF_TITLES,)),
        Column("cap", "Cấp", lambda row: row.get_level_display(), ("level",)),
        Column("loai", "Loại", lambda row: row.get_kind_display(), ("kind",)),
        Column("chu_nhiem", "Chủ nhiệm", first_people),
        Column("bat_dau", "Bắt đầu", lambda row: row.started_on, ("started_on",)),
        Column("han", "Hạn", lambda row: row.due_on, (day_or("due_on", first=False),)),
        Column("nghiem_thu", "Nghiệm thu", lambda row: row.accepted_on, (day_or("accepted_on", first=False),)),
        Column("xep_loai", "Xếp loại", lambda row: row.rating, ("rating",), shown=False),
        Column("tinh_trang", "Tình trạng", project_state),
    ),
    order="-bat_dau",
    rows=lambda: Project.objects.select_related("decision").prefetch_related(with_first_people()),
    search=by_words("search_key"),
    search_hint="tên đề tài, đề án",
    filters=ProjectFilters,
    form=ProjectForm,
    facts=(
        Fact("Cấp", lambda row: row.get_level_display()),
        Fact("Loại", lambda row: row.get_kind_display()),
        Fact("Chủ nhiệm", first_people),
        Fact("Bắt đầu", lambda row: row.started_on),
        Fact("Hạn hoàn thành", lambda row: row.due_on, always=True),
        Fact("Nghiệm thu", lambda row: row.accepted_on),
        Fact("Xếp loại", lambda row: row.rating),
        Fact("Quyết định giao", lambda row: row.decision),
    ),
    sections=(
        Section("research.contribution", "de-tai", "Người tham gia", PEOPLE),
        Section("research.publication", "de-tai", "Công bố từ đề tài này"),
    ),
    actions=(
        Action("accept", "nghiem-thu", "Nghiệm thu", AcceptForm, lambda row: row.accepted_on is None, "patch-check"),
    ),
    lead=project_state,
    put_away=PutAway.ARCHIVED,
    empty="Thêm từng đề tài, đề án khi có quyết định giao.",
)

SEMINAR = Register(
    app="research",
    name="seminar",
    permission="work",
    slug="hoi-thao",
    model=Seminar,
    title="Hội thảo, tọa đàm",
    noun="hội thảo, tọa đàm",
    columns=(
        Column("ten", "Tên", lambda row: row.title, (ORDER_OF_TITLES,)),
        Column("cap", "Cấp", lambda row: row.get_level_display(), ("level",)),
        Column("loai", "Loại", lambda row: row.get_kind_display(), ("kind",)),
        Column("ngay", "Ngày tổ chức", lambda row: row.held, (Coalesce(F("held_from"), F("due_on"), Value(LATEST)),)),
        Column("du_kien", "Dự kiến", lambda row: row.due_on, (day_or("due_on", first=False),)),
        Column("dia_diem", "Địa điểm", lambda row: row.place, (text_key("place"),), shown=False),
        Column("chu_tri", "Chủ trì", first_people, shown=False),
        Column("tinh_trang", "Tình trạng", seminar_state),
    ),
    order="-ngay",
    rows=lambda: Seminar.objects.prefetch_related(with_first_people()),
    search=by_words("search_key"),
    search_hint="tên hội thảo, tọa đàm",
    filters=SeminarFilters,
    form=SeminarForm,
    facts=(
        Fact("Cấp", lambda row: row.get_level_display()),
        Fact("Loại", lambda row: row.get_kind_display()),
        Fact("Dự kiến tổ chức", lambda row: row.due_on),
        Fact("Ngày tổ chức", lambda row: row.held, always=True),
        Fact("Địa điểm", lambda row: row.place),
    ),
    sections=(
        Section("research.contribution", "hoi-thao", "Người tham gia", PEOPLE),
        Section("research.publication", "hoi-thao", "Kỷ yếu, công bố của hội thảo"),
    ),
    actions=(Action("hold", "to-chuc", "Ghi ngày tổ chức", HoldForm, lambda row: row.held is None, "calendar-check"),),
    lead=seminar_state,
    put_away=PutAway.ARCHIVED,
    empty="Thêm từng hội thảo, tọa đàm với ngày dự kiến; tổ chức xong thì ghi ngày.",
)

PUBLICATION = Register(
    app="research",
    name="publication",
    permission="work",
    slug="cong-bo",
    model=Publication,
    title="Công bố",
    noun="công bố",
    columns=(
        Column("ten", "Tên", lambda row: row.title, (ORDER_OF_TITLES,)),
        Column("loai", "Loại", lambda row: row.get_kind_display(), ("kind",)),
        Column("tac_gia", "Tác giả, biên tập", first_people),
        Column("noi", "Nơi công bố", lambda row: row.venue, (text_key("venue"),)),
        Column("ngay", "Ngày công bố", lambda row: row.published, ("published_from",)),
        Column("cua", "Của đề tài, hội thảo", lambda row: row.project or row.seminar, shown=False),
    ),
    order="-ngay",
    rows=lambda: Publication.objects.select_related("project", "seminar").prefetch_related(with_first_people()),
    search=by_words("search_key"),
    search_hint="tên bài, sách, kỷ yếu",
    filters=PublicationFilters,
    within=(Within("de-tai", "project", "research.project"), Within("hoi-thao", "seminar", "research.seminar")),
    form=PublicationForm,
    facts=(
        Fact("Loại", lambda row: row.get_kind_display()),
        Fact("Nơi công bố", lambda row: row.venue),
        Fact("Ngày công bố", lambda row: row.published),
        Fact("Của hội thảo", lambda row: row.seminar),
        Fact("Của đề tài", lambda row: row.project),
    ),
    sections=(Section("research.contribution", "cong-bo", "Tác giả, người biên tập", PEOPLE),),
    put_away=PutAway.ARCHIVED,
    empty="Thêm bài báo, sách, kỷ yếu, số nội san khi đã công bố.",
)

declare(PROJECT, SEMINAR, PUBLICATION)
