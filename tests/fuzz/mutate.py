"""Files damaged on purpose, the same for the same seed."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator

ODDITIES = [b"\x00", b"\xff", b"<", b">", b'"', b"&#0;", b"-1", b"1048577", b"99999999999999999999", b"XFD1048576"]


def flip(data: bytes, chance: random.Random) -> bytes:
    """Some bits the other way."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 2, 8, 64])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end lost, as by a copy that broke off."""
    return data[: chance.randrange(1, len(data))]


def lose(data: bytes, chance: random.Random) -> bytes:
    """A piece lost from the middle."""
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice([1, 7, 100, 2_000]) :]


def double(data: bytes, chance: random.Random) -> bytes:
    """A piece told twice."""
    at, length = chance.randrange(len(data)), chance.choice([1, 16, 500])
    return data[: at + length] + data[at:]


def put(data: bytes, chance: random.Random) -> bytes:
    """Something odd over what was there: a number too large, a tag's end."""
    at, odd = chance.randrange(len(data)), chance.choice(ODDITIES)
    return data[:at] + odd + data[at + chance.choice([0, len(odd)]) :]


def blank(data: bytes, chance: random.Random) -> bytes:
    """A block of 00 or FF, as from a bad disk."""
    at, length = chance.randrange(len(data)), chance.choice([4, 64, 512])
    return data[:at] + chance.choice([b"\x00", b"\xff"]) * length + data[at + length :]


WAYS: list[Callable[[bytes, random.Random], bytes]] = [flip, cut, lose, double, put, blank]


def damaged(data: bytes, count: int, seed: int = 0) -> Iterator[bytes]:
    """Yield `count` damaged copies. Of a zip file every other one is sound outside and damaged in one of its parts."""
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        way = chance.choice(WAYS)
        if data.startswith(b"PK") and number % 2:
            yield within(data, lambda part, way=way, chance=chance: way(part, chance), chance)
        else:
            yield way(data, chance)


def within(data: bytes, change: Callable[[bytes], bytes], chance: random.Random) -> bytes:
    """The zip file with one of its parts changed; the parts that hold the table oftener than others."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    weighty = [name for name in parts if "sheet" in name or name.endswith(("document.xml", "content.xml"))]
    chosen = chance.choice(weighty if weighty and chance.random() < 0.7 else [name for name in parts if parts[name]])
    with zipfile.ZipFile(target, "w") as result:
        for name, part in parts.items():
            result.writestr(name, change(part) if name == chosen else part)
    return target.getvalue()
