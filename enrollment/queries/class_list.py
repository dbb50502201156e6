"""Who is in a class, with what a list of it says of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from courses.models import CourseClass
from enrollment.models import ClassStay, Enrolment, EnrolmentState, Identity, IdentityKind
from school.partial_date import PartialDate

# Who left is on no list of the class any more; who is deferred keeps the place.
ON_THE_LIST = (EnrolmentState.STUDYING, EnrolmentState.DEFERRED, EnrolmentState.COMPLETED)


@dataclass(frozen=True)
class Member:
    """One line of a class list. Agency and position are those of the day of entry; what is not known is "" or None.

    `agency_key`: what agencies are sorted by. `number`: the identity number, "" also where nobody asked for it.
    `note`: what is unusual about the enrolment.
    """

    full_name: str
    born: PartialDate | None
    sex: str
    position: str
    agency: str
    agency_key: str
    number: str
    joined_party: PartialDate | None
    note: str


def class_members(course_class: CourseClass, *, numbers: bool) -> list[Member]:
    """Everybody in the class, by given name; `numbers`: with identity numbers. Two queries at most."""
    rows = list(_enrolments(course_class))
    found = _numbers([row.learner_id for row in rows]) if numbers else {}
    return [_member(row, found.get(row.learner_id, ""), course_class) for row in rows]


def _enrolments(course_class: CourseClass) -> QuerySet[Enrolment]:
    """Those whose last stay is in the class: a transfer leaves the first one."""
    stays = ClassStay.objects.filter(enrolment=OuterRef("pk")).order_by("-started_on", "-pk")
    here = ClassStay.objects.filter(course_class=course_class)
    return (
        Enrolment.objects.filter(pk__in=here.values("enrolment"), state__in=ON_THE_LIST)
        .annotate(last_class=Subquery(stays.values("course_class")[:1]))
        .filter(last_class=course_class.pk)
        .select_related("learner", "agency", "first_class")
        .order_by("learner__sort_key", "learner_id", "pk")
    )


def _numbers(learner_pks: Sequence[int]) -> dict[int, str]:
    """One number of each: the citizen's rather than the old one, the latest of several."""
    rows = Identity.objects.filter(learner__in=learner_pks)
    known = sorted(
        (kind == IdentityKind.CITIZEN, pk, learner, number)
        for pk, learner, kind, number in rows.values_list("pk", "learner_id", "kind", "number")
    )
    return {learner: number for _, _, learner, number in known}


def _member(row: Enrolment, number: str, course_class: CourseClass) -> Member:
    learner = row.learner
    return Member(
        full_name=learner.full_name,
        born=learner.born,
        sex=learner.sex,
        position=row.position,
        agency=row.agency.name,
        agency_key=row.agency.sort_key,
        number=number,
        joined_party=learner.joined_party,
        note=_note(row, course_class),
    )


def _note(row: Enrolment, course_class: CourseClass) -> str:
    notes = [f"từ lớp {row.first_class.code}"] if row.first_class_id != course_class.pk else []
    if row.state == EnrolmentState.DEFERRED:
        notes.append(str(EnrolmentState.DEFERRED.label))
    words = ", ".join(notes)
    return words[:1].upper() + words[1:]
