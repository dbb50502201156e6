"""The guide's way through importing an agency's list."""

import re
from pathlib import Path

from openpyxl import Workbook

from enrollment.models import RosterImport
from enrollment.tasks import import_roster
from tests.e2e.tour import Tour, in_main


def import_a_list(tour: Tour, folder: Path) -> None:
    """An agency's list into the class whose page is open: two people, one without a birth year, one agency unknown."""
    book = Workbook()
    for row in (
        ("SỞ NỘI VỤ",),
        ("DANH SÁCH CÁN BỘ CỬ ĐI HỌC",),
        ("TT", "Họ và tên", "Ngày sinh", "Nam/Nữ", "Chức vụ", "Đơn vị công tác"),
        (1, "TRẦN THỊ DIỄM KIỀU", "09/03/1991", "Nữ", "Chuyên viên", "Sở Nội vụ"),
        (2, "Phùng Gia Khiêm", "21/11/1987", "Nam", "Phó Trưởng phòng", "-nt-"),
        (3, "Lương Thị Quỳnh Như", "", "Nữ", "Chuyên viên", "Sở Nội vụ"),
        (4, "Đinh Công Tráng", "02/1985", "Nam", "Ủy viên", "Hội Sinh vật cảnh"),
    ):
        book.worksheets[0].append(row)
    book.save(folder / "so-noi-vu.xlsx")
    tour.link("Nhập danh sách")
    tour.picture("nhap-danh-sach", tour.page.locator(".drop"), height=560)
    tour.page.locator("input[type=file]").set_input_files(folder / "so-noi-vu.xlsx")
    tour.said("Xem trước danh sách")
    tour.read.append(tour.page.locator("body").text_content() or "")
    tour.picture("xem-truoc", in_main(tour, "button", re.compile("^Nhập")), height=1000)
    for opened in ("Chỉ lại các cột", "Tìm đơn vị khác"):
        tour.link(opened)
        tour.page.go_back()
    tour.button(re.compile("^Nhập 2 người$"))
    import_roster.call(RosterImport.objects.latest("pk").pk)
    tour.said("Đã nhập 2 người vào lớp")
    tour.read.append(tour.page.locator("body").text_content() or "")
    words = ("Xử lý tiếp các dòng còn lại", "Hủy đợt nhập này")
    tour.picture("ket-qua", in_main(tour, "button", words[0]), in_main(tour, "link", words[1]), height=560)
    tour.link("Hủy đợt nhập này")
    tour.page.go_back()
    tour.button("Xử lý tiếp các dòng còn lại")
