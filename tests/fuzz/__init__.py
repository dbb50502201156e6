"""Damaged files by the thousand: `make fuzz`. A few hundred of them are part of `make test`."""

from datetime import date
from pathlib import Path

from enrollment.intake import FileRefused, read_roster
from tests.enrollment.intake import messy
from tests.fuzz.mutate import damaged

ON = date(2024, 3, 1)
KINDS = messy.SWITCHES["format"]
FULL = {name: values[-1] for name, values in messy.SWITCHES.items()}


def refused_or_read(kind: str, count: int, seed: int) -> int:
    """Read `count` damaged files of one kind and return how many were refused; anything else they raise is raised.

    What was being read is kept in var/fuzz, for a fault that ends the process.
    """
    data, name = messy.messy(FULL | {"format": kind}, seed)
    kept = Path("var/fuzz", f"{kind}{Path(name).suffix}")
    kept.parent.mkdir(parents=True, exist_ok=True)
    refused = 0
    for each in damaged(data, count, seed):
        kept.write_bytes(each)
        try:
            read_roster(each, name, ON)
        except FileRefused:
            refused += 1
    kept.unlink()
    return refused
