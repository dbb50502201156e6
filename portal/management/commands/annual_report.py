"""manage.py annual_report YEAR: the report to stdout or a file."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from portal.backup.errors import BackupError, writing_to
from portal.management.base import PortalCommand, usage
from portal.report import as_json, excel, pdf, word
from portal.report.compute import annual_report
from portal.report.wording import no_data
from portal.report.year import YearOutOfRange

FORMATS = {"json": as_json.render, "pdf": pdf.render, "docx": word.render, "xlsx": excel.render}


class Command(PortalCommand):
    """Exit 0 also for a year without data; 2 for a year, a day or a format that cannot be."""

    help = "Báo cáo năm: JSON ra màn hình, hoặc PDF, Word, Excel ra tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Year, day, format, file; checked in `handle`, so that refusals are in Vietnamese."""
        parser.add_argument("year", metavar="NĂM")
        parser.add_argument("--as-of", metavar="NGÀY", help="tính đến hết ngày, ví dụ 2023-11-16")
        parser.add_argument("--format", default="json", metavar="DẠNG", help=", ".join(FORMATS))
        parser.add_argument("--output", type=Path, metavar="TỆP")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute once, write once."""
        render = FORMATS.get(options["format"])
        if render is None:
            raise usage(f"Không có dạng “{options['format']}”. Chọn một trong: {', '.join(FORMATS)}.")
        try:
            report = annual_report(_year(options["year"]), _day(options["as_of"]))
        except YearOutOfRange as error:
            raise usage(str(error)) from error
        if report.empty:
            self.stderr.write(no_data(report))
        self._write(render(report), options["output"])

    def _write(self, content: bytes, output: Path | None) -> None:
        if output is None:
            binary = getattr(self.stdout, "buffer", sys.stdout.buffer)
            binary.write(content)
            binary.flush()
            return
        try:
            with writing_to(output.parent):
                output.write_bytes(content)
        except BackupError as error:
            raise CommandError(str(error)) from error


def _year(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise usage(f"“{text}” không phải là năm. Ví dụ: 2023.") from None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise usage(f"“{text}” không phải là ngày. Ví dụ: 2023-11-16.") from None
