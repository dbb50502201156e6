"""The list is found, and its columns are understood, whatever stands around it."""

import pytest

from enrollment.intake import FileRefused, read_pasted, read_roster, read_sheets
from enrollment.intake.headers import map_columns
from enrollment.intake.sheets import Sheet
from tests.enrollment.intake import writers
from tests.enrollment.intake.grids import HEADER, ON, read, row, told, warned
from tests.enrollment.intake.writers import Cell, Page


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Số TT", "number"),
        ("SỐ\nTHỨ TỰ", "number"),
        ("Họ và tên", "full_name"),
        ("HO VA TEN", "full_name"),
        ("Họ, chữ đệm và tên khai sinh", "full_name"),
        ("Tên học viên", "full_name"),
        ("NĂM SINH", "dob"),
        ("Ngày, tháng,\nnăm sinh", "dob"),
        ("Sinh ngày", "dob"),
        ("Ngày sinh (dd/mm/yyyy)", "dob"),
        ("Phái", "gender"),
        ("Giới tính (Nam/Nữ)", "gender"),
        ("Nam/Nữ", "gender"),
        ("Cơ quan, đơn vị", "agency"),
        ("Cơ quan/đơn vị công tác", "agency"),
        ("Đơn vị cử đi học", "agency"),
        ("Nơi công tác", "agency"),
        ("Chức vụ", "position"),
        ("Chức vụ, chức danh", "position"),
        ("Chức vụ, đơn vị công tác", "position_agency"),
        ("CMND/CCCD", "national_id"),
        ("Số định danh cá nhân", "national_id"),
        ("Số thẻ căn cước", "national_id"),
        ("Ngày vào Đảng", "party_joined"),
        ("Ngày kết nạp Đảng", "party_joined"),
        ("Vào Đảng ngày", "party_joined"),
        ("Ghi chú", None),
        ("Nơi sinh", None),
        ("Ngày cấp CCCD", None),
        ("Nơi cấp", None),
        ("Số điện thoại", None),
        ("Trình độ chuyên môn", None),
        ("Dân tộc", None),
        ("Quê quán", None),
        ("Họ tên cha", None),
        ("Số thẻ Đảng", None),
        ("Ngày bổ nhiệm chức vụ", None),
    ],
)
def test_a_header_by_its_meaning(header: str, meaning: str | None) -> None:
    assert map_columns([(header, "")]).get(0) == meaning


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["Họ", "Tên"], ["family_name", "given_name"]),
        (["Họ và tên", "Tên"], ["family_name", "given_name"]),
        (["Họ và tên", "Tên gọi khác"], ["full_name", None]),
        (["Tên", "Năm sinh"], ["full_name", "dob"]),
        (["Họ tên", "Năm sinh|Nam", "Năm sinh|Nữ"], ["full_name", "male", "female"]),
        (["Họ tên", "Năm sinh nam", "Năm sinh nữ"], ["full_name", "male", "female"]),
        (["Họ tên", "Sinh ngày", "Giới tính|Nam", "Giới tính|Nữ"], ["full_name", "dob", "male", "female"]),
        (["Ngày sinh|Ngày", "Ngày sinh|Tháng", "Ngày sinh|Năm"], ["birth_day", "birth_month", "birth_year"]),
        (["Ngày vào Đảng|Dự bị", "Ngày vào Đảng|Chính thức"], ["party_joined", None]),
        (["Chức vụ Đảng", "Chức vụ chính quyền"], [None, "position"]),
        (["Họ tên", "Nữ"], ["full_name", "female"]),
    ],
)
def test_headers_together(headers: list[str], expected: list[str | None]) -> None:
    pairs = [tuple([*header.split("|"), ""][:2]) for header in headers]
    mapping = map_columns(pairs)
    assert [mapping.get(column) for column in range(len(headers))] == expected


def test_a_mapping_given_overrides() -> None:
    rows: list[list[Cell]] = [
        ["A", "Họ và tên", "B", "C", "Đơn vị"],
        [1.0, "Lê Văn An", "1980", "Chuyên viên", "Sở Nội vụ"],
    ]
    assert told(read(rows)) == [(2, "dob")]
    [person] = read(rows, mapping={2: "dob", 3: "position"}).people
    assert person.as_json() | {"gender": None} == {
        "full_name": "Lê Văn An", "dob": "1980", "gender": None, "agency": "Sở Nội vụ", "position": "Chuyên viên",
        "national_id": None, "party_joined": None,
    }  # fmt: skip
    roster = read(rows, mapping={2: "dob", 4: ""})
    assert told(roster) == [(2, "agency")]
    assert roster.mapping == {1: "full_name", 2: "dob"}


