"""Files that people send: only of a few kinds, of a bearable size, and what their names say."""

import zipfile
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 25 * 2**20
TOO_BIG = "Tệp quá lớn: {size} MB, nhiều nhất 25 MB. Nén bớt hoặc tách tệp rồi gửi lại."
UNKNOWN_KIND = "Loại tệp này không nhận. Gửi PDF, Word (.docx), Excel (.xlsx), ảnh JPG hoặc PNG."
NOT_ITSELF = "Tệp không phải là {kind} như tên của nó. Mở tệp, lưu lại đúng loại rồi gửi lại."
BEGINNINGS = {".pdf": b"%PDF-", ".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
INSIDE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}  # both are zip archives
ACCEPTED = ",".join([*BEGINNINGS, *INSIDE])


class UploadField(forms.FileField):
    """A file of one of those kinds. Raises ValidationError in words for any other."""

    widget = forms.FileInput  # without Django's link to a file that no address serves unasked

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": "PDF, Word, Excel hoặc ảnh, nhiều nhất 25 MB"} | kwargs)
        self.widget.attrs["accept"] = ACCEPTED
        self.error_messages |= {"empty": "Tệp này trống.", "max_length": "Tên tệp quá dài. Đặt tên ngắn hơn."}

    def prepare_value(self, value: Any) -> Any:
        """No file is none, not a file without a name."""
        return value or None

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, looked into."""
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            check_upload(file)
        return file


def check_upload(file: UploadedFile) -> None:
    """Raises ValidationError for a file too big, of another kind, or not what its name says."""
    kind = PurePath(file.name or "").suffix.lower()
    if (file.size or 0) > MOST_BYTES:
        raise forms.ValidationError(TOO_BIG.format(size=(file.size or 0) // 2**20))
    if kind not in BEGINNINGS and kind not in INSIDE:
        raise forms.ValidationError(UNKNOWN_KIND)
    if not _is(file, kind):
        raise forms.ValidationError(NOT_ITSELF.format(kind=kind.removeprefix(".").upper()))


def _is(file: UploadedFile, kind: str) -> bool:
    file.seek(0)
    try:
        if kind in BEGINNINGS:
            return file.read(len(BEGINNINGS[kind])) == BEGINNINGS[kind]
        with zipfile.ZipFile(file) as archive:
            return INSIDE[kind] in archive.namelist()
    except zipfile.BadZipFile:
        return False
    finally:
        file.seek(0)
