"""The parts of launching that need no launch; tests/launch.sh tries the rest for real."""

import socket
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from portal import fonts
from portal.launch import install, port
from portal.launch.serve import missing


def test_a_free_port_is_not_refused() -> None:
    with socket.socket() as found:
        found.bind((port.HOST, 0))
        number = found.getsockname()[1]
    assert port.refusal(str(number)) is None


def test_a_taken_port_is_told_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind((port.HOST, 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert f"Cổng {number} đang có chương trình khác dùng" in (said := port.refusal(str(number)) or "")
        assert f"make run PORT={number + 1}" in said or number == 65535


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "８０００", ""])
def test_what_is_no_port_is_told(text: str) -> None:
    assert "không phải là số cổng" in (port.refusal(text) or "")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "không khớp mã kiểm"),
        ("OSError: [Errno 28] No space left on device", "đã đầy"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", "kho gói Python không trả lời"),
        ("ERROR: No matching distribution found for django==5.2", "kho gói Python không trả lời"),
        ("something else", "Cài thư viện không xong"),
    ],
)
def test_why_an_installation_failed_is_told(output: str, words: str) -> None:
    said = install._reason(output)
    assert words in said
    assert "var/install.log" in said


def test_serving_for_real_names_all_that_is_missing() -> None:
    said = missing({"SECRET_KEY": "x"}) or ""
    assert "ALLOWED_HOSTS" in said
    assert "DATABASE_URL" in said
    assert "SECRET_KEY" not in said
    assert missing({"SECRET_KEY": "x", "ALLOWED_HOSTS": "y", "DATABASE_URL": "z"}) is None


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("fonts")
    assert fonts.build_fonts(target) is True
    return target


def test_the_pages_face_has_every_vietnamese_letter(built: Path) -> None:
    for weight in fonts.STYLES:
        covered = set(TTFont(built / f"be-vietnam-pro-{weight}.woff2").getBestCmap())
        assert {ord(letter) for letter in "ẶặẴỗỢỹĐđƯ–—…“”·≥≤×≈−"} <= covered
        assert fonts.letters() <= covered


def test_the_digits_face_has_one_width_and_no_original_one(built: Path) -> None:
    for weight, advance in fonts.ADVANCES.items():
        font = TTFont(built / f"portal-tabular-{weight}.woff2")
        digits = font.getBestCmap()
        assert sorted(digits) == [ord(digit) for digit in fonts.DIGITS]
        assert {font["hmtx"][name][0] for name in digits.values()} == {advance}
        assert "GPOS" not in font
        assert font["name"].getDebugName(16) == fonts.TABULAR
    plain = TTFont(built / "be-vietnam-pro-400.woff2")
    widths = {plain["hmtx"][plain.getBestCmap()[ord(digit)]][0] for digit in fonts.DIGITS}
    assert len(widths) > 1, "the original digits are tabular now: the derived face is no longer needed"


def test_fonts_are_built_once(built: Path) -> None:
    before = (built / "be-vietnam-pro-400.woff2").stat().st_mtime_ns
    assert fonts.build_fonts(built) is False
    assert (built / "be-vietnam-pro-400.woff2").stat().st_mtime_ns == before
