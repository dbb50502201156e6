"""The pages of merging, of splitting again, and of where values come from."""

from datetime import date

import pghistory
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import CourseClass
from enrollment.domain.imports.carry_out import import_now
from enrollment.domain.imports.undo import undo_import
from enrollment.domain.merging import merge_learners
from enrollment.domain.rosters import confirm_roster
from enrollment.models import Enrolment, Learner, LearnerMerge
from enrollment.queries.duplicates import pairs
from portal.models import Role
from school.partial_date import PartialDate
from tests.factories import (
    AgencyFactory,
    EnrolmentFactory,
    IdentityFactory,
    LearnerFactory,
    LearnerMergeFactory,
    PostingFactory,
    RosterImportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NAME, NUMBER = "Nguyễn Thị Hường", "048185001234"
WHY = "Cùng căn cước"


@pytest.fixture
def training(client):
    client.force_login(UserFactory(role=Role.TRAINING, full_name="Trần Văn Cán"))
    return client


def two():
    kept = LearnerFactory(full_name=NAME, born=PartialDate.year(1985), sex="")
    return kept, LearnerFactory(full_name=NAME, born=date(1985, 3, 12), sex="F")


def side_by_side(kept, given_up):
    return f"/hoc-vien/{kept.pk}/gop/?voi={given_up.pk}"


def text_of(response):
    return " ".join(response.content.decode().split())


# Merging


def test_the_other_record_is_offered_and_can_be_looked_for(training):
    kept, given_up = two()
    LearnerFactory(full_name="Lê Văn Khác")
    page = training.get(f"/hoc-vien/{kept.pk}/gop/")
    assert [row.learner.pk for row in page.context["candidates"]] == [given_up.pk]
    assert f'href="?voi={given_up.pk}"' in page.content.decode()
    found = training.get(f"/hoc-vien/{kept.pk}/gop/?tim=khac").context["found"]
    assert [row.learner.full_name for row in found] == ["Lê Văn Khác"]


def test_side_by_side_the_fuller_value_is_chosen_beforehand(training):
    kept, given_up = two()
    PostingFactory(learner=given_up, position="Phó Trưởng ban")
    response = training.get(side_by_side(kept, given_up))
    form = response.context["form"]
    assert set(form.differing) == {"born", "sex"}
    assert form["born"].value() == form["sex"].value() == "given_up"
    assert "1 nơi công tác: Phó Trưởng ban" in text_of(response)


def test_merged_as_chosen_and_split_again_from_the_kept_one_s_page(training):
    kept, given_up = two()
    values = {"born": "given_up", "sex": "kept", "reason": WHY}
    response = training.post(side_by_side(kept, given_up), values)
    assert response.url == f"/hoc-vien/{kept.pk}/"
    now = Learner.objects.get(pk=kept.pk)
    assert (now.born, now.sex) == (PartialDate.day(date(1985, 3, 12)), "")
    merge = LearnerMerge.objects.get()
    assert (merge.by.full_name, merge.reason) == ("Trần Văn Cán", WHY)
    page = text_of(training.get(response.url))
    assert "Đã gộp hồ sơ" in page and f'href="/gop-ho-so/{merge.pk}/tach-lai/"' in page
    assert f"Ngày sinh:</span> hồ sơ đã gộp {NAME}" in page
    assert training.get(f"/gop-ho-so/{merge.pk}/tach-lai/").status_code == 200
    assert training.post(f"/gop-ho-so/{merge.pk}/tach-lai/").url == f"/hoc-vien/{kept.pk}/"
    assert Learner.objects.get(pk=kept.pk).born == PartialDate.year(1985)
    assert "Tách lại" not in text_of(training.get(f"/hoc-vien/{kept.pk}/"))
    assert training.get(f"/gop-ho-so/{merge.pk}/tach-lai/").status_code == 404


def test_one_enrolment_of_a_class_is_chosen_and_the_roster_has_the_person_once(training):
    kept, given_up = two()
    own = EnrolmentFactory(learner=kept)
    other = EnrolmentFactory(learner=given_up, first_class=own.first_class, entered_on=own.entered_on)
    form = training.get(side_by_side(kept, given_up)).context["form"]
    name = f"class_{min(own.pk, other.pk)}"
    assert form[name].value() == "kept"
    values = {"born": "kept", "sex": "kept", "reason": WHY, name: "given_up"}
    assert training.post(side_by_side(kept, given_up), values).status_code == 302
    assert Enrolment.objects.once().get() == other
    page = training.get(f"/lop/{own.first_class_id}/")
    assert page.context["record"].learners == 1
    rows = next(part.rows for part in page.context["parts"] if part.title == "Học viên")
    assert [row.pk for row in rows] == [other.pk]
    assert "đã có một lượt trong lớp" in text_of(training.get(f"/ghi-danh/{own.pk}/"))
    assert [row.pk for row in training.get("/ghi-danh/").context["listing"].page.rows] == [other.pk]


def test_bad_input_and_records_that_cannot_be_merged(training):
    kept, given_up = two()
    response = training.post(side_by_side(kept, given_up), {"born": "x", "sex": "kept", "reason": " "})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"born", "reason"}
    for other in (kept.pk, 10**9, "x", ""):
        assert training.get(f"/hoc-vien/{kept.pk}/gop/?voi={other}").status_code == 404
    merge_learners(kept, given_up, reason=WHY)
    assert training.get(f"/hoc-vien/{given_up.pk}/gop/").status_code == 404
    assert training.get(side_by_side(LearnerFactory(), given_up)).status_code == 404


