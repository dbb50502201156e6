"""The user guide is true: its steps are walked in a browser over the demo, and its pictures are taken there.

`make guide` writes the pictures into docs/images/huong-dan. An ordinary run takes them all the same, so that a button
that is renamed or gone stops the test, and checks that every bold word of the guide stands on a page walked through.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import Workbook
from playwright.sync_api import Browser, BrowserContext, expect

from portal.demo.load import load_demo
from portal.models import User
from school.days import today
from tests.e2e.tour import DESK, Tour, in_main
from tests.e2e.tour_of_import import import_a_list

GUIDE = Path(settings.BASE_DIR) / "docs" / "huong-dan"
PICTURES = Path(settings.BASE_DIR) / "docs" / "images" / "huong-dan"
OWN_DATABASE: dict[str, str] = {}  # an environment without DATABASE_URL: the demo may be loaded
PHONE = {"width": 360, "height": 740}
DAY = "%d/%m/%Y"


TourOf = Callable[..., Tour]


@pytest.fixture
def tour_of(
    transactional_db: None, browser: Browser, browser_context_args: dict[str, Any], live_server: Any, tmp_path: Path
) -> Iterator[TourOf]:
    """A tour of the demo for one of its accounts; pictures go where the run was told to leave them."""
    load_demo(OWN_DATABASE)
    folder = PICTURES if os.environ.get("GUIDE_PICTURES") else tmp_path
    contexts: list[BrowserContext] = []

    def tour(username: str, role: str, **options: Any) -> Tour:
        own = {"base_url": live_server.url, "viewport": DESK, "color_scheme": "light"} | options
        context = browser.new_context(**browser_context_args | own)
        contexts.append(context)
        client = Client()
        client.force_login(User.objects.get(username=username))
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return Tour(context.new_page(), role, folder)

    yield tour
    for context in contexts:
        context.close()


def open_a_class(tour: Tour) -> str:
    """From a line of the year's plan; its code."""
    tour.menu("Kế hoạch năm")
    tour.fill(tinh_trang="chưa đủ lớp")
    tour.button("Lọc")
    tour.picture("ke-hoach", in_main(tour, "link", re.compile("^Mở lớp")), height=640)
    tour.link(re.compile("^Mở lớp"))
    tour.fill(opened=today().strftime(DAY))
    code = tour.page.locator("[name=code]").input_value()
    tour.picture("mo-lop", in_main(tour, "button", "Mở lớp"), height=640)
    tour.button("Mở lớp")
    tour.said(f"Đã mở lớp {code}.")
    return code


def plan_a_class(tour: Tour) -> None:
    """A class that stands in no plan, and the day on which it opens."""
    tour.menu("Lớp")
    tour.link("Thêm lớp")
    tour.fill(code="BD-THU", name="Lớp bồi dưỡng theo yêu cầu", due_to_open_on=today().strftime(DAY))
    for name in ("programme", "partner", "mode"):
        tour.choose_first(name)
    tour.button("Thêm lớp")
    tour.link("Khai giảng")
    tour.fill(opened=today().strftime(DAY))
    tour.button("Khai giảng")
    tour.said("Lớp BD-THU khai giảng")


def enrol_a_learner(tour: Tour, code: str) -> None:
    """Somebody new, into the class just opened, whose roster is then confirmed."""
    tour.menu("Học viên")
    tour.link("Thêm học viên")
    tour.fill(full_name="Nguyễn Thị Mỹ Hạnh", born="12/04/1988", sex="Nữ", position="Chuyên viên")
    tour.choose_first("agency")
    tour.picture("hoc-vien-moi", in_main(tour, "button", "Thêm học viên"), height=700)
    tour.button("Thêm học viên")
    tour.picture("ghi-danh", in_main(tour, "link", "Ghi danh vào lớp"), height=480)
    tour.link("Ghi danh vào lớp")
    field = tour.page.locator("[name=course_class]")
    field.select_option(value=field.locator("option", has_text=code).first.get_attribute("value"))
    tour.button("Ghi danh vào lớp")
    tour.said(f"Đã ghi danh Nguyễn Thị Mỹ Hạnh vào lớp {code}.")


def confirm_a_roster(tour: Tour) -> None:
    """From the day's work to a roster that counts, and how it is reopened."""
    tour.menu("Việc hôm nay")
    tour.link("Lớp chờ chốt danh sách")
    tour.follow(tour.page.locator("main tbody th a").first)
    confirm = re.compile(r"^Chốt danh sách \d+ học viên$")
    tour.picture("chot-danh-sach", in_main(tour, "link", confirm))
    tour.link(confirm)
    tour.button(confirm)
    tour.said("Đã chốt danh sách lớp")
    tour.link("Mở lại danh sách")
    tour.fill(why="Bổ sung một học viên vào học muộn.")


