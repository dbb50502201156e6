"""Merging a learner's record with another, and the list of records that may be of one person."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from enrollment.models import Learner
from enrollment.queries.duplicates import LAST, Pair, alike, pairs
from enrollment.queries.known_people import known_people
from enrollment.registers.merge_forms import what_goes, what_stays
from school.errors import NotFound
from school.partial_date import PartialDate
from school.records.listing import SEARCH, Listing
from school.records.views.base import RecordView, invented
from school.records.views.edits import ActionView, sent_before

OTHER, AFTER = "voi", "sau"
SHOWN = 20
PAGE = 50


@dataclass(frozen=True)
class Asked:
    """A learner as the matching of lists asks for people."""

    full_name: str
    dob: PartialDate | None
    national_id: str = ""


@dataclass(frozen=True)
class Candidate:
    """Somebody whose record may be merged with this one."""

    learner: Learner
    born: PartialDate | None
    post: str


class MergeView(ActionView):
    """First with whom (`?voi=34` names the other record), then the two side by side."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The choice of the other record, or the two records with their differences."""
        record, action = self._ready(pk)
        if OTHER not in request.GET:
            return self._choice(record, action)
        other = self._other(record)
        make = lambda data=None: self._form(action, record, other, data)  # noqa: E731
        return self._side_by_side(self.bound_again(make) or make(), record, action)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Merged, or the form again with why not."""
        if already := sent_before(request):
            return already
        record, action = self._ready(pk)
        form = self._form(action, record, self._other(record), request.POST)
        saved = self.once(form, lambda: self._perform(form, record)) if form.is_valid() else None
        return saved or self._side_by_side(form, record, action, status=422)

    def _form(self, action: Any, record: Any, other: Any, *data: Any) -> Any:
        return action.form(*data, record=record, user=self.request.user, other=other)

    def _other(self, record: Any) -> Any:
        """The record to be given up; 404 in words where it is not there or cannot be."""
        asked = self.request.GET.get(OTHER, "")
        if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
            raise NotFound("Không có học viên này.")
        other = self.record(int(asked))
        if other.pk == record.pk or other.merged_into_id:
            raise NotFound("Hồ sơ này không gộp được: đã gộp vào một hồ sơ khác, hoặc chính là hồ sơ đang mở.")
        return other

    def _side_by_side(self, form: Any, record: Any, action: Any, status: int = 200) -> HttpResponse:
        moves = form.moves
        context = {
            "action": action,
            "other": form.other,
            "goes": what_goes(moves),
            "stays": what_stays(moves),
            "confirmed": ", ".join(one.code for one in moves.confirmed),
            "turned": f"{self.register.url('merge', form.other.pk)}?{urlencode({OTHER: record.pk})}",
        }
        return self.page(form, record, status, **context)

    def _choice(self, record: Any, action: Any) -> HttpResponse:
        text = self.request.GET.get(SEARCH, "")
        found = self._searched(record, text) if text.strip() else None
        context = {
            "register": self.register,
            "record": record,
            "action": action,
            "text": text,
            "candidates": _candidates(record),
            "found": found,
            "invented": invented([record]),
        }
        return render(self.request, "enrollment/merge_with.html", context)

    def _searched(self, record: Any, text: str) -> list[Candidate]:
        listing = Listing(self.register, self.reader, QueryDict(urlencode({SEARCH: text})))
        rows = [row for row in listing.page.rows if row.pk != record.pk][:SHOWN]
        return [Candidate(row, row.born, str(self.register.lead(row))) for row in rows]


def _candidates(record: Any) -> list[Candidate]:
    """Same name, or birth date and given name, as the matching of lists finds them."""
    known = known_people([Asked(record.full_name, record.born)]).get(0, [])
    return [
        Candidate(
            Learner(pk=one.pk, full_name=one.full_name),
            one.born,
            ", ".join(filter(None, (one.position, one.agency))),
        )
        for one in known
        if one.pk != record.pk
    ][:SHOWN]


class DuplicatesView(RecordView):
    """Records that may be of one person, in pairs, each leading to the page that merges them."""

    edits = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The newest pairs, or those after a pair."""
        found = pairs(self._after(), PAGE + 1)
        shown = alike(found[:PAGE])
        context = {
            "register": self.register,
            "pairs": shown,
            "next": f"?{urlencode({AFTER: '-'.join(map(str, found[PAGE - 1]))})}" if len(found) > PAGE else "",
            "begins": AFTER not in request.GET,
            "invented": invented([pair.one for pair in shown]),
        }
        return render(request, "enrollment/duplicates.html", context)

    def _after(self) -> Pair:
        asked = self.request.GET.get(AFTER)
        if asked is None:
            return LAST, LAST
        parts = asked.split("-")
        if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
            raise Http404
        return int(parts[0]), int(parts[1])
