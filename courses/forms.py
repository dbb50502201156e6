"""What the page of the plan is asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms

from courses.models import Mode
from courses.queries.plan import ENOUGH, GROUPINGS, LACKING, LATE, LineDone

ALL = [("", "tất cả")]
STATES = [(LATE, "trễ"), (LACKING, "chưa đủ lớp"), (ENOUGH, "đủ lớp")]
WHOLE_YEAR = "0"


class PlanChoices(forms.Form):
    """How the lines are grouped, and which of them are shown; choices are those that the lines have.

    What the address asks and cannot be is said in `problems` and otherwise passed over.
    """

    chia = forms.ChoiceField(choices=list(GROUPINGS.items()), required=False, widget=forms.HiddenInput)
    chuong_trinh = forms.ChoiceField(label="Chương trình", required=False)
    don_vi = forms.ChoiceField(label="Đơn vị phối hợp", required=False)
    hinh_thuc = forms.ChoiceField(label="Hình thức", required=False, choices=[*ALL, *Mode.choices])
    quy = forms.ChoiceField(label="Quý", required=False)
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=[*ALL, *STATES])

    def __init__(self, data: Any, lines: Iterable[LineDone]) -> None:
        super().__init__(data, auto_id="loc_%s")
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        shown = [done.line for done in lines]
        programmes = {line.programme.code: line.programme for line in shown}
        in_order = sorted(programmes.values(), key=lambda programme: (programme.order, programme.code))
        partners = {str(line.partner_id): line.partner for line in shown if line.partner}
        self._offer("chuong_trinh", [(programme.code, programme.short_name) for programme in in_order])
        self._offer(
            "don_vi", [(pk, each.name) for pk, each in sorted(partners.items(), key=lambda pair: pair[1].sort_key)]
        )
        quarters = sorted({line.quarter or 0 for line in shown})
        self._offer("quy", [(str(number), f"quý {number}" if number else "cả năm") for number in quarters])
        self.full_clean()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [*ALL, *choices]

    @property
    def problems(self) -> list[str]:
        """In words, one for each choice that is none."""
        names = {"chia": "Cách chia"}
        return [f"{self.fields[name].label or names[name]}: lựa chọn này không có; đã bỏ qua." for name in self.errors]

    @property
    def by(self) -> str:
        """The grouping."""
        return self.cleaned_data.get("chia") or next(iter(GROUPINGS))

    @property
    def asked(self) -> dict[str, str]:
        """What narrows the lines: parameter to value."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "chia"}

    @property
    def cell(self) -> dict[str, Any]:
        """The same in the registry's dimensions; a line's state is not one of them."""
        readers: dict[str, tuple[str, Any]] = {
            "chuong_trinh": ("programme", str),
            "don_vi": ("partner", int),
            "hinh_thuc": ("mode", str),
            "quy": ("quarter", lambda text: None if text == WHOLE_YEAR else int(text)),
        }
        return {readers[name][0]: readers[name][1](value) for name, value in self.asked.items() if name in readers}

    @property
    def by_state(self) -> bool:
        """Lines are shown by what became of them."""
        return "tinh_trang" in self.asked

    def matches(self, done: LineDone) -> bool:
        """Whether the line is among those asked for."""
        line = done.line
        has = {
            "chuong_trinh": line.programme.code,
            "don_vi": str(line.partner_id or ""),
            "hinh_thuc": line.mode,
            "quy": str(line.quarter or WHOLE_YEAR),
        }
        state = self.asked.get("tinh_trang")
        same = all(has[name] == value for name, value in self.asked.items() if name in has)
        return same and (state is None or state in done.states)
