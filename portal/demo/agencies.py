"""The agencies of the invented years, with what became of them: mergers, and the end of districts on 30/6/2025."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from portal.demo.reading import read
from school.domain.agencies import add_agency, end_agency, rename_agency
from school.errors import save_checked
from school.models import Agency, AgencyKind, AgencyMembership, Provenance, SuccessionKind

FIRST_DAY = date(2024, 1, 1)  # nothing invented is before
DAY = timedelta(days=1)


@dataclass(eq=False)
class Place:
    """An agency that sends learners; `sort` is its key in the lists of positions."""

    agency: Agency
    sort: str
    is_locality: bool = False
    began: date = FIRST_DAY
    ended: date | None = None  # its last day
    after: list["Place"] = field(default_factory=list)

    def exists_on(self, day: date) -> bool:
        """Whether it is there on `day`."""
        return self.began <= day and (self.ended is None or day <= self.ended)


class Places:
    """All places, by the name they began with."""

    def __init__(self) -> None:
        self._content = read("agencies")
        self._by_name: dict[str, Place] = {}
        self.positions: dict[str, Any] = self._content["positions"]

    @property
    def all(self) -> list[Place]:
        """In the order of their founding."""
        return list(self._by_name.values())

    @property
    def reforms(self) -> list[date]:
        """Days on which agencies took the place of others."""
        days = {place.ended + DAY for place in self.all if place.ended}
        return sorted(days)

    def load(self) -> None:
        """Found them all, and let happen to them what did."""
        home_affairs = self._content["known"]
        self._by_name[home_affairs] = Place(Agency.objects.get(name=home_affairs), AgencyKind.STATE)
        for kind, names in self._content["city"].items():
            for name in names:
                self._found(name, kind, aliases=self._content["aliases"].get(name, ()))
        for merger in self._content["mergers"]:
            self._merge(merger)
        for renaming in self._content["renamed"]:
            rename_agency(self._by_name[renaming["name"]].agency, renaming["to"], renaming["day"])
        self._load_localities()

    def _load_localities(self) -> None:
        """Districts in their group, then the wards and communes after them, in theirs."""
        groups, last_day = self._content["groups"], self._content["districts_end"]
        founded = last_day + DAY
        districts = Agency.objects.get(name=groups["districts"])
        communes = add_agency(groups["communes"], AgencyKind.GROUP, valid_from=founded, provenance=Provenance.INVENTED)
        for district, names in self._content["districts"].items():
            ends = self._committees(district, districts, None)
            begins = [self._committees(name, communes, founded) for name in names]
            for old, new in zip(ends, zip(*begins, strict=True), strict=True):
                self._end(old, last_day, list(new), SuccessionKind.SPLIT)
        for name in self._content["new_communes"]:
            self._committees(name, communes, founded)
        end_agency(districts, last_day, [communes], SuccessionKind.REPLACED)

    def _committees(self, unit: str, group: Agency, founded: date | None) -> tuple[Place, Place]:
        """The Party committee, in its group, and the people's committee of a unit such as "quận Hải Châu"."""
        level, _, rest = unit.partition(" ")
        party = f"{level.capitalize()} ủy {rest}" if level in ("quận", "huyện") else f"Đảng ủy {unit}"
        committee = self._found(party, AgencyKind.PARTY, locality=True, valid_from=founded)
        name, aliases = f"Ủy ban nhân dân {unit}", [f"UBND {unit}"]
        people = self._found(name, AgencyKind.STATE, locality=True, valid_from=founded, aliases=aliases)
        save_checked(AgencyMembership(group=group, agency=committee.agency, valid_from=founded or FIRST_DAY))
        return committee, people

    def _merge(self, merger: dict[str, Any]) -> None:
        into = [self._by_name.get(name) or self._founded_by(merger, name) for name in merger["into"]]
        for name in merger["from"]:
            self._end(self._by_name[name], merger["day"] - DAY, into, SuccessionKind.MERGED)

    def _founded_by(self, merger: dict[str, Any], name: str) -> Place:
        return self._found(name, merger["kind"], valid_from=merger["day"])

    def _found(
        self,
        name: str,
        kind: str,
        *,
        locality: bool = False,
        valid_from: date | None = None,
        aliases: Iterable[str] = (),
    ) -> Place:
        agency = add_agency(name, kind, aliases=aliases, valid_from=valid_from, provenance=Provenance.INVENTED)
        sort = f"{kind}_locality" if locality else kind
        self._by_name[name] = Place(agency, sort, locality, valid_from or FIRST_DAY)
        return self._by_name[name]

    def _end(self, place: Place, last_day: date, after: list[Place], kind: str) -> None:
        end_agency(place.agency, last_day, [each.agency for each in after], kind)
        place.ended, place.after = last_day, after
