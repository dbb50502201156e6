"""Accounts as an administrator keeps them: listed, made, edited, put out of use; and nobody else's business."""

import re
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.changes import deactivate
from portal.models import Role, User
from portal.models.users import LAST_ADMINISTRATOR
from tests.factories import PASSWORD, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/tai-khoan/"
ADD = f"{LIST}them/"
OTHERS = [role for role in Role if role != Role.ADMIN]
NEW = {"full_name": "Nguyễn Thị Hường", "username": "", "role": "science", "staff": ""}


@pytest.fixture
def person() -> User:
    return UserFactory(full_name="Trần Văn Bình", username="binhtv", role=Role.SCIENCE)


def edit(client: Client, account: User, **changes: Any) -> Any:
    typed = {"full_name": account.full_name, "username": account.username, "role": account.role, "staff": ""}
    return client.post(f"{LIST}{account.pk}/sua/", typed | changes)


def test_the_list_says_what_each_account_is(admin: Client, person: User) -> None:
    person.staff = StaffFactory(full_name="Trần Văn Bình")
    person.save()
    Client().post("/dang-nhap/", {"username": "binhtv", "password": PASSWORD})
    UserFactory(full_name="Lê Văn Cũ", is_active=False)
    UserFactory(full_name="Vũ Thị Mới", password=None)
    text = admin.get(LIST).content.decode()
    for word in ("Trần Văn Bình", "binhtv", "Phòng Khoa học", "ngừng dùng", "chưa có mật khẩu", "đang dùng"):
        assert word in text
    assert re.search(r"\d\d:\d\d \d\d/\d\d/\d{4}", text)
    assert f'href="/can-bo/{person.staff.pk}/"' in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"tim": "binh"}, {"binhtv"}),
        ({"tim": "tran van"}, {"binhtv"}),
        ({"tim": "quantri"}, {"quantri"}),
        ({"vai_tro": "science"}, {"binhtv"}),
        ({"tinh_trang": "ngung"}, {"cu"}),
        ({"tinh_trang": "cho"}, {"moi"}),
        ({"tinh_trang": "dung"}, {"binhtv", "quantri"}),
        ({"tim": "khongcoai"}, set()),
    ],
)
def test_it_is_narrowed(admin: Client, person: User, query: dict[str, str], names: set[str]) -> None:
    UserFactory(username="cu", is_active=False)
    UserFactory(username="moi", password=None)
    rows = admin.get(LIST, query).context["listing"].page.rows
    assert {row.username for row in rows} == names


def test_the_same_queries_for_one_account_and_for_thirty(admin: Client) -> None:
    counts = []
    for more in (1, 29):
        for account in UserFactory.create_batch(more):
            account.staff = StaffFactory()
            account.save()
        with CaptureQueriesContext(connection) as queries:
            admin.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_an_account_is_made_without_a_password(admin: Client) -> None:
    staff = StaffFactory()
    response = admin.post(ADD, NEW | {"staff": staff.pk})
    made = User.objects.get(full_name="Nguyễn Thị Hường")
    assert response.url == f"{LIST}{made.pk}/"
    assert (made.username, made.role, made.staff, made.is_active) == ("huongnt", Role.SCIENCE, staff, True)
    assert not made.has_usable_password()
    assert "Cấp liên kết đặt mật khẩu" in admin.get(response.url).content.decode()


