"""Reports beside that of 2023, each with something the real one lacks, and what the real one must say."""

from dataclasses import replace

from portal.report.content import AnnualReport, Basis, Mark, OffPlan, Share, Total
from tests.report_2023 import REPORT_2023, row

HOSTILE = 'A & B <c> "q" - *đậm* #eval(1) $x$ {{ 7*7 }} {% raw %} =1+1 _n_ [x] @a \\'
LONG_NAME = ("Bồi dưỡng kiến thức quản lý nhà nước và kỹ năng lãnh đạo, điều hành, " * 5)[:300]

STATE = replace(
    REPORT_2023,
    letterhead=replace(REPORT_2023.letterhead, party_heading=False, superior="Ủy ban nhân dân thành phố Đà Nẵng"),
)
EMPTY = replace(
    REPORT_2023,
    year=2019,
    rows=(),
    total=Total(None, None, 0, Mark.DECLARED),
    off_plan=None,
    key_tasks_done=None,
    research=(),
    standard=None,
    notes=(),
    sources=(),
    empty=True,
)
FORTY = replace(
    REPORT_2023,
    rows=tuple(
        row(f"P{index}", f"Bồi dưỡng lãnh đạo, quản lý cấp phòng, khóa {index}", "Đảng ủy khối cơ quan", 1, index)
        for index in range(101, 140)
    )
    + REPORT_2023.off_plan_rows,
)

counted = row("BD-CV", "Ngạch chuyên viên", "Sở Nội vụ", 1, 66, declared=68, counted=66, confirmed=1)
mixed = row("BD-LDP", "Lãnh đạo cấp phòng", "Sở Nội vụ", 3, 237, counted=79, confirmed=1)
COUNTED_ROW = replace(counted, basis=Basis.COUNTED)
MIXED_ROW = replace(mixed, basis=Basis.MIXED)
ENTERED_ROW = row("CN-N3", "Cập nhật kiến thức", "Sở Nội vụ", 2, 140, entered=65)
UNKNOWN_ROW = row("X", "Chuyên đề", None, 1, None, figure_pks=(), in_total=False)
OFF_PLAN_ROW = replace(COUNTED_ROW, programme_name="Ngạch cán sự", declared=None, planned=False, in_total=False)
LATER = replace(
    REPORT_2023,
    year=2026,
    rows=(COUNTED_ROW, MIXED_ROW, ENTERED_ROW, UNKNOWN_ROW, OFF_PLAN_ROW, *REPORT_2023.off_plan_rows),
    total=Total(7, 443, 2, Mark.MIXED, carried_over=4, closed=9),
    off_plan=OffPlan(6, 366, True, "gần 366"),
    key_tasks_done=None,
    plan_completion=Share("Hoàn thành kế hoạch", "plan_completion", 12, 14),
    staff_shares=(
        Share("Giảng viên trên tổng số viên chức", "lecturer_share", 50, 63),
        Share("Giảng viên chính", "senior_share", 0, 0),
    ),
    invented=True,
)

# Every figure of the report of 2023, in the words each form must hold.
WORDS_2023 = (
    "18 lớp, 1.288 lượt học viên",
    "5 lớp, gần 300 học viên",
    "Trung cấp lý luận chính trị",
    "Bồi dưỡng ngạch chuyên viên chính",
    "Bồi dưỡng lãnh đạo, quản lý cấp phòng",
    "Bồi dưỡng, cập nhật kiến thức cán bộ lãnh đạo, quản lý (đối tượng 4)",
    "Lớp mở ngoài kế hoạch",
    "không cộng vào tổng",
    "oàn thành 3 nhiệm vụ trọng tâm",
    "Hội thảo khoa học cấp thành phố",
    "Hội thảo khoa học cấp trường",
    "Đề tài, đề án cấp thành phố",
    "Đề tài, đề án cấp trường",
    "có, nguồn không nêu số lượng",
    "đạt chuẩn mức 1 theo Quy định 11-QĐ/TW trước năm 2025",
    "còn 2 tiêu chí, hạn 31/7/2024",
    "nguồn không nêu tên tiêu chí",
    "– (không có số kế hoạch để so)",
    "ố liệu tính đến ngày 16/11/2023",
    "Bản dự thảo, chưa chốt số liệu",
    "theo báo cáo, chưa chốt danh sách",
    "Báo cáo tại hội nghị ngày 16/11/2023, Báo của thành phố ngày 17/11/2023",
    *REPORT_2023.notes,
)
ROWS_2023 = (
    ("Trung cấp lý luận chính trị", "Ban Tổ chức Thành ủy", 6, 409),
    ("Bồi dưỡng ngạch chuyên viên chính", "Sở Nội vụ", 1, 50),
    ("Bồi dưỡng lãnh đạo, quản lý cấp phòng", "Quận, huyện ủy", 3, 237),
    ("Bồi dưỡng ngạch chuyên viên", "Quận, huyện ủy", 1, 68),
    ("Bồi dưỡng, cập nhật kiến thức cán bộ lãnh đạo, quản lý (đối tượng 4)", "Ban Tổ chức Thành ủy", 7, 524),
)


def named(name: str) -> AnnualReport:
    """The report of 2023 with a first row of that programme and partner."""
    first, *others = REPORT_2023.rows
    return replace(REPORT_2023, rows=(replace(first, programme_name=name, partner_name=name), *others))


def one_line(text: str) -> str:
    """Text as read from a page, whose line ends say nothing."""
    return " ".join(text.split())
