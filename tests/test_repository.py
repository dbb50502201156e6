"""Cheap guards over the files themselves."""

import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__"}
CODE = {".py", ".html", ".css", ".js", ".typ", ".sh"}
LONGEST_MODULE = 400

# Written in two pieces, so that this file names none of them.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
    "proxy.golang" + ".org",
    "crates" + ".io",
    "uns" + "pkg.com",
    "js" + "delivr.net",
    "cdn" + "js.com",
]
INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}
TOWN = re.compile("Đà" + " Nẵng|Da" + " Nang|da" + "nang", re.IGNORECASE)


def files(*suffixes: str) -> Iterator[Path]:
    """The repository's files that end so, or all of them."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.endswith("_cache")]
        yield from (Path(folder, name) for name in names if not suffixes or Path(name).suffix in suffixes)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def told(paths: Iterator[Path]) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in paths)


def is_data(path: Path) -> bool:
    """Demo data, tests and documents may name a town."""
    parts = path.relative_to(ROOT).parts
    return parts[0] in {"tests", "docs"} or any("demo" in part for part in parts)


def test_the_walk_finds_the_repository() -> None:
    found = told(files())
    assert {"manage.py", "school/models/staff.py", "requirements/base.txt"} <= set(found)
    assert not [name for name in found if name.startswith((".venv", "var"))]


def test_no_module_is_longer_than_its_readers_patience() -> None:
    modules = (path for path in files(*CODE) if "migrations" not in path.parts)
    assert told(path for path in modules if len(text(path).splitlines()) > LONGEST_MODULE) == []


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_file_names_a_registry(registry: str) -> None:
    assert told(path for path in files() if registry in text(path)) == []


@pytest.mark.parametrize("what", INLINE)
def test_templates_have_nothing_inline(what: str) -> None:
    """The content security policy would refuse it."""
    templates = list(files(".html"))
    assert templates
    assert told(path for path in templates if INLINE[what].search(text(path))) == []


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("a script", "<script>x</script>"),
        ("a style sheet", "<style>p{}</style>"),
        ("a style", '<p style="color:red">'),
        ("a handler", '<p onclick="x()">'),
        ("a script address", '<a href="javascript:x()">'),
    ],
)
def test_what_is_inline_would_be_found(what: str, markup: str) -> None:
    assert INLINE[what].search(markup)
    assert not INLINE[what].search('<script src="/static/js/portal.js" defer></script><p class="style on">')


def test_only_data_knows_a_town() -> None:
    assert told(path for path in files(*CODE) if not is_data(path) and TOWN.search(text(path))) == []


def test_no_library_is_copied_in() -> None:
    vendored = re.compile(r"\.min\.(js|css)$|\.(woff2?|ttf|otf)$")
    assert told(path for path in files() if vendored.search(path.name)) == []


def test_one_driver_of_the_database() -> None:
    assert importlib.util.find_spec("psycopg2")
    assert importlib.util.find_spec("psycopg") is None
