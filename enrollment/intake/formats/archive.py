"""Zip containers (xlsx, ods, docx), opened without trusting what they say about themselves."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

from enrollment.intake.refusals import BOMB, LOCKED, TRUNCATED, FileRefused

MAX_MEMBERS = 3_000
MAX_MEMBER = 24 << 20  # bytes of one XML part, unpacked
MAX_STREAMED = 400 << 20  # bytes of one XML part that is thinned while it is unpacked
_CHUNK = 1 << 20
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Archive:
    """A zip file in memory; every way of reading is bounded and raises FileRefused."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS as error:
            raise FileRefused(TRUNCATED) from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise FileRefused(BOMB)
        if any(member.flag_bits & 1 for member in members):
            raise FileRefused(LOCKED)
        self.sizes = {member.filename: member.file_size for member in members}

    def read(self, name: str, limit: int = MAX_MEMBER) -> bytes:
        """A part's bytes; refused where it is missing, damaged, larger than `limit`, or declares XML entities."""
        if self.sizes.get(name, 0) > limit:
            raise FileRefused(BOMB)
        try:
            content = self._zip.read(name)
        except KeyError as error:
            raise FileRefused(TRUNCATED) from error
        except _FAULTS as error:
            raise FileRefused(TRUNCATED) from error
        _no_entities(content)
        return content

    def thinned(self, name: str, thin: Callable[[bytes], bytes]) -> bytes:
        """A large part, each piece cut down by `thin` as it is unpacked; pieces end where a tag begins."""
        if self.sizes.get(name, 0) > MAX_STREAMED:
            raise FileRefused(BOMB)
        kept: list[bytes] = []
        total, rest = 0, b""
        for chunk in self._chunks(name):
            piece, rest = _cut(rest + chunk)
            kept.append(thin(piece))
            total += len(kept[-1])
            if total > MAX_MEMBER or len(rest) > 4 * _CHUNK:
                raise FileRefused(BOMB)
        content = b"".join(kept) + rest
        _no_entities(content)
        return content

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except _FAULTS as error:
            raise FileRefused(TRUNCATED) from error


def _cut(content: bytes) -> tuple[bytes, bytes]:
    at = max(content.rfind(b"<row"), content.rfind(b":row"), content.rfind(b"<c "), 0)
    at = content.rfind(b"<", 0, at + 1) if at else 0
    return content[:at], content[at:]


def _no_entities(content: bytes) -> None:
    """No XML part of an office file declares a document type; one that does means harm."""
    if _ENTITY.search(content, 0, 4_096):
        raise FileRefused(BOMB)


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as a zip file without compression, for a reader that trusts what it is given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for name, content in parts.items():
            container.writestr(name, content)
    target.seek(0)
    return target
