"""`python -m portal.launch run` and `… serve`."""

import os
import sys

from portal.launch.command_line import in_words
from portal.launch.run import run
from portal.launch.serve import serve

ENTRIES = {"run": run, "serve": serve}


def main(arguments: list[str]) -> int:
    """Run the entry of the command line; return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    return in_words(ENTRIES[arguments[1]])


if __name__ == "__main__":
    sys.exit(main(sys.argv))