def test_a_mapping_given_for_a_list_without_headers() -> None:
    rows: list[list[Cell]] = [["Lê Văn An", "1980", "Sở Nội vụ"], ["Trần Thị Bình", "1981", "Sở Y tế"]]
    with pytest.raises(FileRefused):
        read(rows)
    roster = read(rows, mapping={0: "full_name", 1: "dob", 2: "agency"})
    assert [(person.row, person.full_name) for person in roster.people] == [(1, "Lê Văn An"), (2, "Trần Thị Bình")]
    assert roster.header_rows == ()


def test_position_and_agency_in_one_column() -> None:
    header: list[Cell] = ["TT", "Họ và tên", "Năm sinh", "Chức vụ, đơn vị công tác"]
    rows = [
        header,
        [1.0, "Lê Văn An", 1980.0, "Trưởng phòng, Sở Nội vụ"],
        [2.0, "Lê Thị Ba", 1981.0, "-nt-"],
        [3.0, "Lê Tư", 1982.0, "Sở Y tế"],
    ]
    assert [(person.position, person.agency) for person in read(rows).people] == [
        ("Trưởng phòng", "Sở Nội vụ"), ("Trưởng phòng", "Sở Nội vụ"), ("", "Sở Y tế"),
    ]  # fmt: skip


def test_agencies_as_headings_where_there_is_no_column() -> None:
    header: list[Cell] = ["TT", "Họ và tên", "Năm sinh", "Chức vụ"]
    rows = [header, ["I", "Sở Nội vụ"], [1.0, "Lê Văn An", 1980.0, ""], ["II. Sở Y tế"], [2.0, "Lê Thị Ba", 1981.0, ""]]
    roster = read(rows)
    assert [(person.row, person.agency, person.section) for person in roster.people] == [
        (3, "Sở Nội vụ", "Sở Nội vụ"), (5, "Sở Y tế", "Sở Y tế"),
    ]  # fmt: skip


@pytest.mark.parametrize("agency", ["Công an thành phố", "Công ty Cấp nước", "Công đoàn Viên chức", "Sở Công Thương"])
@pytest.mark.parametrize("mark", ["", "II", "B."])
def test_an_agency_that_begins_like_a_sum_heads_its_people(agency: str, mark: str) -> None:
    header: list[Cell] = ["STT", "Họ và tên", "Năm sinh"]
    roster = read([header, ["I", "Sở Y tế"], [1.0, "Lê Văn An", "1980"], [mark, agency], [2.0, "Lê Thị Én", "1981"]])
    assert [person.agency for person in roster.people] == ["Sở Y tế", agency]
    assert not roster.warnings


@pytest.mark.parametrize("agency", ["Ban Thường vụ Thành đoàn", "Công ty 29 cán bộ", "I. Khối Đảng"])
def test_what_stands_beside_a_roman_figure_is_a_heading(agency: str) -> None:
    header: list[Cell] = ["STT", "Họ và tên", "Năm sinh"]
    roster = read([header, ["I", agency], [1.0, "Lê Văn An", "1980"]])
    assert [person.agency for person in roster.people] == [agency]


@pytest.mark.parametrize("mark", ["", "II"])
def test_a_section_below_the_sum_of_another(mark: str) -> None:
    header: list[Cell] = ["STT", "Họ và tên", "Năm sinh"]
    first: list[list[Cell]] = [["I", "Sở Y tế"], [1.0, "Lê Văn An", "1980"], ["", "Cộng: 1 đồng chí"]]
    second: list[list[Cell]] = [[mark, "Sở Nội vụ"], [2.0, "Lê Thị Én", "1981"], ["", "Cộng: 1 đồng chí"]]
    roster = read([header, *first, *second, ["", "Tổng cộng: 2 đồng chí"]])
    assert [person.agency for person in roster.people] == ["Sở Y tế", "Sở Nội vụ"]
    assert not roster.warnings


def test_the_agency_of_the_whole_list() -> None:
    rows: list[list[Cell]] = [
        ["Đơn vị: Quận ủy Hải Châu"],
        [],
        ["TT", "Họ và tên", "Năm sinh"],
        [1.0, "Lê Văn An", 1980.0],
    ]
    assert read(rows).people[0].agency == "Quận ủy Hải Châu"


def test_a_heading_is_not_an_agency_where_there_is_a_column() -> None:
    roster = read([HEADER, ["", "Khối Đảng"], row(agency="")])
    assert told(roster) == [(3, "agency")]
    assert roster.rows[0].section == "Khối Đảng"


def test_one_column_marks_the_women() -> None:
    header: list[Cell] = ["TT", "Họ và tên", "Năm sinh", "Nữ", "Đơn vị"]
    rows = [header, [1.0, "Lê An", 1980.0, "x", "Sở Nội vụ"], [2.0, "Lê Ba", 1981.0, "", "Sở Nội vụ"]]
    assert [person.gender for person in read(rows).people] == ["F", "M"]


