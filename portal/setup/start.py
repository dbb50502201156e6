"""What `manage.py start` does: one school into an empty portal, all of it or nothing."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction

from portal.models import User
from portal.setup import agency_sheet
from portal.setup.agency_sheet import AgencyRow, AgencySheet, SheetError
from school.domain.agencies import add_agency
from school.errors import save_checked
from school.models import Institution, Provenance


class StartRefused(Exception):
    """Nothing was stored; `problems` says why, a line each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Started:
    """What was stored: how many agencies; and the headings of their file that were not used."""

    agencies: int
    unused: list[str]


def refuse_started() -> None:
    """Raise StartRefused when the portal has a school already, real or invented."""
    school = Institution.objects.first()
    if school is None:
        return
    if school.provenance == Provenance.INVENTED:
        raise StartRefused(
            f"Cơ sở dữ liệu này đang giữ dữ liệu dùng thử ({school.name}). "
            "Tạo một cơ sở dữ liệu mới, đặt DATABASE_URL cho nó, rồi chạy lại."
        )
    raise StartRefused(f"Cổng này đã được thiết lập cho {school.name}. Sửa thông tin trường ở trang quản trị.")


def start(school: Institution, admin: User, password: str, agencies: Path | None = None) -> Started:
    """Store the school, the account of its first administrator, and the agencies of an Excel file.

    `school` and `admin` are not saved yet. Raises StartRefused with everything that is wrong; nothing is
    stored then.
    """
    refuse_started()
    sheet, problems = _sheet(agencies)
    admin.set_password(password)
    problems = [*_problems(school), *_problems(admin), *_password_problems(password, admin), *problems]
    if problems:
        raise StartRefused(*problems)
    with transaction.atomic():
        save_checked(school)
        save_checked(admin)
        if problems := [problem for row in sheet.rows if (problem := _add(row))]:
            raise StartRefused(*problems)
    return Started(len(sheet.rows), sheet.unused)


def _sheet(path: Path | None) -> tuple[AgencySheet, list[str]]:
    if path is None:
        return AgencySheet(), []
    try:
        sheet = agency_sheet.read(path)
    except SheetError as error:
        return AgencySheet(), [str(error)]
    return sheet, sheet.problems


def _problems(instance: models.Model) -> list[str]:
    """What is wrong with the fields, as "tên trường: …"."""
    labels = {field.name: f"{field.verbose_name}: " for field in instance._meta.fields}
    try:
        instance.full_clean()
    except ValidationError as error:
        found = error.message_dict.items()
        return [f"{labels.get(name, '')}{message}" for name, messages in found for message in messages]
    return []


def _password_problems(password: str, admin: User) -> list[str]:
    try:
        validate_password(password, admin)
    except ValidationError as error:
        return [f"mật khẩu: {message}" for message in error.messages]
    return []


def _add(row: AgencyRow) -> str | None:
    """Store one agency; return what is wrong with it, or None."""
    dates = {"valid_from": row.valid_from, "valid_to": row.valid_to}
    try:
        add_agency(row.name, row.kind, aliases=row.aliases, **dates)
    except ValidationError as error:
        return f"Dòng {row.number}: {row.name}: {' '.join(error.messages)}"
    return None
