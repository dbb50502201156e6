"""Documents, and the figures that sources declare."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from school.domain.documents import expire, replace
from school.errors import Refused
from school.models import Document, DocumentReplacement, FactSubject
from tests.factories import DeclaredFactFactory, DocumentFactory, DocumentReplacementFactory, SourceFactory
from tests.invariants import assert_allowed, assert_database_refuses, assert_refused, clashing, spoilt

pytestmark = pytest.mark.django_db

SAME_DOCUMENT = "Đã có văn bản cùng số, cùng cơ quan ban hành, cùng ngày."
UNDATED = {"issued_on": None}
KEY = "number issuer issued_on"


@pytest.mark.parametrize(
    ("factory", "wrong", "constraint", "message"),
    [
        (
            DocumentFactory,
            {"valid_from": date(2024, 5, 10), "valid_to": date(2024, 5, 9)},
            "school_document_valid_in_order",
            "Ngày hết hiệu lực phải sau ngày có hiệu lực.",
        ),
        (
            DeclaredFactFactory,
            {"approximate": True},
            "school_declaredfact_wording_if_approximate",
            "Số ước chừng phải ghi nguyên văn của nguồn, ví dụ “gần 300”.",
        ),
    ],
)
def test_wrong_by_itself(factory, wrong, constraint, message) -> None:
    assert_refused(spoilt(factory, wrong), constraint, message)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({}, {}, KEY),
        (UNDATED, {}, KEY),
        ({"number": "145-QĐ/TW"}, {"number": "145-QÐ/TW"}, "issuer issued_on"),  # Ð, Icelandic
        ({"issuer": "Ban Bí thư"}, {"issuer": " Ban  Bí thư"}, "number issued_on"),
    ],
)
def test_one_number_of_one_issuer_on_one_day(first, second, same) -> None:
    assert_refused(clashing(DocumentFactory, first, second, same), "school_document_unique", SAME_DOCUMENT)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (
            {"number": "145-QĐ/TW", "issued_on": date(2018, 8, 8)},
            {"issued_on": date(2024, 5, 10), "valid_from": None},
            "number issuer",
        ),
        ({}, {"issuer": "Bộ Chính trị"}, "number issued_on"),
        ({}, UNDATED, "number issuer"),
    ],
)
def test_a_number_alone_identifies_nothing(first, second, same) -> None:
    assert_allowed(clashing(DocumentFactory, first, second, same))
    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"valid_from": date(2021, 5, 18)}, "valid_from"),
        ({"valid_from": None, "valid_to": date(2021, 5, 18)}, "valid_to"),
    ],
)
def test_no_effect_before_its_issue(wrong, field) -> None:
    with pytest.raises(ValidationError) as said:
        spoilt(DocumentFactory, wrong).full_clean()
    assert list(said.value.message_dict) == [field]
    assert "Văn bản ban hành ngày 19/05/2021" in said.value.message_dict[field][0]


@pytest.mark.parametrize("day", [date(2021, 5, 19), date(2021, 7, 1)])
def test_in_force_from_its_issue_or_later(day) -> None:
    assert_allowed(spoilt(DocumentFactory, {"valid_from": day, "valid_to": day}))
    assert_allowed(spoilt(DocumentFactory, {"number": "1-KH", "issued_on": None, "valid_from": date(2020, 1, 1)}))


def test_nothing_is_replaced_or_ends_before_it_began() -> None:
    old, new = DocumentFactory(issued_on=date(2024, 3, 1)), DocumentFactory(issued_on=date(2024, 3, 1))
    with pytest.raises(Refused, match="có hiệu lực từ 01/03/2024"):
        replace(new, old)
    old.valid_from = None
    with pytest.raises(Refused, match="có hiệu lực từ 01/03/2024"):
        expire(old, date(2024, 3, 1))
    assert not DocumentReplacement.objects.exists()


def test_a_document_does_not_replace_itself() -> None:
    row = DocumentReplacementFactory()
    row.replaced = row.document
    assert_refused(row, "school_replacement_not_itself", "Văn bản không tự thay thế chính nó.")


def test_replacements_are_seen_from_both_sides() -> None:
    row = DocumentReplacementFactory()
    assert list(row.document.replaces.all()) == [row.replaced]
    assert list(row.replaced.replaced_by.all()) == [row.document]


@pytest.mark.parametrize(
    ("factory", "first", "same", "constraint"),
    [
        (DocumentReplacementFactory, {}, "document replaced", "school_replacement_unique"),
        (SourceFactory, {}, "title publisher published_on", "school_source_unique"),
        (SourceFactory, {"published_on": None}, "title publisher published_on", "school_source_unique"),
        (DeclaredFactFactory, {}, "year subject source", "school_declaredfact_unique"),
    ],
)
def test_said_once(factory, first, same, constraint) -> None:
    assert_database_refuses(clashing(factory, first, {}, same), constraint)


@pytest.mark.parametrize("second", [{"year": 2024}, {"subject": FactSubject.CRITERIA_REMAINING}])
def test_a_source_may_state_much(second) -> None:
    assert_allowed(clashing(DeclaredFactFactory, {}, second, "source"))


@pytest.mark.parametrize("year", [0, 1944, 3000, 20023])
def test_a_year_of_this_world(year) -> None:
    row = spoilt(DeclaredFactFactory, {"year": year})
    assert_refused(row, "school_declaredfact_year", "Năm phải từ 1945 đến 2999.")


def test_said_to_exist_without_a_number() -> None:
    assert_allowed(spoilt(DeclaredFactFactory, {"subject": FactSubject.SEMINARS_CITY, "value": None}))
