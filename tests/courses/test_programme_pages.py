"""Pages of programmes and what sources state: rules in force by date, what nobody compared, what a figure covers."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain.declared import amend_figure, cover_class
from courses.models import DeclaredCoverage, DeclaredFigure, RuleSet
from portal.models import Role
from school.days import today
from school.errors import Refused
from tests.factories import (
    CourseClassFactory,
    DeclaredCoverageFactory,
    DeclaredFigureFactory,
    DocumentFactory,
    EntryRuleFactory,
    ModuleFactory,
    ProgrammeFactory,
    RuleSetFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = today() - timedelta(1), today() + timedelta(1)
LINES = ("hoc-phan", "quy-dinh-hoc-tap", "doi-tuong-cu-hoc")


@pytest.fixture
def officer(client):
    client.force_login(UserFactory(role=Role.TRAINING))
    return client


def part(response, key: str):
    return next(part for part in response.context["parts"] if part.register.key == key)


def shown(found, column: str) -> list[str]:
    value = next(each for each in found.columns if each.name == column).value
    return [str(value(row)) for row in found.rows]


def typed_of(client, url, **changes):
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


def test_rules_by_date_with_the_one_in_force_marked(officer):
    programme = ProgrammeFactory()
    RuleSetFactory(programme=programme, valid_from=date(2019, 1, 1), valid_to=YESTERDAY)
    RuleSetFactory(programme=programme, valid_from=today(), verified_on=today(), verified_by="Nguyễn Văn Hòa")
    for first, last in ((date(2018, 1, 1), date(2022, 2, 7)), (date(2022, 2, 8), today()), (TOMORROW, None)):
        EntryRuleFactory(programme=programme, valid_from=first, valid_to=last)
    response = officer.get(f"/chuong-trinh/{programme.pk}/")
    rules = part(response, "courses.rule_set")
    assert shown(rules, "hieu_luc") == ["đang có hiệu lực", "hết hiệu lực"]
    assert shown(rules, "doi_chieu") == [f"{today():%d/%m/%Y}, Nguyễn Văn Hòa", "chưa đối chiếu văn bản"]
    entries = part(response, "courses.entry_rule")
    assert shown(entries, "hieu_luc") == ["chưa có hiệu lực", "đang có hiệu lực", "hết hiệu lực"]
    assert "chip-not-yet" in response.content.decode()


def test_a_programme_shows_its_latest_classes_first(officer):
    programme = ProgrammeFactory()
    for code, opened in (("A", date(2023, 1, 9)), ("B", date(2024, 1, 9))):
        CourseClassFactory(code=code, programme=programme, opened=opened)
    CourseClassFactory(code="C")
    classes = part(officer.get(f"/chuong-trinh/{programme.pk}/"), "courses.class")
    assert [row.code for row in classes.rows] == ["B", "A"]
    assert "chuong_trinh" not in [column.name for column in classes.columns]


def test_a_lecturer_sees_of_a_programme_own_classes_only(client):
    programme = ProgrammeFactory()
    CourseClassFactory(programme=programme)
    client.force_login(UserFactory(role=Role.LECTURER))
    response = client.get(f"/chuong-trinh/{programme.pk}/")
    assert response.status_code == 200
    assert part(response, "courses.class").rows == []


def test_as_many_queries_for_one_line_as_for_thirty(officer):
    programme, counts = ProgrammeFactory(), []
    for many in (1, 29):
        ModuleFactory.create_batch(many, programme=programme)
        CourseClassFactory.create_batch(many, programme=programme)
        RuleSetFactory(programme=programme, valid_from=date(2000 + many, 1, 1), valid_to=date(2000 + many, 12, 31))
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(f"/chuong-trinh/{programme.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_rules_that_would_overlap_are_refused_in_words(officer):
    rules = RuleSetFactory(valid_from=date(2021, 12, 21))
    url = f"/quy-dinh-hoc-tap/them/?chuong-trinh={rules.programme_id}"
    typed = typed_of(officer, url, document=DocumentFactory().pk, valid_from="01/01/2024")
    response = officer.post(url, typed)
    assert response.status_code == 422
    assert "mỗi chương trình chỉ có một quy định có hiệu lực" in response.content.decode()
    assert RuleSet.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"attendance_percent": "101"}, "không quá 100"),
        ({"pass_mark": "11"}, "Điểm đạt từ 0 đến 10"),
        ({"class_size_from": "70", "class_size_to": "40"}, "không lớn hơn sĩ số tối đa"),
        ({"valid_to": "01/01/2020"}, "phải"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_numbers_that_cannot_be(officer, changes, said):
    url = f"/quy-dinh-hoc-tap/{RuleSetFactory().pk}/sua/"
    response = officer.post(url, typed_of(officer, url, **changes))
    assert response.status_code == 422
    assert said in response.content.decode()


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.SCIENCE, Role.LECTURER])
def test_who_may_not_edit(client, role):
    programme = ProgrammeFactory()
    client.force_login(UserFactory(role=role))
    assert client.get(f"/chuong-trinh/{programme.pk}/").status_code == 200
    assert client.get(f"/chuong-trinh/{programme.pk}/sua/").status_code == 403
    for slug in LINES:
        assert client.get(f"/{slug}/them/?chuong-trinh={programme.pk}").status_code == 403


# What sources state


def test_a_lecturer_reads_no_declared_figure(client):
    figure = DeclaredFigureFactory()
    client.force_login(UserFactory(role=Role.LECTURER))
    for url in ("/so-theo-nguon/", f"/so-theo-nguon/{figure.pk}/", "/lop-theo-nguon/"):
        assert client.get(url).status_code == 403


def test_a_figure_is_declared(officer):
    url, source = "/so-theo-nguon/them/", SourceFactory()
    typed = typed_of(officer, url, year="2023", source=source.pk, stated_on="16/11/2023", learners="300", classes="5")
    assert officer.post(url, typed | {"approximate": "on", "wording": "gần 300"}).status_code == 302
    assert DeclaredFigure.objects.get().wording == "gần 300"
    response = officer.post(url, typed | {"learners": "", "classes": "", "token": ""})
    assert response.status_code == 422
    assert "Cần ít nhất số lớp hoặc số học viên" in response.content.decode()


def test_only_classes_that_fit_can_be_covered(officer):
    figure = DeclaredFigureFactory(year=2023, classes=1)
    alike = {"programme": figure.programme, "partner": figure.partner, "opened": date(2023, 6, 5)}
    fitting, second = (CourseClassFactory(**alike) for _ in range(2))
    other = CourseClassFactory(opened=date(2023, 6, 5))
    url = f"/lop-theo-nguon/them/?so-theo-nguon={figure.pk}"
    choices = officer.get(url).context["form"].fields["course_class"].queryset
    assert set(choices) == {fitting, second}
    assert officer.post(url, {"course_class": other.pk}).status_code == 422
    assert officer.post(url, {"course_class": fitting.pk}).status_code == 302
    assert set(officer.get(url).context["form"].fields["course_class"].queryset) == {second}
    response = officer.post(url, {"course_class": second.pk})
    assert response.context["form"].errors["course_class"] == ["Nguồn nêu 1 lớp, không ghép được 2 lớp."]
    assert [row.course_class for row in DeclaredCoverage.objects.all()] == [fitting]


def test_a_figure_keeps_fitting_what_it_covers():
    covered = DeclaredCoverageFactory(figure__classes=2)
    figure = covered.figure
    figure.year = 2024
    with pytest.raises(Refused, match=covered.course_class.code):
        amend_figure(figure)
    figure.refresh_from_db()
    figure.classes = 0
    with pytest.raises(Refused, match="Nguồn nêu 0 lớp"):
        amend_figure(figure)
    figure.classes = 1
    assert amend_figure(figure).classes == 1
    assert cover_class(covered) == covered  # itself is no second one
