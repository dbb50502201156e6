"""Saving records: once, with nobody's work lost; putting away; the verbs of the domain."""

import uuid
from typing import Any

import pytest
from django.test import Client

from portal.models import Role
from school.models import Agency, AgencyName, FormSubmission
from tests.factories import AgencyFactory, AgencyNameFactory, DocumentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(role=Role.ADMIN))
    return client


def typed_of(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """The form's own values with some of them typed over."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


def test_a_record_is_added_and_shown(admin: Client) -> None:
    response = admin.post("/don-vi/them/", typed_of(admin, "/don-vi/them/", name=" Sở  Nội vụ ", kind="state"))
    agency = Agency.objects.get()
    assert response.url == f"/don-vi/{agency.pk}/"
    assert agency.name == "Sở Nội vụ"


def test_what_is_wrong_is_said_beside_the_field_and_on_top(admin: Client) -> None:
    AgencyFactory(name="Sở Nội vụ")
    typed = typed_of(admin, "/don-vi/them/", name="SỞ NỘI VỤ", valid_from="31/02/2024")
    response = admin.post("/don-vi/them/", typed)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Ngày này không có trong lịch" in text
    assert 'href="#id_valid_from"' in text
    assert "SỞ NỘI VỤ" in text and "31/02/2024" in text


def test_what_only_the_database_refuses_is_said_too(admin: Client) -> None:
    AgencyFactory(name="Sở Nội vụ")
    response = admin.post("/don-vi/them/", typed_of(admin, "/don-vi/them/", name="Sở Nội vụ", kind="state"))
    assert response.status_code == 422
    assert "Đã có đơn vị cùng tên" in response.content.decode()


def test_a_second_click_saves_no_second_record(admin: Client) -> None:
    typed = typed_of(admin, "/don-vi/them/", name="Sở Nội vụ", kind="state")
    first, second = (admin.post("/don-vi/them/", typed) for _ in range(2))
    assert first.url == second.url
    assert Agency.objects.count() == FormSubmission.objects.count() == 1


def test_a_second_click_on_an_edit_is_no_conflict(admin: Client) -> None:
    agency = AgencyFactory()
    url = f"/don-vi/{agency.pk}/sua/"
    typed = typed_of(admin, url, name="Tên mới")
    assert [admin.post(url, typed).status_code for _ in range(2)] == [302, 302]


def test_a_refused_form_can_be_sent_again(admin: Client) -> None:
    typed = typed_of(admin, "/don-vi/them/", name="", kind="state")
    assert admin.post("/don-vi/them/", typed).status_code == 422
    assert admin.post("/don-vi/them/", typed | {"name": "Sở Nội vụ"}).status_code == 302


def test_two_people_edit_one_record(admin: Client) -> None:
    agency = AgencyFactory(name="Sở Nội vụ", kind="state")
    url = f"/don-vi/{agency.pk}/sua/"
    mine = typed_of(admin, url, name="Sở Nội vụ thành phố")
    other = Client()
    other.force_login(UserFactory(role=Role.TRAINING, full_name="Trần Thị Bích Ngọc"))
    other.post(url, typed_of(other, url, name="Sở Nội vụ và Lao động", kind="party"))

    response = admin.post(url, mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Trần Thị Bích Ngọc" in text
    assert "Sở Nội vụ và Lao động" in text and "Sở Nội vụ thành phố" in text
    agency.refresh_from_db()
    assert agency.name == "Sở Nội vụ và Lao động"

    form = response.context["form"]
    assert form["name"].value() == "Sở Nội vụ thành phố"  # mine is kept
    assert form["kind"].value() == "party"  # theirs, which I had not touched
    again = {name: form[name].value() or "" for name in form.fields}
    assert admin.post(url, again).status_code == 302
    agency.refresh_from_db()
    assert (agency.name, agency.kind) == ("Sở Nội vụ thành phố", "party")


def test_a_forged_opened_value_is_no_traceback(admin: Client) -> None:
    url = f"/don-vi/{AgencyFactory().pk}/sua/"
    assert admin.post(url, typed_of(admin, url, opened="x:y:z")).status_code == 302
    assert admin.post(url, typed_of(admin, url, token="not one", name="Tên khác")).status_code in {302, 422}


def test_a_session_that_ends_loses_nothing(client: Client) -> None:
    user = UserFactory(role=Role.TRAINING)
    client.force_login(user)
    typed = typed_of(client, "/don-vi/them/", name="Sở Nội vụ", kind="state")
    client.logout()
    response = client.post("/don-vi/them/", typed)
    assert response.url == "/dang-nhap/?next=/don-vi/them/"
    session = client.session
    kept = session["kept_form"]
    client.force_login(user)
    session = client.session
    session["kept_form"] = kept
    session.save()
    shown = client.get("/don-vi/them/")
    assert shown.context["form"]["name"].value() == "Sở Nội vụ"
    assert "Những gì đã gõ vẫn còn" in shown.content.decode()
    assert client.get("/don-vi/them/").context["form"]["name"].value() != "Sở Nội vụ"
    assert not Agency.objects.exists()


def test_a_form_without_its_token_is_refused_in_words() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory(role=Role.ADMIN))
    response = strict.post("/don-vi/them/", {"name": "Sở Nội vụ", "kind": "state"})
    assert response.status_code == 403
    assert "Traceback" not in response.content.decode()
    assert not Agency.objects.exists()


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE, Role.LECTURER])
def test_who_may_not_edit(client: Client, role: Role) -> None:
    agency = AgencyFactory()
    client.force_login(UserFactory(role=role))
    for page in ("them/", f"{agency.pk}/sua/", f"{agency.pk}/cat/", f"{agency.pk}/doi-ten/"):
        for send in (client.get, client.post):
            assert send(f"/don-vi/{page}").status_code == 403, page


# Putting away


def test_put_away_and_taken_out_again(admin: Client) -> None:
    agency = AgencyFactory()
    url = f"/don-vi/{agency.pk}/cat/"
    for _ in range(2):  # a second click is no second thought
        assert admin.post(url, {"archive": "yes"}).status_code == 302
        assert admin.get("/don-vi/").context["listing"].count == 0
    assert admin.get("/don-vi/?luu-tru=da-cat").context["listing"].count == 1
    assert admin.get("/don-vi/?luu-tru=ca-hai").context["listing"].count == 1
    admin.post(url, {"archive": "no"})
    assert admin.get("/don-vi/").context["listing"].count == 1


def test_what_uses_a_record_is_said(admin: Client) -> None:
    name = AgencyNameFactory()
    shown = admin.get(f"/don-vi/{name.agency_id}/cat/").context["uses"]
    assert [(use.what, use.count) for use in shown] == [("tên khác của đơn vị", 1)]


def test_what_was_put_away_cannot_be_chosen_anew(admin: Client) -> None:
    gone = DocumentFactory(archived_on="2024-01-01")
    agency = AgencyFactory()
    choices = admin.get(f"/don-vi/{agency.pk}/ket-thuc/").context["form"].fields["document"].queryset
    assert gone not in choices


def test_a_line_taken_out_stays_in_the_history(admin: Client) -> None:
    name = AgencyNameFactory()
    response = admin.post(f"/ten-don-vi/{name.pk}/cat/")
    assert response.url == f"/don-vi/{name.agency_id}/"
    assert not AgencyName.objects.exists()
    kept = AgencyName.pgh_event_models["delete"].objects.filter(pgh_obj_id=name.pk, pgh_label="delete")
    assert kept.get().name == name.name


# Verbs


def test_a_verb_of_the_domain(admin: Client) -> None:
    agency = AgencyFactory(name="Sở Nội vụ")
    url = f"/don-vi/{agency.pk}/doi-ten/"
    typed = {"token": str(uuid.uuid4()), "name": "Sở Nội vụ và Lao động", "on": "01/03/2025"}
    assert [admin.post(url, typed).status_code for _ in range(2)] == [302, 302]  # a second click is no second renaming
    agency.refresh_from_db()
    assert (agency.name, agency.names.get().name) == ("Sở Nội vụ và Lao động", "Sở Nội vụ")


def test_a_verb_refused_says_why_beside_its_field(admin: Client) -> None:
    agency = AgencyFactory(valid_from="2025-03-01")
    response = admin.post(f"/don-vi/{agency.pk}/doi-ten/", {"name": "Tên khác", "on": "01/03/2024"})
    assert response.status_code == 422
    assert "Ngày đổi tên phải sau" in response.content.decode()


def test_a_verb_that_does_not_apply_is_not_there(admin: Client) -> None:
    ended = AgencyFactory(valid_to="2025-02-28")
    response = admin.get(f"/don-vi/{ended.pk}/doi-ten/")
    assert response.status_code == 404
    assert "không còn áp dụng" in response.content.decode()
