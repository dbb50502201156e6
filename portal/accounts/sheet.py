"""Accounts from an Excel file: what its rows say, which can be made, and why the others cannot."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

from django.core.exceptions import ValidationError

from portal.accounts.usernames import check_username, suggested, taken_usernames
from portal.models import Role, User
from portal.setup.sheet import Cells, SheetError, Unreadable, below_headings, sheets, text
from school.text import search_key

HEADINGS = {
    "full_name": ("ho va ten", "ho ten", "ho va ten dem", "ten day du"),
    "username": ("ten dang nhap", "tai khoan", "ten tai khoan", "ten nguoi dung"),
    "role": ("vai tro", "quyen", "nhom quyen"),
}
MOST_ROWS = 500
LONGEST_NAME = 120
UNREADABLE = "Không đọc được tệp này như một tệp Excel. Mở bằng Excel, bỏ mật khẩu nếu có, lưu lại dạng .xlsx."
NO_HEADING = "Tệp không có cột “Họ và tên”. Đặt tên cột ở dòng đầu: Họ và tên, Tên đăng nhập, Vai trò."
NO_ROWS = "Dưới dòng tên cột chưa có ai. Ghi mỗi người một dòng rồi gửi lại."
TOO_MANY = f"Tệp có hơn {MOST_ROWS} dòng. Tách thành nhiều tệp rồi gửi từng tệp."
ROLE_WORDS = {search_key(word): role for role in Role for word in (role.label, role.label.removeprefix("Phòng "))}


@dataclass(frozen=True)
class Row:
    """A row as the sheet has it; `number` is the sheet's own."""

    number: int
    full_name: str
    username: str
    role: str


@dataclass(frozen=True)
class Planned:
    """A row looked at: what would be made of it, or why nothing can (`problem`); `remark` is worth a look."""

    row: Row
    username: str = ""
    role: Role | None = None
    problem: str = ""
    remark: str = ""

    def account(self) -> User:
        """The account, not stored yet."""
        return User(full_name=self.row.full_name, username=self.username, role=self.role or "")


def read(file: IO[bytes]) -> list[Row]:
    """The rows of the first sheet that has a column of names. Raises SheetError."""
    try:
        for cells in sheets(file):
            if found := below_headings(cells, HEADINGS, "full_name"):
                columns, _, index = found
                return _checked(list(_rows(cells[index + 1 :], index + 2, columns)))
    except Unreadable:
        raise SheetError(UNREADABLE) from None
    raise SheetError(NO_HEADING)


def _rows(cells: Cells, first: int, columns: dict[str, int]) -> Iterator[Row]:
    for number, row in enumerate(cells, first):
        values = {name: text(row[columns[name]]) if name in columns else "" for name in HEADINGS}
        if any(values.values()):
            yield Row(number, **values)


def _checked(rows: list[Row]) -> list[Row]:
    if not rows:
        raise SheetError(NO_ROWS)
    if len(rows) > MOST_ROWS:
        raise SheetError(TOO_MANY)
    return rows


def plan(rows: list[Row]) -> list[Planned]:
    """What can be made of the rows as the portal stands now; two queries."""
    taken = taken_usernames()
    known = dict(User.objects.values_list("full_name", "username"))
    given = Counter(row.username.lower() for row in rows if row.username)
    planned = []
    for row in rows:
        one = _planned(row, taken, given)
        if one.username and not one.problem:
            taken.add(one.username)
            one = replace(one, remark=f"đã có {known[row.full_name]} cùng họ tên" if row.full_name in known else "")
        planned.append(one)
    return planned


def _planned(row: Row, taken: set[str], given: Counter[str]) -> Planned:
    if not row.full_name:
        return Planned(row, problem="Thiếu họ và tên.")
    if len(row.full_name) > LONGEST_NAME:
        return Planned(row, problem=f"Họ và tên dài quá {LONGEST_NAME} ký tự.")
    role = ROLE_WORDS.get(search_key(row.role))
    if role is None:
        return Planned(row, problem=_no_role(row.role))
    username = row.username.lower() or suggested(row.full_name, taken | set(given))
    return Planned(row, username, role, problem=_username_problem(username, taken, given))


def _no_role(written: str) -> str:
    labels = "; ".join(str(role.label) for role in Role)
    fault = f"Không có vai trò “{written}”" if written else "Thiếu vai trò"
    return f"{fault}. Ghi một trong: {labels}."


def _username_problem(username: str, taken: set[str], given: Counter[str]) -> str:
    try:
        check_username(username)
    except ValidationError as refused:
        return str(refused.messages[0])
    if given[username] > 1:
        return f"Tên đăng nhập “{username}” có ở nhiều dòng. Mỗi người một tên."
    return f"Đã có tài khoản “{username}”." if username in taken else ""
