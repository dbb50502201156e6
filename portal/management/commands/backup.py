"""`manage.py backup FILE`: everything the portal knows into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.template.defaultfilters import filesizeformat

from portal import backup
from portal.backup.wording import contents
from portal.management.base import PortalCommand


class Command(PortalCommand):
    help = "Sao lưu cơ sở dữ liệu và tệp tải lên vào một tệp."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="TỆP", type=Path, help="tệp sẽ ghi, ví dụ sao-luu.zip")
        parser.add_argument("--overwrite", action="store_true", help="ghi đè nếu đã có tệp ấy")

    def handle(self, *, file: Path, overwrite: bool, **options: Any) -> None:
        try:
            manifest, foreign = backup.write(file, overwrite=overwrite)
        except backup.BackupError as error:
            self.stderr.write(f"Chưa sao lưu được. {error}")
            raise SystemExit(1) from None
        size = filesizeformat(file.stat().st_size)
        self.stdout.write(f"Đã sao lưu {contents(manifest)} vào {file} ({size}).")
        if foreign:
            self.stderr.write(f"Không phải bảng của cổng nên không sao lưu: {', '.join(foreign)}.")
