"""What speaks for an indicator: evidence, attestations, and who owes it by when."""

from school.days import today
from school.models import Attestation, CriteriaTask, Evidence, EvidenceUse
from school.records.ordering import day_or, text_key
from school.records.register import Chip, Column, Fact, PutAway, Register, Section, Within, declare
from school.records.search import by_words, key_of
from school.registers.criteria import OF_INDICATOR
from school.registers.criteria_forms import (
    AttestationForm,
    EvidenceForm,
    EvidenceUseForm,
    TaskFilters,
    TaskForm,
)


def result(row: Attestation) -> Chip:
    """What was attested."""
    return Chip("đạt", "check-circle", "ok") if row.met else Chip("chưa đạt", "x-circle", "bad")


def task_state(task: CriteriaTask) -> Chip:
    """Done, late or under way."""
    if task.done_on:
        return Chip("đã xong", "check-circle", "ok")
    if task.due_on < today():
        return Chip("quá hạn", "exclamation-triangle", "warn")
    return Chip("đang làm", "hourglass", "info")


def what_it_is(row: Evidence) -> str:
    """A file, a link, a document, or several of them."""
    kinds = {"tệp": row.file, "đường dẫn": row.link, "văn bản": row.document_id}
    return ", ".join(kind for kind, given in kinds.items() if given)


def file_name(row: Evidence) -> str:
    """The file's name without its folders."""
    return str(row.file.name).rsplit("/", 1)[-1] if row.file else ""


EVIDENCE = Register(
    app="school",
    name="evidence",
    slug="minh-chung",
    model=Evidence,
    title="Minh chứng",
    noun="minh chứng",
    columns=(
        Column("ten", "Tên minh chứng", lambda row: row.title, (text_key("title"),)),
        Column("loai", "Gồm", what_it_is),
        Column("van_ban", "Văn bản", lambda row: row.document),
        Column("ngay", "Ngày đưa vào", lambda row: row.added_on, ("added_on",)),
    ),
    order="-ngay",
    rows=lambda: Evidence.objects.select_related("document"),
    search=by_words(key_of("title", "document__number", "document__title")),
    search_hint="tên minh chứng, số văn bản",
    form=EvidenceForm,
    facts=(
        Fact("Tệp", file_name),
        Fact("Đường dẫn", lambda row: row.link),
        Fact("Văn bản", lambda row: row.document),
        Fact("Ngày đưa vào", lambda row: row.added_on),
    ),
    sections=(Section("school.evidence_use", "minh-chung", "Dùng cho chỉ tiêu", ("chi_tieu",)),),
    put_away=PutAway.ARCHIVED,
    empty="Thêm một tệp, một đường dẫn hoặc một văn bản, rồi gắn vào chỉ tiêu.",
)

USE = Register(
    app="school",
    name="evidence_use",
    permission="evidence",
    slug="minh-chung-chi-tieu",
    model=EvidenceUse,
    title="Minh chứng của chỉ tiêu",
    noun="minh chứng",
    columns=(
        Column("minh_chung", "Minh chứng", lambda row: row.evidence, (text_key("evidence__title"),)),
        Column("chi_tieu", "Chỉ tiêu", lambda row: row.indicator, ("indicator__order",)),
        Column("ngay", "Ngày đưa vào", lambda row: row.evidence.added_on, ("evidence__added_on",)),
    ),
    order="minh_chung",
    rows=lambda: EvidenceUse.objects.select_related("evidence", "indicator"),
    search=by_words(key_of("evidence__title", "indicator__code", "indicator__text")),
    search_hint="tên minh chứng, chỉ tiêu",
    within=(OF_INDICATOR, Within("minh-chung", "evidence", "school.evidence")),
    part_of="chi-tieu",
    form=EvidenceUseForm,
    facts=(Fact("Minh chứng", lambda row: row.evidence), Fact("Chỉ tiêu", lambda row: row.indicator)),
    empty="Chưa gắn minh chứng nào.",
)

ATTESTATION = Register(
    app="school",
    name="attestation",
    permission="evidence",
    slug="xac-nhan-chi-tieu",
    model=Attestation,
    title="Xác nhận chỉ tiêu",
    noun="xác nhận",
    columns=(
        Column("chi_tieu", "Chỉ tiêu", lambda row: row.indicator, ("indicator__order",)),
        Column("muc", "Mức", lambda row: f"mức {row.level}", ("level",)),
        Column("ket_qua", "Kết quả", result, ("met",)),
        Column("ngay", "Ngày xác nhận", lambda row: row.attested_on, ("attested_on",)),
        Column("nguoi", "Người xác nhận", lambda row: row.attested_by),
    ),
    order="-ngay",
    rows=lambda: Attestation.objects.select_related("indicator"),
    search=by_words(key_of("indicator__code", "indicator__text", "attested_by")),
    search_hint="chỉ tiêu, người xác nhận",
    within=(OF_INDICATOR,),
    part_of="chi-tieu",
    form=AttestationForm,
    facts=(
        Fact("Chỉ tiêu", lambda row: row.indicator),
        Fact("Mức", lambda row: row.level),
        Fact("Kết quả", result),
        Fact("Ngày xác nhận", lambda row: row.attested_on),
        Fact("Người xác nhận", lambda row: row.attested_by),
        Fact("Căn cứ", lambda row: row.note),
    ),
    lead=result,
    empty="Chưa ai xác nhận chỉ tiêu này.",
)

TASK = Register(
    app="school",
    name="criteria_task",
    permission="evidence",
    slug="viec-chi-tieu",
    model=CriteriaTask,
    title="Việc phải làm của chỉ tiêu",
    noun="việc",
    columns=(
        Column("chi_tieu", "Chỉ tiêu", lambda row: row.indicator, ("indicator__order",)),
        Column("don_vi", "Đơn vị phụ trách", lambda row: row.owner, (text_key("owner__name"),)),
        Column("muc", "Mức", lambda row: f"mức {row.level}", ("level",)),
        Column("han", "Hạn", lambda row: row.due_on, ("due_on",)),
        Column("xong", "Xong ngày", lambda row: row.done_on, (day_or("done_on", first=False),), shown=False),
        Column("tinh_trang", "Tình trạng", task_state),
    ),
    order="han",
    rows=lambda: CriteriaTask.objects.select_related("indicator", "owner"),
    search=by_words(key_of("indicator__code", "indicator__text", "owner__name")),
    search_hint="chỉ tiêu, đơn vị phụ trách",
    filters=TaskFilters,
    within=(OF_INDICATOR, Within("phong-khoa", "owner", "school.department")),
    part_of="chi-tieu",
    form=TaskForm,
    facts=(
        Fact("Chỉ tiêu", lambda row: row.indicator),
        Fact("Mức", lambda row: row.level),
        Fact("Đơn vị phụ trách", lambda row: row.owner),
        Fact("Hạn", lambda row: row.due_on),
        Fact("Xong ngày", lambda row: row.done_on),
    ),
    lead=task_state,
    empty="Giao chỉ tiêu cho một phòng, khoa kèm hạn.",
)

declare(EVIDENCE, USE, ATTESTATION, TASK)
