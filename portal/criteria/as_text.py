"""The board for a terminal: the same words as the page."""

from collections.abc import Iterator

from portal.criteria import wording
from portal.report.wording import day, sentence, table_day
from school.criteria import Board, Line, Value


def as_text(board: Board) -> str:
    """Head, what is left, then every criterion with its indicators."""
    return "\n".join([*_head(board), *_groups(board), *_owed(board)])


def _head(board: Board) -> Iterator[str]:
    frame = board.frame
    yield f"{frame.name} ({frame.code}), mức {board.level}, xét đến hết ngày {day(board.on)}"
    yield f"{sentence(wording.loaded(board))}."
    if board.declared:
        said = sentence(wording.remaining(board.declared))
        yield f"{said}, theo báo cáo ngày {day(board.declared.stated_on)}, {wording.NOT_NAMED}."
    counts = (f"{wording.STATUS_WORDS[status].lower()} {count}" for status, count in board.summary.items())
    yield f"{sentence(', '.join(counts))}."


def _groups(board: Board) -> Iterator[str]:
    for group in board.groups:
        yield ""
        yield f"{group.code}. {group.name}"
        if not group.lines:
            yield "  Chưa nạp chỉ tiêu nào."
        for line in group.lines:
            yield f"  {line.code}  {line.text}"
            yield f"       {_standing(line)}"


def _standing(line: Line) -> str:
    parts = [wording.status(line).lower(), _value(line.value, line.unit) if line.value else "", wording.lacking(line)]
    if line.threshold is not None:
        parts.append(f"ngưỡng {wording.threshold(line)}")
    if line.due:
        parts.append(f"hạn {table_day(line.due)}, {line.open_duties[0].owner}")
    if not line.verified:
        parts.append(wording.UNVERIFIED)
    return "; ".join(part for part in parts if part)


def _value(value: Value, unit: str) -> str:
    if value.denominator is None:
        return f"{wording.value(value)} {unit}".strip()
    return f"{wording.value(value)} ({value.numerator}/{value.denominator} {value.unit})"


def _owed(board: Board) -> Iterator[str]:
    duties = sorted((duty.due, line.code, duty.owner) for line in board.lines for duty in line.open_duties)
    if duties:
        yield ""
        yield "Việc đã giao:"
    for due, code, owner in duties:
        yield f"  {table_day(due)}  {code}  {owner}, {wording.days_left(due, board.on)}"
