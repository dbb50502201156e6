"""What happens to documents: registered, compared with their text, replaced, out of force."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from school.errors import Refused, save_checked
from school.models import Document, DocumentReplacement

DAY = timedelta(days=1)


@transaction.atomic
def register_document(document: Document, replaced: Iterable[Document] = ()) -> None:
    """Store a document, and which ones it takes the place of: these are in force until the day before it is."""
    save_checked(document)
    for old in replaced:
        replace(document, old)


@transaction.atomic
def replace(document: Document, old: Document, *, partly: bool = False) -> DocumentReplacement:
    """`document` takes the place of `old`; replaced wholly, the old one ends the day before, unless it ended earlier.

    Raises Refused for a document that is the older of the two.
    """
    if document.issued_on and old.issued_on and document.issued_on < old.issued_on:
        raise Refused(f"{document} ban hành trước {old}, không thay thế được.", "replaced")
    replacement = DocumentReplacement(document=document, replaced=old, partly=partly)
    save_checked(replacement)
    since = document.valid_from or document.issued_on
    began = old.valid_from or old.issued_on
    if since and began and since <= began and not partly:
        raise Refused(f"{old} có hiệu lực từ {began:%d/%m/%Y}, {document} không thay thế từ trước đó.", "replaced")
    if since and not partly and (old.valid_to is None or old.valid_to >= since):
        old.valid_to = since - DAY
        save_checked(old)
    return replacement


@transaction.atomic
def expire(document: Document, since: date, by: Document | None = None) -> None:
    """The document is no longer in force from `since`; `by` names the one in its place."""
    began = document.valid_from or document.issued_on
    if began and since <= began:
        raise Refused(f"{document} có hiệu lực từ {began:%d/%m/%Y}. Chọn ngày sau đó.", "since")
    document.valid_to = since - DAY
    save_checked(document)
    if by is not None:
        replace(by, document)


def compare_text(document: Document) -> None:
    """Somebody has read the document's own text and found the record as it says."""
    document.text_seen = True
    save_checked(document)
