"""What may go wrong with a backup, in words the school's IT person can act on."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class BackupError(Exception):
    """Nothing was saved, or nothing was restored; the message says why and what to do."""


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn an operating-system error while files are written into `folder` into BackupError."""
    try:
        yield
    except OSError as error:
        raise BackupError(_words(error, folder)) from error


def _words(error: OSError, folder: Path) -> str:
    if error.errno in FULL:
        return (
            f"Ổ đĩa chứa {folder} không còn đủ chỗ, hoặc không nhận tệp lớn như vậy. "
            "Giải phóng chỗ trống hoặc dùng ổ khác, rồi chạy lại."
        )
    if error.errno in FORBIDDEN:
        return f"Tài khoản đang chạy không được ghi vào {folder}. Sửa quyền của thư mục ấy hoặc dùng thư mục khác."
    if error.errno == errno.ENOENT:
        return f"Không có thư mục {folder}. Tạo thư mục ấy hoặc dùng thư mục khác, rồi chạy lại."
    return f"Không ghi được vào {folder}: {error.strerror or error}."
