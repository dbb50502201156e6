"""`manage.py scale`: invented data of any size, for benchmarks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from portal.management.base import PortalCommand, usage
from portal.scale.load import load, refusal
from portal.scale.size import SEED, Size
from school.errors import Refused

ASKED = {
    "learners": ("số học viên", "100000"),
    "enrolments": ("số lượt học", "1000000"),
    "years": ("số năm, tính đến hôm nay", "30"),
}
LOADED = "Đã nạp dữ liệu giả định: {learners} học viên, {enrolments} lượt học, {classes} lớp trong {years} năm."


class Command(PortalCommand):
    """Exit 2 for a size that cannot be, 1 for a database that has records."""

    help = "Nạp dữ liệu giả định theo quy mô để đo tốc độ, chỉ vào cơ sở dữ liệu trống hoặc bản dùng thử."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Checked in `handle`, so that refusals are in Vietnamese."""
        for name, (meaning, example) in ASKED.items():
            parser.add_argument(f"--{name}", default="", metavar="SỐ", help=f"{meaning}, ví dụ {example}")
        parser.add_argument("--seed", default=SEED, metavar="SỐ", help="số gieo: cùng số thì cùng dữ liệu")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how much."""
        try:
            size = Size(*(_number(options, name) for name in (*ASKED, "seed")))
        except Refused as refused:
            raise usage(refused.text) from refused
        if words := refusal():
            raise CommandError(words)
        load(size)
        if options["verbosity"]:
            numbers = {name: f"{getattr(size, name):,}".replace(",", ".") for name in (*ASKED, "classes")}
            self.stdout.write(LOADED.format(**numbers))


def _number(options: dict[str, Any], name: str) -> int:
    text = str(options[name])
    try:
        return int(text)
    except ValueError:
        problem = f"“{text[:40]}” ở --{name} không phải là số nguyên." if text else f"Thiếu --{name}."
        raise usage(f"{problem} Ví dụ: --learners 100000 --enrolments 1000000 --years 30.") from None
