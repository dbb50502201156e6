"""What `manage.py` does around Django: the embedded database, and plain words when something is missing."""

import os
import sys
from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, execute_from_command_line
from django.db.utils import OperationalError

from portal.database import available, explain
from portal.embedded import EmbeddedError
from portal.launch import CHECKOUT

# The rule: these only read or write files of the checkout; every other command may need the database.
NEED_NO_DATABASE = frozenset(
    {
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "startapp",
        "startproject",
        "version",
    }
)
ASK_FOR_HELP = frozenset({"-h", "--help", "--version"})
INTERRUPTED = 130


def needs_database(arguments: list[str]) -> bool:
    """Tell whether a command line such as ["manage.py", "migrate"] may need the database."""
    if len(arguments) < 2 or ASK_FOR_HELP & set(arguments):
        return False
    return arguments[1] not in NEED_NO_DATABASE


def run(arguments: list[str]) -> int:
    """Run one command line of `manage.py`; return its exit code."""

    def command() -> int:
        with available(CHECKOUT, os.environ) if needs_database(arguments) else nullcontext():
            execute_from_command_line(arguments)
        return 0

    return in_words(command)


def in_words(act: Callable[[], int]) -> int:
    """Run something that returns an exit code; what a person can mend is said without a traceback."""
    try:
        return act()
    except (EmbeddedError, ImproperlyConfigured, CommandError) as error:
        return refuse(str(error))
    except OperationalError as error:
        words = explain(error, settings.DATABASES["default"])
        if words is None:
            raise
        return refuse(words)
    except KeyboardInterrupt:
        return INTERRUPTED


def refuse(words: str) -> int:
    """Say on standard error why nothing was done, and return the exit code for it."""
    sys.stderr.write(f"{words}\n")
    return 1
