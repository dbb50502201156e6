"""How the board's values read in Vietnamese, on the page and in the terminal."""

from datetime import date
from decimal import Decimal

from portal.report import wording
from portal.report.content import Share
from school.criteria import Board, Declared, Line, Status, Value
from school.models import IndicatorKind

STATUS_WORDS = {
    Status.MET: "Đạt",
    Status.EXCEEDED: "Vượt",
    Status.AT_RISK: "Nguy cơ",
    Status.NOT_MET: "Chưa đạt",
    Status.NOT_ASSESSED: "Chưa đánh giá",
}
STATUS_MEANS = {
    Status.MET: "bằng ngưỡng, hoặc đã xác nhận đạt",
    Status.EXCEEDED: "cao hơn ngưỡng",
    Status.AT_RISK: "còn 90 ngày trở xuống đến hạn",
    Status.NOT_MET: "dưới ngưỡng, hoặc xác nhận chưa đạt",
    Status.NOT_ASSESSED: "thiếu số liệu, ngưỡng hoặc xác nhận",
}
UNVERIFIED = "chưa đối chiếu văn bản"
NOT_NAMED = "nguồn không nêu tên"
NO_THRESHOLD = "chưa có"


def decimal(value: Decimal) -> str:
    """A threshold's number without needless zeros: "75", "0,5"."""
    return f"{value.normalize():f}".replace(".", ",")


def value(shown: Value) -> str:
    """A share with one decimal, a count as it is."""
    if shown.denominator is None:
        return wording.number(shown.numerator)
    return wording.percent(Share("", "", shown.numerator, shown.denominator))


def threshold(line: Line) -> str:
    """What must be reached: "≥ 75 %"; "chưa có" where a computed indicator has none, "có" where a word decides."""
    if line.kind in (IndicatorKind.DOCUMENT, IndicatorKind.ATTESTED):
        return "xác nhận"
    if line.threshold is None:
        return NO_THRESHOLD
    at_least = "" if line.unit == "%" and line.threshold == 100 else "≥ "
    return f"{at_least}{decimal(line.threshold)} {line.unit}".strip()


def lacking(line: Line) -> str:
    """What is missing, where it can be said: the numerator that would do, the word that nobody has given."""
    if line.kind in (IndicatorKind.DOCUMENT, IndicatorKind.ATTESTED):
        return _unattested(line)
    if line.value is None:
        return "chưa có số liệu"
    if line.threshold is None or line.status in (Status.MET, Status.EXCEEDED):
        return ""
    wanted = wording.number(line.value.wanted(line.threshold))
    of = f"/{wording.number(line.value.denominator)}" if line.value.denominator else ""
    return f"cần ít nhất {wanted}{of}"


def _unattested(line: Line) -> str:
    if line.attested is None:
        return f"có {len(line.evidence)} minh chứng, chưa ai xác nhận" if line.evidence else "chưa ai xác nhận"
    return "" if line.evidence else "chưa có minh chứng"


def loaded(board: Board) -> str:
    """How many indicators the portal holds of how many there are."""
    if board.official_total is None:
        return f"đã nạp {board.loaded} chỉ tiêu; chưa rõ văn bản có bao nhiêu ở mức {board.level}"
    return f"đã nạp {board.loaded} của {board.official_total} chỉ tiêu"


def remaining(declared: Declared) -> str:
    """What a source said is left: "còn 2 tiêu chí, hạn 31/7/2024"."""
    left = "còn tiêu chí, nguồn không nêu số lượng"
    if declared.remaining is not None:
        left = f"còn {declared.remaining} tiêu chí"
    return f"{left}, hạn {wording.day(declared.due)}" if declared.due else left


def declared_left(due: date, on: date) -> str:
    """How far a declared deadline is; once past, that nobody has said since how it ended."""
    days = (due - on).days
    if days >= 0:
        return days_left(due, on)
    return f"Hạn ấy đã qua {wording.number(-days)} ngày, cổng chưa có báo cáo nào mới hơn"


def days_left(due: date, on: date) -> str:
    """How far a deadline is from the board's day."""
    days = (due - on).days
    if days == 0:
        return "đến hạn trong ngày"
    return f"còn {wording.number(days)} ngày" if days > 0 else f"quá hạn {wording.number(-days)} ngày"


def status(line: Line) -> str:
    """The status in words, with the deadline passed where it is."""
    said = STATUS_WORDS[line.status]
    return f"{said}, quá hạn" if line.overdue else said
