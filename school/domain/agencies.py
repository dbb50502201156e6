"""What happens to partner agencies: founded, renamed, ended, merged."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from school.days import today
from school.errors import Refused, save_checked
from school.models import (
    Agency,
    AgencyKind,
    AgencyMembership,
    AgencyName,
    AgencyNameKind,
    AgencySuccession,
    Document,
    SuccessionKind,
)


@transaction.atomic
def add_agency(name: str, kind: str = AgencyKind.OTHER, *, aliases: Iterable[str] = (), **fields: object) -> Agency:
    """Store an agency with the other names it is called by. Raises ValidationError for a name in use."""
    agency = Agency(name=name, kind=kind, **fields)
    save_checked(agency)
    for alias in aliases:
        save_checked(AgencyName(agency=agency, kind=AgencyNameKind.ALIAS, name=alias))
    return agency


@transaction.atomic
def rename_agency(agency: Agency, name: str, on: date) -> None:
    """Give the agency a new official name from `on`; the former one stays valid until the day before."""
    if on > today():
        raise Refused("Ngày đổi tên chưa tới. Đến ngày đó hãy ghi.", "on")
    last = agency.names.filter(kind=AgencyNameKind.FORMER).order_by("-valid_to").first()
    began = last.valid_to + timedelta(days=1) if last and last.valid_to else agency.valid_from
    if began and on <= began:
        raise Refused("Ngày đổi tên phải sau ngày bắt đầu dùng tên hiện nay.", "valid_from")
    former = AgencyName(
        agency=agency,
        kind=AgencyNameKind.FORMER,
        name=agency.name,
        valid_from=began,
        valid_to=on - timedelta(days=1),
    )
    agency.name = name
    save_checked(agency)
    save_checked(former)


@transaction.atomic
def end_agency(
    agency: Agency,
    last_day: date,
    successors: Iterable[Agency] = (),
    kind: str = SuccessionKind.MERGED,
    document: Document | None = None,
) -> None:
    """The agency exists up to `last_day`; its successors take over the day after, memberships end with it."""
    if agency.valid_to is not None:
        raise Refused(f"{agency.name} đã kết thúc ngày {agency.valid_to:%d/%m/%Y}.", "valid_to")
    if agency.valid_from and last_day < agency.valid_from:
        raise Refused(f"{agency.name} có từ ngày {agency.valid_from:%d/%m/%Y}. Chọn ngày từ ngày đó.", "last_day")
    memberships = AgencyMembership.objects.filter(agency=agency, valid_to=None)
    if later := memberships.filter(valid_from__gt=last_day).select_related("group").first():
        since = f"{later.valid_from:%d/%m/%Y}"
        raise Refused(f"{agency.name} thuộc nhóm “{later.group}” từ ngày {since}. Sửa ngày ở nhóm trước.", "last_day")
    agency.valid_to = last_day
    save_checked(agency)
    for successor in successors:
        save_checked(
            AgencySuccession(
                predecessor=agency,
                successor=successor,
                happened_on=last_day + timedelta(days=1),
                kind=kind,
                document=document,
            )
        )
    memberships.update(valid_to=last_day)
