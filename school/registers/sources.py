"""Sources that only tell, and the numbers they declare beside classes and learners."""

from school.models import DeclaredFact, Source
from school.records.ordering import day_or, number_or, text_key
from school.records.register import Column, Fact, PutAway, Register, Section, Within, declare
from school.records.search import by_words, key_of
from school.registers.document_forms import FactFilters, FactForm, SourceFilters, SourceForm


def stated(fact: DeclaredFact) -> str:
    """The number as the source puts it; approximate ones in its own words."""
    if fact.approximate:
        return fact.wording
    return "có, không nêu số" if fact.value is None else str(fact.value)


SOURCE = Register(
    app="school",
    name="source",
    slug="nguon-so-lieu",
    model=Source,
    title="Nguồn số liệu",
    noun="nguồn số liệu",
    about="Báo, báo cáo, biên bản nêu số liệu mà cổng không có danh sách đứng sau.",
    columns=(
        Column("ten", "Tên nguồn", lambda row: row.title, (text_key("title"),)),
        Column("noi", "Nơi công bố", lambda row: row.publisher, (text_key("publisher"),)),
        Column("ngay", "Ngày công bố", lambda row: row.published_on, (day_or("published_on", first=True),)),
        Column("su_kien", "Sự kiện", lambda row: row.event, shown=False),
        Column("van_ban", "Văn bản", lambda row: row.document, shown=False),
    ),
    order="-ngay",
    rows=lambda: Source.objects.select_related("document"),
    search=by_words(key_of("title", "publisher", "event")),
    search_hint="tên nguồn, nơi công bố, sự kiện",
    filters=SourceFilters,
    form=SourceForm,
    facts=(
        Fact("Nơi công bố", lambda row: row.publisher),
        Fact("Ngày công bố", lambda row: row.published_on, always=True),
        Fact("Sự kiện", lambda row: row.event),
        Fact("Văn bản", lambda row: row.document),
    ),
    sections=(
        Section("courses.declared_figure", "nguon", "Số liệu lớp và học viên theo nguồn này"),
        Section("school.declared_fact", "nguon", "Số liệu khác theo nguồn này", ("noi_dung", "nam", "so", "ngay")),
    ),
    put_away=PutAway.ARCHIVED,
    empty="Thêm nguồn trước, rồi ghi số liệu mà nguồn ấy nêu.",
)

FACT = Register(
    app="school",
    name="declared_fact",
    permission="source",
    slug="so-lieu-khac",
    model=DeclaredFact,
    title="Số liệu theo báo cáo (khác)",
    noun="số liệu",
    columns=(
        Column("noi_dung", "Nội dung", lambda row: row.get_subject_display(), ("subject",)),
        Column("nam", "Năm", lambda row: str(row.year), ("year",)),
        Column("so", "Số", stated, (number_or("value", -1),), number=True),
        Column("muc", "Mức", lambda row: row.level, (number_or("level"),), number=True, shown=False),
        Column("han", "Hạn", lambda row: row.due_on, (day_or("due_on", first=False),), shown=False),
        Column("nguon", "Nguồn", lambda row: row.source, (text_key("source__title"),)),
        Column("ngay", "Ngày nêu", lambda row: row.stated_on, ("stated_on",)),
    ),
    order="-nam",
    rows=lambda: DeclaredFact.objects.select_related("source", "document"),
    search=by_words(key_of("source__title", "wording")),
    search_hint="tên nguồn, nguyên văn",
    filters=FactFilters,
    within=(Within("nguon", "source", "school.source"),),
    part_of="nguon",
    form=FactForm,
    facts=(
        Fact("Năm", lambda row: str(row.year)),
        Fact("Số", stated),
        Fact("Nguyên văn", lambda row: row.wording),
        Fact("Mức của bộ tiêu chí", lambda row: row.level),
        Fact("Hạn", lambda row: row.due_on),
        Fact("Mục tiêu đến ngày", lambda row: row.target_on),
        Fact("Nguồn", lambda row: row.source),
        Fact("Ngày nêu số liệu", lambda row: row.stated_on),
        Fact("Theo văn bản", lambda row: row.document),
        Fact("Ghi chú", lambda row: row.note),
    ),
    put_away=PutAway.ARCHIVED,
    empty="Ghi số mà nguồn nêu, đúng lời của nguồn khi chỉ là ước chừng.",
)

declare(SOURCE, FACT)
