"""The life of a class: planned, opened, closed or cancelled."""

from datetime import date

from courses.models import ClassState, CourseClass, PlanLine
from courses.queries.rules_in_force import rule_set_on
from school.days import today
from school.errors import Refused, save_checked
from school.partial_date import PartialDate


def plan_class(course_class: CourseClass) -> CourseClass:
    """Store a class as it is planned, or what is to be mended of it; what its plan line says stays so.

    Raises Refused for a class of another programme, partner or mode than its line, ValidationError for a code in
    use or dates out of order.
    """
    line = course_class.plan_line
    if line:
        course_class.planned = True
        _agree(course_class, line)
    save_checked(course_class)
    return course_class


def _agree(course_class: CourseClass, line: PlanLine) -> None:
    """A class done for a line is done as the line says: otherwise the plan's sums would not be those of its classes."""
    if course_class.programme_id != line.programme_id:
        raise Refused(f"Dòng kế hoạch này là của chương trình {line.programme.code}. Chọn dòng khác.", "plan_line")
    if course_class.partner_id != line.partner_id:
        partner = f"phối hợp với {line.partner}" if line.partner else "không phối hợp với đơn vị nào"
        raise Refused(f"Theo dòng kế hoạch, lớp {partner}. Sửa đơn vị phối hợp hoặc chọn dòng khác.", "plan_line")
    if course_class.mode != line.mode:
        mode = line.get_mode_display()
        raise Refused(f"Theo dòng kế hoạch, lớp học {mode}. Sửa hình thức hoặc chọn dòng khác.", "plan_line")


def class_from_line(line: PlanLine, code: str, name: str, due_to_open_on: date) -> CourseClass:
    """A class of a plan line, with all that the line says already filled in; not stored."""
    return CourseClass(
        code=code,
        name=name,
        programme=line.programme,
        partner=line.partner,
        mode=line.mode,
        plan_line=line,
        planned=True,
        due_to_open_on=due_to_open_on,
        provenance=line.plan.provenance,
    )


def open_class(course_class: CourseClass, opened: PartialDate) -> None:
    """Record the opening (khai giảng); the rules in force then stay with the class.

    Raises Refused for a day to come, a class not waiting to open, or a programme not valid on that day.
    """
    _require(course_class, ClassState.PLANNED, "Chỉ lớp đang chờ khai giảng mới ghi được ngày khai giảng.")
    _set_opening(course_class, opened)


def correct_opening(course_class: CourseClass, opened: PartialDate) -> None:
    """The class opened on another day than was recorded; the rules in force on that day stay with it instead.

    Its learners are moved along by enrollment's `correct_opening_of`, which calls this. Raises Refused for a class
    that has not opened, a day to come, of another year or after the closing, or a programme not valid on that day.
    """
    if course_class.opened_from is None:
        raise Refused("Lớp chưa khai giảng thì chưa có ngày để sửa.")
    year = course_class.opened_from.year
    if (opened.first.year, opened.last.year) != (year, year):
        raise Refused(f"Lớp thuộc kế hoạch và báo cáo năm {year}. Chọn một ngày trong năm {year}.", "opened")
    if course_class.closed_to and course_class.closed_to < opened.first:
        raise Refused(f"Ngày khai giảng phải trước ngày bế giảng {course_class.closed}.", "opened")
    _set_opening(course_class, opened)


def _set_opening(course_class: CourseClass, opened: PartialDate) -> None:
    _not_in_future(opened, "opened", "Ngày khai giảng chưa tới.")
    programme = course_class.programme
    if not type(programme).objects.filter(pk=programme.pk).on(opened.first).exists():
        raise Refused(
            f"Chương trình {programme.code} không có hiệu lực ngày {opened.first:%d/%m/%Y}. "
            "Chọn chương trình đang có hiệu lực.",
            "programme",
        )
    course_class.opened_from, course_class.opened_to = opened.first, opened.last
    course_class.rule_set = rule_set_on(programme, opened.first)
    _save(course_class)


def close_class(course_class: CourseClass, closed: PartialDate) -> None:
    """Record the closing (bế giảng). Raises Refused for a day to come or before the opening."""
    _require(course_class, ClassState.OPEN, "Chỉ lớp đang học mới ghi được ngày bế giảng.")
    _not_in_future(closed, "closed", "Ngày bế giảng chưa tới.")
    if course_class.opened_from and closed.last < course_class.opened_from:
        raise Refused(f"Ngày bế giảng phải sau ngày khai giảng {course_class.opened}.", "closed")
    course_class.closed_from, course_class.closed_to = closed.first, closed.last
    _save(course_class)


def undo_opening(course_class: CourseClass) -> None:
    """The class waits again: the opening was recorded by mistake. Raises Refused once somebody is enrolled."""
    _require(course_class, ClassState.OPEN, "Chỉ lớp đang học mới hoàn tác được khai giảng.")
    if course_class.enrolments.exists():
        raise Refused("Lớp đã có học viên nên không hoàn tác khai giảng được. Sai ngày thì sửa ngày khai giảng.")
    course_class.opened_from = course_class.opened_to = course_class.rule_set = None
    _save(course_class)


def cancel_class(course_class: CourseClass, on: date) -> None:
    """A class that will not open. Raises Refused once it has opened, and for a day to come."""
    _require(course_class, ClassState.PLANNED, "Lớp đã khai giảng thì không hủy; ghi ngày bế giảng.")
    _not_in_future(PartialDate.day(on), "on", "Ngày hủy chưa tới.")
    course_class.cancelled_on = on
    _save(course_class)


def _require(course_class: CourseClass, state: ClassState, message: str) -> None:
    if course_class.state != state:
        raise Refused(message)


def _not_in_future(day: PartialDate, field: str, message: str) -> None:
    if day.first > today():
        raise Refused(message, field)


def _save(course_class: CourseClass) -> None:
    save_checked(course_class)
    course_class.refresh_from_db(fields=["state", "year"])
