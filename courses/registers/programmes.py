"""Programmes with their modules, rules of study and rules of entry."""

from typing import Any

from courses.models import EntryRule, Family, Module, Programme, RuleSet
from courses.registers.classes import OF_ONE_PROGRAMME
from school.records.filters import RecordFilters, choice
from school.records.forms import RecordForm
from school.records.register import Chip, Column, Fact, PutAway, Register, Section, Within, declare
from school.records.search import by_words, key_of
from school.records.validity import validity, validity_columns, validity_facts


def in_force(record: Any) -> Chip:
    """Whether it holds today."""
    return validity(record, "đang có hiệu lực", "hết hiệu lực", "chưa có hiệu lực")


def checked(record: Any) -> Any:
    """Compared with the document's text, by whom and when; or not."""
    if record.verified:
        return f"{record.verified_on:%d/%m/%Y}, {record.verified_by}"
    return Chip("chưa đối chiếu văn bản", "question-circle", "not-yet")


class ProgrammeForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Programme
        fields = ["code", "name", "short_name", "family", "document", "follows", "order", "valid_from", "valid_to"]


class ProgrammeFilters(RecordFilters):
    loai_hinh = choice("Loại hình", "family", Family.choices)


OF_DOCUMENT = Within("van-ban", "document", "school.document")

PROGRAMME = Register(
    app="courses",
    name="programme",
    slug="chuong-trinh",
    model=Programme,
    title="Chương trình",
    noun="chương trình",
    columns=(
        Column("ma", "Mã", lambda row: row.code, ("code",), whole=True),
        Column("ten", "Tên chương trình", lambda row: row.name, ("name",)),
        Column("loai_hinh", "Loại hình", lambda row: row.get_family_display(), ("family",)),
        Column("tinh_trang", "Tình trạng", in_force),
        Column("thu_tu", "Thứ tự", lambda row: row.order, ("order", "code"), number=True, shown=False),
        *validity_columns(shown=False),
    ),
    order="thu_tu",
    rows=lambda: Programme.objects.select_related("document", "follows"),
    search=by_words(key_of("name", "short_name"), code=("code",)),
    search_hint="mã, tên chương trình",
    filters=ProgrammeFilters,
    within=(OF_DOCUMENT,),
    form=ProgrammeForm,
    facts=(
        Fact("Mã chương trình", lambda row: row.code),
        Fact("Tên gọi tắt", lambda row: row.short_name),
        Fact("Loại hình", lambda row: row.get_family_display()),
        Fact("Tình trạng", in_force),
        Fact("Theo văn bản", lambda row: row.document),
        Fact("Tiếp nối chương trình", lambda row: row.follows),
        *validity_facts(),
    ),
    sections=(
        Section("courses.rule_set", "chuong-trinh"),
        Section("courses.entry_rule", "chuong-trinh"),
        Section("courses.module", "chuong-trinh"),
        Section("courses.class", "chuong-trinh", "Lớp gần đây", OF_ONE_PROGRAMME),
    ),
    put_away=PutAway.ARCHIVED,
    empty="Ghi các chương trình trường đang dạy, kèm văn bản quy định.",
)
OF_PROGRAMME: dict[str, Any] = {
    "app": "courses",
    "permission": "programme",
    "within": (Within("chuong-trinh", "programme", "courses.programme"),),
    "part_of": "chuong-trinh",
}
# Rules of study and of entry: each of a programme, by a document, for a time, compared with the text or not.
RULE: dict[str, Any] = OF_PROGRAMME | {
    "within": (*OF_PROGRAMME["within"], OF_DOCUMENT),
    "columns": (
        Column("van_ban", "Theo văn bản", lambda row: row.document.number, ("document__number",)),
        Column("chuong_trinh", "Chương trình", lambda row: row.programme, ("programme__code",)),
        *validity_columns(),
        Column("hieu_luc", "Hiệu lực", in_force),
        Column("doi_chieu", "Đối chiếu văn bản", checked),
    ),
    "order": "-tu",
    "search": by_words(key_of("document__title"), code=("document__number", "programme__code")),
    "search_hint": "số văn bản, mã chương trình",
}
WHICH_RULE = (
    Fact("Chương trình", lambda row: row.programme),
    Fact("Theo văn bản", lambda row: row.document),
    Fact("Hiệu lực", in_force),
    *validity_facts(),
)


class ModuleForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Module
        fields = ["programme", "code", "name", "periods", "order"]


MODULE = Register(
    **OF_PROGRAMME,
    name="module",
    slug="hoc-phan",
    model=Module,
    title="Học phần",
    noun="học phần",
    columns=(
        Column("ten", "Học phần", lambda row: row.name, ("name",)),
        Column("ma", "Mã", lambda row: row.code, ("code",), whole=True),
        Column("chuong_trinh", "Chương trình", lambda row: row.programme, ("programme__code", "order")),
        Column("so_tiet", "Số tiết", lambda row: row.periods, number=True),
        Column("thu_tu", "Thứ tự", lambda row: row.order, ("order",), number=True, shown=False),
    ),
    order="chuong_trinh",
    rows=lambda: Module.objects.select_related("programme"),
    search=by_words(key_of("name"), code=("code",)),
    search_hint="mã, tên học phần",
    form=ModuleForm,
    facts=(
        Fact("Chương trình", lambda row: row.programme),
        Fact("Mã", lambda row: row.code),
        Fact("Số tiết", lambda row: row.periods),
    ),
    empty="Chưa ghi học phần nào.",
)


class RuleSetForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = RuleSet
        fields = [
            "programme",
            "document",
            "valid_from",
            "valid_to",
            "attendance_percent",
            "pass_mark",
            "resits",
            "longest_weeks",
            "class_size_from",
            "class_size_to",
            "verified_on",
            "verified_by",
        ]


RULE_SET = Register(
    **RULE,
    name="rule_set",
    slug="quy-dinh-hoc-tap",
    model=RuleSet,
    title="Quy định học tập",
    noun="quy định",
    rows=lambda: RuleSet.objects.select_related("programme", "document"),
    form=RuleSetForm,
    facts=(
        *WHICH_RULE,
        Fact("Dự học tối thiểu để thi (%)", lambda row: row.attendance_percent),
        Fact("Điểm đạt", lambda row: row.pass_mark),
        Fact("Số lần thi lại", lambda row: row.resits),
        Fact("Thời gian tối đa (tuần)", lambda row: row.longest_weeks),
        Fact("Sĩ số tối thiểu", lambda row: row.class_size_from),
        Fact("Sĩ số tối đa", lambda row: row.class_size_to),
        Fact("Đối chiếu văn bản", checked),
    ),
    empty="Chưa ghi quy định học tập nào.",
)


class EntryRuleForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = EntryRule
        fields = [
            "programme",
            "document",
            "valid_from",
            "valid_to",
            "party_member",
            "college_degree",
            "part_time_age_women",
            "part_time_age_men",
            "conditions",
            "verified_on",
            "verified_by",
        ]


ENTRY_RULE = Register(
    **RULE,
    name="entry_rule",
    slug="doi-tuong-cu-hoc",
    model=EntryRule,
    title="Đối tượng, điều kiện cử học",
    noun="quy định đối tượng",
    rows=lambda: EntryRule.objects.select_related("programme", "document"),
    form=EntryRuleForm,
    facts=(
        *WHICH_RULE,
        Fact("Phải là đảng viên", lambda row: row.party_member),
        Fact("Phải tốt nghiệp cao đẳng trở lên", lambda row: row.college_degree),
        Fact("Học không tập trung: nữ từ (tuổi)", lambda row: row.part_time_age_women),
        Fact("Học không tập trung: nam từ (tuổi)", lambda row: row.part_time_age_men),
        Fact("Điều kiện khác", lambda row: row.conditions),
        Fact("Đối chiếu văn bản", checked),
    ),
    empty="Chưa ghi quy định đối tượng nào.",
)

declare(PROGRAMME, MODULE, RULE_SET, ENTRY_RULE)
