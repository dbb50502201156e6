"""What the report's page shows, in words and figures: plain values for the templates."""

from dataclasses import dataclass

from portal.report import wording
from portal.report.chart import Chart
from portal.report.content import AnnualReport, Basis, Mark, Row
from portal.report.doors import Figure

BASIS_WORDS = {
    Mark.COUNTED: "đếm từ danh sách",
    Mark.MIXED: "một phần theo báo cáo",
    Mark.DECLARED: "theo báo cáo",
    Mark.APPROXIMATE: "ước chừng",
}


@dataclass(frozen=True)
class RowView:
    """One line of the report's table."""

    row: Row
    programme: str
    partner: str
    classes: Figure
    declared: Figure
    counted: Figure
    learners: Figure
    running: tuple[Figure, ...]
    details: str

    @property
    def confirmed(self) -> str:
        """ "1/3 lớp"; "" where no class is known."""
        return wording.confirmed_classes(self.row) if self.row.classes else ""

    @property
    def notes(self) -> list[int]:
        """Numbers of the notes that speak of it."""
        return sorted(self.row.note_numbers)

    @property
    def main_counted(self) -> bool:
        """Whether the counted number is the one the line stands for."""
        return self.row.basis is Basis.COUNTED or not self.declared.known

    @property
    def stands_for(self) -> str:
        """The number that goes into the total, where it is neither the declared nor the counted one."""
        both = {self.declared.text, self.counted.text}
        return "" if not self.row.in_total or self.learners.text in both else f"tính vào tổng {self.learners.text} lượt"

    @property
    def difference(self) -> str:
        """Counted minus declared, or "–"."""
        return wording.signed(self.row.difference)


@dataclass(frozen=True)
class ShareView:
    """A share in words with the door of its rows."""

    label: str
    figure: Figure


@dataclass(frozen=True)
class ResearchView:
    """Seminars, or projects: "2 cấp thành phố", or the level alone where the source gives no number."""

    label: str
    lines: tuple[Figure, ...]
    without_number: bool


@dataclass(frozen=True)
class NoteView:
    """A numbered note; `lead` is the phrase it begins with, set in bold."""

    lead: str
    text: str


@dataclass(frozen=True)
class AnnualPage:
    """Everything the report's page shows, in the order it shows it."""

    report: AnnualReport
    inside: tuple[RowView, ...]  # what the total adds up
    outside: tuple[RowView, ...]  # off-plan, approximate or not yet known on the day: after the total
    classes: Figure
    learners: Figure
    off_plan: tuple[Figure, Figure]  # classes and learners beside the total
    key_tasks: Figure
    remaining: Figure
    research: tuple[ResearchView, ...]
    shares: tuple[ShareView, ...]
    notes: tuple[NoteView, ...]
    charts: tuple[Chart, ...]

    @property
    def any_declared(self) -> bool:
        """Whether the column of declared numbers has something to say."""
        return any(row.declared.known for row in self._rows)

    @property
    def any_counted(self) -> bool:
        """Whether the column of counted numbers has something to say."""
        return any(row.counted.known for row in self._rows)

    @property
    def _rows(self) -> tuple[RowView, ...]:
        return self.inside + self.outside

    @property
    def learner_columns(self) -> int:
        """How many columns stand under "Học viên"."""
        return 1 + 2 * self.any_declared + self.any_counted

    @property
    def total_declared(self) -> bool:
        """Whether the total stands in the column of declared numbers."""
        return self.any_declared and self.learners.mark is not Mark.COUNTED

    @property
    def total_label(self) -> str:
        """What the total adds up."""
        return "Cộng trong kế hoạch" if self.outside else "Cộng"

    @property
    def total_confirmed(self) -> str:
        """Classes with a confirmed roster, of all in the total."""
        return wording.confirmed_classes(self.report.total) if self.report.total.classes else wording.DASH

    @property
    def basis(self) -> str:
        """How the total is known, in two or three words."""
        return BASIS_WORDS[self.learners.mark or Mark.DECLARED]

    @property
    def sources(self) -> tuple[str, ...]:
        """Who declared what is declared."""
        return tuple(wording.source(line) for line in self.report.sources)

    @property
    def marks(self) -> tuple[tuple[Mark, str], ...]:
        """The legend."""
        return tuple(wording.MARK_WORDS.items())

    @property
    def confirmed(self) -> str:
        """What of the total is counted so far."""
        total = self.report.total
        if not total.classes:
            return ""
        if not total.confirmed:
            return "chưa có danh sách nào"
        return f"{wording.confirmed_classes(total)} đã chốt"

    @property
    def running(self) -> str:
        """Classes carried over and closed."""
        return wording.running_classes(self.report.total)

    @property
    def target(self) -> str:
        """The level aimed at."""
        return wording.standard_target(self.report.standard) if self.report.standard else ""
