"""The school itself, and who took which list away."""

from urllib.parse import parse_qsl

from school.models import Institution, ListExport
from school.records.filters import RecordFilters, YearFilter
from school.records.forms import RecordForm
from school.records.register import Column, Fact, PutAway, Register, declare
from school.records.search import by_words, key_of


class InstitutionForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Institution
        fields = [
            *("name", "short_name", "superior", "place", "level_word"),
            *("document_code", "heading", "recipients"),
        ]


class ExportFilters(RecordFilters):
    nam = YearFilter("Năm", "exported_at")


def asked(row: ListExport) -> str:
    """How the list was narrowed, in the words of its address: "loai: party; tim: cẩm lệ"."""
    return "; ".join(f"{name}: {value}" for name, value in parse_qsl(row.query)) or "không lọc"


INSTITUTION = Register(
    app="school",
    name="institution",
    slug="thong-tin-truong",
    model=Institution,
    title="Thông tin trường",
    noun="thông tin trường",
    columns=(Column("ten", "Tên trường", lambda row: row.name, ("name",)),),
    order="ten",
    rows=lambda: Institution.objects.all(),
    form=InstitutionForm,
    adds=False,
    single=True,
    facts=(
        Fact("Tên gọi tắt", lambda row: row.short_name),
        Fact("Cơ quan chủ quản", lambda row: row.superior),
        Fact("Địa danh trên văn bản", lambda row: row.place),
        Fact("Gọi cấp trên trực tiếp là", lambda row: row.level_word),
        Fact("Ký hiệu trường trên văn bản", lambda row: row.document_code),
        Fact("Thể thức", lambda row: row.get_heading_display()),
        Fact("Nơi nhận báo cáo", lambda row: row.recipients.splitlines() or None),
    ),
    put_away=PutAway.NEVER,
    empty="Cổng chưa có thông tin trường: quản trị chạy lệnh lập cổng trước.",
)

EXPORT = Register(
    app="school",
    name="list_export",
    slug="nhat-ky-xuat",
    model=ListExport,
    title="Nhật ký xuất danh sách",
    noun="lần xuất",
    about="Ai đã xuất danh sách nào ra Excel, lọc thế nào, bao nhiêu dòng.",
    columns=(
        Column("luc", "Lúc", lambda row: row.exported_at, ("exported_at",)),
        Column("nguoi", "Người xuất", lambda row: str(row.exported_by), ("exported_by__full_name",)),
        Column("danh_sach", "Danh sách", lambda row: row.register, ("register",)),
        Column("loc", "Bộ lọc", asked),
        Column("so", "Số dòng", lambda row: row.rows, ("rows",), number=True),
    ),
    order="-luc",
    rows=lambda: ListExport.objects.select_related("exported_by"),
    search=by_words(key_of("exported_by__full_name", "register")),
    search_hint="người xuất, danh sách",
    filters=ExportFilters,
    facts=(
        Fact("Lúc", lambda row: row.exported_at),
        Fact("Người xuất", lambda row: str(row.exported_by)),
        Fact("Danh sách", lambda row: row.register),
        Fact("Bộ lọc", asked),
        Fact("Số dòng", lambda row: row.rows),
    ),
    put_away=PutAway.NEVER,
    empty="Chưa ai xuất danh sách nào.",
)

declare(INSTITUTION, EXPORT)
