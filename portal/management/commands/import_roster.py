"""`manage.py import_roster`: read, check and import a list from the command line."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from courses.models import CourseClass
from enrollment.domain.imports.carry_out import import_now
from enrollment.domain.imports.plan import Plan, make_plan
from enrollment.domain.imports.receive import create_unknown_agencies, receive
from enrollment.intake import FileRefused, Person, Remark
from enrollment.intake.roster import FILE
from enrollment.models import RowOutcome
from portal.management.base import PortalCommand, usage

SOME_REFUSED, FILE_REFUSED = 1, 2


class Command(PortalCommand):
    """Exit code 0: every row, 1: some rows refused or held, 2: the file (or the class) refused."""

    help = "Đọc, kiểm tra và nhập một danh sách học viên."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE and what to do with it."""
        parser.add_argument("file", help="tệp danh sách (.xlsx, .xls, .ods, .csv, .docx …)")
        parser.add_argument("--class", dest="code", metavar="MÃ", help="mã lớp mà danh sách này ghi danh")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra, không ghi gì")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument("--create-agencies", action="store_true", help="thêm mới các đơn vị chưa có")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what became of the list."""
        try:
            plan = _run(options)
        except FileRefused as refusal:
            self._refuse(refusal.text, options)
        except ValidationError as refusal:
            self._refuse(" ".join(refusal.messages), options)
        result = _result(plan, options["check"])
        self.stdout.write(_as_json(result) if options["json"] else _as_text(result, options["check"]))
        left = result["errors"] or (not options["check"] and plan.count(RowOutcome.HELD))
        if left:
            raise SystemExit(SOME_REFUSED)

    def _refuse(self, text: str, options: dict[str, Any]) -> None:
        if options["json"]:
            nothing = dict.fromkeys(("rows", "ok", "created", "matched", "changed"), 0)
            error = {"row": None, "column": FILE, "message": text}
            self.stdout.write(_as_json(nothing | {"errors": [error], "warnings": [], "people": []}))
        raise CommandError(text, returncode=FILE_REFUSED)


def _run(options: dict[str, Any]) -> Plan:
    path = Path(options["file"])
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused(f"Không đọc được tệp {path.name}: {_why(error)}. Kiểm tra lại đường dẫn.") from error
    with transaction.atomic():
        received = receive(data, path.name, _class(options["code"]))
        if options["create_agencies"]:
            create_unknown_agencies(received, make_plan(received))
        plan = make_plan(received) if options["check"] else import_now(received)
        transaction.set_rollback(options["check"])
    return plan


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "không có tệp này"
    return "đây là thư mục" if isinstance(error, IsADirectoryError) else "không có quyền đọc"


def _class(code: str | None) -> CourseClass | None:
    if code is None:
        return None
    found = CourseClass.objects.filter(code=code).first()
    if found is None:
        raise usage(f"Không có lớp “{code}”. Kiểm tra lại mã lớp.")
    return found


def _result(plan: Plan, check: bool) -> dict[str, Any]:
    """The answer in the shape that other programs read."""
    refused = {RowOutcome.REFUSED, RowOutcome.LEFT_OUT} | (set() if check else {RowOutcome.HELD})
    taken: list[tuple[Person, str]] = [
        (row.person, row.agency.name if row.agency else row.person.agency)
        for row in plan.rows
        if row.outcome not in refused
    ]
    return {
        "rows": len(plan.rows),
        "ok": len(taken),
        "created": plan.count(RowOutcome.CREATED),
        "matched": plan.count(RowOutcome.MATCHED, RowOutcome.CHANGED),
        "changed": plan.count(RowOutcome.CHANGED),
        "errors": [_remark(error) for error in plan.errors],
        "warnings": [_remark(warning) for warning in plan.warnings],
        "people": [person.as_json() | {"agency": agency or None} for person, agency in taken],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {"row": remark.row, "column": remark.column, "message": remark.text}


def _as_json(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, indent=2)


def _as_text(result: dict[str, Any], check: bool) -> str:
    verb = "Kiểm tra" if check else "Nhập"
    lines = [
        f"{verb}: {result['rows']} dòng, nhận {result['ok']}"
        f" (thêm mới {result['created']}, đã có {result['matched']}, trong đó {result['changed']} có thay đổi)."
    ]
    for title, remarks in (("Chưa nhận", result["errors"]), ("Cần xem", result["warnings"])):
        lines += [f"{title}:"] if remarks else []
        lines += [f"  {_where(remark)}: {remark['message']}" for remark in remarks]
    return "\n".join(lines)


def _where(remark: dict[str, Any]) -> str:
    return f"dòng {remark['row']}" if remark["row"] else "cả danh sách"
