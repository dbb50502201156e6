"""Frameworks of criteria as records; the board shows them at work."""

from school.models import Criterion, Framework, FrameworkLevel, Indicator, Threshold
from school.records.ordering import number_or, text_key
from school.records.register import Chip, Column, Fact, PutAway, Register, Section, Within, declare
from school.records.search import by_words, key_of
from school.records.validity import validity, validity_columns, validity_facts
from school.registers.criteria_forms import (
    CriterionForm,
    FrameworkForm,
    IndicatorFilters,
    IndicatorForm,
    LevelForm,
    ThresholdForm,
    figure_named,
)

OF_FRAMEWORK = Within("bo-tieu-chi", "framework", "school.framework")
OF_INDICATOR = Within("chi-tieu", "indicator", "school.indicator")


def in_use(framework: Framework) -> Chip:
    """Whether it is in force today."""
    return validity(framework, "còn hiệu lực", "hết hiệu lực", "chưa có hiệu lực")


def compared(row: Indicator | Threshold) -> Chip:
    """Whether somebody compared it with the document's text."""
    if row.verified:
        return Chip("đã đối chiếu văn bản", "check2-all", "ok")
    return Chip("chưa đối chiếu văn bản", "exclamation-triangle", "warn")


FRAMEWORK = Register(
    app="school",
    name="framework",
    slug="bo-tieu-chi",
    model=Framework,
    title="Bộ tiêu chí",
    noun="bộ tiêu chí",
    columns=(
        Column("ten", "Tên", lambda row: row.name, (text_key("name"),)),
        Column("ma", "Mã", lambda row: row.code, ("code",)),
        Column("van_ban", "Văn bản", lambda row: row.document),
        Column("hieu_luc", "Hiệu lực", in_use),
        *validity_columns(shown=False),
    ),
    order="ten",
    rows=lambda: Framework.objects.select_related("document"),
    search=by_words(key_of("code", "name", "document__number")),
    search_hint="mã, tên, số văn bản",
    form=FrameworkForm,
    facts=(Fact("Mã", lambda row: row.code), Fact("Văn bản", lambda row: row.document), *validity_facts()),
    sections=(
        Section("school.framework_level", "bo-tieu-chi", "Các mức", ("muc", "so")),
        Section("school.criterion", "bo-tieu-chi", "Tiêu chí", ("ten",)),
    ),
    lead=in_use,
    put_away=PutAway.ARCHIVED,
    empty="Thêm văn bản ban hành trước, rồi thêm bộ tiêu chí theo văn bản ấy.",
)

LEVEL = Register(
    app="school",
    name="framework_level",
    permission="framework",
    slug="muc-tieu-chi",
    model=FrameworkLevel,
    title="Mức của bộ tiêu chí",
    noun="mức",
    columns=(
        Column("muc", "Mức", lambda row: f"mức {row.level}", ("level",)),
        Column("bo", "Bộ tiêu chí", lambda row: row.framework, (text_key("framework__name"),)),
        Column(
            "so",
            "Số chỉ tiêu theo văn bản",
            lambda row: row.official_total,
            (number_or("official_total"),),
            number=True,
        ),
    ),
    order="muc",
    rows=lambda: FrameworkLevel.objects.select_related("framework"),
    within=(OF_FRAMEWORK,),
    part_of="bo-tieu-chi",
    form=LevelForm,
    facts=(
        Fact("Bộ tiêu chí", lambda row: row.framework),
        Fact("Mức", lambda row: row.level),
        Fact("Số chỉ tiêu theo văn bản", lambda row: row.official_total, always=True),
    ),
    empty="Ghi từng mức và số chỉ tiêu mà văn bản nêu cho mức ấy.",
)