def test_a_confirmed_roster_is_named_and_there_is_no_button(training):
    kept, given_up = two()
    own = EnrolmentFactory(learner=kept)
    EnrolmentFactory(learner=given_up, first_class=own.first_class)
    confirm_roster(own.first_class, own.first_class.opened_to)
    page = text_of(training.get(side_by_side(kept, given_up)))
    assert f"lớp {own.first_class.code} mà danh sách lớp đã chốt" in page
    assert "Gộp hai hồ sơ</button>" not in page
    values = {"born": "kept", "sex": "kept", "reason": WHY, f"class_{own.pk}": "kept"}
    assert training.post(side_by_side(kept, given_up), values).status_code == 422
    assert not LearnerMerge.objects.exists()


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE, Role.LECTURER])
def test_who_may_not(role):
    merge = LearnerMergeFactory()
    client = Client()
    client.force_login(UserFactory(role=role))
    other = LearnerFactory(full_name=merge.kept.full_name)
    assert client.get(side_by_side(merge.kept, other)).status_code == 403
    assert client.post(side_by_side(merge.kept, other), {"reason": WHY}).status_code == 403
    assert client.post(f"/gop-ho-so/{merge.pk}/tach-lai/").status_code == 403
    assert client.get("/hoc-vien/co-the-trung/").status_code == 403
    assert "tach-lai" not in client.get(f"/hoc-vien/{merge.kept_id}/").content.decode()
    assert "co-the-trung" not in client.get("/hoc-vien/").content.decode()
    assert LearnerMerge.objects.get().split_at is None


# Where values come from


def received_list():
    data = f"Họ và tên;Ngày sinh;Đơn vị;Căn cước\n{NAME};12/03/1985;Sở Nội vụ;{NUMBER}\n".encode()
    AgencyFactory(name="Sở Nội vụ")
    return RosterImportFactory(data=data, file_name="danh sách.csv", course_class__closed=None)


def test_each_value_names_its_list_row_and_day_or_whose_hand(training):
    received = received_list()
    import_now(received)
    learner = Learner.objects.get()
    page = text_of(training.get(f"/hoc-vien/{learner.pk}/"))
    source = f'<a href="/nhap-danh-sach/{received.pk}/">danh sách.csv</a>, dòng 2, ngày '
    assert f"<span>Họ và tên, Ngày sinh, Nơi công tác, Giấy tờ tùy thân:</span> {source}" in page
    typed = {"full_name": NAME, "born": "12/03/1985", "sex": "F"}
    with pghistory.context(tay=1):  # another request than the import's
        assert training.post(f"/hoc-vien/{learner.pk}/sua/", typed).status_code == 302
    page = text_of(training.get(f"/hoc-vien/{learner.pk}/"))
    assert "<span>Giới tính:</span> nhập tay, Trần Văn Cán, ngày " in page
    assert "<span>Họ và tên, Ngày sinh, Nơi công tác" in page