def finish_a_class(tour: Tour) -> None:
    """What happens to one learner of a running class, then the class's own end."""
    tour.menu("Lớp")
    running = tour.page.locator("main tbody tr").filter(has_text="đã chốt").filter(has_text="đang học")
    tour.follow(running.first.get_by_role("link").first)
    address = tour.page.url
    studying = tour.page.locator("main tbody tr").filter(has_text="đang học").first
    tour.follow(studying.get_by_role("link", name="đang học"))
    tour.picture("bien-dong", *(in_main(tour, "link", word) for word in ("Chuyển lớp", "Bảo lưu")), height=480)
    tour.link("Chuyển lớp")
    tour.page.go_back()
    tour.link("Thôi học, kỷ luật, mất")
    tour.page.go_back()
    tour.link("Bảo lưu")
    tour.fill(effective_on=today().strftime(DAY), decision="12/QĐ-TCT", reason="Đi công tác dài ngày.")
    tour.button("Bảo lưu")
    tour.said("bảo lưu từ")
    tour.at(address)
    for word, field in (("Hoàn thành lớp", "on"), ("Bế giảng", "closed")):
        tour.link(word)
        tour.fill(**{field: today().strftime(DAY)})
        tour.button(word)


def change_an_agency(tour: Tour) -> None:
    """A new name from a day, and where an agency's end is recorded."""
    tour.menu("Đơn vị")
    tour.link("Công ty Cổ phần Cấp nước")
    tour.link("Kết thúc, sáp nhập")
    tour.page.go_back()
    tour.picture("don-vi", *(in_main(tour, "link", word) for word in ("Đổi tên", "Kết thúc, sáp nhập")), height=480)
    tour.link("Đổi tên")
    tour.fill(name="Công ty Cổ phần Cấp nước thành phố", on=today().strftime(DAY))
    tour.button("Đổi tên")


def training(tour_of: TourOf, folder: Path) -> Tour:
    """The training department."""
    tour = tour_of("daotao", "dao-tao")
    tour.at("/")
    tour.picture("hom-nay", in_main(tour, "link", "Lớp chờ chốt danh sách"), height=500)
    tour.page.keyboard.press("/")
    tour.page.keyboard.type("nguyen thi hu")
    expect(tour.page.get_by_role("option").first).to_be_visible()
    tour.picture("tim", height=420)
    code = open_a_class(tour)
    plan_a_class(tour)
    enrol_a_learner(tour, code)
    import_a_list(tour, folder)
    confirm_a_roster(tour)
    finish_a_class(tour)
    change_an_agency(tour)
    tour.menu("Lớp")
    tour.picture("xuat-excel", in_main(tour, "link", re.compile("^Xuất Excel")), height=480)
    return tour


def works(tour: Tour) -> None:
    """A seminar held, a project accepted with its people and its publication."""
    tour.menu("Hội thảo, tọa đàm")
    tour.link("Thêm hội thảo, tọa đàm")
    tour.fill(title="Chuyển đổi số trong trường Đảng", due_on=today().strftime(DAY))
    for name in ("kind", "level"):
        tour.choose_first(name)
    tour.button("Thêm hội thảo, tọa đàm")
    tour.picture("hoi-thao", in_main(tour, "link", "Ghi ngày tổ chức"), height=420)
    tour.link("Ghi ngày tổ chức")
    tour.button(re.compile("^Ghi"))
    tour.menu("Đề tài, đề án")
    tour.link("Thêm đề tài, đề án")
    tour.fill(title="Đổi mới đánh giá học viên", started_on=today().strftime(DAY))
    for name in ("kind", "level"):
        tour.choose_first(name)
    tour.button("Thêm đề tài, đề án")
    tour.picture("de-tai", *(in_main(tour, "link", word) for word in ("Nghiệm thu", "Thêm người tham gia")), height=480)
    address = tour.page.url
    tour.link("Thêm người tham gia")
    for name in ("staff", "role"):
        tour.choose_first(name)
    tour.button("Thêm người tham gia")
    tour.at(address)
    tour.link("Nghiệm thu")
    tour.fill(on=today().strftime(DAY), rating="Khá")
    tour.button("Ghi nghiệm thu")
    tour.link("Thêm công bố")
    tour.fill(title="Đánh giá học viên theo năng lực", published=today().strftime(DAY))
    tour.choose_first("kind")
    tour.button("Thêm công bố")
    tour.menu("Công bố")


