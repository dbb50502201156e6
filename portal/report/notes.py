"""The report's notes: what a reader must know to trust each number, numbered in the order of need."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from courses.models import DeclaredFigure, Programme
from portal.report import wording
from portal.report.content import Basis, Row

DECLARED = (
    "Theo báo cáo: số của một dòng là của cả nhóm lớp, không chia cho từng lớp. "
    "Khi danh sách của một lớp được chốt, lớp đó chuyển sang đếm."
)
DEFINITIONS = (
    "Cách tính: năm của lớp là năm khai giảng thực tế; sĩ số là sĩ số khai giảng; "
    "một người học hai lớp tính 2 lượt, 1 người."
)
NO_PLAN = "Kế hoạch: chưa có kế hoạch năm trên cổng nên không tính được tỷ lệ hoàn thành."
INVENTED = "Số liệu giả định: các lớp, học viên, cán bộ của năm này do chương trình dùng thử tạo ra, không có thật."


class Notes:
    """Collects notes in order and gives each its number."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def add(self, text: str) -> int:
        """Add a note once; returns its number."""
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


def annotate(
    rows: Sequence[Row], figures: Iterable[DeclaredFigure], as_of: date, *, planned: bool, invented: bool
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Rows with the numbers of their notes, and the notes."""
    notes, by_pk = Notes(), {figure.pk: figure for figure in figures}
    numbered = [_numbered(row, _own_notes(row, by_pk, as_of), notes) for row in rows]
    if any(row.basis is not Basis.COUNTED and row.declared is not None for row in rows):
        notes.add(DECLARED)
    if any(row.class_records or row.declared is not None for row in rows):
        notes.add(DEFINITIONS)
        if not planned:
            notes.add(NO_PLAN)
    if invented:
        notes.add(INVENTED)
    return tuple(numbered), tuple(notes.texts)


def _numbered(row: Row, texts: list[str], notes: Notes) -> Row:
    return replace(row, note_numbers=tuple(notes.add(text) for text in texts))


def _own_notes(row: Row, figures: dict[int, DeclaredFigure], as_of: date) -> list[str]:
    """What is to be said of one row."""
    own = [figures[pk] for pk in row.figure_pks]
    texts = [_off_plan(row, figure) for figure in own if row.approximate]
    texts += [_stated_later(figure) for figure in own if figure.stated_on > as_of]
    texts += [_rule(figure.programme) for figure in own[:1] if figure.programme and figure.programme.valid_to]
    if row.basis is Basis.MIXED and own and row.counted is not None:
        texts.append(f"{wording.programme(row)}: {wording.counted_so_far(row)}; số của dòng vẫn theo báo cáo.")
    if row.difference:
        texts.append(f"{wording.programme(row)}: {wording.difference(row)}.")
    if not own and row.confirmed < row.class_records:
        left = row.class_records - row.confirmed
        texts.append(f"{wording.programme(row)}: {left} lớp chưa chốt danh sách, học viên của lớp đó chưa được đếm.")
    texts += [_records(figure, row) for figure in own[:1] if _records_differ(figure, row, own)]
    return texts


def _off_plan(row: Row, figure: DeclaredFigure) -> str:
    classes = f"{wording.number(row.classes)} lớp" + ("" if row.planned else " mở ngoài kế hoạch")
    why = f"{figure.note} " if figure.note else ""
    return f"{classes}, {wording.learners(row)} học viên: {why}Số này là ước chừng, đứng riêng, không cộng vào tổng."


def _stated_later(figure: DeclaredFigure) -> str:
    stated = wording.day(figure.stated_on)
    return f"Chưa vào tổng: số liệu nêu ngày {stated}, sau ngày tính của báo cáo này, nên chưa cộng vào tổng."


def _rule(programme: Programme) -> str:
    by = f"theo {programme.document.number}, " if programme.document else ""
    return f"{programme.short_name}: {by}áp dụng cho lớp khai giảng đến hết ngày {wording.day(programme.valid_to)}."


def _records_differ(figure: DeclaredFigure, row: Row, own: list[DeclaredFigure]) -> bool:
    return len(own) == 1 and bool(row.class_records) and figure.classes not in (None, row.class_records)


def _records(figure: DeclaredFigure, row: Row) -> str:
    stated, found = wording.number(figure.classes), wording.number(row.class_records)
    return f"{wording.programme(row)}: nguồn nêu {stated} lớp, trên cổng có {found} lớp khai giảng trong năm."