def test_a_name_that_is_taken_gets_a_number(admin: Client) -> None:
    for _ in range(2):
        admin.post(ADD, NEW)
    assert set(User.objects.filter(full_name=NEW["full_name"]).values_list("username", flat=True)) == {
        "huongnt",
        "huongnt2",
    }


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"full_name": ""}, "Gõ họ và tên"),
        ({"full_name": "   "}, "Gõ họ và tên"),
        ({"full_name": "***"}, "Tên đăng nhập chỉ gồm"),
        ({"username": "hường"}, "Tên đăng nhập chỉ gồm"),
        ({"username": "nguyen huong"}, "Tên đăng nhập chỉ gồm"),
        ({"username": ".huong"}, "Tên đăng nhập chỉ gồm"),
        ({"username": "h" * 31}, "Tên đăng nhập chỉ gồm"),
        ({"username": "BinhTV"}, "Đã có tài khoản “binhtv”"),
        ({"role": ""}, "Chọn vai trò"),
        ({"role": "chief"}, "chief"),
        ({"staff": "999999"}, "Lựa chọn này không còn"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_made(admin: Client, person: User, typed: dict[str, str], word: str) -> None:
    before = User.objects.count()
    response = admin.post(ADD, NEW | typed)
    assert response.status_code == 422
    assert word in response.content.decode()
    assert User.objects.count() == before


def test_one_account_for_one_member_of_staff(admin: Client, person: User) -> None:
    person.staff = StaffFactory()
    person.save()
    assert admin.post(ADD, NEW | {"staff": person.staff.pk}).status_code == 422
    assert edit(admin, person, staff=person.staff.pk).status_code == 302


def test_an_account_is_edited(admin: Client, person: User) -> None:
    assert edit(admin, person, role="training", username="binh.tran").status_code == 302
    person.refresh_from_db()
    assert (person.role, person.username) == (Role.TRAINING, "binh.tran")
    assert person.check_password(PASSWORD)


def test_an_older_user_name_may_stay_as_it_is(admin: Client) -> None:
    older = UserFactory(username="Nghi-Viec")
    assert edit(admin, older, full_name="Lê Thị Nghỉ").status_code == 302
    older.refresh_from_db()
    assert (older.username, older.full_name) == ("Nghi-Viec", "Lê Thị Nghỉ")


def test_out_of_use_and_in_use_again(admin: Client, person: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(person)
    assert admin.post(f"{LIST}{person.pk}/ngung/").status_code == 302
    assert elsewhere.get("/").status_code == 302
    assert Client().post("/dang-nhap/", {"username": "binhtv", "password": PASSWORD}).status_code == 200
    assert admin.post(f"{LIST}{person.pk}/dung-lai/").status_code == 302
    assert Client().post("/dang-nhap/", {"username": "binhtv", "password": PASSWORD}).status_code == 302


def test_nobody_shuts_themselves_out(admin: Client, administrator: User) -> None:
    UserFactory(role=Role.ADMIN)
    response = admin.post(f"{LIST}{administrator.pk}/ngung/")
    assert response.status_code == 422
    assert "Không tự ngừng tài khoản của mình" in response.content.decode()
    response = edit(admin, administrator, role="science")
    assert response.status_code == 422
    assert "Không tự đổi vai trò quản trị của mình" in response.content.decode()
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.role) == (True, Role.ADMIN)


def test_of_two_administrators_one_may_go(admin: Client, administrator: User) -> None:
    second = UserFactory(role=Role.ADMIN)
    assert edit(admin, second, role="science").status_code == 302
    with pytest.raises(ValidationError, match="quản trị viên cuối cùng"):
        deactivate(administrator, by=second)
    assert User.objects.get(pk=administrator.pk).is_active


@pytest.mark.django_db(transaction=True)
def test_two_who_shut_each_other_out_at_once_leave_one() -> None:
    first, second = UserFactory.create_batch(2, role=Role.ADMIN)
    refused: list[ValidationError] = []

    def other() -> None:
        try:
            deactivate(User.objects.get(pk=first.pk), by=second)
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    thread = Thread(target=other)
    with transaction.atomic():
        deactivate(User.objects.get(pk=second.pk), by=first)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "the second does not wait for the first"
    thread.join(10)
    assert [error.messages for error in refused] == [[LAST_ADMINISTRATOR]]
    assert list(User.objects.filter(is_active=True)) == [first]


@pytest.mark.parametrize("changes", [{"role": Role.SCIENCE}, {"is_active": False}])
def test_the_last_administrator_is_kept_in_the_data_admin_too(
    admin: Client, administrator: User, changes: dict[str, Any]
) -> None:
    url = f"/quan-tri/portal/user/{administrator.pk}/change/"
    form = {"username": "quantri", "full_name": administrator.full_name, "role": Role.ADMIN, "is_active": "on"}
    typed = {name: value for name, value in (form | changes).items() if value is not False}
    response = admin.post(url, typed)
    assert response.status_code == 200
    assert "quản trị viên cuối cùng" in response.content.decode()
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == (Role.ADMIN, True)
    UserFactory(role=Role.ADMIN)
    assert admin.post(url, typed).status_code == 302


@pytest.mark.parametrize("page", ["1/", "1/sua/", "1/lich-su/", "1/ngung/", "1/dung-lai/", "1/lien-ket/"])
def test_an_account_that_is_not_there(admin: Client, page: str) -> None:
    assert admin.get(f"{LIST}{page.replace('1', '999999')}").status_code == 404


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("page", ["", "them/", "nhap/", "lien-ket/", "{}/", "{}/sua/", "{}/ngung/", "{}/lien-ket/"])
def test_nobody_else_sees_or_does_any_of_it(client: Client, person: User, role: Role, page: str) -> None:
    user = UserFactory(role=role)
    client.force_login(user)
    url = LIST + page.format(person.pk)
    assert client.get(url).status_code == 403
    assert client.post(url, NEW).status_code in {403, 405}
    person.refresh_from_db()
    assert (person.is_active, person.full_name) == (True, "Trần Văn Bình")
    assert LIST not in client.get("/").content.decode()


def test_the_menu_leads_there(admin: Client) -> None:
    assert f'href="{LIST}"' in admin.get("/").content.decode()


@pytest.mark.parametrize("role", Role)
def test_anybody_changes_their_own_password(client: Client, role: Role) -> None:
    user = UserFactory(role=role)
    elsewhere = Client()
    for each in (client, elsewhere):
        each.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
    assert 'href="/mat-khau/"' in client.get("/").content.decode()
    new = {"new_password1": "con đường rợp bóng cây", "new_password2": "con đường rợp bóng cây"}
    assert "chưa đúng" in client.post("/mat-khau/", {"old_password": "sai"} | new).content.decode()
    response = client.post("/mat-khau/", {"old_password": PASSWORD} | new, follow=True)
    assert "Đã đổi mật khẩu" in response.content.decode()
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    user.refresh_from_db()
    assert user.check_password("con đường rợp bóng cây")


def test_whoever_is_not_signed_in_signs_in_first(client: Client) -> None:
    for url in ("/mat-khau/", "/tai-khoan/", "/tai-khoan/nhap/", "/tai-khoan/lien-ket/"):
        for response in (client.get(url), client.post(url)):
            assert response.status_code in {302, 405}, url
            assert response.status_code == 405 or response.url == f"/dang-nhap/?next={url}"
