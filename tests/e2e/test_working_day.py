"""The working day in a real browser: who sees what, two editors, a phone, what stands behind a number."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from portal.models import Role
from school.days import today
from school.models import Agency
from tests.factories import (
    AgencyFactory,
    CourseClassFactory,
    DeclaredCoverageFactory,
    DeclaredFigureFactory,
    EnrolmentFactory,
    LearnerFactory,
    RosterConfirmationFactory,
    StaffFactory,
    UserFactory,
)

PHONE = {"width": 360, "height": 740}
SignIn = Callable[..., Page]


def test_two_editors_lose_nothing(sign_in: SignIn) -> None:
    agency = AgencyFactory(name="Sở Nội vụ", kind="state")
    first = sign_in(UserFactory(role=Role.TRAINING, full_name="Trần Thị Bích Ngọc"))
    second = sign_in(UserFactory(role=Role.TRAINING, full_name="Võ Thị Ngọc Hương"))
    for page in (first, second):
        page.goto(f"/don-vi/{agency.pk}/sua/")
    first.get_by_label("Tên chính thức").fill("Sở Nội vụ thành phố")
    second.get_by_label("Tên chính thức").fill("Sở Nội vụ và Lao động")
    first.get_by_role("button", name="Lưu đơn vị").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Sở Nội vụ thành phố")

    second.get_by_role("button", name="Lưu đơn vị").click()
    note = second.get_by_role("alert")
    expect(note).to_be_focused()
    expect(note).to_contain_text("Trần Thị Bích Ngọc")
    expect(note).to_contain_text("Sở Nội vụ thành phố")
    expect(second.get_by_label("Tên chính thức")).to_have_value("Sở Nội vụ và Lao động")
    assert Agency.objects.get().name == "Sở Nội vụ thành phố"
    second.get_by_role("button", name="Lưu đơn vị").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Sở Nội vụ và Lao động")


def test_a_double_click_saves_once(sign_in: SignIn) -> None:
    page = sign_in(UserFactory(role=Role.TRAINING))
    page.goto("/don-vi/them/")
    page.get_by_label("Tên chính thức").fill("Sở Nội vụ")
    page.get_by_role("button", name="Thêm đơn vị").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sở Nội vụ")
    assert Agency.objects.count() == 1


def test_the_list_follows_what_is_typed(sign_in: SignIn) -> None:
    for name in ("Huyện ủy Hòa Vang", "Sở Nội vụ"):
        AgencyFactory(name=name)
    page = sign_in(UserFactory(role=Role.TRAINING))
    page.goto("/don-vi/")
    page.locator("body").press("/")
    expect(page.get_by_role("searchbox", name="Tìm", exact=True)).to_be_focused()
    page.keyboard.type("hoa v")
    expect(page.get_by_role("row")).to_have_count(2)  # the header, and the one found
    expect(page.get_by_role("link", name="Huyện ủy Hòa Vang")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/don-vi/\?.*tim=hoa(\+|%20)v"))
    page.get_by_role("link", name="Bỏ lọc").click()
    expect(page.get_by_role("row")).to_have_count(3)


def test_a_lecturer_sees_only_their_own(sign_in: SignIn) -> None:
    user = UserFactory(role=Role.LECTURER, staff=StaffFactory())
    began = today() - timedelta(days=30)
    mine, other = (CourseClassFactory(opened=began, homeroom=staff) for staff in (user.staff, StaffFactory()))
    pupil, stranger = LearnerFactory(full_name="Nguyễn Thị Hường"), LearnerFactory(full_name="Nguyễn Thị Hương")
    EnrolmentFactory(first_class=mine, learner=pupil, entered_on=began)
    EnrolmentFactory(first_class=other, learner=stranger, entered_on=began)
    page = sign_in(user)
    page.goto("/")
    page.get_by_role("link", name=mine.code).click()
    expect(page.get_by_role("link", name="Nguyễn Thị Hường")).to_be_visible()
    page.goto("/hoc-vien/?tim=nguyen+thi")
    expect(page.get_by_role("link", name="Nguyễn Thị Hường")).to_be_visible()
    expect(page.get_by_text("Nguyễn Thị Hương")).to_have_count(0)
    for address in (f"/lop/{other.pk}/", f"/hoc-vien/{stranger.pk}/"):
        response = page.goto(address)
        assert response and response.status == 404
        expect(page.get_by_text("Nguyễn Thị Hương")).to_have_count(0)


def test_a_leader_cannot_edit(sign_in: SignIn) -> None:
    agency = AgencyFactory(name="Sở Nội vụ")
    page = sign_in(UserFactory(role=Role.LEADERSHIP))
    page.goto("/don-vi/")
    expect(page.get_by_role("link", name="Thêm đơn vị")).to_have_count(0)
    page.get_by_role("link", name="Sở Nội vụ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sở Nội vụ")
    for word in ("Sửa", "Đổi tên", "Cất vào lưu trữ"):
        expect(page.get_by_role("link", name=word)).to_have_count(0)
    response = page.goto(f"/don-vi/{agency.pk}/sua/")
    assert response and response.status == 403
    expect(page.locator("main, body").first).to_contain_text("quyền")


def test_what_stands_behind_a_number(sign_in: SignIn) -> None:
    """From the report's number to its list, and from the list to the person."""
    figure = DeclaredFigureFactory(classes=1, learners=237, year=2023)
    counted = CourseClassFactory(opened=date(2023, 6, 5), programme=figure.programme, partner=figure.partner)
    DeclaredCoverageFactory(figure=figure, course_class=counted)
    learner = LearnerFactory(full_name="Đặng Thị Ánh")
    EnrolmentFactory(first_class=counted, learner=learner)
    EnrolmentFactory.create_batch(2, first_class=counted)
    page = sign_in(UserFactory(role=Role.LEADERSHIP))
    page.goto("/bao-cao/2023/")
    page.locator("a[href*='/so-theo-bao-cao/']", has_text="237").first.click()
    expect(page.locator("main")).to_contain_text("237")
    expect(page.get_by_text(figure.source.title).first).to_be_visible()

    RosterConfirmationFactory(course_class=counted)
    page.goto("/bao-cao/2023/")
    page.locator("a.is-counted", has_text="3").first.click()
    expect(page.locator(".declared-number b")).to_have_text("3")
    page.get_by_role("link", name="Đặng Thị Ánh").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đặng Thị Ánh")


def test_a_phone(sign_in: SignIn) -> None:
    AgencyFactory(name="Ban Quản lý Khu công nghệ cao và các khu công nghiệp thành phố")
    page = sign_in(UserFactory(role=Role.TRAINING), viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/")
    bar = page.get_by_role("navigation", name="Menu dưới")
    expect(bar).to_be_visible()
    bar.get_by_text("Thêm").tap()
    bar.get_by_role("link", name="Đơn vị").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đơn vị")
    page.get_by_role("link", name="Ban Quản lý").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ban Quản lý")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('.btn, .bottom-bar > *, .form-control, .form-select')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"
    )
    assert small == []
