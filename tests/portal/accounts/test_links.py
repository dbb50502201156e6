"""One-time links: given, opened, used once; and all that makes one worth nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client
from django.utils import timezone

from portal.accounts.changes import activate, deactivate
from portal.accounts.links import TO_SHOW, Link, make_link
from portal.models import Role, User
from school.errors import Refused
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = "con đường rợp bóng cây"
GONE = "Liên kết không còn dùng được"


@pytest.fixture
def person() -> User:
    return UserFactory(password=None, full_name="Nguyễn Thị Hường", username="huongnt", role=Role.LEADERSHIP)


def opened(link: Link, client: Client | None = None) -> tuple[Client, str]:
    """A browser in which the link was opened, and the address it led to."""
    client = client or Client()
    response = client.get(link.path)
    assert response.status_code == 302, response.content.decode()
    return client, response.url


def setting(client: Client, url: str, password: str = NEW, again: str | None = None) -> Any:
    return client.post(url, {"new_password1": password, "new_password2": password if again is None else again})


def is_gone(link: Link) -> bool:
    response = Client().get(link.path)
    return response.status_code == 404 and GONE in response.content.decode()


def test_an_administrator_gives_one_and_sees_it_once(admin: Client, person: User) -> None:
    assert "3 ngày" in admin.get(f"/tai-khoan/{person.pk}/lien-ket/").content.decode()
    response = admin.post(f"/tai-khoan/{person.pk}/lien-ket/", follow=True)
    assert response.redirect_chain == [("/tai-khoan/lien-ket/", 302)]
    [(link, address)] = response.context["links"]
    assert address == f"http://testserver{link.path}"
    assert address in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    again = admin.get("/tai-khoan/lien-ket/")
    assert "Không còn liên kết nào để hiện" in again.content.decode()
    assert "/dat-mat-khau/" not in again.content.decode()
    assert TO_SHOW not in admin.session


def test_the_person_sets_a_password_and_is_in(person: User) -> None:
    client, url = opened(make_link(person))
    page = client.get(url).content.decode()
    assert "huongnt" in page
    assert "Từ 10 ký tự trở lên" in page
    response = setting(client, url)
    assert (response.status_code, response.url) == (302, "/")
    assert "Đã đặt mật khẩu" in client.get("/").content.decode()
    assert client.cookies["was_here"].value == "1"
    assert Client().post("/dang-nhap/", {"username": "huongnt", "password": NEW}).status_code == 302


def test_the_token_does_not_stay_in_the_address(person: User) -> None:
    link = make_link(person)
    client, url = opened(link)
    token = link.path.strip("/").split("/")[-1]
    assert token not in url
    response = client.get(url)
    assert token not in response.content.decode()
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "Content-Security-Policy" in response.headers


def test_opening_it_does_not_use_it_up(person: User) -> None:
    """A messenger that looks at addresses, a second look."""
    link = make_link(person)
    opened(link)
    client, url = opened(link)
    assert setting(client, url).status_code == 302


def test_it_works_once(person: User) -> None:
    link = make_link(person)
    second, second_url = opened(link)
    first, first_url = opened(link)
    assert setting(first, first_url).status_code == 302
    assert is_gone(link)
    response = setting(second, second_url, "một mật khẩu khác hẳn")
    assert response.status_code == 404
    assert Client().post("/dang-nhap/", {"username": "huongnt", "password": NEW}).status_code == 302


def test_of_two_who_send_at_once_the_second_comes_too_late(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link was good when the second form was looked at, and used up when it was saved."""
    client, url = opened(make_link(person))
    asked = PasswordResetTokenGenerator.check_token
    answers = iter([True])
    monkeypatch.setattr(PasswordResetTokenGenerator, "check_token", lambda *args: next(answers, False) and asked(*args))
    response = setting(client, url)
    assert response.status_code == 404
    assert GONE in response.content.decode()
    assert not User.objects.get(pk=person.pk).has_usable_password()


@pytest.mark.parametrize(
    ("after", "gone"), [(timedelta(days=2, hours=23), False), (timedelta(days=3, seconds=5), True)]
)
def test_it_is_good_for_three_days(person: User, monkeypatch: pytest.MonkeyPatch, after: timedelta, gone: bool) -> None:
    link = make_link(person)
    # Django's tokens count in the machine's own time, without a zone.
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: datetime.now() + after)  # noqa: DTZ005
    assert is_gone(link) is gone


