"""Forms of merging two records: value by value, and of splitting them again."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms

from enrollment.domain.merging import merge_learners, split_learners
from enrollment.models import Enrolment, Identity
from enrollment.queries.merging import Doubled, Moves, what_moves
from school.partial_date import PartialDate
from school.records.forms import ActionForm
from school.records.register import register_named

KEPT, GIVEN_UP = "kept", "given_up"
LABELS = {"full_name": "Họ và tên", "born": "Ngày sinh", "sex": "Giới tính", "joined_party": "Vào Đảng"}
UNKNOWN = "chưa rõ"


@dataclass(frozen=True)
class Compared:
    """One line of two records side by side; `field` where somebody chooses."""

    label: str
    kept: str
    given_up: str
    field: Any = None


class MergeForm(ActionForm):
    """`record` is kept, `other` given up; what differs is chosen value by value, the fuller one beforehand."""

    confirm = "Gộp hai hồ sơ"
    reason = forms.CharField(
        label="Vì sao là một người", widget=forms.Textarea({"rows": 2}), help_text="ví dụ: cùng căn cước; gõ sai tên"
    )

    def __init__(self, *args: Any, other: Any, **kwargs: Any) -> None:
        self.other = other
        super().__init__(*args, **kwargs)
        self.differing = {name: told for name, told in self._told().items() if told[0] != told[1]}
        for name, told in self.differing.items():
            self._choose(name, LABELS[name], told, theirs=_fuller(name, self.record, self.other))
        for group in self.moves.doubled:
            told = (_enrolled(group.kept), _enrolled(group.given_up))
            self._choose(f"class_{group.key}", f"Lượt học ở lớp {_codes(group)}", told, theirs=group.theirs_first)
        self.order_fields([name for name in self.fields if name != "reason"])

    def _choose(self, name: str, label: str, told: tuple[str, str], *, theirs: bool) -> None:
        choices = ((KEPT, told[0] or UNKNOWN), (GIVEN_UP, told[1] or UNKNOWN))
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        self.fields[name].error_messages["required"] = f"Chọn một bên cho {label[:1].lower()}{label[1:]}."
        self.initial.setdefault(name, GIVEN_UP if theirs else KEPT)

    def _told(self) -> dict[str, tuple[str, str]]:
        return {name: (_words(self.record, name), _words(self.other, name)) for name in LABELS}

    @cached_property
    def moves(self) -> Moves:
        """What would go where."""
        return what_moves(self.record, self.other)

    @property
    def lines(self) -> list[Compared]:
        """The two side by side."""
        values = [
            Compared(
                LABELS[name], told[0] or UNKNOWN, told[1] or UNKNOWN, self[name] if name in self.differing else None
            )
            for name, told in self._told().items()
        ]
        groups = (self[f"class_{group.key}"] for group in self.moves.doubled)
        return values + [Compared(str(field.label), "", "", field) for field in groups]

    def perform(self) -> str:
        """Both records stay; the one given up leads to the other."""
        data = self.cleaned_data
        values = [name for name in self.differing if data[name] == GIVEN_UP]
        theirs = {group.key: data[f"class_{group.key}"] == GIVEN_UP for group in self.moves.doubled}
        merge_learners(self.record, self.other, values, self.user, reason=data["reason"], theirs=theirs)
        return f"Đã gộp hồ sơ {self.other} vào hồ sơ này. Cả hai vẫn còn; gộp nhầm thì bấm Tách lại."


class SplitForm(ActionForm):
    confirm = "Tách lại hai hồ sơ"

    def perform(self) -> str:
        """As before, but for what was edited since."""
        split = split_learners(self.record, self.user)
        self.location = register_named("enrollment.learner").url("detail", self.record.kept_id)
        told = f"Đã tách lại hồ sơ {self.record.given_up}."
        return f"{told} Đã sửa sau khi gộp nên giữ như đã sửa: {'; '.join(split.stays)}." if split.stays else told


def what_goes(moves: Moves) -> list[str]:
    """What the kept record gets, in words."""
    return _lines(
        ("lượt học", (f"lớp {one.first_class.code}" for one in moves.enrolments)),
        ("nơi công tác", map(str, moves.postings)),
        ("giấy tờ tùy thân", map(_number, moves.identities)),
        ("quy hoạch", map(str, moves.succession)),
        ("hồ sơ đã gộp trước đây", map(str, moves.learners)),
    )


def what_stays(moves: Moves) -> list[str]:
    """What stays with the other record since the kept one tells of the same time."""
    return _lines(
        ("nơi công tác trùng thời gian", map(str, moves.postings_left)),
        ("quy hoạch trùng chức danh và nhiệm kỳ", map(str, moves.succession_left)),
    )


def _lines(*told: tuple[str, Iterable[str]]) -> list[str]:
    found = [(noun, list(names)) for noun, names in told]
    return [f"{len(names)} {noun}: {'; '.join(names)}" for noun, names in found if names]


def _number(identity: Identity) -> str:
    return str(identity)


def _codes(group: Doubled) -> str:
    return ", ".join(sorted({one.first_class.code for one in (*group.kept, *group.given_up)}))


def _enrolled(enrolments: Iterable[Enrolment]) -> str:
    return "; ".join(
        f"vào học {one.entered_on:%d/%m/%Y}, {', '.join(filter(None, (one.position, str(one.agency))))}, "
        f"{one.get_state_display()}"
        for one in enrolments
    )


def _words(learner: Any, name: str) -> str:
    value = learner.get_sex_display() if name == "sex" else getattr(learner, name)
    return str(value or "")


def _fuller(name: str, kept: Any, other: Any) -> bool:
    """Whether the other record tells more: something where the kept one is silent, or a date more precise."""
    mine, theirs = getattr(kept, name), getattr(other, name)
    if not theirs or not mine:
        return bool(theirs)
    if isinstance(mine, PartialDate) and isinstance(theirs, PartialDate):
        return mine.first <= theirs.first and theirs.last <= mine.last
    return False
