"""What the pages of imports call things."""

from enrollment.domain.imports.changes import Changes, Post
from enrollment.intake import headers
from enrollment.models import ImportState, RowOutcome
from school.records.register import Chip

MEANINGS = headers.IN_WORDS
NO_MEANING = "không dùng"
OUTCOMES = {
    RowOutcome.CREATED: Chip("người mới", "person-plus", "ok"),
    RowOutcome.MATCHED: Chip("đã có hồ sơ", "person-check", "ok"),
    RowOutcome.CHANGED: Chip("đã có, cập nhật", "person-up", "ok"),
    RowOutcome.HELD: Chip("cần quyết định", "question-circle", "warn"),
    RowOutcome.REFUSED: Chip("chưa nhận", "x-octagon", "bad"),
    RowOutcome.LEFT_OUT: Chip("bỏ qua", "dash-circle", "none"),
}
STATES = {
    ImportState.DRAFT: ("pencil-square", "info"),
    ImportState.QUEUED: ("hourglass-split", "info"),
    ImportState.RUNNING: ("hourglass-split", "info"),
    ImportState.DONE: ("check-circle", "ok"),
    ImportState.FAILED: ("x-octagon", "bad"),
    ImportState.UNDONE: ("arrow-counterclockwise", "none"),
}
POSTS = {
    Post.FIRST: "ghi nơi công tác",
    Post.MOVE: "nơi công tác mới",
    Post.CORRECT: "sửa nơi công tác",
}


def state(received: object) -> Chip:
    """How far an import is."""
    icon, kind = STATES[ImportState(received.state)]  # type: ignore[attr-defined]
    return Chip(str(received.get_state_display()), icon, kind)  # type: ignore[attr-defined]


def changed(changes: Changes) -> str:
    """What importing a row changes of somebody known: "nơi công tác mới, thêm ngày vào Đảng"."""
    said = [
        POSTS.get(changes.post, ""),
        "thêm ngày sinh" if changes.born else "",
        "thêm giới tính" if changes.sex else "",
        "thêm ngày vào Đảng" if changes.joined_party else "",
        "thêm số căn cước" if changes.number else "",
        "sửa ghi danh" if changes.correct_entry else "",
    ]
    return ", ".join(filter(None, said))


def masked(numbers: tuple[str, ...]) -> str:
    """The last digits of identity numbers: "…123"."""
    return ", ".join(f"…{number[-3:]}" for number in numbers)
