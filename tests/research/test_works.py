"""Works recorded with people's parts in them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from research.domain.works import record_work
from research.models import Contribution, Project, Role
from tests.factories.research import ProjectFactory, SeminarFactory
from tests.factories.school import StaffFactory

pytestmark = pytest.mark.django_db


def test_people_are_recorded_with_their_work():
    project, seminar = ProjectFactory.build(decision=None), SeminarFactory.build()
    staff = StaffFactory()
    record_work(project, [Contribution(staff=staff, role=Role.LEADER)])
    record_work(seminar, [Contribution(external_name="Nguyễn Văn Bình", role=Role.SPEAKER)])
    assert project.contributions.get().staff == staff
    assert seminar.contributions.get().external_name == "Nguyễn Văn Bình"


def test_a_part_given_twice_leaves_no_half_recorded_work():
    staff = StaffFactory()
    parts = [Contribution(staff=staff, role=Role.MEMBER) for _ in range(2)]
    with pytest.raises(ValidationError, match="đã có vai trò đó"):
        record_work(ProjectFactory.build(decision=None), parts)
    assert not Project.objects.exists()


def test_an_acceptance_before_the_start_is_refused():
    project = ProjectFactory.build(decision=None, started_on=date(2025, 3, 1), accepted_on=date(2025, 2, 1))
    with pytest.raises(ValidationError, match="Ngày nghiệm thu phải sau ngày bắt đầu"):
        record_work(project)
