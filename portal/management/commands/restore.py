"""`manage.py restore FILE`: a backup back into an empty portal."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from portal import backup
from portal.backup.wording import contents, moment
from portal.management.base import PortalCommand


class Command(PortalCommand):
    help = "Khôi phục một bản sao lưu vào cổng trống."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="TỆP", type=Path, help="tệp do manage.py backup tạo ra")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            manifest = backup.restore(file)
        except backup.BackupError as error:
            self.stderr.write(f"Chưa khôi phục. {error}")
            raise SystemExit(1) from None
        self.stdout.write(f"Đã khôi phục {contents(manifest)} từ bản sao lưu lúc {moment(manifest)}.")
