"""One file that holds everything the portal knows, and the way back.

The format, and why it is one of our own, is in `docs/decisions/0004-backup.md`.
"""

from portal.backup.errors import BackupError
from portal.backup.manifest import Manifest
from portal.backup.restore import restore
from portal.backup.write import write

__all__ = ["BackupError", "Manifest", "restore", "write"]
