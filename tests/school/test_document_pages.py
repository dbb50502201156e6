"""Pages of documents, sources, criteria and the school itself: found by number, in force, compared, replaced."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.models import Role
from school.days import today
from school.domain.documents import expire, replace
from school.errors import Refused
from school.models import Criterion, Document, Evidence
from tests.factories import (
    DeclaredFactFactory,
    DocumentFactory,
    DocumentReplacementFactory,
    EvidenceUseFactory,
    FrameworkFactory,
    IndicatorFactory,
    InstitutionFactory,
    ListExportFactory,
    ThresholdFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FORM = {
    "number": "145-QĐ/TW",
    "issuer": "Bộ Chính trị",
    "issued_on": "10/05/2024",
    "kind": "regulation",
    "title": "Quy định về bồi dưỡng, cập nhật kiến thức",
    "valid_from": "10/05/2024",
}


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(role=Role.ADMIN))
    return client


def numbers(response) -> list[str]:
    return [row.number for row in response.context["listing"].page.rows]


@pytest.mark.parametrize("text", ["11-QĐ/TW", "11-qd/tw", "11 qd tw", "quy dinh 11", "11 ban bi thu", "11-QÐ/TW"])
def test_found_by_number_and_words_without_marks(admin, text):
    DocumentFactory(number="11-QĐ/TW")
    DocumentFactory(number="6468-QĐ/HVCTQG", title="Quy chế đào tạo", issuer="Học viện Chính trị quốc gia Hồ Chí Minh")
    assert numbers(admin.get("/van-ban/", {"tim": text})) == ["11-QĐ/TW"]


def test_filters(admin):
    DocumentFactory(number="1-QĐ/TW", valid_to=today() - timedelta(1))
    DocumentFactory(number="2-QĐ/TW", valid_from=today() + timedelta(1), issued_on=date(2020, 1, 1), kind="decision")
    DocumentFactory(number="3-QĐ/TW", text_seen=True, issuer="Chính phủ")
    for query, found in {
        "hieu_luc=het": ["1-QĐ/TW"],
        "hieu_luc=chua": ["2-QĐ/TW"],
        "hieu_luc=con": ["3-QĐ/TW"],
        "nam=2020": ["2-QĐ/TW"],
        "loai=decision": ["2-QĐ/TW"],
        "co_quan=chinh+phu": ["3-QĐ/TW"],
        "doi_chieu=co": ["3-QĐ/TW"],
    }.items():
        assert numbers(admin.get(f"/van-ban/?{query}")) == found, query


@pytest.mark.parametrize("year", ["1000000000", "-5", "2023.5", "hai nghìn", "1899"])
def test_a_year_that_is_none(admin, year):
    DocumentFactory()
    response = admin.get("/van-ban/", {"nam": year})
    assert response.status_code == 400
    assert "gõ năm bằng bốn chữ số" in response.content.decode()
    assert len(numbers(response)) == 1


def test_not_compared_is_said_until_somebody_compared_it(admin):
    document = DocumentFactory()
    warning = "chưa đối chiếu văn bản"
    assert warning in admin.get(f"/van-ban/{document.pk}/").content.decode()
    assert warning in admin.get("/van-ban/").content.decode()
    assert admin.post(f"/van-ban/{document.pk}/doi-chieu/").status_code == 302
    assert warning not in admin.get(f"/van-ban/{document.pk}/").content.decode()
    assert admin.get(f"/van-ban/{document.pk}/doi-chieu/").status_code == 404


def test_out_of_force_from_a_day_in_favour_of_another(admin):
    old, new = DocumentFactory(number="57-QĐ/TW"), DocumentFactory(number="350-QĐ/TW", issued_on=date(2025, 8, 29))
    url = f"/van-ban/{old.pk}/het-hieu-luc/"
    response = admin.post(url, {"since": "19/05/2021"})
    assert "Chọn ngày sau đó" in response.context["form"].errors["since"][0]
    assert admin.post(url, {"since": "29/08/2025", "by": new.pk}).status_code == 302
    old.refresh_from_db()
    assert old.valid_to == date(2025, 8, 28)
    assert list(new.replaces.all()) == [old]
    assert f'href="/van-ban/{new.pk}/"' in admin.get(f"/van-ban/{old.pk}/").content.decode()


def test_a_new_document_replaces_others_in_one_form(admin):
    old = DocumentFactory(number="164-QĐ/TW", issued_on=date(2013, 2, 1))
    assert admin.post("/van-ban/them/", FORM | {"replaced": [old.pk]}).status_code == 302
    new, old = Document.objects.get(number="145-QĐ/TW"), Document.objects.get(pk=old.pk)
    assert list(new.replaces.all()) == [old]
    assert old.valid_to == date(2024, 5, 9)
    assert "replaced" not in admin.get(f"/van-ban/{new.pk}/sua/").context["form"].fields


def test_nothing_is_stored_of_a_document_that_replaces_a_newer_one(admin):
    newer = DocumentFactory(number="9-QĐ/TW", issued_on=date(2025, 1, 1))
    response = admin.post("/van-ban/them/", FORM | {"replaced": [newer.pk]})
    assert response.status_code == 422
    assert "ban hành trước" in response.context["form"].errors["replaced"][0]
    assert Document.objects.count() == 1


def test_replaced_in_part_stays_in_force():
    old, new = DocumentFactory(), DocumentFactory(issued_on=date(2025, 1, 1))
    replace(new, old, partly=True)
    assert Document.objects.get(pk=old.pk).valid_to is None


def test_an_end_that_came_earlier_stays():
    old, new = DocumentFactory(valid_to=date(2023, 12, 31)), DocumentFactory(issued_on=date(2025, 1, 1))
    replace(new, old)
    assert Document.objects.get(pk=old.pk).valid_to == date(2023, 12, 31)


def test_no_end_before_the_beginning():
    document = DocumentFactory()
    with pytest.raises(Refused, match="có hiệu lực từ 19/05/2021"):
        expire(document, date(2021, 5, 19))


def test_the_same_number_twice_is_refused_in_words(admin):
    admin.post("/van-ban/them/", FORM)
    response = admin.post("/van-ban/them/", FORM | {"number": "145-QÐ/TW"})
    assert response.status_code == 422
    assert "Đã có văn bản cùng số" in response.content.decode()


def test_what_else_rests_on_a_document(admin):
    framework = FrameworkFactory()
    DocumentReplacementFactory(replaced=framework.document)
    page = admin.get(f"/van-ban/{framework.document.pk}/").content.decode()
    assert "bộ tiêu chí: 1" in page
    assert "thay thế văn bản: 1" not in page  # shown with its link


def test_replacements_go_out_as_words_in_a_spreadsheet(admin):
    row = DocumentReplacementFactory()
    response = admin.get("/van-ban/excel?cot=so&cot=thay_boi&sap=ngay")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[2]] == [row.replaced.number, str(row.document)]


@pytest.mark.parametrize("role", [Role.LECTURER, Role.LEADERSHIP])
def test_who_reads_documents_only(client, role):
    document = DocumentFactory()
    client.force_login(UserFactory(role=role))
    assert client.get(f"/van-ban/{document.pk}/").status_code == 200
    for page in ("sua", "cat", "doi-chieu", "het-hieu-luc"):
        assert client.get(f"/van-ban/{document.pk}/{page}/").status_code == 403


# Sources, criteria, the school


@pytest.mark.parametrize("url", ["/nguon-so-lieu/", "/so-lieu-khac/", "/bo-tieu-chi/", "/chi-tieu/", "/minh-chung/"])
def test_what_a_lecturer_may_not_open(client, url):
    client.force_login(UserFactory(role=Role.LECTURER))
    assert client.get(url).status_code == 403


def test_a_declared_number_in_the_words_of_its_source(admin):
    DeclaredFactFactory(value=300, approximate=True, wording="gần 300")
    unsaid = DeclaredFactFactory(value=None)
    page = admin.get("/so-lieu-khac/").content.decode()
    assert "gần 300" in page and "có, không nêu số" in page
    assert f"/nguon-so-lieu/{unsaid.source.pk}/" in page


def test_an_indicator_takes_its_measure_from_the_registry(admin):
    indicator = IndicatorFactory()
    form = admin.get(f"/chi-tieu/{indicator.pk}/sua/").context["form"]
    assert ("lecturer_master_share", "Giảng viên có trình độ thạc sĩ trở lên") in form.fields["measure"].choices
    typed = {name: form[name].value() or "" for name in form.fields} | {"measure": "khong_co"}
    assert "measure" in admin.post(f"/chi-tieu/{indicator.pk}/sua/", typed).context["form"].errors


def test_a_measure_that_is_not_there_yet_is_said_and_kept(admin):
    indicator = IndicatorFactory(measure="se_co_sau")
    url = f"/chi-tieu/{indicator.pk}/"
    assert "cổng chưa tính được số liệu này" in admin.get(url).content.decode()
    form = admin.get(f"{url}sua/").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"text": "Nội dung mới"}
    assert admin.post(f"{url}sua/", typed).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.text, indicator.measure) == ("Nội dung mới", "se_co_sau")


def test_lines_of_an_indicator_are_not_taken_along_unseen(admin):
    indicator = ThresholdFactory().indicator
    response = admin.post(f"/nhom-tieu-chi/{indicator.criterion.pk}/cat/")
    assert response.status_code == 422
    assert "bản ghi khác đang dùng" in response.content.decode()
    assert Criterion.objects.filter(pk=indicator.criterion.pk).exists()
    use = EvidenceUseFactory(indicator=indicator)
    assert admin.post(f"/minh-chung-chi-tieu/{use.pk}/cat/").url == f"/chi-tieu/{indicator.pk}/"


def docx() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("quy-che.pdf", b"%PDF-1.7 noi dung", ""),
        ("quy-che.docx", docx(), ""),
        ("quy-che.pdf", b"MZ chuong trinh", "Tệp không phải là PDF như tên của nó"),
        ("quy-che.xlsx", docx(), "Tệp không phải là XLSX như tên của nó"),
        ("quy-che.docx", b"khong phai zip", "Tệp không phải là DOCX như tên của nó"),
        ("quy-che.exe", b"MZ", "Loại tệp này không nhận"),
        ("quy-che", b"%PDF-1.7", "Loại tệp này không nhận"),
        ("quy-che.pdf", b"", "Tệp này trống."),
    ],
)
def test_an_upload_is_what_its_name_says(admin, settings, tmp_path, name, content, message):
    settings.MEDIA_ROOT = tmp_path
    form = {"title": "Quy chế", "added_on": "01/03/2024", "file": SimpleUploadedFile(name, content)}
    response = admin.post("/minh-chung/them/", form)
    if message:
        assert message in response.context["form"].errors["file"][0]
        assert not list(tmp_path.rglob("*.*"))
    else:
        assert response.status_code == 302
        assert Evidence.objects.get().file.read() == content


def test_an_upload_too_big(admin, monkeypatch):
    monkeypatch.setattr("school.records.uploads.MOST_BYTES", 4)
    form = {"title": "Quy chế", "added_on": "01/03/2024", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    assert "Tệp quá lớn" in admin.post("/minh-chung/them/", form).context["form"].errors["file"][0]


def test_evidence_of_nothing(admin):
    response = admin.post("/minh-chung/them/", {"title": "Quy chế", "added_on": "01/03/2024"})
    assert "Minh chứng cần một tệp, một đường dẫn hoặc một văn bản." in response.content.decode()


def test_the_school_itself_has_one_page(admin, client):
    school = InstitutionFactory()
    page = admin.get("/thong-tin-truong/").content.decode()
    assert school.superior in page and "/thong-tin-truong/1/sua/" in page
    assert "/thong-tin-truong/1/cat/" not in page
    assert admin.get("/thong-tin-truong/them/").status_code == 404
    client.force_login(UserFactory(role=Role.LECTURER))
    assert client.get("/thong-tin-truong/").status_code == 200
    assert client.get("/thong-tin-truong/1/sua/").status_code == 403


def test_who_took_which_list_is_for_admins(admin, client):
    ListExportFactory(query="tim=c%E1%BA%A9m&loai=party")
    page = admin.get("/nhat-ky-xuat/").content.decode()
    assert "tim: cẩm; loai: party" in page
    assert admin.get("/nhat-ky-xuat/them/").status_code == 404
    client.force_login(UserFactory(role=Role.LEADERSHIP))
    assert client.get("/nhat-ky-xuat/").status_code == 403
