"""Is the port free? Asked before anything slow, on the machine's own Python."""

import errno
import os
import socket
import sys

DEFAULT = "8000"
HOST = "127.0.0.1"


def chosen() -> str:
    """Return what PORT says, unchecked."""
    return os.environ.get("PORT") or DEFAULT


def refusal(text: str) -> str | None:
    """Say why the portal cannot listen on this port and what to do; None when it can."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        return f"PORT={text} không phải là số cổng. Chọn một số từ 1024 đến 65535, như: make run PORT=8001"
    try:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what was just closed is free
            trial.bind((HOST, int(text)))
            trial.listen()
    except OSError as error:
        return _reason(text, error)
    return None


def _reason(text: str, error: OSError) -> str:
    if error.errno == errno.EACCES:
        return f"Tài khoản này không được mở cổng {text}. Chọn cổng từ 1024 trở lên, như: make run PORT=8001"
    other = int(text) + 1 if int(text) < 65535 else DEFAULT
    return (
        f"Cổng {text} đang có chương trình khác dùng. Nếu đó là cổng thông tin đang chạy thì mở "
        f"http://{HOST}:{text}/. Nếu không thì chọn cổng khác: make run PORT={other}"
    )


if __name__ == "__main__":
    sys.exit(refusal(chosen()))
