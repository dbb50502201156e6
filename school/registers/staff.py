"""Departments and staff; a member of staff comes with what `with_present` says of today."""

from typing import Any

from school.models import Department, EmploymentKind, QualificationKind, Staff
from school.queries.scope import may_open, own_staff
from school.queries.staff import (
    highest,
    level_named,
    present_department,
    present_employment,
    with_present,
)
from school.records.ordering import text_key
from school.records.register import Action, Chip, Column, Fact, PutAway, Register, Section, declare
from school.records.search import by_words, key_of
from school.records.validity import validity, validity_columns, validity_facts
from school.registers.staff_forms import (
    AppointForm,
    DepartmentFilters,
    DepartmentForm,
    EmployForm,
    LeaveForm,
    StaffFilters,
    StaffForm,
)

DEGREE, RANK = QualificationKind.DEGREE, QualificationKind.RANK


def department_state(department: Department) -> Chip:
    """Whether it exists today."""
    return validity(department, "đang hoạt động", "đã kết thúc", "chưa hoạt động")


def employment(staff: Any) -> str:
    """How somebody works here today."""
    return str(EmploymentKind(staff.employed_as).label) if staff.employed_as else ""


def departments(staff: Any) -> str:
    """Where somebody works today, in short."""
    return "; ".join(dict.fromkeys(staff.short_departments))


def positions(staff: Any) -> str:
    """As what."""
    return "; ".join(dict.fromkeys(staff.positions))


def post_and_employment(staff: Any) -> str | Chip:
    """The line under the name: "Phó Trưởng khoa, Khoa Xây dựng Đảng"."""
    if not staff.employed_as:
        return Chip("nay không làm việc ở trường", "stop-circle")
    pairs = zip(staff.positions, staff.departments, strict=True)
    return "; ".join(f"{position}, {department}" for position, department in pairs) or employment(staff)


DEPARTMENT = Register(
    app="school",
    name="department",
    slug="phong-khoa",
    model=Department,
    title="Phòng, khoa",
    noun="phòng, khoa",
    columns=(
        Column("ten", "Tên phòng, khoa", lambda row: row.name, (text_key("name"),)),
        Column("ten_tat", "Tên gọi tắt", lambda row: row.short_name, (text_key("short_name"),)),
        Column("giang_day", "Giảng dạy", lambda row: "khoa giảng dạy" if row.teaches else "", ("teaches",)),
        Column("tinh_trang", "Tình trạng", department_state),
        *validity_columns(shown=False),
    ),
    order="ten",
    rows=lambda: Department.objects.all(),
    search=by_words(key_of("name", "short_name")),
    search_hint="tên đầy đủ, tên gọi tắt",
    filters=DepartmentFilters,
    form=DepartmentForm,
    facts=(
        Fact("Tên gọi tắt", lambda row: row.short_name),
        Fact("Khoa giảng dạy", lambda row: row.teaches),
        *validity_facts(),
    ),
    sections=(
        Section("school.staff_posting", "phong-khoa", "Người đang và đã công tác", ("can_bo", "chuc_vu", "tu", "den")),
        Section("school.criteria_task", "phong-khoa", "Chỉ tiêu được giao"),
    ),
    lead=department_state,
    put_away=PutAway.ARCHIVED,
    empty="Thêm các phòng, khoa trước, rồi thêm cán bộ, giảng viên.",
)

STAFF = Register(
    app="school",
    name="staff",
    slug="can-bo",
    model=Staff,
    title="Cán bộ, giảng viên",
    noun="cán bộ",
    columns=(
        Column("ten", "Họ và tên", lambda staff: staff.full_name, ("sort_key",)),
        Column("phong_khoa", "Phòng, khoa", departments, (present_department(),)),
        Column("chuc_vu", "Chức vụ, vị trí", positions),
        Column("hinh_thuc", "Hình thức", employment, (present_employment(),)),
        Column("trinh_do", "Trình độ", lambda staff: level_named(DEGREE, staff.degree), (highest(DEGREE),), whole=True),
        Column("chuc_danh", "Chức danh", lambda staff: level_named(RANK, staff.rank), (highest(RANK),)),
        Column("ngay_sinh", "Ngày sinh", lambda staff: staff.born, shown=False),
        Column("gioi_tinh", "Giới tính", lambda staff: staff.get_sex_display(), ("sex",), shown=False),
    ),
    order="ten",
    rows=with_present,
    scope=own_staff,
    own="Chỉ hiện hồ sơ của bạn.",
    opens=may_open,
    search=by_words("search_key"),
    search_hint="họ và tên",
    filters=StaffFilters,
    form=StaffForm,
    facts=(
        Fact("Ngày sinh", lambda staff: staff.born, always=True),
        Fact("Giới tính", lambda staff: staff.get_sex_display()),
        Fact("Hình thức", employment),
        Fact("Trình độ", lambda staff: level_named(DEGREE, staff.degree)),
        Fact("Chức danh", lambda staff: level_named(RANK, staff.rank)),
    ),
    sections=(
        Section("school.staff_posting", "can-bo", "Vị trí công tác", ("phong_khoa", "chuc_vu", "tu", "den")),
        Section("school.staff_employment", "can-bo", "Hình thức làm việc", ("hinh_thuc", "tu", "den")),
        Section(
            "school.qualification",
            "can-bo",
            "Văn bằng, chứng chỉ, chức danh",
            ("muc", "loai", "ngay_cap", "noi_cap"),
        ),
        Section("research.contribution", "can-bo", "Nghiên cứu khoa học", ("cong_trinh", "vai_tro", "ty_le")),
    ),
    actions=(
        Action("employ", "tuyen-dung", "Tuyển dụng", EmployForm, lambda staff: not staff.employed_as, "person-plus"),
        Action(
            "appoint",
            "bo-nhiem",
            "Bổ nhiệm, điều động",
            AppointForm,
            lambda staff: bool(staff.employed_as),
            "person-up",
            "Vị trí hiện nay kết thúc vào ngày trước đó, trừ khi đánh dấu vẫn giữ.",
        ),
        Action("leave", "thoi-viec", "Thôi việc", LeaveForm, lambda staff: bool(staff.employed_as), "box-arrow-right"),
    ),
    lead=post_and_employment,
    put_away=PutAway.ARCHIVED,
    empty="Thêm từng người, rồi ghi tuyển dụng để người đó có hình thức làm việc và vị trí.",
)

declare(DEPARTMENT, STAFF)