def criteria(tour: Tour) -> None:
    """The board, then an indicator: its evidence, who is responsible, and the confirmation."""
    tour.menu("Tiêu chí")
    tour.picture("tieu-chi", height=640)
    tour.follow(tour.page.locator("main table").last.get_by_role("link").first)
    tour.at("/tieu-chi/")
    tour.follow(tour.page.get_by_role("link", name=re.compile("Ban hành đầy đủ quy chế làm việc")).first)
    words = ("Xác nhận chỉ tiêu", "Thêm minh chứng", "Giao chỉ tiêu")
    tour.picture("chi-tieu", *(in_main(tour, "link", word) for word in words), height=700)
    tour.link("Giao chỉ tiêu")
    tour.choose_first("owner")
    tour.fill(due=today().replace(month=12, day=31).strftime(DAY))
    tour.button("Giao chỉ tiêu")
    tour.link("Thêm minh chứng")
    tour.fill(title="Quy chế làm việc của trường")
    tour.choose_first("document")
    tour.picture("minh-chung", in_main(tour, "button", "Thêm minh chứng"), height=700)
    tour.button("Thêm minh chứng")
    tour.link("Xác nhận chỉ tiêu")
    tour.page.get_by_label("Đạt", exact=True).check()
    tour.fill(note="Đã xem đủ các quy chế.")
    tour.button("Xác nhận chỉ tiêu")
    tour.said("Đã xác nhận chỉ tiêu")


def science(tour_of: TourOf) -> Tour:
    """The science department."""
    tour = tour_of("khoahoc", "khoa-hoc")
    tour.at("/")
    works(tour)
    criteria(tour)
    tour.menu("Cán bộ, giảng viên")
    tour.follow(tour.page.locator("main tbody th a").first)
    address = tour.page.url
    for word in ("Bổ nhiệm, điều động", "Thêm văn bằng, chứng chỉ"):
        tour.at(address)
        tour.link(word)
    tour.menu("Việc hôm nay")
    tour.link("Văn bản chưa đối chiếu")
    tour.follow(tour.page.locator("main tbody a").first)
    tour.picture("van-ban", in_main(tour, "link", "Ghi đã đối chiếu"), height=480)
    tour.link("Ghi đã đối chiếu")
    tour.button("Đã đối chiếu, khớp")
    return tour


def lecturer(tour_of: TourOf) -> Tour:
    """A lecturer: own classes, the people in them, the own record."""
    tour = tour_of("giangvien", "giang-vien")
    tour.at("/")
    tour.picture("hom-nay", height=420)
    tour.menu("Lớp")
    row = tour.page.locator("main tbody tr").filter(has_text="đã chốt").first
    tour.follow(row.get_by_role("link").first)
    tour.picture("lop", height=620)
    tour.follow(tour.page.locator("main tbody th a").first)
    tour.menu("Học viên")
    tour.picture("hoc-vien", in_main(tour, "link", re.compile("^Xuất Excel")), height=480)
    for name in ("Chương trình", "Hội thảo, tọa đàm", "Đề tài, đề án", "Công bố", "Văn bản", "Cán bộ, giảng viên"):
        tour.menu(name)
    tour.follow(tour.page.locator("main tbody th a").first)
    tour.follow(tour.page.get_by_role("link", name="Đổi mật khẩu").first)
    return tour


def leader(tour_of: TourOf) -> Tour:
    """A leader: numbers first, then what stands behind them."""
    tour = tour_of("lanhdao", "lanh-dao")
    tour.at("/")
    tour.picture("hom-nay", height=600)
    tour.menu("Báo cáo năm")
    files = ("Excel", "Word", "Tải bản in PDF")
    tour.picture("bao-cao", *(in_main(tour, "link", name) for name in files), height=660)
    tour.follow(tour.page.locator("main a.is-counted").first)
    tour.picture("sau-con-so", height=560)
    tour.at("/bao-cao/2023/")
    tour.follow(tour.page.locator("main a.is-declared").first)
    tour.at(f"/ke-hoach/{today().year}/")
    tour.picture("ke-hoach", height=640)
    tour.menu("Tiêu chí")
    tour.picture("tieu-chi", height=640)
    tour.menu("Lớp")
    tour.follow(tour.page.locator("main tbody th a").first)
    tour.link("Lịch sử")
    phone = tour_of("lanhdao", "lanh-dao", viewport=PHONE, has_touch=True, is_mobile=True)
    phone.at("/")
    phone.picture("dien-thoai", height=740)
    phone.at("/tieu-chi/")
    phone.picture("dien-thoai-tieu-chi", height=740)
    tour.read += phone.read
    tour.taken |= phone.taken
    return tour


