"""`manage.py demo`: 2023 and the invented years, for trying the portal out."""

import os
from typing import Any

from django.core.management.base import CommandError

from portal.demo.load import load_demo
from portal.management.base import PortalCommand
from school.errors import Refused

LOADED = "Đã nạp dữ liệu dùng thử: năm 2023 theo báo chí, và các năm từ 2024 với số liệu giả định."
KEPT = "Dữ liệu dùng thử đã có từ trước, không thay đổi gì."


class Command(PortalCommand):
    help = "Nạp dữ liệu dùng thử vào cơ sở dữ liệu do make run tạo ra; chạy lại không thay đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_demo(os.environ)
        except Refused as error:
            raise CommandError(error.text) from error
        if options["verbosity"]:
            self.stdout.write(LOADED if loaded else KEPT)
