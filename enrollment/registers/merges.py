"""Records that were merged: the ledger, and the way back."""

from typing import Any

from django.db.models import QuerySet

from enrollment.models import Learner, LearnerMerge
from enrollment.queries.merging import VALUES
from enrollment.registers.learners import LEARNER
from enrollment.registers.merge_forms import LABELS, SplitForm
from school.records.register import Action, Chip, Column, Fact, PutAway, Register, declare

SPLIT_HINT = (
    "Trả về đúng những gì lần gộp đã chuyển và đã lấy. Những gì đã sửa sau khi gộp giữ nguyên, và được nêu tên."
)
MOVED = {
    "enrolments": "lượt học",
    "postings": "nơi công tác",
    "identities": "giấy tờ tùy thân",
    "succession": "quy hoạch",
    "learners": "hồ sơ đã gộp trước đây",
}


def merges() -> QuerySet[LearnerMerge]:
    """With everybody in it."""
    return LearnerMerge.objects.select_related("kept", "given_up", "by", "split_by")


def search(rows: QuerySet[LearnerMerge], text: str, user: Any) -> QuerySet[LearnerMerge]:
    """By the name of either."""
    found: Any = LEARNER.search(Learner.objects.all(), text, user).values("pk")  # type: ignore[misc]  # a list has a search
    return rows.filter(kept__in=found) | rows.filter(given_up__in=found)


def state(merge: LearnerMerge) -> Chip:
    """In force, or split again."""
    return Chip("đã tách lại", "signpost-split") if merge.split_at else Chip("đang gộp", "union", "ok")


def moved(merge: LearnerMerge) -> str:
    """How much went to the kept record."""
    return ", ".join(f"{len(merge.moved[name])} {noun}" for name, noun in MOVED.items() if merge.moved.get(name))


def taken(merge: LearnerMerge) -> str:
    """Which values were taken from the other."""
    names = [LABELS[name] for name, columns in VALUES.items() if set(columns) & set(merge.values)]
    return ", ".join(names)


def in_force(merge: LearnerMerge) -> bool:
    """Not split again."""
    return merge.split_at is None


MERGE = Register(
    app="enrollment",
    name="merge",
    slug="gop-ho-so",
    model=LearnerMerge,
    title="Hồ sơ đã gộp",
    noun="lần gộp",
    about="Hai hồ sơ của một người thành một. Cả hai vẫn còn, gộp nhầm thì tách lại được.",
    columns=(
        Column("giu_lai", "Hồ sơ giữ lại", lambda row: row.kept.full_name, ("kept__sort_key",)),
        Column("da_gop", "Hồ sơ đã gộp", lambda row: row.given_up),
        Column("luc", "Gộp lúc", lambda row: row.at, ("pk",)),
        Column("nguoi", "Người gộp", lambda row: row.by and str(row.by)),
        Column("ly_do", "Lý do", lambda row: row.reason),
        Column("tinh_trang", "Tình trạng", state),
    ),
    order="-luc",
    rows=merges,
    search=search,
    search_hint="họ tên",
    lead=state,
    facts=(
        Fact("Hồ sơ giữ lại", lambda row: row.kept),
        Fact("Hồ sơ đã gộp", lambda row: row.given_up),
        Fact("Gộp lúc", lambda row: row.at),
        Fact("Người gộp", lambda row: row.by and str(row.by)),
        Fact("Lý do", lambda row: row.reason),
        Fact("Đã chuyển", moved),
        Fact("Lấy từ hồ sơ đã gộp", taken),
        Fact("Tách lại lúc", lambda row: row.split_at),
        Fact("Người tách lại", lambda row: row.split_by and str(row.split_by)),
    ),
    actions=(Action("split", "tach-lai", "Tách lại", SplitForm, in_force, "signpost-split", SPLIT_HINT),),
    put_away=PutAway.NEVER,
    empty="Chưa gộp hồ sơ nào.",
)

declare(MERGE)
