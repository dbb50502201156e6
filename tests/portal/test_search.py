"""Search everywhere: one box, each register's own search and scope, words for whatever is typed."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Role
from portal.search import SHOWN
from tests.factories import (
    AgencyFactory,
    AgencyNameFactory,
    CourseClassFactory,
    DocumentFactory,
    EnrolmentFactory,
    IdentityFactory,
    LearnerFactory,
    PostingFactory,
    ProjectFactory,
    PublicationFactory,
    SeminarFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NUMBER = "048190001234"


@pytest.fixture
def training(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


def signed_in(role, **fields):
    client = Client()
    client.force_login(UserFactory(role=role, **fields))
    return client


def found(client, text):
    """The labels found, by the key of their register."""
    groups = client.get("/tim/", {"tim": text}).context["search"].found
    return {group.register.key: [hit.label for hit in group.hits] for group in groups}


def test_without_marks_every_kind_of_record(training):
    LearnerFactory(full_name="Nguyễn Hòa Bình")
    CourseClassFactory(code="TC 07-2026", name="Lớp ở Hòa Vang")
    AgencyFactory(name="Huyện ủy Hòa Vang")
    DocumentFactory(number="11-QĐ/TW", issuer="Ban Bí thư", title="Quy định về hòa giải")
    StaffFactory(full_name="Lê Thị Hoà")
    ProjectFactory(title="Văn hóa công vụ")
    SeminarFactory(title="Hoa phượng đỏ")
    PublicationFactory(title="Hoạt động của chi bộ")
    assert found(training, "hoa") == {
        "enrollment.learner": ["Nguyễn Hòa Bình"],
        "courses.class": ["TC 07-2026"],
        "school.agency": ["Huyện ủy Hòa Vang"],
        "school.document": ["11-QĐ/TW, Ban Bí thư"],
        "school.staff": ["Lê Thị Hoà"],
        "research.project": ["Văn hóa công vụ"],
        "research.seminar": ["Hoa phượng đỏ"],
        "research.publication": ["Hoạt động của chi bộ"],
    }


@pytest.mark.parametrize("text", ["nguyen thi huong", "Hường", "HUONG NGUYEN"])
def test_people_by_name(training, text):
    LearnerFactory(full_name="Nguyễn Thị Hường")
    LearnerFactory(full_name="Phương Thị Nguyệt")
    assert found(training, text) == {"enrollment.learner": ["Nguyễn Thị Hường"]}


def test_agencies_by_their_other_names(training):
    agency = AgencyFactory(name="Thành ủy thành phố")
    AgencyNameFactory(agency=agency, name="Đảng bộ Đà Nẵng")
    assert found(training, "da nang") == {"school.agency": ["Thành ủy thành phố"]}


def test_whole_words_before_beginnings_each_by_given_name(training):
    for name in ("Hoàng An", "Trần Hòa", "Lê Hoà", "Đỗ Hoa"):
        LearnerFactory(full_name=name)
    assert found(training, "hoa")["enrollment.learner"] == ["Đỗ Hoa", "Lê Hoà", "Trần Hòa", "Hoàng An"]


def test_the_second_line_tells_people_of_one_name_apart(training):
    learner = LearnerFactory(full_name="Nguyễn Thị Hường", born=date(1985, 3, 12))
    PostingFactory(learner=learner, position="Phó Trưởng ban", agency__name="Ban Dân vận")
    [group] = training.get("/tim/", {"tim": "huong"}).context["search"].found
    assert group.hits[0].second == "sinh 12/03/1985; Phó Trưởng ban, Ban Dân vận"
    assert group.hits[0].url == f"/hoc-vien/{learner.pk}/"


@pytest.mark.parametrize("text", ["tc 07-2026", "TC 07-2026"])
def test_an_exact_code_comes_first(training, text):
    for code in ("TC 07-2026B", "TC 07-2026", "A TC 07-2026"):
        CourseClassFactory(code=code)
    AgencyFactory(name="TC 07 2026")
    groups = training.get("/tim/", {"tim": text}).context["search"].found
    assert groups[0].register.key == "courses.class"
    assert groups[0].hits[0].label == "TC 07-2026" and groups[0].hits[0].exact


def test_an_exact_number_of_a_document_comes_before_all_groups(training):
    CourseClassFactory(code="K 11-QĐ/TW")
    DocumentFactory(number="11-QĐ/TW")
    assert next(iter(found(training, "11-qđ/tw"))) == "school.document"


def test_no_more_than_a_few_of_each_and_the_way_to_all(training):
    LearnerFactory.create_batch(SHOWN + 3, full_name="Lê Văn Đông")
    AgencyFactory.create_batch(SHOWN, kind="other")
    for number in range(SHOWN + 1):
        AgencyFactory(name=f"Sở Đông {number}")
    groups = training.get("/tim/", {"tim": "đông"}).context["search"].found
    assert [(len(group.hits), group.more) for group in groups] == [(SHOWN, True), (SHOWN, True)]
    listing = training.get(groups[0].all_url).context["listing"]
    assert listing.count == SHOWN + 3


def test_what_was_put_away_or_merged_is_left_out(training):
    kept = LearnerFactory(full_name="Lê Hòa")
    LearnerFactory(full_name="Lê Hòa", merged_into=kept)
    LearnerFactory(full_name="Trần Hòa", archived_on=date(2025, 1, 1))
    AgencyFactory(name="Hòa Vang", archived_on=date(2025, 1, 1))
    assert found(training, "hoa") == {"enrollment.learner": ["Lê Hòa"]}


# Scope


def test_a_lecturer_finds_their_own_classes_and_learners_alone():
    staff = StaffFactory(full_name="Hòa Thị Một")
    own = EnrolmentFactory(learner__full_name="Lê Hòa", first_class__homeroom=staff, first_class__name="Lớp Hòa Vang")
    EnrolmentFactory(learner__full_name="Trần Hòa", first_class__name="Lớp Hòa Cường")
    StaffFactory(full_name="Hòa Thị Hai")
    AgencyFactory(name="Huyện ủy Hòa Vang")
    assert found(signed_in(Role.LECTURER, staff=staff), "hoa") == {
        "enrollment.learner": ["Lê Hòa"],
        "courses.class": [own.first_class.code],
        "school.staff": ["Hòa Thị Một"],
    }


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE])
def test_an_identity_number_finds_nobody_for_who_may_not_see_it(training, role):
    owner = IdentityFactory(number=NUMBER).learner
    assert found(training, NUMBER) == {"enrollment.learner": [owner.full_name]}
    client = signed_in(role)
    assert found(client, NUMBER) == {}
    assert owner.full_name not in client.get("/tim/", {"tim": NUMBER}).content.decode()


def test_nobody_searches_without_signing_in(client):
    assert client.get("/tim/?tim=hoa").url.startswith("/dang-nhap/")


# As it is typed, and whatever is typed


def test_suggestions_are_options_with_addresses(training):
    learner = LearnerFactory(full_name='Lê Hòa <b> "')
    page = training.get("/tim/", {"tim": "hoa"}, HTTP_HX_REQUEST="true").content.decode()
    assert page.lstrip().startswith('<div role="group"')
    assert f'data-url="/hoc-vien/{learner.pk}/"' in page
    assert "Lê Hòa &lt;b&gt; &quot;" in page
    assert training.get("/tim/?tim=", HTTP_HX_REQUEST="true").content.decode().strip() == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "%",
        "_",
        "\\",
        "'; DROP TABLE",
        '"',
        "x" * 10_000,
        "zq " * 5000,  # words that no name begins with
        "🏫",
        "\u202eabc",
        "(",
        "x\x00y",
    ],
)
def test_any_text_gives_a_page_in_words(training, text):
    LearnerFactory()
    CourseClassFactory()
    response = training.get("/tim/", {"tim": text})
    assert response.status_code == 200
    assert response.context["search"].hits == 0
    assert "<h2>" in response.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_at_most_eight_queries_for_one_row_and_for_many(role):
    client = signed_in(role)
    counts = []
    for many in (1, 10):
        LearnerFactory.create_batch(many, full_name="Lê Hòa")
        for number in range(many):
            AgencyFactory(name=f"Hòa {many} {number}")
            ProjectFactory(title="Hòa")
        with CaptureQueriesContext(connection) as queries:
            client.get("/tim/", {"tim": "hoa"})
        counts.append(len(queries))
    assert max(counts) <= 8
