"""Asking for the board's pages."""

BOARD = "/tieu-chi/"


def page(client, address=BOARD, status=200, **query):
    response = client.get(address, query)
    assert response.status_code == status
    return response.content.decode()


def of(indicator, verb=""):
    return f"{BOARD}{indicator.pk}/{verb}"
