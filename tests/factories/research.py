"""Research life."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from research import models
from tests.factories.base import first_day, last_day
from tests.factories.school import StaffFactory


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = models.Project

    title = factory.Sequence(lambda n: f"Nâng cao chất lượng giảng dạy lý luận chính trị, nhiệm vụ {n + 1}")
    level = models.Level.SCHOOL
    started_on = date(2024, 3, 4)
    due_on = date(2024, 12, 20)


class SeminarFactory(DjangoModelFactory):
    """`held` may be a PartialDate, or None while it is only planned."""

    class Meta:
        model = models.Seminar

    class Params:
        held = date(2024, 5, 17)

    title = factory.Sequence(lambda n: f"Xây dựng trường chính trị chuẩn, lần {n + 1}")
    level = models.Level.SCHOOL
    held_from = first_day("held")
    held_to = last_day("held")
    place = "Hội trường A"


class PublicationFactory(DjangoModelFactory):
    """`published` may be a PartialDate."""

    class Meta:
        model = models.Publication

    class Params:
        published = date(2024, 9, 30)

    title = factory.Sequence(lambda n: f"Thông tin lý luận và thực tiễn, số {n + 1}")
    kind = models.PublicationKind.BULLETIN
    venue = "Nội san của Trường"
    published_from = first_day("published")
    published_to = last_day("published")


class ContributionFactory(DjangoModelFactory):
    """To a project; give `seminar` or `publication` and `project=None` for another work."""

    class Meta:
        model = models.Contribution

    project = factory.SubFactory(ProjectFactory)
    staff = factory.SubFactory(StaffFactory)
    role = models.Role.LEADER
    share_percent = 60