def test_who_may_not_see_numbers_sees_none_in_the_sources():
    import_now(received_list())
    client = Client()
    client.force_login(UserFactory(role=Role.LEADERSHIP))
    page = client.get(f"/hoc-vien/{Learner.objects.get().pk}/").content.decode()
    assert "Giấy tờ tùy thân:</span> danh sách.csv, dòng 2" in " ".join(page.split())
    assert NUMBER not in page


def test_undoing_a_list_keeps_whom_it_brought_and_somebody_merged_since():
    received = received_list()
    import_now(received)
    brought = Learner.objects.get()
    known = LearnerFactory(full_name=NAME)
    EnrolmentFactory(learner=known, first_class=CourseClass.objects.get(), entered_on=date(2030, 1, 1))
    with pghistory.context(gop_tay=1):
        merge_learners(brought, known, reason=WHY)
    with pghistory.context(huy=1):
        undone = undo_import(received)
    assert Learner.objects.count() == 2
    assert undone.enrolments == 0
    assert f"Học viên: {NAME}" in undone.kept
    assert any(told.startswith("Ghi danh: ") for told in undone.kept)
    assert Enrolment.objects.once().count() == 1


# Possible duplicates


def found():
    return {frozenset(pair) for pair in pairs()}


def test_pairs_are_those_that_may_be_one_person():
    kept, given_up = two()
    unmarked = LearnerFactory(full_name="Nguyễn Thị Hương", born=date(1985, 3, 12))
    LearnerFactory(full_name="Nguyễn Thị Hương", born=date(1990, 1, 1))
    LearnerFactory(full_name=NAME, born=date(1986, 3, 12))
    LearnerFactory(full_name=NAME, born=date(1985, 5, 1), archived_on=date(2025, 1, 1))
    assert found() == {frozenset({kept.pk, given_up.pk}), frozenset({given_up.pk, unmarked.pk})}
    IdentityFactory(learner=given_up)
    IdentityFactory(learner=unmarked)
    assert found() == {frozenset({kept.pk, given_up.pk})}
    merge_learners(kept, given_up, reason=WHY)
    assert found() == set()


def test_the_list_leads_to_merging_and_goes_on_after_a_page(training, monkeypatch):
    monkeypatch.setattr("enrollment.views.merging.PAGE", 2)
    people = LearnerFactory.create_batch(3, full_name=NAME, born=date(1985, 3, 12))
    first = training.get("/hoc-vien/co-the-trung/")
    second = training.get(f"/hoc-vien/co-the-trung/{first.context['next']}")
    shown = [(p.one.pk, p.other.pk) for page in (first, second) for p in page.context["pairs"]]
    one, two_, three = (person.pk for person in people)
    assert shown == [(three, two_), (three, one), (two_, one)]
    assert f'href="/hoc-vien/{two_}/gop/?voi={three}"' in first.content.decode()
    assert second.context["next"] == ""
    for wrong in ("x", "1", "1-x", "1-2-3"):
        assert training.get(f"/hoc-vien/co-the-trung/?sau={wrong}").status_code == 404


def test_the_same_queries_for_one_row_and_for_thirty(training):
    kept, given_up = two()
    urls = (
        "/hoc-vien/co-the-trung/",
        f"/hoc-vien/{kept.pk}/gop/",
        side_by_side(kept, given_up),
        f"/hoc-vien/{kept.pk}/",
    )
    counts = []
    for more in (1, 29):
        for _ in range(more):
            merge_learners(kept, LearnerFactory(full_name="Lê Văn Khác"), reason=WHY)
            LearnerFactory(full_name=NAME, born=date(1985, 3, 12))
            EnrolmentFactory(learner=given_up)
            IdentityFactory(learner=kept)
            IdentityFactory(learner=given_up)
        counts.append([])
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert training.get(url).status_code == 200
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1][0] <= 8 and counts[1][1] <= 8 and counts[1][3] <= 8