def test_the_birth_date_in_three_columns() -> None:
    rows: list[list[Cell]] = [
        ["TT", "Họ và tên", "Ngày sinh", "", "", "Đơn vị"],
        ["", "", "Ngày", "Tháng", "Năm", ""],
        [1.0, "Lê An", 9.0, 3.0, 1980.0, "Sở Nội vụ"],
        [2.0, "Lê Ba", "", 3.0, 1981.0, "Sở Nội vụ"],
        [3.0, "Lê Tư", "", "", 1982.0, "Sở Nội vụ"],
        [4.0, "Lê Năm", "", "", "", "Sở Nội vụ"],
    ]
    roster = read(rows, merged=[(0, 2, 0, 4)])
    assert [person.as_json()["dob"] for person in roster.people] == ["1980-03-09", "1981-03", "1982"]
    assert told(roster) == [(6, "dob")]


def test_both_sexes_marked_warns() -> None:
    header: list[Cell] = ["TT", "Họ và tên", "Nam", "Nữ", "Đơn vị"]
    rows = [header, [1.0, "Lê An", 1980.0, 1980.0, "Sở Nội vụ"], [2.0, "Lê Ba", "", 1981.0, "Sở Nội vụ"]]
    roster = read(rows)
    assert warned(roster) == [(2, "gender")]
    assert [(person.gender, person.as_json()["dob"]) for person in roster.people] == [("", "1980"), ("F", "1981")]


@pytest.mark.parametrize(
    ("line", "warns"),
    [
        ("Danh sách này có 31 đồng chí", True),
        ("(Danh sách này có 02 đồng chí)", False),
        ("Tổng cộng: 2 người", False),
        ("Tổng số: 3", True),
        ("Ấn định danh sách gồm 02 (hai) cán bộ", False),
        ("Ấn định danh sách gồm 12 (mười hai) cán bộ", True),
        ("Lớp khai giảng năm 2024", False),
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_stated_number_is_compared(line: str, warns: bool, above: bool) -> None:
    body = [HEADER, row("Lê An"), row("Lê Ba")]
    roster = read([[line], *body] if above else [*body, [], [line], ["", "", "", "", "TRƯỞNG BAN"]])
    assert warned(roster) == ([(None, "file")] if warns else [])
    assert len(roster.rows) == 2


def test_sums_of_sections_are_no_contradiction() -> None:
    rows = [
        HEADER,
        ["I. Khối Đảng"],
        row("Lê An"),
        row("Lê Ba"),
        ["Cộng: 2"],
        ["II. Khối đoàn thể"],
        row("Lê Tư"),
        ["Cộng: 1"],
        ["Tổng cộng: 3"],
    ]
    roster = read(rows)
    assert len(roster.people) == 3
    assert not roster.warnings


@pytest.mark.parametrize("numbered", [True, False])
def test_a_sum_under_the_columns_is_nobody(numbered: bool) -> None:
    rows = [HEADER, row("Lê An"), row("Trần Thị Ba"), ["", "Tổng cộng:", "2 người"]]
    roster = read(rows if numbered else [cells[1:] for cells in rows])
    assert [person.full_name for person in roster.rows] == ["Lê An", "Trần Thị Ba"]
    assert not roster.warnings


def test_numbers_of_the_list_may_be_missing() -> None:
    roster = read([HEADER, ["", *row("Lê An")[1:]], ["", *row("Lê Ba", agency="")[1:]]])
    assert (len(roster.rows), told(roster)) == (2, [(3, "agency")])


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "docx", "csv"])
def test_rows_are_numbered_as_the_sheet_numbers_them(kind: str) -> None:
    page = Page(
        "Danh sách",
        [[""], [""], [""], ["", "", *HEADER], ["", "", *row("Lê An")], [""], ["", "", *row(born="31/02/1980")]],
    )
    data = {
        "xlsx": lambda: writers.xlsx([page]), "xls": lambda: writers.xls([page]), "ods": lambda: writers.ods([page]),
        "docx": lambda: writers.word([page]), "csv": lambda: writers.text(page, ",", str.encode),
    }[kind]()  # fmt: skip
    roster = read_roster(data, f"a.{kind}", ON)
    assert (roster.header_rows, [person.row for person in roster.people], told(roster)) == ((4,), [5], [(7, "dob")])
    assert roster.mapping[3] == "full_name"


