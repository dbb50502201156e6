"""The old container of Office (OLE2): its streams, read within the bounds of the file."""

import struct
from collections.abc import Iterator

from enrollment.intake.refusals import TRUNCATED, FileRefused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_LAST = 0xFFFFFFFA  # sector numbers from here on are marks
_ENTRY = 128


class Container:
    """Streams by name. Raises FileRefused where the file is damaged or cut short."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER:
            raise FileRefused(TRUNCATED)
        self._data = data
        self._size = 1 << self._number("<H", 30) if self._number("<H", 30) in {9, 12} else 512
        self._mini_limit = self._number("<I", 56)
        self._table = self._numbers(b"".join(map(self._sector, self._table_sectors())))
        directory = self._chain(self._number("<I", 48), self._table)
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
        self._streams = {_name(entry): (_start(entry), _length(entry)) for entry in reversed(entries) if entry[66]}
        self._root = next((_start(entry) for entry in entries if entry[66] == 5), _LAST)
        self._mini_table = self._numbers(self._chain(self._number("<I", 60), self._table))

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    def read(self, name: str) -> bytes:
        """A stream's bytes."""
        start, length = self._streams[name]
        content = self._chain(start, self._table) if length >= self._mini_limit else self._mini_chain(start)
        if len(content) < length:
            raise FileRefused(TRUNCATED)
        return content[:length]

    def _number(self, kind: str, at: int) -> int:
        return int(struct.unpack_from(kind, self._data, at)[0])

    def _numbers(self, content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if at >= len(self._data):
            raise FileRefused(TRUNCATED)
        return self._data[at : at + self._size]

    def _table_sectors(self) -> Iterator[int]:
        """The sectors of the allocation table: 109 in the header, more in sectors of their own."""
        yield from (number for number in struct.unpack_from("<109I", self._data, 76) if number < _LAST)
        following, seen = self._number("<I", 68), 0
        while following < _LAST and seen * self._size < len(self._data):
            *numbers, following = self._numbers(self._sector(following)) or (_LAST,)
            yield from (number for number in numbers if number < _LAST)
            seen += 1

    def _chain(self, number: int, table: tuple[int, ...]) -> bytes:
        parts: list[bytes] = []
        while number < len(table) and len(parts) <= len(table):
            parts.append(self._sector(number))
            number = table[number]
        if len(parts) > len(table):
            raise FileRefused(TRUNCATED)  # a chain that goes round
        return b"".join(parts)

    def _mini_chain(self, number: int) -> bytes:
        small, table = self._chain(self._root, self._table), self._mini_table
        parts: list[bytes] = []
        while number < len(table) and len(parts) <= len(table):
            parts.append(small[number * 64 : number * 64 + 64])
            number = table[number]
        return b"".join(parts)


def _name(entry: bytes) -> str:
    return entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")


def _start(entry: bytes) -> int:
    return int(struct.unpack_from("<I", entry, 116)[0])


def _length(entry: bytes) -> int:
    return int(struct.unpack_from("<I", entry, 120)[0])


_SECTOR = 4_096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_PER_SECTOR = _SECTOR // 4


def packed(name: str, content: bytes) -> bytes:
    """A sound container of one stream, for a reader that trusts what it is given."""
    content = content.ljust(_SECTOR, b"\x00")  # shorter ones would have to go into a stream of small sectors
    needed = -(-len(content) // _SECTOR)
    tables = 1
    while tables * _PER_SECTOR < needed + tables + 1:
        tables += 1
    table = [_TABLE] * tables + [_END] + [*range(tables + 2, tables + 1 + needed), _END]
    table += [_FREE] * (tables * _PER_SECTOR - len(table))
    listed = [*range(tables)] + [_FREE] * (109 - tables)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", MAGIC, 0x3E, 4, 0xFFFE, 12, 6, 1, tables, tables, 0, _SECTOR, _END, 0, _END, 0
    )
    header += struct.pack("<109I", *listed)
    directory = _entry("Root Entry", 5, _FREE, 1, 0, 0) + _entry(name, 2, _FREE, _FREE, tables + 1, len(content))
    sectors = (header, struct.pack(f"<{len(table)}I", *table), directory, content)
    return b"".join(part.ljust(-(-len(part) // _SECTOR) * _SECTOR, b"\x00") for part in sectors)


def _entry(name: str, kind: int, sibling: int, child: int, start: int, length: int) -> bytes:
    written = name.encode("utf-16-le") + b"\x00\x00"
    body = struct.pack("<64sHBBIII36xII4x", written, len(written), kind, 1, sibling, sibling, child, start, length)
    return body.ljust(_ENTRY, b"\x00")