CRITERION = Register(
    app="school",
    name="criterion",
    permission="framework",
    slug="nhom-tieu-chi",
    model=Criterion,
    title="Tiêu chí",
    noun="tiêu chí",
    columns=(
        Column("ten", "Tiêu chí", str, ("order",)),
        Column("bo", "Bộ tiêu chí", lambda row: row.framework, (text_key("framework__name"),)),
    ),
    order="ten",
    rows=lambda: Criterion.objects.select_related("framework"),
    search=by_words(key_of("code", "name")),
    search_hint="mã, tên tiêu chí",
    within=(OF_FRAMEWORK,),
    part_of="bo-tieu-chi",
    form=CriterionForm,
    facts=(Fact("Bộ tiêu chí", lambda row: row.framework), Fact("Thứ tự", lambda row: row.order)),
    sections=(Section("school.indicator", "tieu-chi", "Chỉ tiêu", ("ma", "noi_dung", "cach", "doi_chieu")),),
    empty="Thêm từng tiêu chí của văn bản, theo thứ tự.",
)

INDICATOR = Register(
    app="school",
    name="indicator",
    permission="framework",
    slug="chi-tieu",
    model=Indicator,
    title="Chỉ tiêu",
    noun="chỉ tiêu",
    columns=(
        Column("ma", "Mã", lambda row: row.code, ("criterion__order", "order", "code")),
        Column("noi_dung", "Nội dung", lambda row: row.text),
        Column("tieu_chi", "Tiêu chí", lambda row: row.criterion),
        Column("cach", "Cách đánh giá", lambda row: row.get_kind_display(), ("kind",)),
        Column("don_vi", "Đơn vị tính", lambda row: row.unit, shown=False),
        Column("doi_chieu", "Đối chiếu", compared),
    ),
    order="ma",
    rows=lambda: Indicator.objects.select_related("criterion"),
    search=by_words(key_of("code", "text", "criterion__name")),
    search_hint="mã, nội dung, tiêu chí",
    filters=IndicatorFilters,
    within=(Within("tieu-chi", "criterion", "school.criterion"),),
    part_of="tieu-chi",
    form=IndicatorForm,
    facts=(
        Fact("Tiêu chí", lambda row: row.criterion),
        Fact("Cách đánh giá", lambda row: row.get_kind_display()),
        Fact("Số liệu", lambda row: figure_named(row.measure)),
        Fact("Đơn vị tính", lambda row: row.unit),
        Fact("Ngày đối chiếu", lambda row: row.verified_on),
        Fact("Người đối chiếu", lambda row: row.verified_by),
    ),
    sections=(
        Section("school.threshold", "chi-tieu", "Ngưỡng", ("muc", "nguong", "doi_chieu")),
        Section("school.attestation", "chi-tieu", "Xác nhận", ("muc", "ket_qua", "ngay", "nguoi")),
        Section("school.evidence_use", "chi-tieu", "Minh chứng", ("minh_chung", "ngay")),
        Section("school.criteria_task", "chi-tieu", "Việc phải làm", ("don_vi", "muc", "han", "tinh_trang")),
    ),
    lead=compared,
    empty="Thêm từng chỉ tiêu vào tiêu chí của nó.",
)

THRESHOLD = Register(
    app="school",
    name="threshold",
    permission="framework",
    slug="nguong-chi-tieu",
    model=Threshold,
    title="Ngưỡng của chỉ tiêu",
    noun="ngưỡng",
    columns=(
        Column("muc", "Mức", lambda row: f"mức {row.level}", ("level",)),
        Column("chi_tieu", "Chỉ tiêu", lambda row: row.indicator, ("indicator__order",)),
        Column("nguong", "Không thấp hơn", lambda row: row.at_least, ("at_least",), number=True),
        Column("doi_chieu", "Đối chiếu", compared),
    ),
    order="muc",
    rows=lambda: Threshold.objects.select_related("indicator"),
    search=by_words(key_of("indicator__code", "indicator__text")),
    search_hint="mã, nội dung chỉ tiêu",
    within=(OF_INDICATOR,),
    part_of="chi-tieu",
    form=ThresholdForm,
    facts=(
        Fact("Chỉ tiêu", lambda row: row.indicator),
        Fact("Mức", lambda row: row.level),
        Fact("Không thấp hơn", lambda row: row.at_least),
        Fact("Ngày đối chiếu", lambda row: row.verified_on),
        Fact("Người đối chiếu", lambda row: row.verified_by),
    ),
    lead=compared,
    empty="Chưa có ngưỡng: chỉ tiêu chưa đánh giá được.",
)

declare(FRAMEWORK, LEVEL, CRITERION, INDICATOR, THRESHOLD)
