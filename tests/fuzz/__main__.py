"""`make fuzz`: thousands of damaged files of every kind; with a number, so many of each, and a second for the seed."""

import sys
import time

from tests.fuzz import KINDS, refused_or_read

COUNT = 3_000


def main() -> None:
    count, seed = (int(each) for each in (*sys.argv[1:], COUNT, time.time_ns() % 100_000)[:2])
    print(f"seed {seed}", flush=True)  # noqa: T201
    for kind in KINDS:
        began = time.perf_counter()
        refused = refused_or_read(kind, count, seed)
        print(f"{kind}: {count} files, {refused} refused, {time.perf_counter() - began:.0f} s", flush=True)  # noqa: T201


main()
