"""What is taught and when."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from courses import models
from tests.factories.base import first_day, last_day
from tests.factories.school import AgencyFactory, DocumentFactory, SourceFactory, StaffFactory


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = models.Programme

    code = factory.Sequence(lambda n: f"LLCT-{n + 1}")
    name = "Trung cấp lý luận chính trị"
    short_name = "TC LLCT"
    family = models.Family.TRAINING


class ModuleFactory(DjangoModelFactory):
    class Meta:
        model = models.Module

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"HP{n + 1}")
    name = "Những vấn đề cơ bản của chủ nghĩa Mác - Lênin"
    periods = 80
    order = factory.Sequence(lambda n: n)


class RuleSetFactory(DjangoModelFactory):
    class Meta:
        model = models.RuleSet

    programme = factory.SubFactory(ProgrammeFactory)
    document = factory.SubFactory(DocumentFactory, kind="decision")
    valid_from = date(2021, 12, 21)
    attendance_percent = 80
    pass_mark = Decimal("5.0")
    resits = 1
    class_size_from = 40
    class_size_to = 70


class EntryRuleFactory(DjangoModelFactory):
    class Meta:
        model = models.EntryRule

    programme = factory.SubFactory(ProgrammeFactory)
    document = factory.SubFactory(DocumentFactory)
    valid_from = date(2022, 2, 8)
    party_member = True
    college_degree = True
    part_time_age_women = 28
    part_time_age_men = 30


class YearPlanFactory(DjangoModelFactory):
    """Plans of one year follow each other as versions."""

    class Meta:
        model = models.YearPlan

    year = 2024
    version = factory.Sequence(lambda n: n + 1)
    adopted_on = date(2024, 1, 15)


class PlanLineFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanLine

    plan = factory.SubFactory(YearPlanFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    partner = factory.SubFactory(AgencyFactory)
    mode = models.Mode.PART_TIME
    quarter = 2
    classes = 2
    learners = 120


class CourseClassFactory(DjangoModelFactory):
    """An open class; `opened=None`: it still waits. `opened` and `closed` may be PartialDates."""

    class Meta:
        model = models.CourseClass

    class Params:
        opened = date(2024, 3, 4)
        closed = None

    code = factory.Sequence(lambda n: f"K{n + 1:03d}")
    name = factory.Sequence(lambda n: f"Trung cấp lý luận chính trị khóa {n + 1}")
    programme = factory.SubFactory(ProgrammeFactory)
    partner = factory.SubFactory(AgencyFactory)
    mode = models.Mode.PART_TIME
    place = "Hội trường A"
    homeroom = factory.SubFactory(StaffFactory)
    opened_from = first_day("opened")
    opened_to = last_day("opened")
    closed_from = first_day("closed")
    closed_to = last_day("closed")


class DeclaredFigureFactory(DjangoModelFactory):
    class Meta:
        model = models.DeclaredFigure

    year = 2023
    source = factory.SubFactory(SourceFactory)
    stated_on = date(2023, 11, 16)
    programme = factory.SubFactory(ProgrammeFactory)
    partner = factory.SubFactory(AgencyFactory)
    classes = 3
    learners = 237


class DeclaredCoverageFactory(DjangoModelFactory):
    """The figure is of the class's own year, programme and partner."""

    class Meta:
        model = models.DeclaredCoverage

    course_class = factory.SubFactory(CourseClassFactory, opened=date(2023, 6, 5), code_provisional=True)
    figure = factory.SubFactory(
        DeclaredFigureFactory,
        programme=factory.SelfAttribute("..course_class.programme"),
        partner=factory.SelfAttribute("..course_class.partner"),
    )
