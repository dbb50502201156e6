"""Partner agencies, their other names, groups and successors."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from school.days import today
from school.domain.agencies import end_agency, rename_agency
from school.models import Agency, AgencyKind, AgencyMembership, AgencyName, AgencySuccession, Document, SuccessionKind
from school.records.fields import DateField
from school.records.filters import RecordFilters, choice
from school.records.forms import ActionForm, RecordForm
from school.records.register import Action, Chip, Column, Fact, PutAway, Register, Section, Within, declare
from school.records.search import by_words
from school.records.validity import validity, validity_columns, validity_facts
from school.records.widgets import rows_of

find_agencies = by_words("search_key", "names__search_key")


def status(agency: Agency) -> Chip:
    """Whether it exists today."""
    return validity(agency, "đang hoạt động", "đã kết thúc", "chưa hoạt động")


def goes_on(agency: Agency) -> bool:
    """Nobody recorded its end."""
    return agency.valid_to is None


class AgencyForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Agency
        fields = ["name", "kind", "valid_from", "valid_to"]


class AgencyFilters(RecordFilters):
    loai = choice("Loại", "kind", AgencyKind.choices)
    hieu_luc = django_filters.ChoiceFilter(
        label="Hiệu lực",
        choices=[("con", "đang hoạt động"), ("het", "đã kết thúc")],
        empty_label="tất cả",
        method="by_validity",
    )

    def by_validity(self, rows: QuerySet[Agency], name: str, value: str) -> QuerySet[Agency]:
        """Existing today, or ended."""
        return rows.filter(pk__in=Agency.objects.on(today())) if value == "con" else rows.filter(valid_to__lt=today())


class RenameForm(ActionForm):
    name = forms.CharField(label="Tên chính thức mới", max_length=200)
    on = DateField(label="Dùng từ ngày")

    def perform(self) -> str:
        """The former name is kept, with its last day."""
        before = self.record.name
        rename_agency(self.record, self.cleaned_data["name"], self.cleaned_data["on"])
        return f"{before} nay là {self.record.name}. Báo cáo cũ vẫn giữ tên cũ."


class EndForm(ActionForm):
    last_day = DateField(label="Ngày cuối cùng còn hoạt động")
    successors = forms.ModelMultipleChoiceField(
        Agency.objects.none(), required=False, label="Đơn vị kế tiếp", help_text="giữ Ctrl để chọn nhiều đơn vị"
    )
    kind = forms.ChoiceField(label="Hình thức", choices=SuccessionKind.choices)
    document = forms.ModelChoiceField(Document.objects.none(), required=False, label="Theo văn bản")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(archived_on=None, valid_to=None, is_group=False).exclude(pk=self.record.pk)
        rows_of(self, "successors", others)
        rows_of(self, "document", Document.objects.filter(archived_on=None))

    def perform(self) -> str:
        """Its people and classes stay where they were recorded."""
        data = self.cleaned_data
        end_agency(self.record, data["last_day"], data["successors"], data["kind"], data["document"])
        return f"{self.record} kết thúc ngày {data['last_day']:%d/%m/%Y}."


AGENCY = Register(
    app="school",
    name="agency",
    slug="don-vi",
    model=Agency,
    title="Đơn vị",
    noun="đơn vị",
    columns=(
        Column("ten", "Tên đơn vị", lambda agency: agency.name, ("sort_key",)),
        Column("loai", "Loại", lambda agency: agency.get_kind_display(), ("kind",)),
        Column("tinh_trang", "Tình trạng", status),
        *validity_columns(shown=False),
    ),
    order="ten",
    rows=lambda: Agency.objects.all(),
    search=find_agencies,
    search_hint="tên hiện nay, tên cũ, tên gọi tắt",
    filters=AgencyFilters,
    form=AgencyForm,
    facts=(Fact("Loại", lambda agency: agency.get_kind_display()), Fact("Tình trạng", status), *validity_facts()),
    sections=(
        Section("school.agency_name", "don-vi"),
        Section("school.agency_succession", "don-vi"),
        Section("enrollment.posting", "don-vi", "Người đang và đã công tác"),
        Section("courses.class", "don-vi", "Lớp phối hợp mở"),
    ),
    actions=(
        Action("rename", "doi-ten", "Đổi tên", RenameForm, goes_on, "type"),
        Action("end", "ket-thuc", "Kết thúc, sáp nhập", EndForm, goes_on, "signpost-split"),
    ),
    put_away=PutAway.ARCHIVED,
    empty="Thêm từng đơn vị, hoặc nhập cả danh sách từ Excel khi lập cổng.",
)


class AgencyNameForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = AgencyName
        fields = ["agency", "kind", "name", "valid_from", "valid_to"]


NAME = Register(
    app="school",
    name="agency_name",
    permission="agency",
    slug="ten-don-vi",
    model=AgencyName,
    title="Tên khác của đơn vị",
    noun="tên gọi",
    columns=(
        Column("ten", "Tên", lambda row: row.name, ("name",)),
        Column("loai", "Loại tên", lambda row: row.get_kind_display(), ("kind",)),
        Column("don_vi", "Đơn vị", lambda row: row.agency, ("agency__sort_key",)),
        *validity_columns(),
    ),
    order="ten",
    rows=lambda: AgencyName.objects.select_related("agency"),
    search=by_words("search_key", "agency__search_key"),
    search_hint="tên gọi, tên đơn vị",
    within=(Within("don-vi", "agency", "school.agency"),),
    part_of="don-vi",
    form=AgencyNameForm,
    facts=(
        Fact("Đơn vị", lambda row: row.agency),
        Fact("Loại tên", lambda row: row.get_kind_display()),
        *validity_facts(),
    ),
    empty="Ghi tên cũ và tên gọi tắt để danh sách các nơi gửi đến nhận đúng đơn vị.",
)


class MembershipForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = AgencyMembership
        fields = ["group", "agency", "valid_from", "valid_to"]


MEMBERSHIP = Register(
    app="school",
    name="agency_membership",
    permission="agency",
    slug="nhom-don-vi",
    model=AgencyMembership,
    title="Thành viên nhóm đơn vị",
    noun="thành viên",
    columns=(
        Column("don_vi", "Đơn vị", lambda row: row.agency, ("agency__sort_key",)),
        Column("nhom", "Nhóm", lambda row: row.group, ("group__sort_key",)),
        *validity_columns(),
    ),
    order="don_vi",
    rows=lambda: AgencyMembership.objects.select_related("agency", "group"),
    search=by_words("agency__search_key", "group__search_key"),
    search_hint="tên đơn vị, tên nhóm",
    within=(Within("nhom", "group", "school.agency"), Within("don-vi", "agency", "school.agency")),
    form=MembershipForm,
    facts=(
        Fact("Đơn vị", lambda row: row.agency),
        Fact("Nhóm", lambda row: row.group),
        *validity_facts(),
    ),
    empty="Thêm các đơn vị thuộc nhóm để báo cáo cộng được theo nhóm.",
)


class SuccessionForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = AgencySuccession
        fields = ["predecessor", "successor", "happened_on", "kind", "document"]


SUCCESSION = Register(
    app="school",
    name="agency_succession",
    permission="agency",
    slug="ke-tiep-don-vi",
    model=AgencySuccession,
    title="Kế tiếp đơn vị",
    noun="kế tiếp",
    columns=(
        Column("truoc", "Đơn vị trước", lambda row: row.predecessor, ("predecessor__sort_key",)),
        Column("sau", "Đơn vị kế tiếp", lambda row: row.successor, ("successor__sort_key",)),
        Column("ngay", "Từ ngày", lambda row: row.happened_on, ("happened_on",)),
        Column("hinh_thuc", "Hình thức", lambda row: row.get_kind_display(), ("kind",)),
        Column("van_ban", "Theo văn bản", lambda row: row.document),
    ),
    order="-ngay",
    rows=lambda: AgencySuccession.objects.select_related("predecessor", "successor", "document"),
    search=by_words("predecessor__search_key", "successor__search_key"),
    search_hint="tên đơn vị",
    within=(Within("don-vi", "predecessor", "school.agency"), Within("ke-tiep", "successor", "school.agency")),
    part_of="don-vi",
    form=SuccessionForm,
    facts=(
        Fact("Đơn vị trước", lambda row: row.predecessor),
        Fact("Đơn vị kế tiếp", lambda row: row.successor),
        Fact("Từ ngày", lambda row: row.happened_on),
        Fact("Hình thức", lambda row: row.get_kind_display()),
        Fact("Theo văn bản", lambda row: row.document),
    ),
    empty="Chưa ghi đơn vị kế tiếp nào.",
)

declare(AGENCY, NAME, MEMBERSHIP, SUCCESSION)
