"""Documents that govern, and what takes the place of what."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from school.models import Document, DocumentReplacement
from school.records.ordering import day_or, text_key
from school.records.register import Action, Chip, Column, Fact, PutAway, Register, Section, Within, declare
from school.records.search import by_words, key_of
from school.records.usage import uses_counted, uses_told
from school.records.validity import validity
from school.registers.document_forms import (
    CompareForm,
    DocumentFilters,
    DocumentForm,
    ExpireForm,
    ReplacementForm,
)

# What the page shows in sections of their own.
SHOWN = ("replacements", "replacers", "programmes", "rule_sets")


def in_force(document: Document) -> Chip:
    """Whether it is in force today."""
    return validity(document, "còn hiệu lực", "hết hiệu lực", "chưa có hiệu lực")


def seen(document: Document) -> Chip:
    """Whether somebody compared the record with the document's text."""
    if document.text_seen:
        return Chip("đã đối chiếu văn bản", "check2-all", "ok")
    return Chip("chưa đối chiếu văn bản", "exclamation-triangle", "warn")


def unseen(document: Document) -> Chip | None:
    """The warning alone."""
    return None if document.text_seen else seen(document)


def successors(document: Document) -> list[Document] | None:
    """What took its place, wholly or in part."""
    return [row.document for row in document.replacers.all()] or None


def other_uses(document: Any) -> list[str] | None:
    """What else rests on it: "bộ tiêu chí: 1"."""
    return [f"{use.what}: {use.count}" for use in uses_told(document, document.used, SHOWN)] or None


def documents() -> QuerySet[Document]:
    """With what took each one's place, and how much else rests on it."""
    replacers = Prefetch("replacers", DocumentReplacement.objects.select_related("document"))
    return Document.objects.prefetch_related(replacers).annotate(used=uses_counted(Document))


DOCUMENT = Register(
    app="school",
    name="document",
    slug="van-ban",
    model=Document,
    title="Văn bản",
    noun="văn bản",
    columns=(
        Column("so", "Số, ký hiệu", lambda row: row.number, (text_key("number"),), whole=True),
        Column("trich_yeu", "Trích yếu", lambda row: row.title, (text_key("title"),)),
        Column("co_quan", "Cơ quan ban hành", lambda row: row.issuer, (text_key("issuer"),)),
        Column("ngay", "Ngày ban hành", lambda row: row.issued_on, (day_or("issued_on", first=True),)),
        Column("loai", "Loại", lambda row: row.get_kind_display(), ("kind",), shown=False),
        Column("hieu_luc", "Hiệu lực", in_force),
        Column("doi_chieu", "Đối chiếu", unseen, ("text_seen",)),
        Column("thay_boi", "Được thay bằng", successors, shown=False),
        Column("tu", "Hiệu lực từ", lambda row: row.valid_from, (day_or("valid_from", first=True),), shown=False),
        Column("den", "Đến hết", lambda row: row.valid_to, (day_or("valid_to", first=False),), shown=False),
    ),
    order="-ngay",
    rows=documents,
    search=by_words(key_of("number", "issuer", "title")),
    search_hint="số, ký hiệu, trích yếu, cơ quan",
    filters=DocumentFilters,
    form=DocumentForm,
    facts=(
        Fact("Trích yếu", lambda row: row.title),
        Fact("Cơ quan ban hành", lambda row: row.issuer),
        Fact("Loại", lambda row: row.get_kind_display()),
        Fact("Ngày ban hành", lambda row: row.issued_on, always=True),
        Fact("Hiệu lực từ", lambda row: row.valid_from),
        Fact("Hiệu lực đến hết", lambda row: row.valid_to),
        Fact("Được thay bằng", successors),
        Fact("Cũng là căn cứ của", other_uses),
    ),
    sections=(
        Section("school.document_replacement", "van-ban", "Thay thế", ("cu", "mot_phan")),
        Section("courses.programme", "van-ban", "Chương trình theo văn bản này", ("ten", "loai_hinh", "tinh_trang")),
        Section(
            "courses.rule_set",
            "van-ban",
            "Quy định học tập theo văn bản này",
            ("chuong_trinh", "tu", "den", "hieu_luc"),
        ),
    ),
    actions=(
        Action(
            "compare",
            "doi-chieu",
            "Ghi đã đối chiếu",
            CompareForm,
            lambda row: not row.text_seen,
            "check2-all",
            "So số, ngày, cơ quan, trích yếu và hiệu lực ghi ở đây với bản chính; khớp thì ghi lại.",
        ),
        Action("expire", "het-hieu-luc", "Hết hiệu lực", ExpireForm, lambda row: row.valid_to is None, "stop-circle"),
    ),
    lead=lambda row: [in_force(row), seen(row)],
    put_away=PutAway.ARCHIVED,
    empty="Thêm từng văn bản; chương trình, quy định và kế hoạch dẫn văn bản từ sổ này.",
)

REPLACEMENT = Register(
    app="school",
    name="document_replacement",
    permission="document",
    slug="thay-the-van-ban",
    model=DocumentReplacement,
    title="Thay thế văn bản",
    noun="văn bản bị thay",
    columns=(
        Column("moi", "Văn bản mới", lambda row: row.document, (text_key("document__number"),)),
        Column("cu", "Văn bản cũ", lambda row: row.replaced, (text_key("replaced__number"),)),
        Column("mot_phan", "Phạm vi", lambda row: "một phần" if row.partly else "toàn bộ", ("partly",)),
    ),
    order="moi",
    rows=lambda: DocumentReplacement.objects.select_related("document", "replaced"),
    search=by_words(key_of("document__number", "document__title", "replaced__number", "replaced__title")),
    search_hint="số, ký hiệu, trích yếu",
    within=(Within("van-ban", "document", "school.document"), Within("bi-thay", "replaced", "school.document")),
    part_of="van-ban",
    form=ReplacementForm,
    facts=(
        Fact("Văn bản mới", lambda row: row.document),
        Fact("Văn bản cũ", lambda row: row.replaced),
        Fact("Phạm vi", lambda row: "một phần" if row.partly else "toàn bộ"),
    ),
    empty="Không thay thế văn bản nào.",
)

declare(DOCUMENT, REPLACEMENT)