@pytest.mark.parametrize(
    ("ago", "chip"), [(timedelta(days=2, hours=23), "chờ đặt mật khẩu"), (timedelta(days=3), "chưa có mật khẩu")]
)
def test_the_list_tells_whether_a_link_is_out(admin: Client, person: User, ago: timedelta, chip: str) -> None:
    person.link_made_at = timezone.now() - ago
    person.save()
    assert chip in admin.get("/tai-khoan/", {"tim": "huongnt"}).content.decode()


def test_another_link_ends_it(person: User) -> None:
    first, second = make_link(person), make_link(person)
    assert is_gone(first)
    opened(second)


def test_putting_the_account_out_of_use_ends_it_for_good(person: User, administrator: User) -> None:
    link = make_link(person)
    deactivate(person, administrator)
    assert is_gone(link)
    activate(person)
    assert is_gone(link)


def test_the_data_admin_ends_it_too(person: User) -> None:
    link = make_link(person)
    person.is_active = False
    person.save()
    person.is_active = True
    person.save()
    assert is_gone(link)


def test_a_password_set_in_another_way_ends_it(person: User) -> None:
    link = make_link(person)
    person.set_password(NEW)
    person.save()
    assert is_gone(link)


def test_the_former_password_works_until_the_new_one_is_set() -> None:
    person = UserFactory()
    client, url = opened(make_link(person))
    assert Client().post("/dang-nhap/", {"username": person.username, "password": PASSWORD}).status_code == 302
    assert setting(client, url).status_code == 302
    assert Client().post("/dang-nhap/", {"username": person.username, "password": PASSWORD}).status_code == 200


def test_sessions_of_the_former_password_end(person: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(person)
    client, url = opened(make_link(person))
    setting(client, url)
    assert elsewhere.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_opened_in_a_browser_of_somebody_else_it_signs_in_the_person(admin: Client, person: User) -> None:
    client, url = opened(make_link(person), admin)
    setting(client, url)
    assert client.get("/").context["user"] == person


@pytest.mark.parametrize(
    ("password", "again", "word"),
    [
        ("ngắn", None, "cần ít nhất 10 ký tự"),
        ("nguyenthihuong", None, "giống họ tên hoặc tên đăng nhập"),
        ("Nguyễn Thị Hường", None, "giống họ tên hoặc tên đăng nhập"),
        ("huongnt2026", None, "giống họ tên hoặc tên đăng nhập"),
        ("qwertyuiop", None, "nhiều người dùng"),
        ("Mật khẩu 123", None, "nhiều người dùng"),
        ("0905123456789", None, "nhiều người dùng"),
        (NEW, "con đường khác", "Hai lần gõ không giống nhau"),
        (NEW, "", "Gõ lại mật khẩu mới"),
        ("", "", "Gõ mật khẩu mới"),
    ],
)
def test_a_password_against_the_rules_is_refused_in_words(
    person: User, password: str, again: str | None, word: str
) -> None:
    client, url = opened(make_link(person))
    response = setting(client, url, password, again)
    assert response.status_code == 200
    assert word in response.content.decode()
    assert not User.objects.get(pk=person.pk).has_usable_password()


@pytest.mark.parametrize("path", ["MQ/abc-def", "x/y", "MQ/moi", "////", "OTk5OTk5/moi", "%00/x"])
def test_made_up_links_are_no_traceback(path: str) -> None:
    assert Client().get(f"/dat-mat-khau/{path}/").status_code == 404


def test_no_link_for_an_account_out_of_use(admin: Client) -> None:
    account = UserFactory(is_active=False)
    assert admin.post(f"/tai-khoan/{account.pk}/lien-ket/").status_code == 404
    with pytest.raises(Refused):
        make_link(account)


def test_an_account_that_is_not_there(admin: Client) -> None:
    assert admin.post("/tai-khoan/999999/lien-ket/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_nobody_else_gives_one(client: Client, person: User, role: Role) -> None:
    client.force_login(UserFactory(role=role))
    assert client.post(f"/tai-khoan/{person.pk}/lien-ket/").status_code == 403
    assert client.get("/tai-khoan/lien-ket/").status_code == 403
    assert User.objects.get(pk=person.pk).link_made_at is None


def test_the_link_is_in_no_history(admin: Client, person: User) -> None:
    admin.post(f"/tai-khoan/{person.pk}/lien-ket/")
    page = admin.get(f"/tai-khoan/{person.pk}/lich-su/").content.decode()
    assert "cấp liên kết" not in page
    assert "password" not in page
