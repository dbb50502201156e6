"""Who works where as what today, and what is the highest each holds: in the query of the list itself."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, IntegerField, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from school.days import today
from school.models import Department, Qualification, QualificationKind, Staff, StaffEmployment, StaffPosting
from school.models.staff import LEVELS
from school.records.ordering import Today


def with_present() -> QuerySet[Staff]:
    """Staff with `employed_as`, `positions`, `departments` (also in short), `degree` and `rank` of today."""
    posts = StaffPosting.objects.on(Today()).filter(staff=OuterRef("pk")).order_by("valid_from", "pk")
    return Staff.objects.annotate(
        employed_as=present_employment(),
        positions=ArraySubquery(posts.values("position")),
        departments=ArraySubquery(posts.values("department__name")),
        short_departments=ArraySubquery(posts.values("department__short_name")),
        degree=highest(QualificationKind.DEGREE),
        rank=highest(QualificationKind.RANK),
    )


def present_employment() -> Coalesce:
    """The kind of employment today; empty where there is none."""
    rows = StaffEmployment.objects.on(Today()).filter(staff=OuterRef("pk"))
    return Coalesce(Subquery(rows.values("kind")[:1]), Value(""))


def present_department() -> Coalesce:
    """The name of the first department posted to today; empty where there is none."""
    posts = StaffPosting.objects.on(Today()).filter(staff=OuterRef("pk"))
    rows = posts.order_by("valid_from", "pk")
    return Coalesce(Subquery(rows.values("department__name")[:1]), Value(""))


def highest(kind: QualificationKind) -> Coalesce:
    """The place in `LEVELS` of the highest level of a kind held today, from 1; 0 where there is none."""
    place = Case(*(When(level=level, then=Value(number)) for number, level in enumerate(LEVELS[kind], start=1)))
    held = Qualification.objects.filter(staff=OuterRef("pk"), kind=kind, awarded_to__lte=Today())
    number = held.order_by().values("staff").annotate(place=Max(place)).values("place")
    return Coalesce(Subquery(number), Value(0), output_field=IntegerField())


def level_named(kind: QualificationKind, place: int) -> str:
    """The level's words; empty for 0."""
    return str(LEVELS[kind][place - 1].label) if place else ""


def posted_to(rows: QuerySet[Staff], department: Department) -> QuerySet[Staff]:
    """Those posted to a department today."""
    return rows.filter(Exists(StaffPosting.objects.on(today()).filter(staff=OuterRef("pk"), department=department)))


def employed_as(rows: QuerySet[Staff], kind: str) -> QuerySet[Staff]:
    """Those employed in one way today; with an empty kind, those not employed."""
    employments = StaffEmployment.objects.on(today()).filter(staff=OuterRef("pk"))
    return rows.filter(Exists(employments.filter(kind=kind)) if kind else ~Exists(employments))
