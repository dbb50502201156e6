"""A framework with one attested and one computed indicator, and whoever opens its pages."""

import pytest

from portal.models import Role
from tests.factories import (
    CriterionFactory,
    FrameworkFactory,
    FrameworkLevelFactory,
    IndicatorFactory,
    QualificationFactory,
    StaffEmploymentFactory,
    StaffFactory,
    ThresholdFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def sign_in(client):
    def signed_in(role=Role.SCIENCE, **fields):
        client.force_login(UserFactory(role=role, **fields))
        return client

    return signed_in


@pytest.fixture
def science(sign_in):
    return sign_in(full_name="Lê Thị Lan")


@pytest.fixture
def group():
    framework = FrameworkFactory(name="Trường chính trị chuẩn")
    FrameworkLevelFactory(framework=framework, level=1, official_total=55)
    FrameworkLevelFactory(framework=framework, level=2, official_total=None)
    return CriterionFactory(framework=framework, name="Thể chế, quy định")


@pytest.fixture
def attested(group):
    return IndicatorFactory(criterion=group, attested=True, code="1.2", text="Quy chế được rà soát hằng năm")


@pytest.fixture
def computed(group):
    indicator = IndicatorFactory(criterion=group, code="2.2")
    ThresholdFactory(indicator=indicator, at_least=90)
    for number in range(3):
        staff = StaffFactory()
        StaffEmploymentFactory(staff=staff)
        if number:
            QualificationFactory(staff=staff)
    return indicator
