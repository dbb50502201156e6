"""Evidence of indicators: files that are what they say, hostile ones, who may fetch them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.models import Role
from school.models import Evidence, EvidenceUse
from school.records.uploads import MOST_BYTES
from tests.factories import (
    DocumentFactory,
    EvidenceFactory,
    EvidenceUseFactory,
)
from tests.portal.criteria.asking import of, page

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n"
PNG = b"\x89PNG\r\n\x1a\n"
EXE = b"MZ\x90\x00"


# Evidence


def office(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return content.getvalue()


def send(client, indicator, name, content):
    file = SimpleUploadedFile(name, content)
    return client.post(of(indicator, "minh-chung/"), {"title": "Quy chế chi tiêu", "file": file})


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Quy chế chi tiêu nội bộ.pdf", PDF, "application/pdf"),
        ("ảnh.PNG", PNG, "image/png"),
        (
            "quy-che.docx",
            office("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_file_comes_in_and_goes_out_as_a_download(science, attested, uploads, name, content, kind):
    assert send(science, attested, name, content).status_code == 302
    evidence = Evidence.objects.get()
    assert uploads in (uploads / evidence.file.name).resolve().parents
    response = science.get(f"/minh-chung/{evidence.pk}/tep")
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == kind
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_vietnamese_name_stays(science, attested):
    send(science, attested, "Quy chế.pdf", PDF)
    response = science.get(f"/minh-chung/{Evidence.objects.get().pk}/tep")
    assert "filename*=utf-8''Quy_ch%E1%BA%BF.pdf" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("quy-che.pdf", EXE, "Tệp không phải là PDF"),
        ("quy-che.exe", EXE, "Loại tệp này không nhận"),
        ("quy-che.html", b"<script>alert(1)</script>", "Loại tệp này không nhận"),
        ("quy-che.svg", b"<svg onload='alert(1)'/>", "Loại tệp này không nhận"),
        ("quy-che", PDF, "Loại tệp này không nhận"),
        ("quy-che.docx", office("xl/workbook.xml"), "Tệp không phải là DOCX"),
        ("quy-che.xlsx", b"PK\x03\x04 not a zip", "Tệp không phải là XLSX"),
        ("quy-che.png", PDF, "Tệp không phải là PNG"),
        ("quy-che.pdf", b"", "Tệp này trống"),
    ],
)
def test_a_file_that_is_not_what_it_says(science, attested, uploads, name, content, said):
    response = send(science, attested, name, content)
    text = response.content.decode()
    assert response.status_code == 422
    assert said in text
    assert "Quy chế chi tiêu" in text
    assert not Evidence.objects.exists()
    assert not list(uploads.rglob("*.*"))


def test_a_file_too_large_is_neither_kept_nor_a_traceback(science, attested, uploads):
    response = send(science, attested, "quy-che.pdf", PDF + bytes(MOST_BYTES))
    assert response.status_code == 422
    assert "Tệp quá lớn: 25 MB" in response.content.decode()
    assert not list(uploads.rglob("*.*"))


@pytest.mark.parametrize("name", ["../../../etc/quy-che.pdf", "/etc/quy-che.pdf", "..\\..\\quy-che.pdf"])
def test_a_path_in_the_name_leads_nowhere(science, attested, uploads, name):
    send(science, attested, name, PDF)
    stored = Evidence.objects.get().file.name
    assert stored.startswith("evidence/")
    assert ".." not in stored
    assert [path.name for path in uploads.rglob("*.pdf")] == [stored.rsplit("/", 1)[-1]]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp:///etc", "không phải"])
def test_a_link_that_is_none(science, attested, link):
    response = science.post(of(attested, "minh-chung/"), {"title": "Quy chế", "link": link})
    assert response.status_code == 422
    assert not Evidence.objects.exists()


def test_evidence_of_nothing(science, attested):
    response = science.post(of(attested, "minh-chung/"), {"title": "Quy chế"})
    assert "Minh chứng cần một tệp, một đường dẫn hoặc một văn bản." in response.content.decode()


def test_a_document_as_evidence(science, attested):
    document = DocumentFactory(number="57-QĐ/TCT")
    science.post(of(attested, "minh-chung/"), {"title": "Quy chế", "document": document.pk})
    assert "57-QĐ/TCT" in page(science, of(attested))


def test_withdrawn_evidence_stays_in_the_register(science, attested):
    use = EvidenceUseFactory(indicator=attested)
    response = science.post(of(attested, f"go/{use.pk}/"), follow=True)
    assert "Đã gỡ minh chứng" in response.content.decode()
    assert not EvidenceUse.objects.exists()
    assert Evidence.objects.exists()
    assert science.post(of(attested, f"go/{use.pk}/")).status_code == 404


def test_who_may_fetch_a_file(sign_in, attested):
    evidence = EvidenceFactory(file=SimpleUploadedFile("quy-che.pdf", PDF))
    address = f"/minh-chung/{evidence.pk}/tep"
    assert sign_in(Role.LEADERSHIP).get(address).status_code == 200
    assert sign_in(Role.LECTURER).get(address).status_code == 403


def test_a_file_that_is_gone(science, attested, uploads):
    evidence = EvidenceFactory(file=SimpleUploadedFile("quy-che.pdf", PDF))
    (uploads / evidence.file.name).unlink()
    for pk in (evidence.pk, EvidenceFactory().pk, 999999):
        assert "không có tệp" in page(science, f"/minh-chung/{pk}/tep", 404)
