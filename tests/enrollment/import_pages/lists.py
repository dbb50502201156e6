"""Lists as files, and what a page of an import says."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from enrollment.models import RosterImport

HEADER = "STT;Họ và tên;Ngày sinh;Giới tính;Chức vụ;Đơn vị;Số CCCD;Ghi chú"
GOOD = "1;Nguyễn Văn An;09/03/1975;Nam;Chuyên viên;Sở Nội vụ;;\n2;LÊ THỊ BÌNH;1980;Nữ;Phó phòng;Sở Nội vụ;;"


def upload(rows: str = GOOD, name: str = "danh sách.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"{HEADER}\n{rows}\n".encode())


def page_of(received: RosterImport) -> str:
    return f"/nhap-danh-sach/{received.pk}/"


def text_of(response: Any) -> str:
    """What a reader sees, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def outcomes(received: RosterImport) -> dict[int, str]:
    return dict(received.rows.values_list("row", "outcome"))
