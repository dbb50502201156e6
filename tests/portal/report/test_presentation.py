"""The report made ready for the page: columns that have something to say, doors, and the chart's proportions."""

from dataclasses import replace

from portal.report.chart import charts
from portal.report.content import Basis, Mark, OffPlan, Total
from portal.report.presentation import annual_page
from tests.report_2023 import REPORT_2023, row

COUNTED = {"basis": Basis.COUNTED, "figure_pks": ()}


def report(*rows, mark=Mark.MIXED):
    inside = [line for line in rows if line.in_total]
    total = Total(sum(r.classes or 0 for r in inside), sum(r.learners or 0 for r in inside), 0, mark)
    return replace(REPORT_2023, rows=rows, total=total)


def counted(code, learners, **more):
    return row(code, code, "Sở Nội vụ", 1, learners, counted=learners, confirmed=1, **COUNTED, **more)


def test_declared_numbers_open_their_source_and_are_drawn_as_declared():
    line = annual_page(REPORT_2023).inside[0]
    assert line.learners.text == "409"
    assert line.learners.kind == "declared"
    assert line.learners.door.startswith("/so-theo-bao-cao/1/")
    assert line.classes.door.startswith("/so-lieu/classes_opened/?tu=2023-01-01&den=2023-12-31&tinh-den=2023-11-16")


def test_classes_without_records_open_the_source_that_states_them():
    (line,) = annual_page(REPORT_2023).outside
    assert (line.classes.text, line.classes.kind) == ("5", "declared")
    assert line.classes.door.startswith("/so-theo-bao-cao/")


def test_what_is_outside_the_total_is_never_among_its_lines():
    page = annual_page(REPORT_2023)
    assert [line.row.learners for line in page.inside] == [409, 50, 237, 68, 524]
    assert [line.learners.text for line in page.outside] == ["gần 300"]


def test_columns_with_nothing_to_say_are_left_out():
    assert (annual_page(REPORT_2023).any_declared, annual_page(REPORT_2023).any_counted) == (True, False)
    page = annual_page(report(counted("A", 66, declared=None), mark=Mark.COUNTED))
    assert (page.any_declared, page.any_counted) == (False, True)
    assert page.learner_columns == 2


def test_a_counted_line_keeps_its_declared_number_beside_it():
    (line,) = annual_page(report(counted("A", 66, declared=68))).inside
    assert (line.declared.text, line.declared.kind) == ("68", "declared")
    assert (line.learners.text, line.learners.kind) == ("66", "counted")
    assert line.difference == "−2"


def test_a_line_that_adds_declared_and_counted_says_its_sum():
    mixed = row("A", "A", "B", 4, 267, declared=237, counted=30, confirmed=1, basis=Basis.MIXED)
    (line,) = annual_page(report(mixed)).inside
    assert (line.declared.text, line.counted.text, line.learners.text) == ("237", "30", "267")
    assert line.stands_for == "tính vào tổng 267 lượt"


def test_the_numbers_of_a_total_page_add_up():
    page = annual_page(REPORT_2023)
    assert sum(int(line.learners.text) for line in page.inside) == 1288
    assert page.learners.text == "1.288"


def test_a_total_in_which_nothing_is_declared_is_counted_and_opens_one_list():
    partly = row("A", "A", "B", 6, 198, declared=None, counted=198, confirmed=5, basis=Basis.MIXED, figure_pks=())
    page = annual_page(report(partly, counted("C", 80, declared=None)))
    assert page.learners.kind == "counted"
    assert page.learners.door.startswith("/so-lieu/enrolments_opened/")
    assert page.basis == "đếm từ danh sách"


def test_several_counted_lines_outside_the_plan_open_one_list():
    rows = [counted(code, 40, declared=None, planned=False, in_total=False) for code in "AB"]
    page = annual_page(replace(report(*rows), off_plan=OffPlan(2, 80, False, "")))
    assert [figure.text for figure in page.off_plan] == ["2", "80"]
    assert all(figure.door.endswith("planned=false") for figure in page.off_plan)


def test_seminars_without_a_number_get_none():
    seminars, projects = annual_page(REPORT_2023).research
    assert seminars.without_number
    assert projects.without_number
    assert [figure.text for figure in seminars.lines] == ["cấp thành phố", "cấp trường"]
    assert all(figure.door for figure in seminars.lines)


def test_bars_are_in_proportion_and_in_order():
    (desk, phone) = charts(REPORT_2023)
    assert [bar.amount.learners for bar in desk.bars] == [524, 409, 237, 68, 50, 300]
    for chart in (desk, phone):
        longest = chart.bars[0].outline
        for bar in chart.bars:
            assert abs(bar.outline - bar.amount.learners * longest / 524) <= 1
            assert bar.text_x < chart.layout.width
            assert bar.y + chart.layout.bar_height <= chart.height


def test_a_bar_is_solid_only_as_far_as_it_is_counted():
    half = row("A", "A", "B", 2, 100, counted=50, confirmed=1, basis=Basis.MIXED)
    desk, _ = charts(report(half, counted("C", 80)))
    assert [(bar.solid, bar.outline) for bar in desk.bars] == [(160, 320), (256, 256)]


def test_bars_and_their_names_never_overlap():
    long_name = "Bồi dưỡng, cập nhật kiến thức cho cán bộ lãnh đạo, quản lý của các cơ quan, đơn vị " * 2
    rows = [counted(f"{number} {long_name}", 10 + number) for number in range(5)]
    for chart in charts(report(*rows)):
        for upper, lower in zip(chart.bars, chart.bars[1:], strict=False):
            assert upper.y + chart.layout.bar_height < lower.y
            assert upper.labels[-1].y < lower.labels[0].y


def test_one_bar_is_no_chart():
    assert charts(report(counted("A", 66))) == ()
