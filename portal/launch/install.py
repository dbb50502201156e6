"""`make install`: a virtual environment with exactly the locked packages, and the fonts made from them.

Runs on the machine's own Python, with the standard library only. A second run changes nothing.
"""

import fcntl
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.launch import CHECKOUT

VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = CHECKOUT / "var" / "install.log"
REQUIREMENTS = CHECKOUT / "requirements"
DEV, BASE, FONTS = "dev", "base", "fonts"
STEP = 10  # packages between two lines of progress
SEEN = ("Collecting ", "Processing ", "Ignoring ")  # one line a package: from an index, a folder, not for us
NO_INDEX = re.compile(r"Connection|Max retries|[Tt]imed out|Temporary failure|No matching distribution|SSL")


class InstallError(Exception):
    """The installation cannot go on; the message says why and what to do."""


def install(wanted: str) -> None:
    """Install the packages of requirements/`wanted`.txt ("dev", or "base" for a school's server).

    Raises InstallError.
    """
    LOG.parent.mkdir(exist_ok=True)
    with _alone():
        if not _is_done(wanted):
            LOG.write_text("")
            _make_venv()
            _pip(wanted, "--require-hashes")
            _pip(FONTS, "--require-hashes", "--no-deps")
            _stamp(wanted).write_text(_wish(wanted))
        _run([PYTHON, "-m", "portal.fonts"], "Không tạo được phông chữ.")


def _is_done(wanted: str) -> bool:
    """Tell whether the environment has the wanted packages; those of development include the others."""
    return _works() and any(
        _stamp(name).is_file() and _stamp(name).read_text() == _wish(name) for name in {wanted, DEV}
    )


def _stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def _wish(name: str) -> str:
    files = (REQUIREMENTS / f"{each}.txt" for each in (name, FONTS))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _works() -> bool:
    """Tell whether the environment's Python starts and has pip; a Python upgrade may have taken it away."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0


def _make_venv() -> None:
    if _works():
        return
    print("• Tạo môi trường Python riêng trong .venv", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    _run(
        [sys.executable, "-m", "venv", VENV],
        "Không tạo được môi trường Python. Trên Debian hoặc Ubuntu, cài gói python3-venv rồi chạy lại.",
    )


def _pip(name: str, *options: str) -> None:
    wishes = REQUIREMENTS / f"{name}.txt"
    total = len(re.findall(r"^[\w.\[\]-]+==", wishes.read_text(), re.MULTILINE))
    print(f"• Cài {total} gói của requirements/{name}.txt", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--progress-bar", "off", *options]
    with (
        LOG.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            [*command, "-r", str(wishes)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as pip,
    ):
        for line in _show_progress(pip, total):
            log.write(line)
    if pip.returncode:
        raise InstallError(_reason(LOG.read_text(encoding="utf-8")))


def _show_progress(pip: "subprocess.Popen[str]", total: int) -> Iterator[str]:
    found = 0
    for line in pip.stdout or ():
        if line.startswith(SEEN):
            found += 1
            if found % STEP == 0:
                print(f"  đã tải {found}/{total} gói", flush=True)
        elif line.startswith("Installing collected"):
            print("  đang ghi vào .venv", flush=True)
        yield line


def _reason(output: str) -> str:
    where = f"Chi tiết: {LOG.relative_to(CHECKOUT)}."
    if "DO NOT MATCH THE HASHES" in output:
        return f"Gói tải về không khớp mã kiểm trong requirements nên không cài. Thử lại sau. {where}"
    if "No space left" in output:
        return f"Ổ đĩa đã đầy. Giải phóng chỗ trống rồi chạy lại. {where}"
    if NO_INDEX.search(output):
        return (
            "Không tải được thư viện vì kho gói Python không trả lời. Kiểm tra mạng và cấu hình của pip "
            f"(pip config list), rồi chạy lại; phần đã tải không phải tải lại. {where}"
        )
    return f"Cài thư viện không xong. {where}"


def _run(command: list[str | Path], failure: str) -> None:
    done = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        LOG.write_text(done.stdout, encoding="utf-8")
        raise InstallError(f"{failure} Chi tiết: {LOG.relative_to(CHECKOUT)}.")


@contextmanager
def _alone() -> Iterator[None]:
    """Let a second `make` of the same checkout wait instead of writing into the same environment."""
    with (LOG.parent / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Install what the command line names; return the exit code."""
    try:
        install(sys.argv[1])
    except InstallError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"Không ghi được {error.filename}: {error.strerror}. Sửa quyền rồi chạy lại.\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
