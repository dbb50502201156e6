"""Spreadsheets of the data admin: what is filtered goes out as text, a file comes in whole or not at all."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.models import EnrolmentChange, Identity, RosterConfirmation
from portal.models import Role, User
from school.admin_resource import KEY, RecordResource, resource_of
from school.admin_sheets import MOST_ROWS
from school.admin_transfer import Upload
from school.models import Agency, Department, ListExport, Qualification, StaffPosting
from school.versions import versions
from tests import factories
from tests.factories.portal import UserFactory
from tests.portal.test_admin import FACTORIES, OURS, WRITTEN_BY_THE_PORTAL, address, label

pytestmark = pytest.mark.django_db
XLSX, CSV = "0", "1"
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(“x”)"]


@pytest.fixture
def boss() -> User:
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def manager(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def export(client, model, kind: str = XLSX, **query: str):
    page = address(model, "export")
    return client.post(page, {"format": kind, "resource": "0"}, query_params=query)


def sheet(response) -> list[list]:
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.active.rows]


def csv_rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def xlsx(*rows: list) -> SimpleUploadedFile:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("tep.xlsx", file.getvalue())


def preview(client, model, file: SimpleUploadedFile):
    return client.post(address(model, "import"), {"import_file": file, "format": "", "resource": "0"})


def import_(client, model, file: SimpleUploadedFile):
    form = preview(client, model, file).context["confirm_form"]
    return client.post(address(model, "process_import"), form.initial, follow=True)


def refusals(response) -> list[str]:
    return response.context["refusals"]


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_model_goes_out_in_words_and_comes_back(manager, model) -> None:
    """What was exported is read back without a change: nothing is lost on the way."""
    FACTORIES[model]()
    there = model._default_manager.count()
    response = export(manager, model)
    file = SimpleUploadedFile("tep.xlsx", response.content)
    headings, *rows = sheet(response)
    assert headings[0] == KEY and len(rows) == there
    assert len({heading.lower() for heading in headings}) == len(headings)
    assert not {field.name for field in model._meta.fields if field.generated} & set(
        resource_of(model, RecordResource).fields
    )
    if model in WRITTEN_BY_THE_PORTAL:
        assert preview(manager, model, file).status_code == 403
        return
    result = preview(manager, model, file).context
    if EnrolmentChange is model:
        assert all("chỉ ghi thêm" in line for line in result["refusals"])
    else:
        assert result["refusals"] == []
        assert {row.import_type for row in result["result"].rows} == {"skip"}


@pytest.mark.parametrize("model", OURS, ids=label)
def test_exports_ask_the_same_for_one_row_and_for_many(manager, model) -> None:
    counts = []
    for more in (1, 9):
        if model is not factories.InstitutionFactory._meta.model or more == 1:
            FACTORIES[model].create_batch(more)
        with CaptureQueriesContext(connection) as queries:
            export(manager, model)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_export_has_what_is_filtered_and_is_written_down(manager, boss: User) -> None:
    factories.AgencyFactory(name="Huyện ủy Hòa Vang", kind="party")
    factories.AgencyFactory(name="Sở Nội vụ", kind="state")
    _, *rows = sheet(export(manager, Agency, q="hoa vang"))
    assert "Huyện ủy Hòa Vang" in rows[0] and len(rows) == 1
    _, *rows = sheet(export(manager, Agency, kind__exact="state"))
    assert [("Sở Nội vụ" in row) for row in rows] == [True]
    log = ListExport.objects.order_by("id").values_list("exported_by", "register", "query", "rows")
    assert list(log) == [(boss.pk, "đơn vị", "q=hoa+vang", 1), (boss.pk, "đơn vị", "kind__exact=state", 1)]


def test_identity_numbers_go_out_as_text_and_are_written_down(manager) -> None:
    identity = factories.IdentityFactory(kind="citizen", number="048090000123")
    _, row = sheet(export(manager, Identity))
    assert "048090000123" in row and str(identity.learner) in row
    assert ListExport.objects.get().register == "giấy tờ tùy thân"


def test_nobody_else_exports_or_imports(client) -> None:
    factories.IdentityFactory()
    client.force_login(UserFactory(role=Role.TRAINING))
    assert export(client, Identity).status_code == 302
    assert preview(client, Identity, xlsx(["loại"], ["x"])).status_code == 302
    assert not ListExport.objects.exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_goes_out_as_a_formula(manager, text: str) -> None:
    factories.DepartmentFactory(name=text)
    response = export(manager, Department)
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.rows for cell in row]
    assert [cell.data_type for cell in cells if cell.value == text] == ["s"]
    assert f"'{text}" in csv_rows(export(manager, Department, CSV))[1]


@pytest.mark.parametrize("kind", [XLSX, CSV])
@pytest.mark.parametrize("text", HOSTILE)
def test_such_text_comes_back_as_it_was(manager, text: str, kind: str) -> None:
    factories.DepartmentFactory(name=text)
    file = SimpleUploadedFile(["tep.xlsx", "tep.csv"][int(kind)], export(manager, Department, kind).content)
    assert {row.import_type for row in preview(manager, Department, file).context["result"].rows} == {"skip"}


def test_a_file_is_previewed_and_then_imported(manager, boss: User, uploads: Path) -> None:
    old = factories.DepartmentFactory(name="Khoa Cũ", teaches=False)
    file = [["Mã bản ghi", "Tên phòng, khoa", "tên gọi tắt", "là khoa giảng dạy", "từ ngày"]]
    file += [["", "Khoa  Lý luận", "LL", "có", "01/02/2020"], [old.pk, "Khoa Mới", "KM", "", date(2021, 3, 4)]]
    response = preview(manager, Department, xlsx(*file))
    html = response.content.decode()
    assert "<del>Khoa Cũ</del> <ins>Khoa Mới</ins>" in html and "style=" not in html
    assert Department.objects.count() == 1 and len(list(uploads.iterdir())) == 1
    response = manager.post(
        address(Department, "process_import"), response.context["confirm_form"].initial, follow=True
    )
    assert said(response) == ["Đã nhập: 1 bản ghi mới, 1 bản ghi sửa, 0 bản ghi giữ nguyên."]
    new = Department.objects.exclude(pk=old.pk).get()
    assert (new.name, new.teaches, new.valid_from) == ("Khoa Lý luận", True, date(2020, 2, 1))
    old.refresh_from_db()
    assert (old.name, old.valid_from) == ("Khoa Mới", date(2021, 3, 4))
    assert versions(Department, new.pk, 1)[0].who == str(boss)
    assert list(uploads.iterdir()) == []


def test_choices_and_other_records_are_read_in_words(manager) -> None:
    staff = factories.StaffFactory()
    file = xlsx(
        ["cán bộ", "cán bộ (tên)", "loại", "mức", "ngày cấp (sớm nhất)", "ngày cấp (muộn nhất)"],
        [staff.pk, "ai cũng được", "Trình độ chuyên môn", "thạc sĩ", "1/7/2012", "31.07.2012"],
    )
    import_(manager, Qualification, file)
    degree = Qualification.objects.get()
    assert (degree.staff, degree.kind, degree.level, degree.awarded_to) == (
        staff,
        "degree",
        "master",
        date(2012, 7, 31),
    )


def test_one_wrong_row_and_nothing_is_imported_and_each_is_named(manager) -> None:
    staff, department = factories.StaffFactory(), factories.DepartmentFactory()
    heading = ["cán bộ", "phòng, khoa", "chức vụ, vị trí", "từ ngày", "đến hết ngày"]
    response = preview(
        manager,
        StaffPosting,
        xlsx(
            heading,
            [staff.pk, department.pk, "Giảng viên", "01/01/2020", ""],
            [],
            [staff.pk, department.pk, "Trưởng khoa", "01/01/2021", ""],
            [staff.pk, 999, "Trưởng khoa", "ngày nào", ""],
            ["x", department.pk, "", "", ""],
        ),
    )
    assert sorted(refusals(response)) == [
        "Dòng 4: Người này đã có vị trí ở phòng, khoa này trong thời gian đó.",
        "Dòng 5, phòng, khoa: Không có phòng, khoa nào mang mã 999.",
        "Dòng 5, từ ngày: “ngày nào” không phải là ngày. Ghi ngày/tháng/năm, ví dụ 16/11/2023.",
        "Dòng 6, chức vụ, vị trí: Ô này không được để trống.",
        "Dòng 6, cán bộ: “x” không phải là số.",
    ]
    assert "confirm_form" not in response.context
    assert not StaffPosting.objects.exists()


def test_what_changed_between_preview_and_import_imports_nothing(manager) -> None:
    staff, department = factories.StaffFactory(), factories.DepartmentFactory()
    heading = ["cán bộ", "phòng, khoa", "chức vụ, vị trí"]
    other = factories.StaffFactory()
    file = xlsx(heading, [other.pk, department.pk, "A"], [staff.pk, department.pk, "B"])
    form = preview(manager, StaffPosting, file).context["confirm_form"]
    factories.StaffPostingFactory(staff=staff, department=department, valid_from=None, valid_to=None)
    response = manager.post(address(StaffPosting, "process_import"), form.initial, follow=True)
    assert said(response) == ["Dòng 3: Người này đã có vị trí ở phòng, khoa này trong thời gian đó."]
    assert StaffPosting.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (xlsx(["tên phòng khoa"], ["A"]), "Không rõ cột: tên phòng khoa."),
        (xlsx(["tên phòng, khoa", "Tên phòng, khoa"], ["A", "B"]), "Có hai cột cùng tên."),
        (xlsx([KEY, "tên phòng, khoa"], [999, "A"]), "Không có bản ghi mang mã 999."),
        (xlsx(["tên phòng, khoa", "là khoa giảng dạy"], ["A", "có lẽ"]), "“có lẽ” không rõ nghĩa."),
    ],
)
def test_what_is_wrong_with_a_file_is_said(manager, file: SimpleUploadedFile, message: str) -> None:
    file.seek(0)
    assert any(message in line for line in refusals(preview(manager, Department, file)))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("tep.xlsx", b"not a sheet", "Không đọc được tệp này."),
        ("tep.csv", "tên".encode("utf-16"), "Không đọc được tệp này."),
        ("tep.csv", "tên phòng, khoa\n".encode(), "Tệp không có dòng nào."),
        ("tep.csv", b"a\n" + b"b\n" * (MOST_ROWS + 1), "Tệp có quá 2.000 dòng."),
        ("tep.docx", b"PK", "Loại tệp này không nhận."),
        ("tep.csv", b"", "Tệp này trống."),
    ],
)
def test_what_is_no_sheet_is_refused(manager, uploads: Path, name: str, content: bytes, message: str) -> None:
    response = preview(manager, Department, SimpleUploadedFile(name, content))
    assert message in response.context["form"].errors["import_file"][0]
    assert list(uploads.iterdir()) == []


def test_without_a_file_the_form_says_so(manager) -> None:
    response = manager.post(address(Department, "import"), {"format": "", "resource": "0"})
    assert response.context["form"].errors["import_file"] == ["Chọn một tệp Excel hoặc CSV."]


def test_semicolons_as_excel_writes_them(manager) -> None:
    file = SimpleUploadedFile("tep.csv", "\ufefftên phòng, khoa;tên gọi tắt\r\nPhòng A;A\r\n".encode())
    import_(manager, Department, file)
    assert Department.objects.get().name == "Phòng A"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "passwd", "0" * 32])
def test_no_other_file_is_read(manager, uploads: Path, name: str) -> None:
    (uploads / "passwd").write_text("secret")
    data = {"import_file_name": name, "original_file_name": "a.csv", "format": CSV, "resource": "0"}
    response = manager.post(address(Department, "process_import"), data, follow=True)
    assert response.status_code == 200
    assert "secret" not in response.content.decode()
    assert (uploads / "passwd").exists()


def test_a_file_that_nobody_came_back_for_is_forgotten(uploads: Path) -> None:
    import os

    kept = Upload()
    kept.save(b"1")
    os.utime(kept.path, (0, 0))
    Upload().save(b"2")
    assert [path.read_bytes() for path in uploads.iterdir()] == [b"2"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in uploads.iterdir())


def test_a_confirmation_from_a_file_goes_through_the_domain(manager) -> None:
    empty = factories.CourseClassFactory()
    enrolment = factories.EnrolmentFactory()
    file = xlsx(["lớp", "chốt ngày"], [empty.pk, "01/03/2024"])
    assert "Dòng 2: " in refusals(preview(manager, RosterConfirmation, file))[0]
    file = xlsx(["lớp", "chốt ngày"], [enrolment.first_class.pk, f"{enrolment.entered_on:%d/%m/%Y}"])
    import_(manager, RosterConfirmation, file)
    assert RosterConfirmation.objects.get().course_class == enrolment.first_class


def test_an_account_from_a_file_has_no_password(manager) -> None:
    file = xlsx(["tên đăng nhập", "họ và tên", "vai trò"], ["an.nv", "Nguyễn Văn An", "Giảng viên"])
    import_(manager, User, file)
    user = User.objects.get(username="an.nv")
    assert user.role == Role.LECTURER and not user.has_usable_password()
    assert "password" not in resource_of(User, RecordResource).fields


def test_a_get_exports_and_imports_nothing(manager) -> None:
    assert manager.get(address(Department, "export")).status_code == 200
    assert manager.get(address(Department, "import")).status_code == 200
    assert manager.get(address(Department, "process_import")).status_code == 405
    assert not ListExport.objects.exists()
