"""Files that are not read, and why."""


class FileRefused(Exception):
    """The whole file is refused; `text` says what is wrong and what to do, in Vietnamese."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


EMPTY = "Tệp trống, không có dữ liệu. Kiểm tra lại tệp rồi gửi lại."
TRUNCATED = "Tệp bị hỏng hoặc chép chưa hết. Mở lại tệp gốc, lưu một bản mới rồi gửi lại."
LOCKED = "Tệp đang đặt mật khẩu nên không đọc được. Bỏ mật khẩu trong Excel hoặc Word, lưu lại rồi gửi lại."
TOO_LARGE = "Tệp lớn hơn 20 MB. Chỉ giữ lại danh sách, bỏ hình ảnh và các trang tính khác rồi gửi lại."
BOMB = "Tệp bung ra quá lớn so với một danh sách. Chép riêng danh sách sang tệp mới rồi gửi lại."
TOO_MANY_ROWS = "Tệp có quá 50.000 dòng có chữ. Chia danh sách thành nhiều tệp nhỏ hơn rồi gửi lại."
HEADER_ONLY = "Danh sách chỉ có dòng tiêu đề, chưa có người nào. Điền danh sách rồi gửi lại."
NO_LIST = (
    "Không tìm thấy danh sách trong tệp: cần một bảng có cột họ và tên. "
    "Kiểm tra dòng tiêu đề của bảng, hoặc chỉ ra từng cột khi nhập."
)
OLD_WORD = "Tệp Word đời cũ (.doc) chưa đọc được. Mở bằng Word, lưu thành .docx rồi gửi lại."
UNKNOWN_KIND = "Loại tệp này chưa đọc được. Lưu danh sách thành .xlsx, .xls, .ods, .csv hoặc .docx rồi gửi lại."


def misnamed(suffix: str, found: str) -> FileRefused:
    """The bytes are of another kind than the file's name says.

    `suffix` as written in the name ("xlsx"), `found` what the bytes are ("tệp PDF").
    """
    return FileRefused(
        f"Tên tệp là .{suffix} nhưng bên trong là {found}. "
        "Mở tệp bằng phần mềm đã tạo ra nó, lưu thành .xlsx rồi gửi lại."
    )
