"""Adding a learner from the page of the class: found by name, sent by whom the post on the day of entry tells."""

from datetime import date

import pytest

from enrollment.domain.rosters import confirm_roster
from enrollment.models import Enrolment
from portal.models import Role
from school.partial_date import PartialDate
from tests.factories import (
    AgencyFactory,
    CourseClassFactory,
    EnrolmentFactory,
    IdentityFactory,
    LearnerFactory,
    PostingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OPENED = date(2024, 3, 4)


@pytest.fixture
def training(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


@pytest.fixture
def course_class():
    return CourseClassFactory(opened=OPENED)


def url_of(course_class):
    return f"/lop/{course_class.pk}/them-hoc-vien/"


def offered(response):
    return [str(choice[1]) for choice in response.context["form"].fields["learner"].choices]


def test_offered_while_the_class_runs_and_nobody_confirmed_its_roster(training, course_class):
    waiting, closed = CourseClassFactory(opened=None), CourseClassFactory(opened=OPENED, closed=date(2024, 6, 1))
    confirmed = EnrolmentFactory().first_class
    confirm_roster(confirmed)
    for other in (waiting, closed, confirmed):
        assert training.get(url_of(other)).status_code == 404
    assert "Thêm học viên" in training.get(f"/lop/{course_class.pk}/").content.decode()


def test_people_of_one_name_are_told_apart(training, course_class):
    huong = LearnerFactory(full_name="Nguyễn Thị Hường", born=date(1980, 3, 12))
    PostingFactory(learner=huong, position="Phó Trưởng phòng", agency__name="Sở Nội vụ")
    LearnerFactory(full_name="Nguyễn Thị Hường", born=PartialDate.year(1985))
    LearnerFactory(full_name="Trần Văn Đạt")
    page = training.get(url_of(course_class), {"tim": "nguyen huong"})
    assert offered(page) == [
        "Nguyễn Thị Hường, sinh 12/03/1980, Phó Trưởng phòng, Sở Nội vụ",
        "Nguyễn Thị Hường, sinh 1985",
    ]
    assert offered(training.get(url_of(course_class))) == []
    nobody = training.get(url_of(course_class), {"tim": "nguyen van khong"})
    assert offered(nobody) == [] and "Không có ai khớp" in nobody.content.decode()


def test_no_more_than_ten_are_offered(training, course_class):
    LearnerFactory.create_batch(12, full_name="Nguyễn Thị Hường")
    page = training.get(url_of(course_class), {"tim": "huong"})
    assert len(offered(page)) == 10
    assert "Chỉ hiện 10 người đầu" in page.content.decode()


def test_the_first_click_finds_and_the_second_enrols_with_the_post_of_that_day(training, course_class):
    learner = LearnerFactory(full_name="Nguyễn Thị Hường")
    then = PostingFactory(
        learner=learner, valid_from=date(2020, 1, 1), valid_to=date(2024, 5, 31), position="Chuyên viên"
    )
    PostingFactory(learner=learner, valid_from=date(2024, 6, 1), position="Phó Trưởng phòng")
    first = training.post(url_of(course_class), {"tim": "huong"})
    assert first.status_code == 422 and set(first.context["form"].errors) == {"learner"}
    assert len(offered(first)) == 1
    done = training.post(url_of(course_class), {"tim": "huong", "learner": learner.pk})
    assert done.url == f"/lop/{course_class.pk}/"
    enrolment = Enrolment.objects.get()
    assert (enrolment.first_class, enrolment.entered_on) == (course_class, OPENED)
    assert (enrolment.agency, enrolment.position) == (then.agency, "Chuyên viên")
    again = training.post(url_of(course_class), {"tim": "huong", "learner": learner.pk})
    assert "đã có trong danh sách lớp" in again.content.decode()


def test_an_agency_chosen_goes_before_the_post(training, course_class):
    posting, other = PostingFactory(learner__full_name="Nguyễn Thị Hường"), AgencyFactory()
    values = {"tim": "huong", "learner": posting.learner_id, "agency": other.pk, "entered_on": "11/03/2024"}
    assert training.post(url_of(course_class), values).status_code == 302
    enrolment = Enrolment.objects.get()
    assert (enrolment.agency, enrolment.position, enrolment.entered_on) == (other, "", date(2024, 3, 11))


def test_nobody_without_a_post_on_that_day_unless_an_agency_is_chosen(training, course_class):
    learner = PostingFactory(learner__full_name="Nguyễn Thị Hường", valid_from=date(2024, 6, 1)).learner
    values = {"tim": "huong", "learner": learner.pk}
    refused = training.post(url_of(course_class), values)
    assert "vào ngày 04/03/2024" in refused.context["form"].errors["agency"][0]
    early = training.post(url_of(course_class), values | {"agency": AgencyFactory().pk, "entered_on": "01/03/2024"})
    assert "trước ngày khai giảng" in early.context["form"].errors["entered_on"][0]
    assert not Enrolment.objects.exists()


def test_only_somebody_whom_the_text_finds_can_be_chosen(training, course_class):
    other = PostingFactory(learner__full_name="Trần Văn Đạt").learner
    for learner in (other.pk, "abc", "999999999"):
        response = training.post(url_of(course_class), {"tim": "huong", "learner": learner})
        assert set(response.context["form"].errors) == {"learner"}


def test_found_by_a_whole_identity_number(training, course_class):
    learner = IdentityFactory(number="001185000123").learner
    assert len(offered(training.get(url_of(course_class), {"tim": "001185000123"}))) == 1
    assert learner.full_name in offered(training.get(url_of(course_class), {"tim": "001185000123"}))[0]


def test_an_address_brings_no_token_along(training, course_class):
    token = "3f333df6-90a4-4fda-8dd3-9485d27cee36"
    assert str(training.get(url_of(course_class), {"token": token}).context["form"]["token"].value()) != token


@pytest.mark.parametrize("number", [1, 9])
def test_as_few_queries_for_many(training, course_class, django_assert_max_num_queries, number):
    for _ in range(number):
        PostingFactory(learner__full_name="Nguyễn Thị Hường")
    with django_assert_max_num_queries(9):
        assert len(offered(training.get(url_of(course_class), {"tim": "huong"}))) == number
