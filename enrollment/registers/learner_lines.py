"""What belongs to a learner: posts, quy hoạch, identity numbers."""

from typing import Any

from enrollment.models import Identity, Posting, SuccessionEntry
from enrollment.queries.learners import of_learner
from enrollment.queries.scope import of_visible_learners
from school.records.forms import RecordForm
from school.records.ordering import day_or
from school.records.register import Column, Fact, Link, Register, Within, declare
from school.records.validity import validity_columns, validity_facts

OF_LEARNER: dict[str, Any] = {
    "app": "enrollment",
    "part_of": "hoc-vien",
    "scope": of_visible_learners,
    "own": "Chỉ hiện học viên của lớp bạn chủ nhiệm.",
}
LEARNER = Within("hoc-vien", "learner", "enrollment.learner")


class PostingForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Posting
        fields = ["agency", "position", "valid_from", "valid_to"]


class SuccessionForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = SuccessionEntry
        fields = ["position", "term", "document", "valid_from", "valid_to"]


class IdentityForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Identity
        fields = ["kind", "number"]


POSTING = Register(
    **OF_LEARNER,
    name="posting",
    permission="learner",
    slug="cong-tac",
    model=Posting,
    title="Quá trình công tác",
    noun="nơi công tác",
    columns=(
        Column("hoc_vien", "Họ và tên", lambda row: row.learner, ("learner__sort_key",), leads=True),
        Column("don_vi", "Đơn vị", lambda row: row.agency, ("agency__sort_key",)),
        Column("chuc_vu", "Chức vụ", lambda row: row.position and Link(row.position, row)),
        *validity_columns(),
    ),
    order="hoc_vien",
    rows=lambda: Posting.objects.select_related("learner", "agency"),
    search=of_learner("learner"),
    search_hint="họ tên",
    within=(LEARNER, Within("don-vi", "agency", "school.agency")),
    form=PostingForm,
    adds=False,
    facts=(
        Fact("Học viên", lambda row: row.learner),
        Fact("Đơn vị", lambda row: row.agency),
        Fact("Chức vụ", lambda row: row.position),
        *validity_facts(),
    ),
    empty="Chưa ghi nơi công tác nào.",
)
SUCCESSION = Register(
    **OF_LEARNER,
    name="succession",
    permission="learner",
    slug="quy-hoach",
    model=SuccessionEntry,
    title="Quy hoạch",
    noun="quy hoạch",
    columns=(
        Column("hoc_vien", "Họ và tên", lambda row: row.learner.full_name, ("learner__sort_key",)),
        Column("chuc_danh", "Chức danh quy hoạch", lambda row: row.position, ("position",)),
        Column("nhiem_ky", "Nhiệm kỳ", lambda row: row.term, ("term",)),
        Column("van_ban", "Theo văn bản", lambda row: row.document),
        Column("tu", "Từ ngày", lambda row: row.valid_from, (day_or("valid_from", first=True),)),
    ),
    order="hoc_vien",
    rows=lambda: SuccessionEntry.objects.select_related("learner", "document"),
    search=of_learner("learner", code="term"),
    search_hint="họ tên, nhiệm kỳ",
    within=(LEARNER,),
    form=SuccessionForm,
    adds=False,
    facts=(
        Fact("Học viên", lambda row: row.learner),
        Fact("Nhiệm kỳ", lambda row: row.term),
        Fact("Theo văn bản", lambda row: row.document),
        *validity_facts(),
    ),
    empty="Chưa có trong quy hoạch nào.",
)
IDENTITY = Register(
    **OF_LEARNER,
    name="identity",
    slug="giay-to",
    model=Identity,
    title="Giấy tờ tùy thân",
    noun="giấy tờ",
    columns=(
        Column("hoc_vien", "Họ và tên", lambda row: row.learner.full_name, ("learner__sort_key",)),
        Column("loai", "Loại", lambda row: row.get_kind_display(), ("kind",)),
        Column("so", "Số", lambda row: row.number),
    ),
    order="hoc_vien",
    rows=lambda: Identity.objects.select_related("learner"),
    search=of_learner("learner", code="number"),
    search_hint="họ tên, số",
    within=(LEARNER,),
    form=IdentityForm,
    facts=(
        Fact("Học viên", lambda row: row.learner),
        Fact("Loại", lambda row: row.get_kind_display()),
        Fact("Số", lambda row: row.number),
    ),
    empty="Chưa ghi giấy tờ nào.",
)

declare(POSTING, SUCCESSION, IDENTITY)
