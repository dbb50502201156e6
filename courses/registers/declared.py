"""What sources state of classes and learners, and the class records that it covers."""

from typing import Any

from django.db.models import Q, QuerySet

from courses.domain.declared import amend_figure, cover_class, declare_figure
from courses.models import CourseClass, DeclaredCoverage, DeclaredFigure
from school.records.filters import RecordFilters, YearFilter, yes_no
from school.records.forms import RecordForm
from school.records.ordering import number_or, text_or
from school.records.register import Column, Fact, PutAway, Register, Section, Within, declare
from school.records.search import by_words, key_of


class FigureForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = DeclaredFigure
        fields = [
            "year",
            "programme",
            "partner",
            "planned",
            "classes",
            "learners",
            "approximate",
            "wording",
            "source",
            "stated_on",
            "note",
        ]

    def save(self, commit: bool = True) -> DeclaredFigure:
        """Through the verb of the domain. Raises ValidationError."""
        return amend_figure(self.instance) if self.instance.pk else declare_figure(self.instance)


class FigureFilters(RecordFilters):
    nam = YearFilter("Năm", method=lambda rows, name, year: rows.filter(year=year))
    ke_hoach = yes_no("Kế hoạch", "trong kế hoạch", "ngoài kế hoạch", planned=True)
    uoc_chung = yes_no("Ước chừng", "ước chừng", "chính xác", approximate=True)


FIGURE = Register(
    app="courses",
    name="declared_figure",
    slug="so-theo-nguon",
    model=DeclaredFigure,
    title="Số theo báo cáo: lớp, học viên",
    noun="số theo báo cáo",
    columns=(
        Column("ten", "Số liệu", lambda row: str(row), ("year", "programme__order")),
        Column("don_vi", "Đơn vị phối hợp", lambda row: row.partner, (text_or("partner__sort_key"),)),
        Column("so_lop", "Số lớp", lambda row: row.classes, (number_or("classes"),), number=True),
        Column("hoc_vien", "Học viên", lambda row: row.wording or row.learners, (number_or("learners"),), number=True),
        Column("nguon", "Nguồn", lambda row: row.source),
        Column("ngay", "Ngày nêu", lambda row: row.stated_on, ("stated_on",)),
    ),
    order="-ngay",
    rows=lambda: DeclaredFigure.objects.select_related("programme", "partner", "source"),
    search=by_words(key_of("programme__name"), "partner__search_key", code=("programme__code", "wording")),
    search_hint="chương trình, đơn vị, nguyên văn",
    filters=FigureFilters,
    within=(Within("nguon", "source", "school.source"),),
    form=FigureForm,
    facts=(
        Fact("Năm", lambda row: str(row.year)),
        Fact("Chương trình", lambda row: row.programme or "nguồn không nêu"),
        Fact("Đơn vị phối hợp", lambda row: row.partner or "nguồn không nêu"),
        Fact("Kế hoạch", lambda row: "trong kế hoạch" if row.planned else "ngoài kế hoạch"),
        Fact("Số lớp", lambda row: row.classes),
        Fact("Số học viên", lambda row: row.learners),
        Fact("Nguyên văn", lambda row: row.wording),
        Fact("Ước chừng", lambda row: row.approximate),
        Fact("Nguồn", lambda row: row.source),
        Fact("Ngày nêu số liệu", lambda row: row.stated_on),
        Fact("Ghi chú", lambda row: row.note),
    ),
    sections=(Section("courses.coverage", "so-theo-nguon"),),
    put_away=PutAway.ARCHIVED,
    empty="Số mà một nguồn chỉ nêu, chưa có danh sách: ghi kèm nguồn và ngày nêu.",
)


class CoverageForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = DeclaredCoverage
        fields = ["figure", "course_class"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["course_class"]
        field.queryset = self._fitting()

    def _fitting(self) -> QuerySet[CourseClass]:
        """Classes of the figure's year, programme and partner that no figure covers; without a figure yet, any."""
        chosen = self.instance.course_class_id
        free = CourseClass.objects.filter(Q(coverage=None) | Q(pk=chosen)).order_by("code")
        asked = str(self.initial.get("figure") or self.instance.figure_id or "")
        figure = DeclaredFigure.objects.filter(pk=asked).first() if asked.isdigit() else None
        if figure is None:
            return free
        return free.filter(
            year=figure.year, programme=figure.programme_id, partner=figure.partner_id, planned=figure.planned
        )

    def save(self, commit: bool = True) -> DeclaredCoverage:
        """Through the verb of the domain. Raises Refused."""
        return cover_class(self.instance)


COVERAGE = Register(
    app="courses",
    name="coverage",
    permission="declared_figure",
    slug="lop-theo-nguon",
    model=DeclaredCoverage,
    title="Lớp mà số theo báo cáo gồm",
    noun="lớp theo nguồn",
    columns=(
        Column("lop", "Lớp", lambda row: str(row.course_class), ("course_class__code",)),
        Column("so", "Số theo báo cáo", lambda row: row.figure, ("figure__year", "figure_id")),
        Column("khai_giang", "Khai giảng", lambda row: row.course_class.opened),
        Column("tinh_trang", "Tình trạng", lambda row: row.course_class.get_state_display()),
    ),
    order="lop",
    rows=lambda: DeclaredCoverage.objects.select_related("course_class", "figure__programme"),
    search=by_words("course_class__search_key", code=("course_class__code",)),
    search_hint="mã lớp, tên lớp",
    within=(
        Within("so-theo-nguon", "figure", "courses.declared_figure"),
        Within("lop", "course_class", "courses.class"),
    ),
    part_of="so-theo-nguon",
    form=CoverageForm,
    facts=(
        Fact("Lớp", lambda row: row.course_class),
        Fact("Số theo báo cáo", lambda row: row.figure),
    ),
    empty="Chưa ghép lớp nào: báo cáo giữ số của nguồn.",
)

declare(FIGURE, COVERAGE)
