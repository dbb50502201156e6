"""Pages of classes: what their list and details say, whose they are, adding and editing, opening to closing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain.classes import cancel_class, close_class, plan_class
from courses.models import ClassState, CourseClass
from portal.models import Role
from school.days import today
from school.errors import Refused
from school.partial_date import PartialDate
from tests.factories import (
    AgencyFactory,
    CourseClassFactory,
    DeclaredCoverageFactory,
    EnrolmentFactory,
    PlanLineFactory,
    ProgrammeFactory,
    RosterConfirmationFactory,
    RuleSetFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TOMORROW = today() + timedelta(1)


@pytest.fixture
def officer(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


def codes(response) -> list[str]:
    return [row.code for row in response.context["listing"].page.rows]


def cells(response, code: str) -> dict[str, str]:
    listing = response.context["listing"]
    row = next(row for row in listing.page.rows if row.code == code)
    return {column.name: str(column.value(row)) for column in listing.columns}


def typed_of(client, url, **changes):
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


# Lists


def test_the_newest_opening_comes_first_after_those_that_wait(officer):
    for code, opened in (("C", date(2023, 6, 1)), ("A", None), ("B", PartialDate.month(2024, 2))):
        CourseClassFactory(code=code, opened=opened)
    response = officer.get("/lop/")
    assert codes(response) == ["A", "B", "C"]
    assert cells(response, "B")["khai_giang"] == "02/2024"
    assert cells(response, "A")["tinh_trang"] == "chờ khai giảng"


def test_a_class_stands_at_its_day_whether_it_opened_waits_or_was_cancelled(officer):
    due = {"A": date(2024, 5, 1), "C": date(2024, 3, 1)}
    CourseClassFactory(code="A", opened=None, due_to_open_on=due["A"])
    CourseClassFactory(code="B", opened=date(2024, 4, 1), due_to_open_on=date(2030, 1, 1))
    CourseClassFactory(code="C", opened=None, due_to_open_on=due["C"], cancelled_on=date(2030, 1, 1))
    CourseClassFactory(code="D", opened=None, cancelled_on=date(2024, 2, 1))
    response = officer.get("/lop/")
    assert codes(response) == ["A", "B", "C", "D"]
    said = {code: cells(response, code)["khai_giang"] for code in "ABCD"}
    assert said == {"A": "dự kiến 01/05/2024", "B": "01/04/2024", "C": "dự kiến 01/03/2024", "D": "None"}
    assert codes(officer.get("/lop/", {"sap": "khai_giang"})) == ["D", "C", "B", "A"]


def test_the_list_says_how_many_learn_and_whether_somebody_confirmed_them(officer):
    confirmed, entered, reopened = (CourseClassFactory(code=code) for code in ("A", "B", "C"))
    CourseClassFactory(code="D")
    for course_class in (confirmed, entered, reopened):
        EnrolmentFactory.create_batch(2, first_class=course_class)
    RosterConfirmationFactory(course_class=confirmed)
    for reopened_on in (date(2024, 4, 1), date(2024, 4, 8)):
        RosterConfirmationFactory(course_class=reopened, reopened_on=reopened_on, reopened_why="Thiếu một người")
    response = officer.get("/lop/")
    said = {code: (cells(response, code)["si_so"], cells(response, code)["danh_sach"]) for code in "ABCD"}
    assert said == {
        "A": ("2", "đã chốt"),
        "B": ("2", "chưa chốt"),
        "C": ("2", "chưa chốt"),
        "D": ("None", "None"),
    }


@pytest.mark.parametrize("text", ["ha do", "HÀ ĐỎ", "trung cap do", "llct 2024-07", "2024-07 trung", "đỏ cấp"], ids=str)
def test_a_class_is_found_by_code_name_and_partner_without_marks(officer, text):
    partner = AgencyFactory(name="Đảng ủy xã Hà Đỏ")
    CourseClassFactory(code="TC-LLCT 2024-07", name="Trung cấp khóa 7", partner=partner)
    CourseClassFactory(code="BD 2024-08", name="Bồi dưỡng khóa 8")
    assert codes(officer.get("/lop/", {"tim": text})) == ["TC-LLCT 2024-07"]


def test_filters(officer):
    line = PlanLineFactory()
    kept = CourseClassFactory(
        code="A", programme=line.programme, partner=line.partner, plan_line=line, opened=date(2024, 5, 6)
    )
    CourseClassFactory(code="B", opened=date(2023, 5, 6), planned=False, mode="full_time")
    CourseClassFactory(code="C", opened=None, planned=False, mode="full_time")
    for query in (
        {"nam": "2024"},
        {"chuong_trinh": kept.programme_id},
        {"don_vi": kept.partner_id},
        {"hinh_thuc": "part_time"},
        {"ke_hoach": "co"},
        {"dong-ke-hoach": line.pk},
        {"don-vi": kept.partner_id},
        {"chuong-trinh": kept.programme_id},
        {"chu-nhiem": kept.homeroom_id},
    ):
        assert codes(officer.get("/lop/", query)) == ["A"], query
    assert codes(officer.get("/lop/", {"tinh_trang": "planned"})) == ["C"]
    assert codes(officer.get("/lop/", {"ke_hoach": "khong"})) == ["C", "B"]


@pytest.mark.parametrize("query", [{"nam": "2024x"}, {"nam": "0"}, {"don_vi": "999999"}, {"tinh_trang": "x"}])
def test_a_filter_that_cannot_be_is_said_and_the_list_shown(officer, query):
    CourseClassFactory(code="A")
    response = officer.get("/lop/", query)
    assert response.status_code == 400
    assert codes(response) == ["A"]


def test_as_many_queries_for_one_class_as_for_thirty(officer):
    counts = []
    for many in (1, 29):
        for course_class in CourseClassFactory.create_batch(many):
            EnrolmentFactory(first_class=course_class)
        with CaptureQueriesContext(connection) as queries:
            assert len(codes(officer.get("/lop/"))) in (1, 30)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_as_many_queries_for_one_learner_as_for_thirty(officer):
    course_class, counts = CourseClassFactory(), []
    for many in (1, 29):
        EnrolmentFactory.create_batch(many, first_class=course_class)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(f"/lop/{course_class.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


# Whose they are


def test_a_lecturer_knows_of_own_classes_only(client):
    user = UserFactory(role=Role.LECTURER, staff=StaffFactory())
    mine, other = CourseClassFactory(homeroom=user.staff), CourseClassFactory()
    client.force_login(user)
    response = client.get("/lop/")
    assert codes(response) == [mine.code]
    assert other.partner.name not in response.content.decode()  # not even as a choice of the filter
    assert codes(client.get("/lop/", {"tim": other.code})) == []
    assert client.get(f"/lop/{mine.pk}/").status_code == 200
    for page in ("", "lich-su/"):
        assert client.get(f"/lop/{other.pk}/{page}").status_code == 404
    for page in ("sua/", "khai-giang/", "be-giang/", "huy/", "cat/"):
        assert client.get(f"/lop/{mine.pk}/{page}").status_code == 403


def test_a_lecturer_is_told_that_only_own_classes_are_shown(client):
    user = UserFactory(role=Role.LECTURER, staff=StaffFactory())
    other = CourseClassFactory()
    page = f"/chuong-trinh/{other.programme_id}/"
    client.force_login(user)
    words = "Chỉ hiện lớp bạn chủ nhiệm"
    assert f"{words}; ở đây không có lớp nào." in client.get(page).content.decode()
    assert f"{words}." in client.get("/lop/").content.decode()
    CourseClassFactory(programme=other.programme, homeroom=user.staff)
    assert f'<p class="hint">{words}.</p>' in client.get(page).content.decode()
    nobody_has_one = client.get(f"/chuong-trinh/{ProgrammeFactory().pk}/").content.decode()
    assert words not in nobody_has_one


def test_on_their_own_class_a_lecturer_is_told_what_is_missing(client):
    user = UserFactory(role=Role.LECTURER, staff=StaffFactory())
    mine = CourseClassFactory(homeroom=user.staff)
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(f"/lop/{mine.pk}/").content.decode()
    assert "Danh sách chưa chốt" in text
    assert "Chỉ hiện" not in text
    assert len(queries) <= 8


def test_whoever_reads_every_class_is_not_told_so(officer):
    other = CourseClassFactory()
    for page in ("/lop/", f"/chuong-trinh/{other.programme_id}/", f"/chuong-trinh/{ProgrammeFactory().pk}/"):
        assert "Chỉ hiện" not in officer.get(page).content.decode()


def test_a_code_is_never_broken_over_two_lines(officer):
    course_class = CourseClassFactory(code="TC-LLCT 2026-12")
    cell = f'<th scope="row" class="whole"><a href="/lop/{course_class.pk}/">TC-LLCT 2026-12</a></th>'
    assert cell in officer.get("/lop/").content.decode()


def test_a_class_of_unknown_end_is_not_among_those_that_run(officer):
    runs, unknown = CourseClassFactory(), CourseClassFactory(code_provisional=True)
    assert codes(officer.get("/lop/?tinh_trang=open")) == [runs.code]
    assert codes(officer.get("/lop/?tinh_trang=khong-ro")) == [unknown.code]
    assert cells(officer.get("/lop/"), unknown.code)["tinh_trang"] == "chưa rõ ngày bế giảng"


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE])
def test_others_read_every_class_and_change_none(client, role):
    course_class = CourseClassFactory(opened=None)
    client.force_login(UserFactory(role=role))
    assert client.get(f"/lop/{course_class.pk}/").context["actions"] == []
    assert client.post(f"/lop/{course_class.pk}/khai-giang/", {"opened": "01/03/2024"}).status_code == 403
    assert client.get("/lop/them/").status_code == 403
    course_class.refresh_from_db()
    assert course_class.state == ClassState.PLANNED


# Details


def test_what_stands_first_on_a_class(officer):
    covered = DeclaredCoverageFactory()
    response = officer.get(f"/lop/{covered.course_class_id}/")
    assert [str(said) for said in response.context["lead"]] == [
        "chưa rõ ngày bế giảng",
        "danh sách chưa chốt",
        "Lớp tạm, nguồn chỉ nêu số.",
    ]
    assert ("Số theo báo cáo", covered.figure) in [(fact.label, value) for fact, value in response.context["facts"]]


def test_a_reader_without_the_plan_is_not_shown_its_line(client):
    line = PlanLineFactory()
    user = UserFactory(role=Role.LECTURER, staff=StaffFactory())
    mine = CourseClassFactory(
        plan_line=line, programme=line.programme, partner=line.partner, homeroom=user.staff, mode=line.mode
    )
    client.force_login(user)
    labels = [fact.label for fact, _ in client.get(f"/lop/{mine.pk}/").context["facts"]]
    assert "Chủ nhiệm lớp" in labels
    assert not {"Dòng kế hoạch", "Số theo báo cáo"} & set(labels)


# Adding and editing


def test_a_class_of_a_line_is_filled_in_and_planned(officer):
    line = PlanLineFactory(plan__year=2031, programme__code="BD-CV", programme__short_name="Bồi dưỡng CV")
    url = f"/lop/them/?dong-ke-hoach={line.pk}"
    typed = typed_of(officer, url)
    assert typed["code"] == "BD-CV 2031-01"
    typed.pop("planned")
    assert officer.post(url, typed).status_code == 302
    made = CourseClass.objects.get()
    assert (made.plan_line, made.planned, made.partner, made.mode) == (line, True, line.partner, line.mode)


@pytest.mark.parametrize("what", ["programme", "partner", "mode"])
def test_a_class_unlike_its_line_is_refused_in_words(officer, what):
    line = PlanLineFactory()
    url = f"/lop/them/?dong-ke-hoach={line.pk}"
    other = {"programme": ProgrammeFactory().pk, "partner": AgencyFactory().pk, "mode": "full_time"}[what]
    response = officer.post(url, typed_of(officer, url, **{what: other}))
    assert response.status_code == 422
    assert "chọn dòng khác" in str(response.context["form"].errors["plan_line"]).casefold()
    assert not CourseClass.objects.exists()


def test_a_code_in_use_is_said_beside_its_field(officer):
    taken = CourseClassFactory(code="K45")
    typed = typed_of(officer, "/lop/them/", code=" K45 ", name="Lớp K45", programme=taken.programme_id)
    response = officer.post("/lop/them/", typed)
    assert response.status_code == 422
    assert response.context["form"].errors["code"] == ["Mã này đã có lớp khác dùng. Đặt mã khác."]


def test_a_partner_put_away_cannot_be_chosen(officer):
    gone = AgencyFactory(archived_on=date(2024, 1, 1))
    programme = ProgrammeFactory()
    typed = typed_of(officer, "/lop/them/", code="K1", name="Lớp K1", programme=programme.pk, partner=gone.pk)
    assert "partner" in officer.post("/lop/them/", typed).context["form"].errors


def test_days_out_of_order_are_refused(officer):
    course_class = CourseClassFactory(opened=None)
    url = f"/lop/{course_class.pk}/sua/"
    typed = typed_of(officer, url, due_to_open_on="02/06/2024", due_to_close_on="01/06/2024")
    response = officer.post(url, typed)
    assert response.status_code == 422
    assert "Ngày dự kiến bế giảng phải sau" in response.content.decode()


def test_the_programme_of_an_open_class_stays(officer):
    course_class = CourseClassFactory(opened=date(2024, 3, 4))
    url = f"/lop/{course_class.pk}/sua/"
    typed = typed_of(officer, url, programme=ProgrammeFactory().pk, place="Giảng đường B1")
    assert officer.post(url, typed).status_code == 302
    before = course_class.programme_id
    course_class.refresh_from_db()
    assert (course_class.programme_id, course_class.place) == (before, "Giảng đường B1")


# Verbs


def test_opening_keeps_the_precision_and_the_rules_of_the_day(officer):
    course_class = CourseClassFactory(opened=None)
    rules = RuleSetFactory(programme=course_class.programme, valid_from=date(2021, 12, 21))
    url = f"/lop/{course_class.pk}/khai-giang/"
    assert officer.post(url, {"opened": "03/2024"}).status_code == 302
    course_class.refresh_from_db()
    assert (course_class.state, str(course_class.opened), course_class.rule_set) == ("open", "03/2024", rules)
    assert officer.get(url).status_code == 404


@pytest.mark.parametrize(
    ("slug", "field"),
    [("khai-giang", "opened"), ("be-giang", "closed"), ("huy", "on")],
    ids=["open", "close", "cancel"],
)
@pytest.mark.parametrize("text", [f"{TOMORROW:%d/%m/%Y}", "31/02/2024", ""], ids=["to come", "no day", "nothing"])
def test_a_day_that_cannot_be_is_said_beside_its_field(officer, slug, field, text):
    course_class = CourseClassFactory(opened=date(2024, 3, 4) if slug == "be-giang" else None)
    response = officer.post(f"/lop/{course_class.pk}/{slug}/", {field: text})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    course_class.refresh_from_db()
    assert course_class.state == (ClassState.OPEN if slug == "be-giang" else ClassState.PLANNED)


def test_closing_and_what_can_no_longer_be_done(officer):
    course_class = CourseClassFactory(opened=date(2024, 3, 4))
    url = f"/lop/{course_class.pk}/be-giang/"
    response = officer.post(url, {"closed": "03/03/2024"})
    assert response.context["form"].errors["closed"] == ["Ngày bế giảng phải sau ngày khai giảng 04/03/2024."]
    assert officer.post(url, {"closed": "28/06/2024"}).status_code == 302
    for slug in ("khai-giang", "be-giang", "huy"):
        assert officer.get(f"/lop/{course_class.pk}/{slug}/").status_code == 404


def test_cancelling_is_for_classes_that_wait(officer):
    course_class = CourseClassFactory(opened=None)
    url = f"/lop/{course_class.pk}/huy/"
    assert "không mở lại được" in officer.get(url).content.decode()
    assert officer.post(url, {"on": f"{today():%d/%m/%Y}"}).status_code == 302
    course_class.refresh_from_db()
    assert course_class.state == ClassState.CANCELLED
    assert officer.get(f"/lop/{course_class.pk}/khai-giang/").status_code == 404


# The domain


def test_a_class_with_a_line_is_planned():
    line = PlanLineFactory()
    course_class = CourseClassFactory.build(
        plan_line=line, programme=line.programme, partner=line.partner, mode=line.mode, planned=False, homeroom=None
    )
    assert plan_class(course_class).planned
    course_class.partner = AgencyFactory()
    with pytest.raises(Refused, match=f"phối hợp với {line.partner}"):
        plan_class(course_class)


def test_refused_days_change_nothing():
    waiting, running = CourseClassFactory(opened=None), CourseClassFactory(opened=date(2024, 3, 4))
    running.refresh_from_db()
    waiting.refresh_from_db()
    with pytest.raises(ValidationError, match="chưa tới"):
        cancel_class(waiting, TOMORROW)
    with pytest.raises(Refused, match="phải sau ngày khai giảng"):
        close_class(running, PartialDate.day(date(2024, 3, 3)))
    assert CourseClass.objects.filter(closed_from=None, cancelled_on=None).count() == 2
