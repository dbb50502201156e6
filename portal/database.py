"""Which database the portal uses, and what to say when it cannot be reached."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from portal import embedded

CONNECT_SECONDS = 10
CONNECTION_AGE = 60  # seconds a request's connection is kept for the next one
DISK_FULL = "53100"


def is_own_embedded(environ: Mapping[str, str]) -> bool:
    """Tell whether the database is the one `make run` makes itself, the only one that may hold the demo."""
    return not environ.get("DATABASE_URL") and environ.get("PORTAL_ENV") != "production"


def databases(base_dir: Path, environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: what DATABASE_URL says, or the checkout's embedded server.

    Raises ImproperlyConfigured when DATABASE_URL cannot be read, or is missing in production.
    """
    if url := environ.get("DATABASE_URL"):
        return {"default": _from_url(url)}
    if not is_own_embedded(environ):
        raise ImproperlyConfigured(
            "Thiếu DATABASE_URL. Đặt biến môi trường DATABASE_URL=postgres://tài-khoản:mật-khẩu@máy:5432/tên."
        )
    return {
        "default": _postgresql(
            HOST=str(embedded.socket_folder(base_dir)),
            PORT=str(embedded.PORT),
            USER=embedded.ROLE,
            NAME=embedded.DATABASE,
        )
    }


def _from_url(url: str) -> dict[str, Any]:
    refusal = ImproperlyConfigured(
        "Không đọc được DATABASE_URL. Cần dạng postgres://tài-khoản:mật-khẩu@máy:5432/tên; "
        "ký tự đặc biệt trong mật khẩu viết dạng %XX."
    )
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        raise refusal from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise refusal
    options = dict(parse_qsl(parts.query))  # sslmode=require and the like; host=/folder names a socket
    return _postgresql(
        HOST=options.pop("host", unquote(parts.hostname or "")),
        PORT=options.pop("port", port),
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        NAME=name,
        OPTIONS={"connect_timeout": CONNECT_SECONDS, **options},
    )


def _postgresql(**values: Any) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": CONNECTION_AGE,
        "CONN_HEALTH_CHECKS": True,
        **values,
    }


@contextmanager
def available(base_dir: Path, environ: Mapping[str, str], say: embedded.Say = lambda line: None) -> Iterator[None]:
    """Keep the database running during the block: a lease on the embedded server, nothing with DATABASE_URL.

    `say` receives lines of progress. Raises EmbeddedError.
    """
    if not is_own_embedded(environ):
        yield
        return
    with embedded.lease(base_dir, say):
        yield


def explain(error: OperationalError, database: Mapping[str, Any]) -> str | None:
    """Put a database that cannot be reached, or is full, into words; None for any other error."""
    cause = error.__cause__
    code = getattr(cause, "pgcode", None)
    if code == DISK_FULL:
        return "Ổ đĩa của cơ sở dữ liệu đã đầy nên chưa ghi được gì. Giải phóng chỗ trống rồi chạy lại."
    if code is not None:
        return None
    where = ", cổng ".join(filter(None, [database.get("HOST") or "máy này", database.get("PORT")]))
    return f"Không kết nối được cơ sở dữ liệu {database.get('NAME')} ở {where}. {_reason(str(error))}"


def _reason(text: str) -> str:
    if "authentication failed" in text or "no password supplied" in text:
        return "Tên tài khoản hoặc mật khẩu không đúng. Xem lại DATABASE_URL."
    if "does not exist" in text:
        return "Cơ sở dữ liệu hoặc tài khoản ấy chưa có. Tạo trước theo docs/operations.md."
    if "translate host name" in text:
        return "Không tìm thấy máy có tên ấy. Xem lại DATABASE_URL."
    return "Máy chủ cơ sở dữ liệu đang tắt hoặc không trả lời. Bật máy chủ rồi chạy lại."
