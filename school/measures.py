"""Figures about staff and lecturers, on the last day of the period that can be seen."""

from datetime import date

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from school.days import years_before
from school.figures import Column, Dimension, Measure, Scope, Share, register
from school.models import EmploymentKind, Qualification, QualificationKind, QualificationLevel, StaffEmployment

LECTURERS = (EmploymentKind.LECTURER, EmploymentKind.CONCURRENT)
OF_STAFF = (*LECTURERS, EmploymentKind.OTHER)
YEARS_BEFORE_ADVANCED = 7  # lý luận chính trị cao cấp sau 7 năm giảng dạy (Quy định 11-QĐ/TW, theo các báo cáo)

DIMENSIONS = {
    "kind": Dimension("kind"),
    "sex": Dimension("staff__sex"),
    "staff": Dimension("staff_id", int),
    "provenance": Dimension("staff__provenance"),
}
COLUMNS = (
    Column("Họ và tên", lambda employment: employment.staff.full_name),
    Column("Hình thức", lambda employment: employment.get_kind_display()),
    Column("Từ ngày", lambda employment: employment.valid_from),
)


def employed(scope: Scope) -> QuerySet[StaffEmployment]:
    """Employments of the school's own staff on that day: one a person."""
    return (
        StaffEmployment.objects.on(scope.last)
        .filter(kind__in=OF_STAFF)
        .select_related("staff")
        .order_by("staff__sort_key", "pk")
    )


def lecturers(scope: Scope) -> QuerySet[StaffEmployment]:
    """Of these, lecturers on staff or holding another post (cơ hữu, kiêm chức)."""
    return employed(scope).filter(kind__in=LECTURERS)


def _holds(day: date, kind: QualificationKind, *levels: QualificationLevel) -> Exists:
    held = Qualification.objects.filter(staff=OuterRef("staff"), kind=kind, awarded_to__lte=day)
    return Exists(held.filter(level__in=levels) if levels else held)


def _lecturers_who_hold(kind: QualificationKind, *levels: QualificationLevel):  # type: ignore[no-untyped-def]
    return lambda scope: lecturers(scope).filter(_holds(scope.last, kind, *levels))


def fit_in_political_theory(scope: Scope) -> QuerySet[StaffEmployment]:
    """Lecturers with trung cấp or higher, and with cao cấp once they have taught seven years."""
    began = (
        StaffEmployment.objects.filter(staff=OuterRef("staff"), kind__in=LECTURERS)
        .order_by()
        .values("staff")
        .annotate(first=Min("valid_from"))
        .values("first")
    )
    recent = Q(began__gt=years_before(scope.last, YEARS_BEFORE_ADVANCED))
    theory = QualificationKind.POLITICAL_THEORY
    return (
        lecturers(scope)
        .annotate(began=Subquery(began))
        .filter(
            _holds(scope.last, theory, QualificationLevel.ADVANCED)
            | Q(recent, _holds(scope.last, theory, QualificationLevel.INTERMEDIATE))
        )
    )


def _measure(name: str, label: str, definition: str, rows) -> Measure:  # type: ignore[no-untyped-def]
    return Measure(name, label, "người", definition, rows, DIMENSIONS, COLUMNS)


def _lecturer_share(name: str, label: str, numerator: str) -> Share:
    return Share(name, label, numerator, "lecturers", f"{label}, trên tổng số giảng viên cơ hữu và kiêm chức.")


DEGREE, RANK = QualificationKind.DEGREE, QualificationKind.RANK
MASTERS = _lecturers_who_hold(DEGREE, QualificationLevel.MASTER, QualificationLevel.DOCTOR)
DOCTORS = _lecturers_who_hold(DEGREE, QualificationLevel.DOCTOR)
SENIORS = _lecturers_who_hold(RANK, QualificationLevel.RANK_SENIOR, QualificationLevel.RANK_HIGH)

register(
    _measure("staff", "Viên chức, người lao động", "Người làm việc của trường, không kể thỉnh giảng.", employed),
    _measure("lecturers", "Giảng viên", "Giảng viên cơ hữu và kiêm chức, không kể thỉnh giảng.", lecturers),
    _measure("lecturers_master", "Giảng viên thạc sĩ trở lên", "Đã có bằng thạc sĩ hoặc tiến sĩ.", MASTERS),
    _measure("lecturers_doctor", "Giảng viên tiến sĩ", "Đã có bằng tiến sĩ.", DOCTORS),
    _measure("senior_lecturers", "Giảng viên chính trở lên", "Giảng viên chính hoặc giảng viên cao cấp.", SENIORS),
    _measure(
        "lecturers_fit_in_theory",
        "Giảng viên đạt trình độ lý luận chính trị",
        "Trung cấp trở lên; từ 7 năm giảng dạy thì cao cấp.",
        fit_in_political_theory,
    ),
    _measure(
        "lecturers_pedagogy",
        "Giảng viên có chứng chỉ nghiệp vụ sư phạm",
        "Đã có chứng chỉ nghiệp vụ sư phạm.",
        _lecturers_who_hold(QualificationKind.PEDAGOGY),
    ),
    _measure(
        "lecturers_classics",
        "Giảng viên có chứng chỉ kiến thức kinh điển",
        "Đã có chứng chỉ bồi dưỡng kiến thức kinh điển.",
        _lecturers_who_hold(QualificationKind.CLASSICS),
    ),
    Share(
        "lecturer_share",
        "Giảng viên trên tổng số viên chức",
        "lecturers",
        "staff",
        "Giảng viên cơ hữu và kiêm chức, trên tổng số người làm việc của trường.",
    ),
    _lecturer_share("lecturer_master_share", "Giảng viên có trình độ thạc sĩ trở lên", "lecturers_master"),
    _lecturer_share("lecturer_doctor_share", "Giảng viên có trình độ tiến sĩ", "lecturers_doctor"),
    _lecturer_share("senior_lecturer_share", "Giảng viên chính trở lên", "senior_lecturers"),
    _lecturer_share(
        "lecturer_political_theory_share", "Giảng viên đạt trình độ lý luận chính trị", "lecturers_fit_in_theory"
    ),
    _lecturer_share("lecturer_pedagogy_share", "Giảng viên có chứng chỉ nghiệp vụ sư phạm", "lecturers_pedagogy"),
    _lecturer_share("lecturer_classics_share", "Giảng viên có chứng chỉ kiến thức kinh điển", "lecturers_classics"),
)
