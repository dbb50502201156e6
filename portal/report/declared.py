"""What stands behind a declared number: who stated it, in which words, and the classes it covers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from courses.models import CourseClass, DeclaredFigure
from enrollment.models import RosterConfirmation
from portal.report import wording
from portal.report.content import Mark
from portal.report.doors import LEARNERS, Figure, rows_door
from school.figures import Ask, Scope, ask, measure
from school.models import DeclaredFact


@dataclass(frozen=True)
class ClassLine:
    """A class that the number covers; its learners are known only once its roster is confirmed."""

    course_class: CourseClass
    confirmed: bool
    learners: Figure

    @property
    def state(self) -> str:
        """What the class's dates say of it."""
        return self.course_class.get_state_display()


@dataclass(frozen=True)
class Declaration:
    """A declared number of classes and learners with its source and its classes."""

    figure: DeclaredFigure
    title: str
    partner: str
    number: Figure
    lines: tuple[ClassLine, ...]
    counted: int

    @property
    def classes(self) -> str:
        """How many classes the source states."""
        return wording.number(self.figure.classes)

    @property
    def confirmed(self) -> int:
        """How many of the covered classes are counted."""
        return sum(line.confirmed for line in self.lines)

    @property
    def progress(self) -> str:
        """ "đếm được 66 từ 1/3 lớp"; "" before the first roster is confirmed."""
        if not self.confirmed:
            return ""
        of = max(self.figure.classes or 0, len(self.lines))
        return f"đếm được {wording.number(self.counted)} từ {self.confirmed}/{wording.number(of)} lớp"

    @property
    def provisional(self) -> bool:
        """Whether a class still bears a code given for the time being."""
        return any(line.course_class.code_provisional for line in self.lines)


def declaration(figure: DeclaredFigure, day: date) -> Declaration:
    """Everything behind one declared figure as of the end of `day`; two queries beyond the figure's own."""
    scope = Scope.of_year(figure.year, day).at(figure=figure.pk)
    (cells,) = ask(Ask(measure(LEARNERS), scope, ("class",)))
    lines = tuple(_line(course_class, cells.get((course_class.pk,)), scope) for course_class in _covered(figure))
    return Declaration(
        figure=figure,
        title=figure.programme.name if figure.programme else "Lớp mở ngoài kế hoạch",
        partner=str(figure.partner) if figure.partner else wording.NOT_STATED,
        number=_number(figure),
        lines=lines,
        counted=sum(cells.values()),
    )


def fact_number(fact: DeclaredFact) -> Figure:
    """The fact's number, or that the source gives none."""
    if fact.value is None:
        return Figure(wording.WITHOUT_NUMBER, Mark.DECLARED)
    return Figure((fact.approximate and fact.wording) or wording.number(fact.value), _mark(fact))


def _mark(declared: DeclaredFigure | DeclaredFact) -> Mark:
    return Mark.APPROXIMATE if declared.approximate else Mark.DECLARED


def _number(figure: DeclaredFigure) -> Figure:
    return Figure((figure.approximate and figure.wording) or wording.number(figure.learners), _mark(figure))


def _covered(figure: DeclaredFigure) -> QuerySet[CourseClass]:
    confirmed = RosterConfirmation.objects.filter(course_class=OuterRef("pk"), reopened_on=None)
    return CourseClass.objects.filter(coverage__figure=figure).annotate(confirmed=Exists(confirmed)).order_by("code")


def _line(course_class: CourseClass, number: int | None, scope: Scope) -> ClassLine:
    confirmed = bool(getattr(course_class, "confirmed", False))
    if not confirmed or number is None:
        return ClassLine(course_class, confirmed, Figure(wording.DASH))
    door = rows_door(LEARNERS, scope.at(**{"class": course_class.pk}))
    return ClassLine(course_class, confirmed, Figure(wording.number(number), Mark.COUNTED, door))
