"""Recognising an agency by whatever it is called: official name, former name, alias, usual abbreviations."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from rapidfuzz import fuzz, process

from school.models import Agency, AgencyKind, AgencyName, AgencySuccession
from school.text import search_key

# What lists write for words that a name has in full. Each stands for one thing wherever it is written.
ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "ldld": "lien doan lao dong",
    "lhpn": "lien hiep phu nu",
    "tncs": "thanh nien cong san",
    "tnhh": "trach nhiem huu han",
    "tp": "thanh pho",
    "btc": "ban to chuc",
    "btg": "ban tuyen giao",
    "ubkt": "uy ban kiem tra",
    "vp": "van phong",
    "cqdt": "co quan dieu tra",
    "gd": "giao duc",
    "dt": "dao tao",
    "gddt": "giao duc va dao tao",
    "tttt": "thong tin va truyen thong",
    "ldtbxh": "lao dong thuong binh va xa hoi",
    "tnmt": "tai nguyen va moi truong",
    "vhtt": "van hoa va the thao",
    "nnptnt": "nong nghiep va phat trien nong thon",
    "bhxh": "bao hiem xa hoi",
}
_WORDS = re.compile(r"[^a-z0-9]+")
NEAREST, LIKE = 3, 85  # how many are offered, and how alike (of 100)


@lru_cache(maxsize=50_000)
def agency_key(name: str) -> str:
    """A name without marks, case, punctuation and abbreviations: what two writings of one agency share."""
    words = _WORDS.split(search_key(name).replace("&", " va "))
    return " ".join(ABBREVIATIONS.get(word, word) for word in words if word)


@dataclass(frozen=True)
class Known:
    """An agency as matching needs it; `last_day` is None while it exists, `became`: the names of its successors."""

    pk: int
    name: str
    last_day: date | None = None
    is_group: bool = False
    became: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recognised:
    """What a written name means: `agency`, or None with the `nearest` that it may mean."""

    written: str
    agency: Known | None
    nearest: tuple[Known, ...] = ()


@dataclass
class AgencyNames:
    """All names in use, by key. A key that leads to several agencies is told apart by exact spelling, or not at all."""

    agencies: dict[int, Known] = field(default_factory=dict)
    _by_key: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def recognise(self, written: str) -> Recognised:
        """The agency that is called so; a group is none, since nobody works in one."""
        for found in (self._by_name.get(written.casefold(), ()), self._by_key.get(agency_key(written), ())):
            existing = self._existing(found)
            if len(existing) == 1:
                return Recognised(written, existing[0])
        return Recognised(written, None, self.nearest(written))

    def nearest(self, written: str) -> tuple[Known, ...]:
        """The agencies whose names are most alike, the likeliest first; none where none is."""
        hits = process.extract(
            agency_key(written), self._by_key.keys(), scorer=fuzz.WRatio, limit=NEAREST * 2, score_cutoff=LIKE
        )
        pks = dict.fromkeys(pk for key, _, _ in hits for pk in sorted(self._by_key[key]))
        return tuple(self.agencies[pk] for pk in pks if not self.agencies[pk].is_group)[:NEAREST]

    def learn(self, agency: Known, name: str) -> None:
        """From now on `name` means the agency."""
        self.agencies[agency.pk] = agency
        self._by_key[agency_key(name)].add(agency.pk)
        self._by_name[name.casefold()].add(agency.pk)

    def _existing(self, pks: Iterable[int]) -> list[Known]:
        """Those that are agencies; where one ended and another goes on under the name, the one that goes on."""
        found = [self.agencies[pk] for pk in pks if not self.agencies[pk].is_group]
        going_on = [each for each in found if each.last_day is None]
        return going_on if len(going_on) == 1 else found


def agency_names() -> AgencyNames:
    """Every name of every agency that is not put away; one query."""
    names = AgencyNames()
    for pk, name, official, last_day, kind, became in _rows():
        names.learn(Known(pk, official, last_day, kind == AgencyKind.GROUP, tuple(became)), name)
    return names


def _rows() -> Iterator[tuple[int, str, str, date | None, str, list[str]]]:
    official = Agency.objects.filter(archived_on=None).order_by()
    other = AgencyName.objects.filter(agency__archived_on=None).order_by()
    rows = official.annotate(written=F("name"), became=_became("pk"))
    others = other.annotate(became=_became("agency")).values_list(
        "agency_id", "name", "agency__name", "agency__valid_to", "agency__kind", "became"
    )
    yield from rows.values_list("pk", "written", "name", "valid_to", "kind", "became").union(others, all=True)


def _became(agency: str) -> ArraySubquery:
    after = AgencySuccession.objects.filter(predecessor=OuterRef(agency)).order_by("successor__sort_key")
    return ArraySubquery(after.values("successor__name"))
