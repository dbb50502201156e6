"""Damaged files of every kind: read or refused, never anything else. `make fuzz` runs thousands."""

import pytest

from tests.fuzz import KINDS, refused_or_read

COUNT = 200


@pytest.mark.parametrize("kind", KINDS)
def test_damaged(kind: str) -> None:
    refused = refused_or_read(kind, COUNT, seed=0)
    assert 0 < refused <= COUNT
