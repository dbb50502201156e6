"""Declared figures and the classes they cover."""

from datetime import date

import pytest

from courses.domain.declared import declare_figure
from courses.models import DeclaredFigure
from school.errors import Refused
from tests.factories.courses import CourseClassFactory, DeclaredFigureFactory, ProgrammeFactory
from tests.factories.school import AgencyFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure() -> DeclaredFigure:
    return DeclaredFigureFactory.build(
        programme=ProgrammeFactory(), partner=AgencyFactory(), source=SourceFactory(), classes=2, learners=140
    )


def _classes(figure, count, **kwargs):
    values = {"programme": figure.programme, "partner": figure.partner, "opened": date(2023, 6, 5)} | kwargs
    return CourseClassFactory.create_batch(count, **values)


def test_it_covers_its_classes(figure):
    classes = _classes(figure, 2)
    declare_figure(figure, classes)
    assert set(figure.covers.all()) == set(classes)


def test_more_classes_than_stated_are_refused(figure):
    with pytest.raises(Refused, match="nêu 2 lớp, không ghép được 3 lớp"):
        declare_figure(figure, _classes(figure, 3))
    assert not DeclaredFigure.objects.exists()


@pytest.mark.parametrize(
    "other",
    [{"opened": date(2024, 6, 5)}, {"programme": None}, {"partner": None}, {"planned": False}],
    ids=["year", "programme", "partner", "plan"],
)
def test_a_class_of_another_cell_is_refused(figure, other):
    if other.get("programme", 0) is None:
        other = {"programme": ProgrammeFactory()}
    with pytest.raises(Refused, match="khác chương trình, đơn vị phối hợp hoặc năm"):
        declare_figure(figure, _classes(figure, 1, **other))


def test_a_class_is_covered_once(figure):
    classes = _classes(figure, 1)
    declare_figure(figure, classes)
    again = DeclaredFigureFactory.build(
        programme=figure.programme, partner=figure.partner, source=SourceFactory(), classes=1, learners=70
    )
    with pytest.raises(Refused):
        declare_figure(again, classes)
    assert DeclaredFigure.objects.count() == 1
