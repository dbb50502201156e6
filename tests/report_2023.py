"""The report of 2023 as plain values, for tests of the ways of showing it (figures: the newspaper's)."""

from datetime import date

from portal.report.content import (
    AnnualReport,
    Basis,
    Letterhead,
    Mark,
    OffPlan,
    ResearchLine,
    Row,
    Share,
    SourceLine,
    Standard,
    Total,
)


def row(code, name, partner, classes, learners, **kwargs) -> Row:
    values = {
        "programme_code": code,
        "programme_name": name,
        "partner_pk": 1 if partner else None,
        "partner_name": partner,
        "planned": True,
        "classes": classes,
        "class_records": classes,
        "confirmed": 0,
        "learners": learners,
        "people": None,
        "declared": learners,
        "counted": None,
        "entered": None,
        "carried_over": None,
        "closed": None,
        "basis": Basis.DECLARED,
        "approximate": False,
        "wording": "",
        "in_total": True,
        "figure_pks": (1,),
    }
    return Row(**values | kwargs)


REPORT_2023 = AnnualReport(
    year=2023,
    as_of=date(2023, 11, 16),
    letterhead=Letterhead(
        superior="Thành ủy Đà Nẵng",
        name="Trường Chính trị thành phố Đà Nẵng",
        short_name="TCT Đà Nẵng",
        place="Đà Nẵng",
        document_code="TCT",
        party_heading=True,
        recipients=("Thường trực Thành ủy (để báo cáo)", "Ban Tổ chức Thành ủy", "Các phòng, khoa", "Lưu Văn thư"),
    ),
    rows=(
        row("TC-LLCT", "Trung cấp lý luận chính trị", "Ban Tổ chức Thành ủy", 6, 409),
        row("BD-CVC", "Bồi dưỡng ngạch chuyên viên chính", "Sở Nội vụ", 1, 50),
        row("BD-LDP", "Bồi dưỡng lãnh đạo, quản lý cấp phòng", "Quận, huyện ủy", 3, 237),
        row("BD-CV", "Bồi dưỡng ngạch chuyên viên", "Quận, huyện ủy", 1, 68),
        row(
            "CN-DT4",
            "Bồi dưỡng, cập nhật kiến thức cán bộ lãnh đạo, quản lý (đối tượng 4)",
            "Ban Tổ chức Thành ủy",
            7,
            524,
            note_numbers=(4,),
        ),
        row(
            None,
            None,
            None,
            5,
            300,
            planned=False,
            class_records=0,
            approximate=True,
            wording="gần 300",
            in_total=False,
            note_numbers=(1,),
        ),
    ),
    total=Total(classes=18, learners=1288, confirmed=0, mark=Mark.DECLARED),
    off_plan=OffPlan(classes=5, learners=300, approximate=True, wording="gần 300"),
    key_tasks_done=3,
    key_tasks_fact_pk=1,
    research=(
        ResearchLine("seminars", "city", "Hội thảo khoa học cấp thành phố", None, None, True, 2),
        ResearchLine("seminars", "school", "Hội thảo khoa học cấp trường", None, None, True, 3),
        ResearchLine("projects", "city", "Đề tài, đề án cấp thành phố", None, None, True, 4),
        ResearchLine("projects", "school", "Đề tài, đề án cấp trường", None, None, True, 5),
    ),
    standard=Standard("11-QĐ/TW", 1, date(2024, 12, 31), 2, date(2024, 7, 31), 6),
    plan_completion=Share("Hoàn thành kế hoạch", "plan_completion", None, None),
    staff_shares=(),
    notes=(
        "5 lớp ngoài kế hoạch, gần 300 học viên: nguồn không cho biết các lớp này nằm trong hay ngoài 6 lớp "
        "Trung cấp lý luận chính trị, cũng không nêu chương trình. Vì vậy số này đứng riêng và không cộng vào tổng.",
        "Theo báo cáo: số của một dòng là của cả nhóm lớp, không chia cho từng lớp. Khi danh sách một lớp được chốt, "
        "lớp đó chuyển sang đếm.",
        "Năm của lớp là năm khai giảng thực tế. Sĩ số là sĩ số khai giảng. Lượt: một người học hai lớp tính 2 lượt, "
        "1 người.",
        "Đối tượng 4 theo Quy định 164-QĐ/TW, áp dụng cho lớp khai giảng trước ngày 10/5/2024.",
    ),
    sources=(
        SourceLine(
            1, "Báo cáo tại hội nghị ngày 16/11/2023", "Báo của thành phố", date(2023, 11, 17), date(2023, 11, 16)
        ),
    ),
    invented=False,
)
