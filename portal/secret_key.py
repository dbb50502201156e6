"""The secret key: given by the environment in production, made once per checkout in development."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(environ: Mapping[str, str], var_dir: Path, *, production: bool) -> str:
    """Return the key that signs sessions.

    Raises ImproperlyConfigured in production when SECRET_KEY is not set: a generated key would sign
    everybody out at each restart and differ between processes.
    """
    if given := environ.get("SECRET_KEY"):
        return given
    if production:
        raise ImproperlyConfigured("Thiếu SECRET_KEY. Đặt biến môi trường SECRET_KEY bằng một chuỗi ngẫu nhiên dài.")
    return _own_key(var_dir / "secret_key")


def _own_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
