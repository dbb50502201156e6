"""manage.py criteria: the criteria board in words, or as JSON for other programs."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from portal.criteria.as_json import as_json
from portal.criteria.as_text import as_text
from portal.management.base import PortalCommand, usage
from school.criteria import Board, board, frame_at, level_in
from school.days import today
from school.errors import Refused


class Command(PortalCommand):
    """Exit 2 for a framework, a level or a day that cannot be."""

    help = "Bảng tiêu chí: từng chỉ tiêu đạt đến đâu, còn việc gì, ai phụ trách, hạn ngày nào."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Checked in `handle`, so that refusals are in Vietnamese."""
        parser.add_argument("--level", default="", metavar="MỨC", help="mức của bộ tiêu chí, ví dụ 1")
        parser.add_argument("--on", default="", metavar="NGÀY", help="xét đến hết ngày, ví dụ 2023-11-16")
        parser.add_argument("--framework", default="", metavar="MÃ", help="mã bộ tiêu chí, ví dụ QD11")
        parser.add_argument("--json", action="store_true", help="in dạng JSON cho chương trình khác đọc")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute once, write once."""
        try:
            found = _board(str(options["level"]), _day(options["on"]), options["framework"])
        except Refused as refused:
            raise usage(refused.text) from refused
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(found))


def _board(level: str, on: date, code: str) -> Board:
    if on > today():
        raise Refused(f"Ngày {on:%d/%m/%Y} chưa tới. Chọn ngày đến hết hôm nay, {today():%d/%m/%Y}.")
    frame = frame_at(on, code)
    return board(frame, level_in(frame, level), on)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        raise usage(f"“{text}” không phải là ngày. Ví dụ: 2023-11-16.") from None
