"""manage.py scale: invented data of any size, for benchmarks."""

from argparse import ArgumentParser
from typing import Any

from portal.management.base import PortalCommand, usage
from portal.scale.load import Size, load
from school.errors import Refused


class Command(PortalCommand):
    help = "Nạp dữ liệu giả định theo quy mô để đo tốc độ, chỉ vào cơ sở dữ liệu không có số liệu thật."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much."""
        parser.add_argument("--learners", type=int, required=True, help="số học viên")
        parser.add_argument("--enrolments", type=int, required=True, help="số lượt học")
        parser.add_argument("--years", type=int, required=True, help="số năm, tính đến hôm nay")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how much."""
        try:
            size = Size(options["learners"], options["enrolments"], options["years"])
            load(size)
        except Refused as refused:
            raise usage(refused.text) from refused
        self.stdout.write(f"Đã nạp {size.learners} học viên, {size.enrolments} lượt học, {size.classes} lớp.")
