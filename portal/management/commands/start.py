"""`manage.py start`: an empty portal made ready for one school."""

import getpass
import os
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.management.base import PortalCommand
from portal.models import Role, User
from portal.setup import StartRefused, refuse_started, start
from school.models import Heading, Institution

PASSWORD = "START_ADMIN_PASSWORD"  # noqa: S105 - the variable's name


@dataclass(frozen=True)
class Question:
    """What is asked when an option is not given; a default makes it optional."""

    option: str
    words: str
    default: str | None = None

    @property
    def key(self) -> str:
        """The option's name among parsed ones."""
        return self.option.removeprefix("--").replace("-", "_")


QUESTIONS = [
    Question("--name", "Tên trường"),
    Question("--short-name", "Tên gọi tắt"),
    Question("--superior", "Cơ quan chủ quản"),
    Question("--place", "Địa danh ghi trên văn bản"),
    Question("--level-word", "Cấp trên trực tiếp gọi là (tỉnh, thành phố)", "tỉnh"),
    Question("--document-code", "Ký hiệu trường trên văn bản"),
    Question("--heading", "Thể thức văn bản: party (Đảng) hoặc state (nhà nước)", Heading.PARTY.value),
    Question("--recipients", "Nơi nhận báo cáo, cách nhau bằng dấu chấm phẩy", ""),
    Question("--admin-username", "Tên đăng nhập của người quản trị"),
    Question("--admin-name", "Họ và tên người quản trị"),
    Question("--agencies", "Tệp Excel danh sách đơn vị (có thể để trống)", ""),
]


class Command(PortalCommand):
    help = "Thiết lập cổng trống cho trường: thông tin trường, người quản trị đầu tiên, các đơn vị."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        for question in QUESTIONS:
            parser.add_argument(question.option, help=question.words)

    def handle(self, **options: Any) -> None:
        try:
            _bring_up_to_date()
            refuse_started()
            self._start(_answers(options), _password())
        except StartRefused as refusal:
            self.stderr.write("Chưa thiết lập và chưa ghi gì.")
            for problem in refusal.problems:
                self.stderr.write(f"- {problem}")
            raise SystemExit(1) from None

    def _start(self, answers: dict[str, str], password: str) -> None:
        admin = User(username=answers.pop("admin_username"), full_name=answers.pop("admin_name"), role=Role.ADMIN)
        agencies = answers.pop("agencies")
        recipients = [line.strip() for line in answers.pop("recipients").split(";")]
        school = Institution(**answers, recipients="\n".join(filter(None, recipients)))
        started = start(school, admin, password, Path(agencies) if agencies else None)
        self.stdout.write(
            f"Đã thiết lập {school.name}: tài khoản quản trị {admin.username}, {started.agencies} đơn vị."
        )
        if started.unused:
            self.stdout.write(f"Không dùng các cột: {', '.join(started.unused)}.")


def _bring_up_to_date() -> None:
    """Migrate where needed: an empty database has no tables yet."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _answers(options: dict[str, Any]) -> dict[str, str]:
    """The options given; in a terminal the others are asked when one that is needed is missing."""
    given = {question.key: options[question.key] for question in QUESTIONS}
    missing = [question for question in QUESTIONS if question.default is None and given[question.key] is None]
    ask = bool(missing) and sys.stdin.isatty()
    if missing and not ask:
        raise StartRefused(f"Thiếu {', '.join(question.option for question in missing)}.")
    return {question.key: _answer(question, given[question.key], ask=ask) for question in QUESTIONS}


def _answer(question: Question, given: str | None, *, ask: bool) -> str:
    if given is not None:
        return given
    return _ask(question) if ask else question.default or ""


def _ask(question: Question) -> str:
    hint = f" [{question.default}]" if question.default else ""
    try:
        return input(f"{question.words}{hint}: ").strip() or question.default or ""
    except EOFError:
        raise StartRefused("Chưa trả lời đủ các câu hỏi.") from None


def _password() -> str:
    """From the environment, or typed twice. Raises StartRefused when neither is possible."""
    if given := os.environ.get(PASSWORD):
        return given
    if not sys.stdin.isatty():
        raise StartRefused(f"Thiếu mật khẩu người quản trị. Đặt biến môi trường {PASSWORD}.")
    typed = getpass.getpass("Mật khẩu người quản trị: ")
    if getpass.getpass("Nhập lại mật khẩu: ") != typed:
        raise StartRefused("Hai lần nhập mật khẩu không giống nhau.")
    return typed
