"""The plan of a year: adopted, then replaced by a later version."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from courses.models import CourseClass, PlanLine, YearPlan
from school.errors import Refused, save_checked
from school.models import Document


@transaction.atomic
def adopt_plan(plan: YearPlan, lines: Sequence[PlanLine]) -> YearPlan:
    """Store a plan with its lines; its version is the next of the year.

    Raises Refused for a plan without lines or dated before the version it replaces, ValidationError for a line
    given twice.
    """
    if not lines:
        raise Refused("Kế hoạch chưa có dòng nào. Ghi ít nhất một dòng rồi ban hành.")
    last = YearPlan.objects.filter(year=plan.year).first()
    if last and plan.adopted_on < last.adopted_on:
        raise Refused(f"Ngày ban hành phải từ ngày của kế hoạch trước, {last.adopted_on:%d/%m/%Y}.", "adopted_on")
    plan.version = last.version + 1 if last else 1
    save_checked(plan)
    for line in lines:
        line.plan = plan
        save_checked(line)
    return plan


def start_plan(plan: YearPlan) -> YearPlan:
    """Store the first plan of a year, its lines to follow one by one. Raises Refused for a year that has a plan."""
    if last := YearPlan.objects.filter(year=plan.year).first():
        raise Refused(f"Đã có {last}. Mở kế hoạch ấy rồi lập lần điều chỉnh.", "year")
    plan.version = 1
    save_checked(plan)
    return plan


def amend_plan(plan: YearPlan) -> YearPlan:
    """Store what is mended of a plan. Raises Refused for a day that would put its versions out of order."""
    versions = YearPlan.objects.filter(year=plan.year)
    before = versions.filter(version__lt=plan.version, adopted_on__gt=plan.adopted_on).first()
    if before:
        raise Refused(f"Ngày ban hành phải từ ngày của kế hoạch trước, {before.adopted_on:%d/%m/%Y}.", "adopted_on")
    after = versions.filter(version__gt=plan.version, adopted_on__lt=plan.adopted_on).last()
    if after:
        raise Refused(f"Ngày ban hành phải đến hết ngày của lần sau, {after.adopted_on:%d/%m/%Y}.", "adopted_on")
    save_checked(plan)
    return plan


def set_line(line: PlanLine) -> PlanLine:
    """Store a line of a plan. Raises Refused where its classes are of another programme, partner or mode by now."""
    classes = CourseClass.objects.filter(plan_line=line.pk) if line.pk else CourseClass.objects.none()
    other = classes.exclude(programme=line.programme_id, partner=line.partner_id, mode=line.mode).first()
    if other:
        raise Refused(
            f"Dòng này đã có lớp {other.code}: chương trình, đơn vị phối hợp và hình thức giữ nguyên. "
            "Thêm dòng khác cho lớp khác."
        )
    save_checked(line)
    return line


def revise_plan(plan: YearPlan, adopted_on: date, document: Document | None = None) -> YearPlan:
    """The next version of a plan with the same lines, to be changed there; its classes go along.

    Raises Refused for a plan without lines, or a day before the version it replaces.
    """
    former = list(plan.lines.select_related("programme", "partner"))
    lines = [
        PlanLine(
            programme=line.programme,
            partner=line.partner,
            mode=line.mode,
            quarter=line.quarter,
            classes=line.classes,
            learners=line.learners,
        )
        for line in former
    ]
    revised = YearPlan(year=plan.year, adopted_on=adopted_on, document=document, provenance=plan.provenance)
    with transaction.atomic():
        adopt_plan(revised, lines)
        for old, new in zip(former, lines, strict=True):
            CourseClass.objects.filter(plan_line=old).update(plan_line=new)
    return revised
