"""What one benchmark says, and the page that all of them make."""

import platform
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PAGE = Path("docs/performance.md")
HEAD = """# Tốc độ

`make bench` đo và ghi trang này; tỷ lệ là giữa hai phép đo trong cùng một lần chạy, nên không phụ thuộc máy. Dòng có
giới hạn mà không đạt thì lệnh kết thúc với mã 1. Dòng không có giới hạn chỉ để biết.

Đo ngày {day}, {machine}, PostgreSQL {server}.

| phép đo | kết quả | giới hạn | |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Line:
    """One measurement; `limit` None: reported only."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def met(self) -> bool:
        """Within its limit, or without one."""
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"≤ {_number(self.limit)} {self.unit}"
        verdict = "" if self.limit is None else "đạt" if self.met else "**chưa đạt**"
        return f"| {self.name} | {_number(self.value)} {self.unit} | {limit} | {verdict} |"


def median_seconds(work: Callable[[], object], times: int = 9) -> float:
    """The median of several runs, the first of them warm-up and left out."""
    work()
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def write(lines: Iterable[Line], server: str) -> None:
    """Write the page anew."""
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    head = HEAD.format(day=f"{date.today():%d/%m/%Y}", machine=machine, server=server)
    PAGE.write_text(head + "\n".join(str(line) for line in lines) + "\n", encoding="utf-8")


def _number(value: float) -> str:
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
