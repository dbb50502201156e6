"""Signing in and out: it works, who may not, where it leads, what it says and does not say."""

import pytest
from django.urls import reverse

from portal.models import Role
from portal.views.account import WAS_HERE
from tests.factories import PASSWORD, InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db
SIGN_IN = "/dang-nhap/"
REFUSED = "Tên đăng nhập hoặc mật khẩu chưa đúng"
EXPIRED = "Phiên làm việc đã hết hạn"


@pytest.fixture
def user():
    return UserFactory(role=Role.LEADERSHIP)


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def test_it_works(client, user):
    response = sign_in(client, user.username)
    assert response.status_code == 302
    assert response.url == reverse("portal:home")
    assert client.get("/").status_code == 200


def test_it_leads_to_the_page_asked_for(client, user):
    assert sign_in(client, user.username, next="/bao-cao/2023/").url == "/bao-cao/2023/"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_it_never_leads_to_another_site(client, user, elsewhere):
    assert sign_in(client, user.username, next=elsewhere).url == reverse("portal:home")


def test_the_page_is_the_schools_own(client):
    school = InstitutionFactory()
    text = client.get(SIGN_IN).content.decode()
    assert school.superior in text
    assert "tỉnh Lương Giang" in text


def test_before_the_school_is_set_up_the_page_still_opens(client):
    assert client.get(SIGN_IN).status_code == 200


def test_a_refusal_is_the_same_for_whatever_was_wrong(client, user):
    UserFactory(username="nghi-viec", is_active=False)
    refusals = {
        sign_in(client, name, password).content.decode().replace(name, "").split("<form")[0]
        for name, password in ((user.username, "sai"), ("khong-co-ai", PASSWORD), ("nghi-viec", PASSWORD))
    }
    assert len(refusals) == 1
    assert REFUSED in refusals.pop()


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 5000])
def test_names_that_cannot_be_are_refused_in_words(client, name):
    response = sign_in(client, name)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_expired_session_is_said_to_be_expired(client, user):
    sign_in(client, user.username)
    del client.cookies["sessionid"]
    assert EXPIRED in client.get(SIGN_IN, {"next": "/bao-cao/2023/"}).content.decode()


def test_a_first_visit_is_not_said_to_be_expired(client):
    text = client.get(SIGN_IN, {"next": "/bao-cao/2023/"}).content.decode()
    assert EXPIRED not in text
    assert "Đăng nhập xong sẽ mở đúng trang đó" in text


def test_signing_out_ends_the_session_and_leaves_nothing(client, user):
    sign_in(client, user.username)
    response = client.post("/dang-xuat/")
    assert response.status_code == 302
    assert response.cookies[WAS_HERE].value == ""
    assert client.get("/").status_code == 302


def test_a_link_does_not_sign_anybody_out(client, user):
    sign_in(client, user.username)
    assert client.get("/dang-xuat/").status_code == 405
    assert client.get("/").status_code == 200


def test_what_the_session_held_is_still_there_after_signing_in(client, user):
    """A form half typed when the session ended is kept there, and shown again."""
    session = client.session
    session["half_typed"] = {"name": "Sở Nội vụ"}
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, user.username)
    assert client.session["half_typed"] == {"name": "Sở Nội vụ"}
    assert client.session.session_key != session.session_key
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_session_lasts_as_long_as_the_settings_say(client, user, settings):
    cookie = sign_in(client, user.username).cookies["sessionid"]
    assert cookie["max-age"] == settings.SESSION_COOKIE_AGE


@pytest.mark.parametrize("headers", [{"x-requested-with": "XMLHttpRequest"}, {"accept": "application/json"}])
def test_it_speaks_in_pages_only(client, user, headers):
    response = client.post(SIGN_IN, {"username": user.username, "password": "sai"}, headers=headers)
    assert response.headers["Content-Type"].startswith("text/html")
    assert REFUSED in response.content.decode()


def test_no_word_of_the_library_is_said(client, user):
    for page in (client.get(SIGN_IN), sign_in(client, ""), sign_in(client, user.username, "")):
        text = page.content.decode()
        assert not [word for word in ("Username", "Password", "Remember", "Tài khoản đăng nhập") if word in text]
    sign_in(client, user.username)
    assert "successfully" not in client.get("/").content.decode()
