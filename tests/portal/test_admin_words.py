"""No English word reaches an administrator: every page of the data admin is read, titles and script words included."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.urls import reverse

from enrollment.models import Enrolment
from portal.models import Role, User
from school.models import Institution
from tests import factories
from tests.factories.portal import UserFactory
from tests.portal.test_admin import FACTORIES, NOT_ADDED, OURS, WRITTEN_BY_THE_PORTAL, address, label

pytestmark = pytest.mark.django_db

SPOKEN = {"title", "placeholder", "aria-label", "alt", "label", "content", "data-placeholder"}
SILENT = {"script", "style", "code"}
BUTTONS = {"submit", "button", "reset"}

# A Vietnamese syllable: a beginning, a vowel, an end. Whatever else stands without marks is not Vietnamese.
SYLLABLE = re.compile(
    r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uy|uya|uye|ai|ao|au|ay|eo|[aeiouy])"
    r"(ch|ng|nh|[cmnpt])?"
)
# Names and signs of things, the same in every language.
NAMES = {"excel", "xlsx", "csv", "pdf", "utf", "mb", "https", "menu", "cn"}


class Reader(HTMLParser):
    """Everything that is read or said aloud of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.silent += tag in SILENT
        spoken = SPOKEN - ({"content"} if tag == "meta" else set())
        self.texts += [value for name, value in values.items() if name in spoken and value]
        if tag == "input" and values.get("type") in BUTTONS:
            self.texts.append(values.get("value") or "")
        self.texts += self._words_of_scripts(values)

    def _words_of_scripts(self, values: dict[str, str | None]) -> list[str]:
        formset = values.get("data-inline-formset")
        if not formset:
            return []
        options = json.loads(formset)["options"]
        return [options["addText"], options["deleteText"]]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


def english(texts: list[str]) -> set[str]:
    """The words that are no Vietnamese syllables, nor names; a few English ones are syllables too ("an", "to")."""
    found = set()
    for text in texts:
        text = re.sub(r"%\(\w+\)s|https?://\S+|\S*[\d@_/]\S*", " ", text)
        for word in re.findall(r"[^\W\d_]+", text):
            if word.isascii() and len(word) > 1 and not SYLLABLE.fullmatch(word.lower()):
                found.add(word.lower())
    return found - NAMES


def of_page(html: str) -> set[str]:
    reader = Reader()
    reader.feed(html)
    return english(reader.texts)


def test_the_reader_finds_english() -> None:
    page = (
        "<title>Change user</title><p aria-label='Select all'>Lưu <b>Save</b></p><input type=submit value=Delete>"
        "<input placeholder='Search'><img alt='Filter'><script>var Ignored</script><p>Nguyễn Thị Hoa, trường</p>"
    )
    assert of_page(page) == {"change", "user", "select", "all", "save", "delete", "search", "filter"}


def test_vietnamese_without_marks_is_no_english() -> None:
    assert english(["Hoa Khanh Quang Thinh nghi trang xuyen khuya oanh Uy Y quy giang"]) == set()


@pytest.fixture
def manager(client):
    client.force_login(UserFactory(role=Role.ADMIN, username="quan.tri", full_name="Trần Thị Ý"))
    return client


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes that the factories make up are none of the portal's words."""
    monkeypatch.setattr(factories.UserFactory._meta.declarations["username"], "function", lambda n: f"ten{n}")


def pages_of(model: type, pk: object) -> list[str]:
    named = [address(model, page) for page in ("changelist", "add", "deleted", "import", "export")]
    return named + [address(model, page, pk) for page in ("change", "history", "delete")]


def own_words(row) -> set[str]:
    """What the record itself says: codes and made-up addresses are not words of the portal."""
    values = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    return english(values) | english([str(row)])


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_page_of_every_model(manager, model) -> None:
    row = FACTORIES[model]()
    row.refresh_from_db()
    allowed = {word for made in rows_there_are() for word in own_words(made)}
    for page in pages_of(model, row.pk):
        response = manager.get(page)
        refused = model in NOT_ADDED and "/add/" in page
        refused |= model in WRITTEN_BY_THE_PORTAL and page.endswith(("/delete/", "/import/"))
        refused |= model is Institution and page.endswith("/delete/")
        assert response.status_code == (403 if refused else 200), page
        assert of_page(response.content.decode()) - allowed == set(), page


