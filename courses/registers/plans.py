"""Plans of years, in versions, and their lines."""

from typing import Any

from django.db.models import Aggregate, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from courses.models import CourseClass, Mode, PlanLine, YearPlan
from courses.queries.plan import line_label
from courses.registers.classes import OF_ONE_PROGRAMME
from courses.registers.plan_forms import LineForm, OpenFromLineForm, PlanForm, ReviseForm
from school.days import today
from school.records.filters import RecordFilters, YearFilter, choice
from school.records.ordering import number_or, text_or
from school.records.register import Action, Chip, Column, Fact, PutAway, Register, Section, Within, declare
from school.records.search import by_words, key_of

COPIED = "Các dòng được chép sang lần mới, lớp đã lập đi theo; lần cũ vẫn giữ như đã ban hành."


class PlanFilters(RecordFilters):
    nam = YearFilter("Năm", method=lambda rows, name, year: rows.filter(year=year))


def plans() -> QuerySet[YearPlan]:
    """Plans, each with whether a later version replaces it, and its sums."""
    later = YearPlan.objects.filter(year=OuterRef("year"), version__gt=OuterRef("version"))
    rows = YearPlan.objects.select_related("document").annotate(replaced=Exists(later))
    return rows.annotate(line_count=_sum(Count("pk")), class_count=_sum(Sum("classes")))


def _sum(number: Aggregate) -> Subquery:
    lines = PlanLine.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    return Subquery(lines.annotate(n=number).values("n"), output_field=IntegerField())


def standing(plan: Any) -> Chip:
    """Whether it is the plan that counts."""
    if plan.replaced:
        return Chip("đã có lần điều chỉnh sau", "stop-circle")
    if plan.adopted_on > today():
        return Chip("chưa đến ngày ban hành", "hourglass", "info")
    return Chip("lần sau cùng", "check-circle", "ok")


PLAN = Register(
    app="courses",
    name="plan",
    slug="ban-ke-hoach",
    model=YearPlan,
    title="Các bản kế hoạch năm",
    noun="kế hoạch",
    columns=(
        Column("ten", "Kế hoạch", lambda row: str(row), ("year", "version")),
        Column("ban_hanh", "Ngày ban hành", lambda row: row.adopted_on, ("adopted_on",)),
        Column("van_ban", "Văn bản", lambda row: row.document),
        Column("so_dong", "Số dòng", lambda row: row.line_count, number=True),
        Column("so_lop", "Số lớp", lambda row: row.class_count, number=True),
        Column("tinh_trang", "Tình trạng", standing),
    ),
    order="-ten",
    rows=plans,
    about="Lần ban hành sau thay lần trước; báo cáo so với lần sau cùng.",
    filters=PlanFilters,
    form=PlanForm,
    lead=standing,
    facts=(
        Fact("Năm", lambda row: str(row.year)),
        Fact("Lần", lambda row: row.version),
        Fact("Ngày ban hành", lambda row: row.adopted_on),
        Fact("Văn bản", lambda row: row.document),
    ),
    sections=(Section("courses.plan_line", "ke-hoach"),),
    actions=(
        Action("revise", "dieu-chinh", "Lập lần điều chỉnh", ReviseForm, lambda row: not row.replaced, "files", COPIED),
    ),
    put_away=PutAway.ARCHIVED,
    empty="Thêm kế hoạch của năm, rồi thêm từng dòng: chương trình, đơn vị phối hợp, số lớp.",
)


class LineFilters(RecordFilters):
    hinh_thuc = choice("Hình thức", "mode", Mode.choices)
    quy = choice("Quý", "quarter", [(quarter, f"quý {quarter}") for quarter in range(1, 5)])


def lines() -> QuerySet[PlanLine]:
    """Lines, each with whether a later version of its plan replaces it, and how many classes it has by now."""
    later = YearPlan.objects.filter(year=OuterRef("plan__year"), version__gt=OuterRef("plan__version"))
    opened = CourseClass.objects.filter(plan_line=OuterRef("pk"), opened_from__isnull=False).order_by()
    count = opened.values("plan_line").annotate(n=Count("pk")).values("n")
    return PlanLine.objects.select_related("plan", "programme", "partner").annotate(
        replaced=Exists(later), opened=Coalesce(Subquery(count), 0, output_field=IntegerField())
    )


def line_lead(line: Any) -> list[Any]:
    """What tells the line from the others of its plan, and whether it still counts."""
    replaced = [Chip("đã có lần điều chỉnh sau", "stop-circle")] if line.replaced else []
    return [*replaced, line_label(line)]


# From the latest plan downwards, and within a plan from its first quarter: all in one direction.
NEWEST_PLAN_FIRST_QUARTER = (
    "plan__year",
    "plan__version",
    Value(0) - number_or("quarter", 5),
    Value(0) - F("programme__order"),
)
LINE = Register(
    app="courses",
    name="plan_line",
    permission="plan",
    slug="dong-ke-hoach",
    model=PlanLine,
    title="Dòng kế hoạch",
    noun="dòng kế hoạch",
    columns=(
        Column(
            "chuong_trinh",
            "Chương trình",
            lambda row: row.programme.short_name,
            ("programme__code",),
        ),
        Column("don_vi", "Đơn vị phối hợp", lambda row: row.partner, (text_or("partner__sort_key"),)),
        Column("hinh_thuc", "Hình thức", lambda row: row.get_mode_display(), ("mode",)),
        Column("quy", "Quý", lambda row: row.quarter, (number_or("quarter"),), number=True),
        Column("so_lop", "Số lớp", lambda row: row.classes, ("classes",), number=True),
        Column("da_mo", "Đã mở", lambda row: row.opened, number=True),
        Column("hoc_vien", "Học viên", lambda row: row.learners, (number_or("learners"),), number=True),
        Column("ke_hoach", "Kế hoạch", lambda row: row.plan, NEWEST_PLAN_FIRST_QUARTER),
    ),
    order="-ke_hoach",
    rows=lines,
    search=by_words(key_of("programme__name"), "partner__search_key", code=("programme__code",)),
    search_hint="chương trình, đơn vị phối hợp",
    filters=LineFilters,
    within=(Within("ke-hoach", "plan", "courses.plan"),),
    part_of="ke-hoach",
    form=LineForm,
    lead=line_lead,
    facts=(
        Fact("Kế hoạch", lambda row: row.plan),
        Fact("Chương trình", lambda row: row.programme),
        Fact("Đơn vị phối hợp", lambda row: row.partner),
        Fact("Hình thức", lambda row: row.get_mode_display()),
        Fact("Quý", lambda row: row.quarter),
        Fact("Số lớp", lambda row: row.classes),
        Fact("Đã mở", lambda row: row.opened, always=True),
        Fact("Số học viên", lambda row: row.learners),
    ),
    sections=(Section("courses.class", "dong-ke-hoach", "Lớp của dòng này", OF_ONE_PROGRAMME),),
    actions=(Action("open", "mo-lop", "Mở lớp", OpenFromLineForm, lambda row: not row.replaced, "plus-lg"),),
    empty="Thêm dòng: chương trình, đơn vị phối hợp, hình thức, quý, số lớp.",
)

declare(PLAN, LINE)
