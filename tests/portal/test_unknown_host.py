"""A request for a host that is not ours: refused as a bad request, in words, without asking the database."""

import pytest


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:x", "a b"])
def test_it_is_a_bad_request_in_words(client, host):
    response = client.get("/dang-nhap/", headers={"host": host})
    assert response.status_code == 400
    text = response.content.decode()
    assert "Traceback" not in text
    assert 'lang="vi"' in text
