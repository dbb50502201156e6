"""The criteria board: it works, who may not, bad input, not there, the same queries."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Role
from school.days import today
from school.models import Attestation, CriteriaTask, Evidence, EvidenceUse, FactSubject
from tests.factories import (
    AttestationFactory,
    CriteriaTaskFactory,
    DeclaredFactFactory,
    DepartmentFactory,
    EvidenceUseFactory,
    IndicatorFactory,
    ThresholdFactory,
)
from tests.portal.criteria.asking import BOARD, of, page

pytestmark = pytest.mark.django_db

# It works


def test_the_board(science, group, computed, attested):
    text = page(science)
    assert "Đã nạp 2 của 55 chỉ tiêu" in text
    assert "66,7 %" in text
    assert "≥ 90 %" in text
    assert "cần ít nhất 3/3" in text
    assert "chưa đối chiếu văn bản" in text
    assert text.count('class="sq is-missing"') == 53
    assert text.count('class="sq is-not-met"') == 1
    assert "0,0 %" not in text


def test_every_number_opens_its_list(science, computed):
    text = page(science)
    for measure, number in (("lecturers_master", 2), ("lecturers", 3)):
        door = text.split(f'href="/so-lieu/{measure}/')[1].split('"')[0].replace("&amp;", "&")
        assert f"<b>{number}</b>" in page(science, f"/so-lieu/{measure}/{door}")


def test_what_is_left_is_declared_and_names_nobody(science, group):
    DeclaredFactFactory(subject=FactSubject.CRITERIA_REMAINING, value=2, due_on=date(2024, 7, 31))
    text = page(science, **{"tinh-den": "16/11/2023"})
    assert "Còn 2 tiêu chí, hạn 31/7/2024" in text
    assert "Nguồn không nêu tên" in text
    assert "Còn 258 ngày" in text
    assert "cổng chưa có báo cáo nào mới hơn" in page(science)


def test_who_owes_what(science, computed):
    owner = DepartmentFactory(short_name="Khoa Xây dựng Đảng")
    CriteriaTaskFactory(indicator=computed, owner=owner, due_on=today() - timedelta(days=3))
    text = page(science)
    assert "quá hạn 3 ngày" in text
    assert "Chưa đạt, quá hạn" in text
    CriteriaTaskFactory(indicator=computed, due_on=today() - timedelta(days=4), done_on=today())
    assert "quá hạn 4 ngày" not in page(science)


def test_attested_without_evidence_is_said_beside_it(science, attested):
    AttestationFactory(indicator=attested, level=1, met=True, attested_on=today(), note="Đã kiểm tra")
    assert "chưa có minh chứng" in page(science)
    assert "Chưa có minh chứng" in page(science, of(attested))
    EvidenceUseFactory(indicator=attested, evidence__added_on=today())
    for address in (BOARD, of(attested)):
        assert "chưa có minh chứng" not in page(science, address).casefold()


def test_filters_in_the_address(science, computed, attested):
    owner = CriteriaTaskFactory(indicator=computed).owner
    assert "Quy chế được rà soát" not in page(science, **{"trang-thai": "con-lai"})
    assert f"/{computed.pk}/" not in page(science, **{"trang-thai": "chua-danh-gia"}).split('id="chi-tieu"')[1]
    assert "1 trong 2 chỉ tiêu" in page(science, **{"phu-trach": owner.pk})
    assert "Không có chỉ tiêu nào khớp bộ lọc" in page(science, **{"trang-thai": "vuot"})


def test_the_other_level_has_its_own_thresholds(science, computed):
    text = page(science, muc=2)
    assert "chưa rõ văn bản có bao nhiêu ở mức 2" in text
    assert "Chưa đạt" not in text.split('id="chi-tieu"')[1]


def test_an_empty_portal_says_what_to_do(science):
    assert "chưa có bộ tiêu chí nào" in page(science)


def test_a_day_before_the_framework(science, group):
    assert "không có bộ tiêu chí nào có hiệu lực" in page(science, **{"tinh-den": "01/01/2020"})


@pytest.mark.parametrize("kind", ["computed", "attested"])
def test_an_indicator(science, kind, request):
    indicator = request.getfixturevalue(kind)
    text = page(science, of(indicator))
    assert indicator.text in text
    assert ("Xác nhận chỉ tiêu" in text) == (kind == "attested")


# Who may not


@pytest.mark.parametrize("verb", ["xac-nhan/", "giao/", "minh-chung/"])
@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.TRAINING, Role.LECTURER])
def test_who_may_not_edit(sign_in, attested, verb, role):
    client = sign_in(role)
    assert client.get(of(attested, verb)).status_code == 403
    assert client.post(of(attested, verb), {"met": "dat"}).status_code == 403
    assert not Attestation.objects.exists()


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.TRAINING])
def test_readers_see_no_button(sign_in, attested, role):
    EvidenceUseFactory(indicator=attested)
    task = CriteriaTaskFactory(indicator=attested)
    client = sign_in(role)
    text = page(client, of(attested))
    assert "<button" not in text.split('id="phu-trach"')[1].split("</main>")[0]
    assert client.post(of(attested, f"xong/{task.pk}/")).status_code == 403
    assert client.post(of(attested, f"go/{EvidenceUse.objects.get().pk}/")).status_code == 403


def test_a_lecturer_reads_no_board(sign_in, attested):
    client = sign_in(Role.LECTURER)
    for address in (BOARD, of(attested)):
        page(client, address, 403)
    assert BOARD not in client.get("/").content.decode()


def test_nobody_reads_without_signing_in(client, attested):
    for address in (BOARD, of(attested), of(attested, "xac-nhan/")):
        assert client.get(address).status_code == 302


# Bad input, and what is not there


@pytest.mark.parametrize("day", ["31/02/2024", "01/01/2999", "hôm qua", "01/01/1000"])
def test_a_day_that_is_none(science, computed, day):
    for address in (BOARD, of(computed)):
        assert "Đang xem" in page(science, address, 400, **{"tinh-den": day})


@pytest.mark.parametrize(
    "query",
    [{"muc": "3"}, {"muc": "x"}, {"trang-thai": "lạ"}, {"phu-trach": "0"}, {"phu-trach": "x"}, {"bo": "KHAC"}],
)
def test_a_choice_that_there_is_not(science, computed, query):
    text = page(science, status=404, **query)
    assert "Chọn" in text


@pytest.mark.parametrize("verb", ["", "xac-nhan/", "giao/", "minh-chung/"])
def test_an_indicator_that_there_is_not(science, group, verb):
    assert "Không có chỉ tiêu này" in page(science, f"{BOARD}999999/{verb}", 404)


def test_a_framework_put_away_takes_its_indicators_along(science, attested):
    attested.criterion.framework.archived_on = today()
    attested.criterion.framework.save()
    for verb in ("", "giao/"):
        page(science, of(attested, verb), 404)


def test_a_computed_indicator_is_not_attested(science, computed):
    page(science, of(computed, "xac-nhan/"), 404)


def test_steps_on_what_is_gone(science, attested, computed):
    other = CriteriaTaskFactory(indicator=computed)
    for verb in (f"xong/{other.pk}/", "xong/999999/", "go/999999/"):
        assert science.post(of(attested, verb)).status_code == 404
        assert science.get(of(attested, verb)).status_code == 405


# What is done


def test_attesting_changes_the_board(science, attested):
    answer = {"met": "dat", "on": f"{today():%d/%m/%Y}", "note": "Đã xem đủ quy chế."}
    response = science.post(of(attested, "xac-nhan/"), answer, follow=True)
    assert "Đã xác nhận chỉ tiêu 1.2: đạt." in response.content.decode()
    stored = Attestation.objects.get()
    assert (stored.met, stored.attested_by, stored.level) == (True, "Lê Thị Lan", 1)
    assert 'class="sq is-met"' in page(science)
    again = science.post(of(attested, "xac-nhan/"), answer)
    assert again.status_code == 422
    assert "đã có xác nhận" in again.content.decode()


def test_attesting_at_another_level(science, attested):
    science.post(f"{of(attested, 'xac-nhan/')}?muc=2", {"met": "chua-dat", "on": "01/07/2024"})
    assert Attestation.objects.get().level == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on": "01/07/2024"}, "Chọn kết quả."),
        ({"met": "có", "on": "01/07/2024"}, "Chọn lại"),
        ({"met": "dat", "on": "31/02/2024"}, "ngày"),
        ({"met": "dat", "on": "31/12/2099"}, "chưa tới"),
    ],
)
def test_attesting_wrongly(science, attested, typed, said):
    response = science.post(of(attested, "xac-nhan/"), typed | {"note": "Giữ lại câu này."})
    text = response.content.decode()
    assert response.status_code == 422
    assert said in text
    assert "Giữ lại câu này." in text
    assert not Attestation.objects.exists()


def test_giving_and_finishing(science, computed):
    owner = DepartmentFactory()
    science.post(of(computed, "giao/"), {"owner": owner.pk, "due": "31/12/2030"})
    task = CriteriaTask.objects.get()
    assert (task.owner, task.due_on) == (owner, date(2030, 12, 31))
    assert science.post(of(computed, "giao/"), {"owner": owner.pk, "due": "01/01/2031"}).status_code == 422
    science.post(of(computed, f"xong/{task.pk}/"))
    task.refresh_from_db()
    assert task.done_on == today()


def test_a_form_sent_twice_saves_once(science, computed):
    typed = {"title": "Quy chế", "link": "https://example.vn/", "token": str(uuid.uuid4())}
    first, second = (science.post(of(computed, "minh-chung/"), typed) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert Evidence.objects.count() == 1


# The same queries


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_same_queries_for_1_and_30_indicators(science, group):
    asked = []
    for number in (1, 29):
        for indicator in IndicatorFactory.create_batch(number, criterion=group):
            ThresholdFactory(indicator=indicator)
            CriteriaTaskFactory.create_batch(2, indicator=indicator)
            EvidenceUseFactory(indicator=indicator)
        asked.append((queries(science, BOARD), queries(science, of(indicator))))
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 8