def accounts(tour: Tour, folder: Path) -> None:
    """One account and its link, many from a sheet, and one that is used no longer."""
    tour.menu("Tài khoản")
    tour.picture("tai-khoan", in_main(tour, "link", "Thêm tài khoản"), height=480)
    tour.link("Thêm tài khoản")
    tour.fill(full_name="Nguyễn Thị Hường", role="Lãnh đạo")
    tour.button("Thêm tài khoản")
    address = tour.page.url
    tour.link("Cấp liên kết đặt mật khẩu")
    tour.button("Cấp liên kết")
    # A link that opens an account has no place in a picture.
    tour.page.get_by_label("Nguyễn Thị Hường").evaluate("e => { e.value = 'https://cong.example.vn/dat-mat-khau/…' }")
    tour.picture("lien-ket", in_main(tour, "link", "Đã chép xong"), height=480)
    tour.link("Đã chép xong")
    book = Workbook()
    for row in (("Họ và tên", "Tên đăng nhập", "Vai trò"), ("Lê Thị Ánh", None, "Giảng viên")):
        book.worksheets[0].append(row)
    book.save(folder / "tai-khoan.xlsx")
    tour.link("Nhập nhiều tài khoản từ Excel")
    tour.page.get_by_label("Tệp Excel").set_input_files(folder / "tai-khoan.xlsx")
    tour.button("Xem trước")
    tour.picture("nhap", in_main(tour, "button", re.compile("^Tạo ")), height=480)
    tour.button("Tạo 1 tài khoản và liên kết")
    tour.at(address)
    tour.link("Sửa")
    tour.fill(role="Phòng Khoa học")
    tour.button("Lưu tài khoản")
    tour.link("Ngừng dùng")
    tour.button("Ngừng dùng")
    tour.link("Dùng lại")


def records_back(tour: Tour) -> None:
    """Something put away and brought back, something deleted and restored."""
    tour.menu("Lớp")
    tour.follow(tour.page.locator("main tbody th a").first)
    tour.link("Lịch sử")
    tour.page.go_back()
    tour.link("Cất vào lưu trữ")
    tour.button("Cất vào lưu trữ")
    tour.link("Đưa ra khỏi lưu trữ")
    tour.button("Đưa ra khỏi lưu trữ")
    tour.menu("Đề tài, đề án")
    tour.follow(tour.page.locator("main tbody th a").first)
    tour.follow(tour.page.locator("main tbody th a").first)
    tour.link("Gỡ")
    tour.button("Gỡ người tham gia")
    tour.menu("Quản trị dữ liệu")
    tour.follow(tour.page.locator("main a[href='/quan-tri/research/contribution/da-xoa/']"))
    restore = tour.page.get_by_role("button", name=re.compile("^Khôi phục"))
    tour.picture("khoi-phuc", restore, height=420)
    tour.follow(restore.first)


def administrator(tour_of: TourOf, folder: Path) -> Tour:
    """The portal's administrator."""
    tour = tour_of("quantri", "quan-tri")
    tour.at("/")
    accounts(tour, folder)
    tour.menu("Đơn vị")
    with tour.page.expect_download():
        tour.page.get_by_role("link", name=re.compile("^Xuất Excel")).click()
    tour.menu("Nhật ký xuất")
    tour.picture("nhat-ky", height=420)
    tour.menu("Thông tin trường")
    tour.link("Sửa")
    tour.button("Lưu thông tin trường")
    records_back(tour)
    return tour


def bold_words(page: str) -> Iterator[str]:
    """The words in bold: those of the portal. "…" in them stands for what changes."""
    for bold in re.findall(r"\*\*(.+?)\*\*", page):
        yield from filter(None, (part.strip() for part in bold.split("…")))


def test_the_guide(tour_of: TourOf, tmp_path: Path) -> None:
    tours = [
        training(tour_of, tmp_path),
        science(tour_of),
        lecturer(tour_of),
        leader(tour_of),
        administrator(tour_of, tmp_path),
    ]
    wanted: set[str] = set()
    for tour in tours:
        page = (GUIDE / f"{tour.role}.md").read_text(encoding="utf-8")
        shown = set(re.findall(r"\(\.\./images/huong-dan/([^)]+)\)", page))
        assert tour.taken == shown, tour.role
        wanted |= shown
        read = " ".join(" ".join(tour.read).split())
        assert [words for words in bold_words(" ".join(page.split())) if words not in read] == [], tour.role
    assert {path.name for path in PICTURES.iterdir()} == wanted
