"""In which shape a class list is wanted."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from portal.class_list.content import Choices

EXCEL, WORD, TABLE = "excel", "word", "bang"
SHAPES = (
    (EXCEL, "Danh sách chính thức, Excel: có tiêu đề văn bản, tên lớp, chỗ ký"),
    (WORD, "Danh sách chính thức, Word: như trên, để sửa lời trước khi in"),
    (TABLE, "Bảng đơn giản, Excel: một dòng tiêu đề, mỗi người một dòng, để chuyển sang phần mềm khác"),
)


class ClassListForm(forms.Form):
    """The address of a file says the same: `?dang=word&theo_don_vi=on`; without `dang` it is the official workbook."""

    dang = forms.ChoiceField(
        label="Dạng",
        choices=SHAPES,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Không có dạng danh sách này. Chọn một trong ba dạng."},
    )
    theo_don_vi = forms.BooleanField(label="Xếp theo đơn vị, mỗi đơn vị một mục", required=False)
    nam_nu = forms.BooleanField(label="Ngày sinh ghi ở hai cột Nam, Nữ", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("dang", EXCEL)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def shape(self) -> str:
        """One of `SHAPES`."""
        return self.cleaned_data["dang"] or EXCEL

    @property
    def wanted(self) -> Choices:
        """What the official list looks like; the simple table is always the same."""
        if self.shape == TABLE:
            return Choices()
        return Choices(by_agency=self.cleaned_data["theo_don_vi"], by_sex=self.cleaned_data["nam_nu"])
