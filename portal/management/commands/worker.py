"""`manage.py worker`: does the long tasks that pages ask for, until it is stopped."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command

from enrollment.tasks import take_up_lost
from portal.management.base import PortalCommand


class Command(PortalCommand):
    """What a worker before it left undone is taken up first."""

    help = "Làm các việc dài chạy nền (nhập danh sách); việc đang dở của lần chạy trước được làm tiếp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to stop when there is nothing left."""
        parser.add_argument("--batch", action="store_true", help="làm hết các việc đang chờ rồi dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs in this process until it is asked to stop."""
        take_up_lost()
        call_command("db_worker", batch=options["batch"], verbosity=options["verbosity"], reload=False)