def test_signatures_are_nobody() -> None:
    rows = [
        HEADER,
        row(),
        [],
        ["", "Nơi nhận:", "", "", "KT. TRƯỞNG BAN"],
        ["", "- Như trên;", "", "", "PHÓ TRƯỞNG BAN"],
        ["", "Trần Văn Ký", "", "", "", "Lê Thị Duyệt"],
    ]
    roster = read(rows)
    assert (len(roster.rows), told(roster)) == (1, [])


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ([2.0, "Lê Ba"], [(3, "dob"), (3, "agency")]),
        ([2.0, "", "", "Nữ", "", "Sở Y tế"], [(3, "full_name"), (3, "dob")]),
        (["", "", "01/01/1980", "Nữ", "", "Sở Y tế"], [(3, "full_name")]),
        (["", "Lê Ba", "", "Nữ", "", "Sở Y tế"], [(3, "dob")]),
        (["", "Lê Ba"], [(3, "dob"), (3, "agency")]),
        ([2.0], []),
        (["", "", "", "", "Chuyên viên"], []),
    ],
)
def test_a_person_with_little_told_is_refused_not_lost(cells: list[Cell], error: list[tuple[int, str]]) -> None:
    assert told(read([HEADER, row(), cells, row("Lê Tư")])) == error


def test_the_list_among_sheets() -> None:
    cover = Page("Tờ trình", [["ĐẢNG CỘNG SẢN VIỆT NAM"], ["TỜ TRÌNH"]])
    counts = Page("Thống kê", [["STT", "Đơn vị", "Số lượng", "Nam", "Nữ"], [1.0, "Sở Nội vụ", 2.0, 1.0, 1.0]])
    roster = read_roster(writers.xlsx([cover, counts, Page("DS", [HEADER, row()])]), "a.xlsx", ON)
    assert (roster.sheet, len(roster.people)) == ("DS", 1)
    assert not roster.warnings


def test_another_list_is_mentioned() -> None:
    pages = [Page("Lớp A", [HEADER, row("Lê An"), row("Lê Ba")]), Page("Lớp B", [HEADER, row("Lê Tư")])]
    roster = read_roster(writers.xlsx(pages), "a.xlsx", ON)
    assert roster.sheet == "Lớp A"
    [warning] = roster.warnings
    assert "Lớp B" in warning.message


def test_pasted_from_a_sheet() -> None:
    roster = read_pasted('STT\tHọ và tên\tNăm sinh\tĐơn vị\n1\tLê Văn An\t1980\tSở Nội vụ\n2\tLê Thị Ba\t1981\t"\n', ON)
    assert [(person.row, person.full_name, person.agency) for person in roster.people] == [
        (2, "Lê Văn An", "Sở Nội vụ"), (3, "Lê Thị Ba", "Sở Nội vụ"),
    ]  # fmt: skip


def test_pasted_with_columns_aligned() -> None:
    lines = [
        "STT   Họ và tên         Năm sinh   Đơn vị",
        "1     Lê Văn An         1980       Sở Nội vụ",
        "2     Lê Thị Ba         1981       Sở Y tế",
    ]
    text = "\n".join(lines)
    assert [(person.row, person.full_name, person.agency) for person in read_pasted(text, ON).people] == [
        (2, "Lê Văn An", "Sở Nội vụ"), (3, "Lê Thị Ba", "Sở Y tế"),
    ]  # fmt: skip


def test_a_message_around_a_pasted_table() -> None:
    table = "STT\tHọ và tên\tNăm sinh\tĐơn vị\n1\tLê Văn An\t1980\tSở Nội vụ"
    text = f"Kính gửi nhà trường, danh sách như sau:\n\n{table}\n\nTrân trọng cảm ơn."
    assert [(person.row, person.full_name) for person in read_pasted(text, ON).people] == [(4, "Lê Văn An")]


@pytest.mark.parametrize("text", ["", "  \n\t\n"])
def test_nothing_pasted(text: str) -> None:
    with pytest.raises(FileRefused):
        read_pasted(text, ON)


def test_rows_of_text_files_count_from_one_with_empty_ones() -> None:
    text = '\r\nDANH SÁCH\r\n\r\nHọ và tên,Năm sinh,Đơn vị\r\nLê An,1980,"Sở\r\nNội vụ"\r\n,,\r\nLê Ba,1850,Sở Y tế\r\n'
    roster = read_roster(text.encode(), "a.csv", ON)
    assert [person.row for person in roster.rows] == [5, 7]
    assert roster.people[0].agency == "Sở Nội vụ"
    assert told(roster) == [(7, "dob")]


def test_cells_put_right_can_be_read_again() -> None:
    sheet = Sheet("", [["Họ và tên", "Năm sinh", "Đơn vị"], ["Lê An", "198", "Sở Nội vụ"]])
    assert told(read_sheets([sheet], ON)) == [(2, "dob")]
    sheet.rows[1][1] = "1980"
    assert not read_sheets([sheet], ON).errors
