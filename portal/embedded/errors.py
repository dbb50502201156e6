"""What may go wrong with the embedded server, in words a person can act on."""

import errno
from pathlib import Path


class EmbeddedError(Exception):
    """The embedded server cannot be used; the message says what happened, why and what to do."""


def from_os_error(error: OSError, folder: Path) -> EmbeddedError:
    """Put an operating-system error about a folder of the cluster into words."""
    where = error.filename or folder
    if error.errno == errno.ENOSPC:
        return disk_full(folder)
    if error.errno in (errno.EACCES, errno.EPERM):
        return no_access(Path(where))
    if error.errno == errno.EROFS:
        return EmbeddedError(f"Ổ đĩa chứa {where} chỉ cho đọc. Chép phần mềm sang nơi ghi được rồi chạy lại.")
    return EmbeddedError(f"Không dùng được thư mục dữ liệu {where}: {error.strerror}.")


def disk_full(folder: Path) -> EmbeddedError:
    """Say that the disk of the data folder is full."""
    return EmbeddedError(
        f"Ổ đĩa chứa {folder} đã đầy nên cơ sở dữ liệu không ghi được. "
        "Dữ liệu đã lưu vẫn còn. Giải phóng chỗ trống rồi chạy lại."
    )


def no_access(folder: Path) -> EmbeddedError:
    """Say that the data folder may not be read or written."""
    return EmbeddedError(
        f"Tài khoản đang chạy không được đọc hoặc ghi {folder}. "
        "Chạy bằng tài khoản đã tạo thư mục ấy, hoặc sửa lại chủ sở hữu và quyền của thư mục."
    )


def from_log(log: Path) -> EmbeddedError:
    """Put the end of a server's or of initdb's log into words."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    text = "\n".join(lines[-30:])
    if "No space left on device" in text:
        return disk_full(log.parent)
    if "ermission denied" in text or "invalid permissions" in text or "wrong ownership" in text:
        return no_access(log.parent / "data")
    if "still in use" in text:
        return EmbeddedError(
            f"Một máy chủ PostgreSQL khác đang mở {log.parent / 'data'}. Dừng máy chủ ấy rồi chạy lại."
        )
    last = lines[-1] if lines else "(trống)"
    return EmbeddedError(f"Cơ sở dữ liệu nhúng không khởi động được. Nhật ký ở {log}, dòng cuối: {last}")
