"""No English word reaches a user: every page of the access table, as an administrator sees it."""

import pytest
from django.test import Client

from portal.models import Role
from tests.access import OK, TABLE, Access, address
from tests.factories import InstitutionFactory, UserFactory
from tests.words import foreign_words

OF_THE_DATA = {"huongnt", "canbo"}  # user names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Trường Chính trị, nguyên nghiệm khuyến khuya, yêu, ưu, QĐ-BNV, giếng, quyết", set()),
        ("Save and continue editing", {"Save", "and", "continue", "editing"}),
        ('<a title="Change password">Đổi</a>', {"Change", "password"}),
        ("<script>const word = 1</script>Tải Excel", set()),
    ],
)
def test_what_counts_as_foreign(text: str, found: set[str]) -> None:
    assert foreign_words(text) == found


@pytest.mark.django_db
@pytest.mark.parametrize("row", [row for row in TABLE if row.page], ids=lambda row: row.name)
def test_no_page_speaks_english(row: Access) -> None:
    InstitutionFactory()
    client = Client()
    if row.wants(None) != OK:
        client.force_login(UserFactory(role=Role.ADMIN))
    response = client.get(address(row.name))
    assert foreign_words(response.content.decode()) - OF_THE_DATA == set()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/khong-co/", "/don-vi/999999/", "/bao-cao/1/", "/quan-tri/khong-co/"])
def test_nor_does_a_page_that_is_not_there(path: str) -> None:
    client = Client()
    client.force_login(UserFactory(role=Role.ADMIN))
    assert foreign_words(client.get(path).content.decode()) == set()
