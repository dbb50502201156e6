"""Lines of a member of staff's record: employments, posts, qualifications."""

from school.models import Qualification, QualificationLevel, Staff, StaffEmployment, StaffPosting
from school.queries.scope import own_lines
from school.records.ordering import day_or, text_key
from school.records.register import Column, Fact, Register, Within, declare
from school.records.search import by_words, key_of
from school.records.validity import validity_columns, validity_facts
from school.registers.staff_forms import (
    EmploymentFilters,
    EmploymentForm,
    PostingFilters,
    PostingForm,
    QualificationFilters,
    QualificationForm,
)

OF_STAFF = Within("can-bo", "staff", "school.staff")


def staff_column() -> Column:
    """Whose line it is."""
    return Column("can_bo", "Cán bộ", lambda row: row.staff, ("staff__sort_key",))


def of_staff(row: StaffEmployment | StaffPosting | Qualification) -> Staff:
    """Whose line it is."""
    return row.staff


def certificate(row: Qualification) -> str:
    """The level, or what the certificate is of: "thạc sĩ", "chứng chỉ nghiệp vụ sư phạm"."""
    level = str(row.get_level_display())
    return f"{level} {row.get_kind_display()}" if row.level == QualificationLevel.CERTIFICATE else level


EMPLOYMENT = Register(
    app="school",
    name="staff_employment",
    permission="staff",
    slug="hinh-thuc-lam-viec",
    model=StaffEmployment,
    title="Hình thức làm việc",
    noun="hình thức làm việc",
    columns=(
        staff_column(),
        Column("hinh_thuc", "Hình thức", lambda row: row.get_kind_display(), ("kind",)),
        *validity_columns(),
    ),
    order="-tu",
    rows=lambda: StaffEmployment.objects.select_related("staff"),
    scope=own_lines,
    own="Chỉ hiện hồ sơ của bạn.",
    search=by_words("staff__search_key"),
    search_hint="họ và tên",
    filters=EmploymentFilters,
    within=(OF_STAFF,),
    part_of="can-bo",
    form=EmploymentForm,
    facts=(Fact("Cán bộ", of_staff), Fact("Hình thức", lambda row: row.get_kind_display()), *validity_facts()),
    empty="Chưa ghi hình thức làm việc.",
)

POSTING = Register(
    app="school",
    name="staff_posting",
    permission="staff",
    slug="vi-tri-cong-tac",
    model=StaffPosting,
    title="Vị trí công tác",
    noun="vị trí",
    columns=(
        staff_column(),
        Column("chuc_vu", "Chức vụ, vị trí", lambda row: row.position, (text_key("position"),)),
        Column("phong_khoa", "Phòng, khoa", lambda row: row.department, (text_key("department__name"),)),
        *validity_columns(),
    ),
    order="-tu",
    rows=lambda: StaffPosting.objects.select_related("staff", "department"),
    scope=own_lines,
    own="Chỉ hiện hồ sơ của bạn.",
    search=by_words("staff__search_key", key_of("position", "department__name")),
    search_hint="họ và tên, chức vụ, phòng, khoa",
    filters=PostingFilters,
    within=(OF_STAFF, Within("phong-khoa", "department", "school.department")),
    part_of="can-bo",
    form=PostingForm,
    facts=(
        Fact("Cán bộ", of_staff),
        Fact("Chức vụ, vị trí", lambda row: row.position),
        Fact("Phòng, khoa", lambda row: row.department),
        *validity_facts(),
    ),
    empty="Chưa ghi vị trí công tác.",
)

QUALIFICATION = Register(
    app="school",
    name="qualification",
    permission="staff",
    slug="van-bang-can-bo",
    model=Qualification,
    title="Văn bằng, chứng chỉ, chức danh",
    noun="văn bằng, chứng chỉ",
    columns=(
        staff_column(),
        Column("muc", "Văn bằng, chứng chỉ", certificate, ("level",)),
        Column("loai", "Loại", lambda row: row.get_kind_display(), ("kind",)),
        Column("ngay_cap", "Ngày cấp", lambda row: row.awarded, (day_or("awarded_to", first=True),)),
        Column("so_hieu", "Số hiệu", lambda row: row.number, ("number",), shown=False),
        Column("noi_cap", "Nơi cấp", lambda row: row.issuer, (text_key("issuer"),)),
        Column("quyet_dinh", "Quyết định", lambda row: row.document, shown=False),
    ),
    order="-ngay_cap",
    rows=lambda: Qualification.objects.select_related("staff", "document"),
    scope=own_lines,
    own="Chỉ hiện hồ sơ của bạn.",
    search=by_words("staff__search_key", key_of("number", "issuer")),
    search_hint="họ và tên, số hiệu, nơi cấp",
    filters=QualificationFilters,
    within=(OF_STAFF,),
    part_of="can-bo",
    form=QualificationForm,
    facts=(
        Fact("Cán bộ", of_staff),
        Fact("Loại", lambda row: row.get_kind_display()),
        Fact("Mức", lambda row: row.get_level_display()),
        Fact("Ngày cấp", lambda row: row.awarded),
        Fact("Số hiệu", lambda row: row.number),
        Fact("Nơi cấp", lambda row: row.issuer),
        Fact("Quyết định", lambda row: row.document),
    ),
    empty="Chưa ghi văn bằng, chứng chỉ, chức danh.",
)

declare(EMPLOYMENT, POSTING, QUALIFICATION)
