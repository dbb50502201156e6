#!/usr/bin/env python3
"""Django's commands for the portal, with the database started where a command needs it."""

import os
import sys


def main() -> int:
    """Run the command of the command line and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from portal.launch.command_line import run
    except ModuleNotFoundError as missing:
        if missing.name not in ("django", "psycopg2"):
            raise
        sys.stderr.write("Chưa cài thư viện. Chạy make install, rồi dùng .venv/bin/python manage.py.\n")
        return 1
    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
