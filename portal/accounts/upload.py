"""The Excel file of accounts as it is sent: really one, not too large, nor unfolding into something that is."""

import re
import zipfile
from pathlib import PurePath
from typing import Any

from django import forms

from portal.accounts.sheet import UNREADABLE, read
from portal.setup.sheet import SheetError
from school.records.forms import PlainForm
from school.records.uploads import UploadField

MOST_BYTES = 5 * 2**20
MOST_UNFOLDED = 50 * 2**20  # bytes
MOST_CELLS = 1_000_000
# Where a row or a cell says it stands: "1048576", "XFD1048576".
PLACES = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
TOO_BIG = "Tệp quá lớn: {size} MB, nhiều nhất 5 MB. Chỉ giữ ba cột cần thiết rồi gửi lại."
NOT_XLSX = "Chỉ nhận tệp Excel dạng .xlsx. Mở tệp bằng Excel, lưu lại dạng đó rồi gửi."
TOO_WIDE = "Tệp có ô nằm quá xa ô đầu. Chép riêng các dòng cần thiết sang một tệp mới rồi gửi lại."


class SheetField(UploadField):
    """An .xlsx of at most 5 MB."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file. Raises ValidationError in words."""
        if data and data.size > MOST_BYTES:
            raise forms.ValidationError(TOO_BIG.format(size=-(-data.size // 2**20)))
        if data and PurePath(data.name).suffix.lower() != ".xlsx":
            raise forms.ValidationError(NOT_XLSX)
        file = super().clean(data, initial)
        refuse_to_unfold(file)
        return file


def refuse_to_unfold(file: Any) -> None:
    """Raises ValidationError for a workbook that would fill the memory: the reader makes room for every cell."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNFOLDED:
                raise forms.ValidationError(TOO_WIDE)
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
            if any(_cells(archive.read(name)) > MOST_CELLS for name in sheets):
                raise forms.ValidationError(TOO_WIDE)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        raise forms.ValidationError(UNREADABLE) from None
    finally:
        file.seek(0)


def _cells(sheet: bytes) -> int:
    """How many cells the rectangle around all of them has."""
    places = [(_column(letters), int(row)) for letters, row in PLACES.findall(sheet)]
    return max((row for _, row in places), default=0) * max((column for column, _ in places), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


class SheetForm(PlainForm):
    """The file of accounts; once it is valid, `rows` are what it says."""

    file = SheetField(label="Tệp Excel", help_text="Dạng .xlsx, nhiều nhất 5 MB")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"
        self.fields["file"].error_messages["required"] = "Chọn một tệp Excel."

    def clean_file(self) -> Any:
        """Read at once."""
        try:
            self.rows = read(self.cleaned_data["file"])
        except SheetError as problem:
            raise forms.ValidationError(str(problem)) from None
        return self.cleaned_data["file"]
