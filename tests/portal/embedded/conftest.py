"""A checkout of its own for every test."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.embedded.checkouts import remove


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder that everybody can reach, as /srv or /home usually is."""
    folder = Path(tempfile.mkdtemp(prefix="có dấu cách "))
    folder.chmod(0o755)
    yield folder
    remove(folder)


@pytest.fixture
def closed_checkout() -> Iterator[Path]:
    """A folder only its owner can reach, as /root is."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    remove(folder)
