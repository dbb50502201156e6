"""Vietnamese text: one spelling at the door, the same in Python and in the database."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from hypothesis import example, given
from hypothesis import strategies as st

from school.models import Staff
from school.text import clean_text, search_key
from tests.factories import (
    AgencyFactory,
    AgencyNameFactory,
    CourseClassFactory,
    DepartmentFactory,
    DocumentFactory,
    LearnerFactory,
    ProgrammeFactory,
    ProjectFactory,
    PublicationFactory,
    SeminarFactory,
    StaffFactory,
)
from tests.invariants import broken_constraint
from tests.test_factories import own_models

NFD = unicodedata.normalize("NFD", "Nguyễn Thị Hường")
LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
LATIN = st.text(
    st.characters(max_codepoint=0x24F, exclude_characters="\0") | st.sampled_from("ơưạảấầẩẫậặẹếệịọộợụứữỳỹỷ")
)

# Every column that the database itself keeps clean.
CLEAN = [
    (StaffFactory, "full_name", "school_staff_name_clean"),
    (LearnerFactory, "full_name", "enrollment_learner_name_clean"),
    (DepartmentFactory, "name", "school_department_name_clean"),
    (AgencyFactory, "name", "school_agency_name_clean"),
    (AgencyNameFactory, "name", "school_agencyname_clean"),
    (DocumentFactory, "number", "school_document_number_clean"),
    (ProgrammeFactory, "code", "courses_programme_code_clean"),
    (ProgrammeFactory, "name", "courses_programme_name_clean"),
    (CourseClassFactory, "code", "courses_class_code_clean"),
    (CourseClassFactory, "name", "courses_class_name_clean"),
    (ProjectFactory, "title", "research_project_title_clean"),
    (SeminarFactory, "title", "research_seminar_title_clean"),
    (PublicationFactory, "title", "research_publication_title_clean"),
]


def ask(function: str, value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT public.{function}(%s)", [value])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Trần\u200b Văn\ufeff An", "Trần Văn An"),
        ("e\u200d\u0301", "é"),
        (NFD, "Nguyễn Thị Hường"),
        ("\u00d0à N\u1eb5ng", "Đà Nẵng"),  # Ð, Icelandic
        ("\u00f0", "đ"),
        ("  Lê \u00a0 Văn\tAn\n", "Lê Văn An"),
        ("Lê\u3000Văn\u2003An", "Lê Văn An"),
        ("", ""),
        (" \u00a0 ", ""),
    ],
)
def test_clean_text(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@given(LINES)
def test_cleaning_twice_changes_nothing(value: str) -> None:
    assert clean_text(clean_text(value)) == clean_text(value)


@pytest.mark.django_db
@given(LINES)
@example(NFD)
@example("\u00d0\u0323")
@example("a\u0085b\u001cc\u2028d")
def test_the_database_takes_what_python_cleaned(value: str) -> None:
    assert ask("vn_clean", clean_text(value)) == clean_text(value)


@pytest.mark.django_db
@pytest.mark.parametrize(("factory", "column", "constraint"), CLEAN)
@pytest.mark.parametrize(
    "dirty",
    [
        unicodedata.normalize("NFD", "Hường"),
        "Lê\u00a0An",
        "\u00d0ỗ An",
        "Lê  An",
        " Lê An",
        "Lê An ",
        "Lê\tAn",
        "Lê\nAn",
        "",
    ],
    ids=["NFD", "NBSP", "Ð", "two spaces", "space before", "space after", "tab", "line break", "empty"],
)
def test_text_that_is_not_clean_is_refused_in_raw_sql(factory, column, constraint, dirty) -> None:
    row = factory()
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET "{column}" = %s WHERE id = %s', [dirty, row.pk])
    assert broken_constraint(error.value) == constraint


def test_every_clean_check_is_tried_above() -> None:
    checks = {c.name for model in own_models() for c in model._meta.constraints if c.name.endswith("_clean")}
    assert checks == {constraint for _, _, constraint in CLEAN}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "store",
    [
        lambda name: StaffFactory(full_name=name),
        lambda name: Staff.objects.bulk_create([StaffFactory.build(full_name=name)]),
        lambda name: (StaffFactory(), Staff.objects.update(full_name=name)),
        lambda name: Staff.objects.bulk_update([renamed(StaffFactory(), name)], ["full_name"]),
    ],
    ids=["save", "bulk_create", "update", "bulk_update"],
)
def test_text_is_cleaned_by_every_route_of_the_orm(store) -> None:
    store(f" {NFD}\u00a0")
    assert Staff.objects.get(full_name=NFD).full_name == "Nguyễn Thị Hường"


def renamed(staff: Staff, name: str) -> Staff:
    staff.full_name = name
    return staff


@pytest.mark.django_db
def test_a_name_of_300_characters_is_refused_in_words() -> None:
    staff = StaffFactory.build(full_name="An " * 100)
    assert_too_long(staff, "full_name", 120)
    with pytest.raises(DataError), transaction.atomic():
        staff.save()


def assert_too_long(row, field: str, limit: int) -> None:
    with pytest.raises(ValidationError) as said:
        row.full_clean()
    assert said.value.message_dict[field] == [f"Nhiều nhất {limit} ký tự, đang có 299."]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Nguyễn Thị Hường", "nguyen thi huong"),
        (NFD, "nguyen thi huong"),
        ("ĐÀ NẴNG", "da nang"),
        ("\u00d0à Nẵng", "da nang"),
        ("đa  nang", "da nang"),
        ("Trường Chính trị", "truong chinh tri"),
        ("145-QĐ/TW", "145-qd/tw"),
        ("", ""),
    ],
)
def test_search_key(typed: str, key: str) -> None:
    assert search_key(typed) == key


@pytest.mark.django_db
@given(LATIN)
@example("Müller, Đặng & Škoda")
def test_the_database_makes_the_same_search_key(value: str) -> None:
    cleaned = clean_text(value)
    assert ask("vn_search_key", cleaned) == search_key(value)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["nguyen thi huong", "NGUYỄN THỊ HƯỜNG", NFD, "thi huong"])
def test_people_are_found_without_accents_and_case(typed: str) -> None:
    StaffFactory(full_name="Nguyễn Thị Hường")
    StaffFactory(full_name="Nguyễn Thị Hoa")
    assert Staff.objects.get(search_key__contains=search_key(typed)).full_name == "Nguyễn Thị Hường"
