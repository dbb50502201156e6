"""History in the data admin: every version is told in words and can be set back; the deleted come back."""

from datetime import date

import pghistory
import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enrollment.models import EnrolmentChange
from portal.models import Role, User
from school.errors import Refused
from school.models import Agency, Department, Institution, Qualification, StaffPosting
from school.versions import deleted, event_model, restore, versions
from tests import factories
from tests.factories.portal import UserFactory
from tests.portal.test_admin import FACTORIES, OURS, address, label

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return UserFactory(role=Role.ADMIN, full_name="Trần Thị Ý")


@pytest.fixture
def manager(client, boss):
    client.force_login(boss)
    return client


def versions_of(record) -> list:
    return versions(type(record), record.pk, 100)


def changes(version) -> list[tuple[str, str, str]]:
    return [(change.field_label, change.old, change.new) for change in version.changes]


def post_version(client, page: str, version: int, follow: bool = True):
    return client.post(page, {"version": version}, follow=follow)


def messages(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_versions_say_who_did_what_in_words(boss: User) -> None:
    degree = factories.QualificationFactory(kind="degree", level="bachelor", awarded=date(2010, 7, 1))
    with pghistory.context(user=boss.pk):
        degree.level, degree.awarded_to = "master", date(2012, 7, 31)
        degree.save()
    last, first = versions_of(degree)
    assert (last.label, last.who, first.label, first.who) == ("sửa", "Trần Thị Ý", "thêm", "")
    assert changes(last) == [("mức", "đại học", "thạc sĩ"), ("ngày cấp (muộn nhất)", "01/07/2010", "31/07/2012")]
    assert ("cán bộ", "", str(degree.staff)) in changes(first)
    assert abs(timezone.now() - last.at).total_seconds() < 60


def test_versions_ask_the_same_however_many_there_are(django_assert_max_num_queries, boss: User) -> None:
    posting = factories.StaffPostingFactory()
    counts = []
    for rounds in (2, 8):
        for _ in range(rounds):
            with pghistory.context(user=UserFactory().pk):
                posting.department = factories.DepartmentFactory()
                posting.save()
        with CaptureQueriesContext(connection) as queries:
            assert len(versions_of(posting)) >= rounds
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_limit_shows_the_latest_and_what_they_changed() -> None:
    department = factories.DepartmentFactory(name="A")
    for name in ("B", "C"):
        department.name = name
        department.save()
    (last,) = versions(Department, department.pk, 1)
    assert changes(last) == [("tên phòng, khoa", "B", "C")]


def test_the_page_tells_the_versions_and_sets_one_back(manager, boss: User) -> None:
    department = factories.DepartmentFactory(name="Khoa Xây dựng Đảng")
    department.name = "Khoa Dân vận"
    department.save()
    page = address(Department, "history", department.pk)
    html = manager.get(page).content.decode()
    assert "Khoa Xây dựng Đảng" in html
    assert html.count("Khôi phục bản này") == 1  # not the present one
    response = post_version(manager, page, versions_of(department)[-1].pgh_id)
    department.refresh_from_db()
    assert department.name == "Khoa Xây dựng Đảng"
    assert any("Đã khôi phục" in message for message in messages(response))
    last = versions_of(department)[0]
    assert (last.who, changes(last)) == ("Trần Thị Ý", [("tên phòng, khoa", "Khoa Dân vận", "Khoa Xây dựng Đảng")])


def test_a_version_of_another_record_is_not_taken(manager) -> None:
    one, other = factories.DepartmentFactory(name="A"), factories.DepartmentFactory(name="B")
    response = post_version(manager, address(Department, "history", one.pk), versions_of(other)[0].pgh_id)
    assert messages(response)[0].startswith("Chưa khôi phục được.")
    assert sorted(Department.objects.values_list("name", flat=True)) == ["A", "B"]


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_what_is_no_version_is_not_found(manager, version: str) -> None:
    department = factories.DepartmentFactory()
    assert post_version(manager, address(Department, "history", department.pk), version).status_code == 404


def test_what_the_database_would_refuse_is_said_and_nothing_changes(manager) -> None:
    """Two posts in one department at one time, after the first was moved away."""
    posting = factories.StaffPostingFactory(valid_from=date(2020, 1, 1), valid_to=None)
    old = versions_of(posting)[0].pgh_id
    posting.valid_to = date(2021, 12, 31)
    posting.save()
    factories.StaffPostingFactory(
        staff=posting.staff, department=posting.department, valid_from=date(2022, 1, 1), valid_to=None
    )
    response = post_version(manager, address(StaffPosting, "history", posting.pk), old)
    assert "Người này đã có vị trí ở phòng, khoa này trong thời gian đó." in messages(response)[0]
    posting.refresh_from_db()
    assert posting.valid_to == date(2021, 12, 31)


def test_a_ledger_is_never_set_back(manager) -> None:
    entry = factories.EnrolmentFactory().changes.get()
    page = address(EnrolmentChange, "history", entry.pk)
    html = manager.get(page).content.decode()
    assert "Sổ này chỉ ghi thêm" in html and "Khôi phục bản này" not in html
    assert post_version(manager, page, versions_of(entry)[0].pgh_id).status_code == 403


def test_the_database_itself_refuses_a_change_of_the_ledger_in_words() -> None:
    entry = factories.EnrolmentFactory().changes.get()
    event = event_model(EnrolmentChange).objects.get(pgh_obj_id=entry.pk)
    event_model(EnrolmentChange).objects.filter(pk=event.pk).update(decision="khác")
    with pytest.raises(Refused, match="chỉ ghi thêm"):
        restore(EnrolmentChange, event.pgh_id)


def test_a_deleted_record_comes_back_under_its_key(manager, boss: User) -> None:
    degree = factories.QualificationFactory(kind="degree", level="bachelor")
    pk, staff = degree.pk, degree.staff
    with pghistory.context(user=boss.pk):
        degree.delete()
    (gone,) = deleted(Qualification, 10)
    assert (gone.pk, gone.who) == (pk, "Trần Thị Ý")
    page = address(Qualification, "deleted")
    assert str(staff) in manager.get(page).content.decode()
    post_version(manager, page, gone.pgh_id)
    back = Qualification.objects.get(pk=pk)
    assert (back.staff, back.level) == (staff, "bachelor")
    assert deleted(Qualification, 10) == []
    assert [version.label for version in versions_of(back)] == ["thêm", "xóa", "thêm"]


def test_what_a_deleted_record_stands_on_must_be_there(manager) -> None:
    degree = factories.QualificationFactory()
    staff, pk = degree.staff, degree.staff.pk
    degree.delete()
    staff.delete()
    page = address(Qualification, "deleted")
    response = post_version(manager, page, deleted(Qualification, 10)[0].pgh_id)
    assert f"Không có cán bộ, giảng viên mang mã {pk}" in messages(response)[0]
    assert not Qualification.objects.exists()


def test_moments_come_back_as_they_were() -> None:
    entry = factories.EnrolmentFactory().changes.get()
    moment = EnrolmentChange.objects.get(pk=entry.pk).recorded_at
    entry.delete()
    restore(EnrolmentChange, deleted(EnrolmentChange, 1)[0].pgh_id)
    assert EnrolmentChange.objects.get().recorded_at == moment


def test_an_account_comes_back_without_a_password() -> None:
    user = UserFactory(username="an")
    pk = user.pk
    user.delete()
    restore(User, deleted(User, 1)[0].pgh_id)
    assert not User.objects.get(pk=pk).has_usable_password()


@pytest.mark.parametrize("model", OURS, ids=label)
def test_history_and_deleted_open_for_every_model(manager, model) -> None:
    row, other = FACTORIES[model](), None
    if model is not factories.InstitutionFactory._meta.model:
        other = FACTORIES[model]()
        other.delete()
    page = manager.get(address(model, "history", row.pk))
    assert page.status_code == 200 and page.context["versions"]
    gone = manager.get(address(model, "deleted"))
    assert gone.status_code == 200
    assert bool(gone.context["records"]) == (other is not None)


@pytest.mark.parametrize("model", [model for model in OURS if model is not Institution], ids=label)
def test_the_deleted_ask_the_same_for_one_and_for_many(manager, model) -> None:
    counts = []
    for many in (1, 9):
        for row in FACTORIES[model].create_batch(many):
            row.delete()
        with CaptureQueriesContext(connection) as queries:
            manager.get(address(model, "deleted"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_record_that_is_not_there_has_no_history(manager) -> None:
    response = manager.get(address(Agency, "history", 999), follow=True)
    assert response.redirect_chain
    assert "Không có đơn vị mang mã “999”" in messages(response)[0]


def test_only_administrators_restore(client) -> None:
    department = factories.DepartmentFactory()
    version = versions_of(department)[0].pgh_id
    client.force_login(UserFactory(role=Role.TRAINING))
    for page in (address(Department, "history", department.pk), address(Department, "deleted")):
        assert post_version(client, page, version, follow=False).status_code == 302
        assert client.get(page).status_code == 302


def test_every_page_of_the_data_admin_shows_our_history() -> None:
    assert all(hasattr(page, "deleted_view") for page in admin.site._registry.values())