def rows_there_are() -> list:
    return [row for model in OURS for row in model._default_manager.all()]


def test_pages_of_no_model(manager) -> None:
    user = UserFactory()
    pages = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:password_change_done")]
    pages += [reverse("admin:app_list", args=[app]) for app in {model._meta.app_label for model in OURS}]
    pages += [reverse("admin:auth_user_password_change", args=[user.pk])]
    for page in pages:
        response = manager.get(page)
        assert response.status_code == 200, page
        assert of_page(response.content.decode()) - own_words(user) - {"quan"} == set(), page


def test_what_is_not_there(manager) -> None:
    for page in ("/quan-tri/khong-co/", "/quan-tri/school/staff/999/change/"):
        response = manager.get(page, follow=True)
        assert of_page(response.content.decode()) == set(), page


def test_the_way_to_signing_in(client) -> None:
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("portal:sign_in"))
    assert of_page(response.content.decode()) == set()


def test_somebody_else_is_told_so_in_words(client) -> None:
    client.force_login(UserFactory(role=Role.TRAINING, full_name="Trần Thị Ý"))
    response = client.get(reverse("admin:index"), follow=True)
    assert response.status_code == 403
    assert of_page(response.content.decode()) == set()


@pytest.mark.parametrize("model", [each for each in OURS if each not in WRITTEN_BY_THE_PORTAL], ids=label)
def test_forms_that_are_not_filled_in(manager, model) -> None:
    page = manager.get(address(model, "add"))
    names = dict.fromkeys(page.context["adminform"].form.fields, "x" * 2000)
    for values in ({}, names):
        management = {
            key: value
            for formset in page.context["inline_admin_formsets"]
            for key, value in (
                (f"{formset.formset.prefix}-TOTAL_FORMS", "0"),
                (f"{formset.formset.prefix}-INITIAL_FORMS", "0"),
            )
        }
        response = manager.post(address(model, "add"), values | management, follow=True)
        texts = re.sub("x{20,}", "", response.content.decode())
        assert of_page(texts) - {word for row in rows_there_are() for word in own_words(row)} == set(), values


def test_a_form_without_its_management_part(manager) -> None:
    response = manager.post(address(factories.StaffFactory._meta.model, "add"), {"full_name": "A"})
    assert of_page(response.content.decode()) == set()


def test_deleting_and_what_was_done(manager) -> None:
    enrolment = factories.EnrolmentFactory()
    learner = enrolment.learner
    protected = manager.get(address(type(learner), "delete", learner.pk)).content.decode()
    allowed = {word for row in rows_there_are() for word in own_words(row)}
    assert of_page(protected) - allowed == set()
    data = {"action": "delete_selected", "_selected_action": [enrolment.pk]}
    assert of_page(manager.post(address(Enrolment, "changelist"), data).content.decode()) - allowed == set()
    response = manager.post(address(Enrolment, "changelist"), data | {"post": "yes"}, follow=True)
    assert of_page(response.content.decode()) - allowed == set()
    none = manager.post(address(Enrolment, "changelist"), {"action": "delete_selected"}, follow=True)
    assert of_page(none.content.decode()) - allowed == set()
    assert of_page(manager.get(reverse("admin:index")).content.decode()) - allowed == set()


def test_the_words_of_scripts(manager) -> None:
    script = manager.get(reverse("admin:jsi18n")).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});\n", script, re.S).group(1))
    words = [one for said in catalogue.values() for one in (said if isinstance(said, list) else [said])]
    assert english(words) == set()
    known = {key.split("\x04")[-1] for key in catalogue}
    assert {"Choose all %s", "Remove all %s", "Sunday", "Thur", "Choose a Date", "Cancel"} <= known


def test_no_model_of_a_library_is_there() -> None:
    assert set(admin.site._registry) == set(FACTORIES) and User in FACTORIES
