"""The data admin: every model opens, only administrators enter, what is changed there is kept and remembered."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enrollment.models import ImportRow, LearnerMerge, RosterImport
from portal.models import Role, User
from school.models import Document, FormSubmission, Institution, ListExport, Qualification
from tests import factories
from tests.factories.portal import UserFactory
from tests.test_factories import ALL

pytestmark = pytest.mark.django_db
FACTORIES = {factory._meta.model: factory for factory in ALL}
OURS = [model for model in admin.site._registry if model in FACTORIES]
WRITTEN_BY_THE_PORTAL = {ListExport, FormSubmission, RosterImport, ImportRow, LearnerMerge}
NOT_ADDED = {*WRITTEN_BY_THE_PORTAL, Institution}  # the portal writes them; there is one school
label = lambda model: model.__name__  # noqa: E731


def address(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def manager(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    return client


def test_every_model_is_there():
    assert set(OURS) == set(FACTORIES)


@pytest.mark.parametrize("model", OURS, ids=label)
def test_list_search_and_forms_open(manager, model):
    row = FACTORIES[model]()
    assert manager.get(address(model, "changelist")).status_code == 200
    assert manager.get(address(model, "changelist"), {"q": "nguyễn"}).status_code == 200
    assert manager.get(address(model, "add")).status_code == (403 if model in NOT_ADDED else 200)
    assert manager.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", sorted(WRITTEN_BY_THE_PORTAL, key=label), ids=label)
def test_what_the_portal_wrote_down_nobody_adds_changes_or_takes_away(manager, model):
    row = FACTORIES[model]()
    for page, *args in (("add",), ("delete", row.pk), ("import",)):
        assert manager.get(address(model, page, *args)).status_code == 403
        assert manager.post(address(model, page, *args), {"post": "yes"}).status_code == 403
    assert manager.post(address(model, "change", row.pk), {"rows": 1}).status_code == 403
    selected = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    manager.post(address(model, "changelist"), selected)
    assert model.objects.get() == row


def test_there_is_one_school(manager):
    assert manager.get(address(Institution, "add")).status_code == 200
    school = factories.InstitutionFactory()
    for page, *args in (("add",), ("delete", school.pk)):
        assert manager.post(address(Institution, page, *args), {"post": "yes"}).status_code == 403
    selected = {"action": "delete_selected", "_selected_action": [school.pk], "post": "yes"}
    manager.post(address(Institution, "changelist"), selected)
    assert Institution.objects.get() == school


def test_a_document_that_another_replaces_is_not_deleted(manager):
    line = factories.DocumentReplacementFactory()
    for document in (line.replaced, line.document):
        url = address(Document, "delete", document.pk)
        page = manager.get(url).content.decode()
        assert str(line) in page and "vì còn những bản ghi sau dùng đến" in page
        assert manager.post(url, {"post": "yes"}).status_code != 302
        selected = {"action": "delete_selected", "_selected_action": [document.pk], "post": "yes"}
        assert (
            "vì còn những bản ghi sau dùng đến"
            in manager.post(address(Document, "changelist"), selected).content.decode()
        )
    assert Document.objects.count() == 2


@pytest.mark.parametrize("model", OURS, ids=label)
def test_lists_ask_the_same_for_one_row_and_for_many(manager, model):
    counts = []
    for more in (1, 9):
        if model is not factories.InstitutionFactory._meta.model or more == 1:
            FACTORIES[model].create_batch(more)
        with CaptureQueriesContext(connection) as queries:
            manager.get(address(model, "changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_nobody_else_enters(client, role):
    client.force_login(UserFactory(role=role))
    response = client.get(reverse("admin:index"))
    assert response.status_code == 302
    assert not User.objects.get(role=role).has_perm("school.change_staff")


def test_a_change_there_is_kept_and_remembered(manager):
    degree = factories.QualificationFactory(kind="degree", level="bachelor")
    form = manager.get(address(Qualification, "change", degree.pk)).context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    values = {name: "" if value is None else value for name, value in values.items()} | {"level": "master"}
    response = manager.post(address(Qualification, "change", degree.pk), values)
    assert response.status_code == 302, response.context["errors"]
    degree.refresh_from_db()
    assert degree.level == "master"
    event = Qualification.pgh_event_models["update"].objects.get(pgh_obj_id=degree.pk, pgh_label="update")
    assert (event.level, event.pgh_context.metadata["user"]) == ("master", User.objects.get(role=Role.ADMIN).pk)


def test_what_the_database_would_refuse_is_said_in_the_form(manager):
    degree = factories.QualificationFactory(kind="degree", level="bachelor")
    response = manager.post(address(Qualification, "change", degree.pk), {"kind": "classics", "level": "master"})
    assert response.status_code == 200
    degree.refresh_from_db()
    assert degree.level == "bachelor"


def found(response) -> list[object]:
    return list(response.context["cl"].queryset)


@pytest.mark.parametrize("typed", ["Hường", "huong", "HƯỜNG nguyễn", "thi huong"])
def test_names_are_found_with_marks_and_without(manager, typed):
    wanted = factories.LearnerFactory(full_name="Nguyễn Thị Hường")
    factories.LearnerFactory(full_name="Nguyễn Thị Hoa")
    assert found(manager.get(address(type(wanted), "changelist"), {"q": typed})) == [wanted]


def test_a_former_name_finds_an_agency_once(manager):
    agency = factories.AgencyFactory(name="Đảng ủy xã Hòa Tiến")
    for name in ("Đảng ủy xã Hòa Khương", "Đảng ủy xã Hòa Phong"):
        factories.AgencyNameFactory(agency=agency, name=name, kind="alias")
    assert found(manager.get(address(type(agency), "changelist"), {"q": "hoa"})) == [agency]


@pytest.mark.parametrize("typed", ["\x00", "'", '"', "%", "\\", "a" * 5000, "ʼ ̀"])
def test_a_hostile_search_is_a_list_like_any_other(manager, typed):
    learner = factories.LearnerFactory()
    assert manager.get(address(type(learner), "changelist"), {"q": typed}).status_code == 200
    chosen = {"term": typed, "app_label": "enrollment", "model_name": "posting", "field_name": "learner"}
    assert manager.get(reverse("admin:autocomplete"), chosen).status_code == 200


def test_people_stand_in_vietnamese_order(manager):
    names = ["Trần Văn Ân", "Lê Thị Ánh", "Bùi Văn An"]
    for name in names:
        factories.StaffFactory(full_name=name)
    response = manager.get(address(factories.StaffFactory._meta.model, "changelist"))
    assert [row.full_name for row in found(response)] == ["Bùi Văn An", "Lê Thị Ánh", "Trần Văn Ân"]


def test_records_are_put_away_and_taken_back(manager):
    department = factories.DepartmentFactory()
    page = address(type(department), "changelist")
    manager.post(page, {"action": "put_away", "_selected_action": [department.pk]})
    department.refresh_from_db()
    assert department.archived_on is not None
    assert found(manager.get(page, {"luu-tru": "dang-dung"})) == []
    assert found(manager.get(page, {"luu-tru": "da-cat"})) == [department]
    manager.post(page, {"action": "take_back", "_selected_action": [department.pk]})
    department.refresh_from_db()
    assert department.archived_on is None


def test_what_the_domain_refuses_is_said_in_the_form_with_what_was_typed(manager):
    course_class = factories.CourseClassFactory()
    page = address(factories.RosterConfirmationFactory._meta.model, "add")
    response = manager.post(page, {"course_class": course_class.pk, "confirmed_on": "01/03/2024"})
    form = response.context["adminform"].form
    assert form.non_field_errors() and form["confirmed_on"].value() == "01/03/2024"
    assert not factories.RosterConfirmationFactory._meta.model.objects.exists()


def test_a_key_that_is_no_key_is_said_in_the_form(manager):
    response = manager.post(address(Qualification, "add"), {"staff": "x'y"})
    assert response.context["adminform"].form.errors["staff"] == ["Lựa chọn này không còn. Chọn lại."]


def test_days_are_typed_as_people_write_them(manager):
    staff, department = factories.StaffFactory(), factories.DepartmentFactory()
    values = {"staff": staff.pk, "department": department.pk, "position": "Giảng viên", "valid_from": "05/09/2022"}
    response = manager.post(address(factories.StaffPostingFactory._meta.model, "add"), values)
    assert response.status_code == 302
    assert f"{staff.postings.get().valid_from:%Y-%m-%d}" == "2022-09-05"


def test_the_parts_stand_in_their_order(manager):
    apps = manager.get(reverse("admin:index")).context["app_list"]
    assert [app["app_label"] for app in apps] == ["courses", "enrollment", "research", "school", "portal"]
    assert all(app["about"] for app in apps)


@pytest.mark.parametrize("page", ["r/khong-co/", "r/999999/1/", "r/1/khong-co/"])
def test_the_shortcut_to_a_page_on_the_site_is_not_there(manager, page):
    response = manager.get(f"/quan-tri/{page}")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()
