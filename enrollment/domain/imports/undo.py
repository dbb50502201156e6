"""Undoing an import: what it wrote goes, by the history of its own writing; what was edited since stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max, ProtectedError, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from enrollment.models import (
    ClassStay,
    Enrolment,
    EnrolmentChange,
    Identity,
    ImportRow,
    ImportState,
    Learner,
    LearnerMerge,
    Posting,
    RosterImport,
    SuccessionEntry,
)
from enrollment.queries.rosters import open_confirmation
from school.errors import Refused, refusing
from school.history import act
from school.models import Agency, AgencyName
from school.versions import event_model

Account = Any  # settings.AUTH_USER_MODEL: the portal's, which nothing here may import


@dataclass(frozen=True)
class Undone:
    """What an undo did. `kept`: what stays because somebody edited it since, in words."""

    enrolments: int
    learners: int
    kept: tuple[str, ...]


def undo_import(received: RosterImport, by: Account | None = None) -> Undone:
    """Take a whole import back, before its class's roster is confirmed; people known before are never deleted.

    Raises Refused where it was not imported, or the roster is confirmed.
    """
    with refusing(), act(huy_nhap=received.pk):
        locked = RosterImport.objects.select_for_update(of=("self",)).get(pk=received.pk)
        if locked.state != ImportState.DONE:
            raise Refused(f"Danh sách này {locked.get_state_display()}, không có gì để hủy.")
        if locked.course_class and open_confirmation(locked.course_class) is not None:
            raise Refused("Danh sách lớp đã chốt. Mở lại danh sách trước khi hủy đợt nhập.")
        undone = _Undo(locked).run()
        locked.state, locked.undone_at, locked.undone_by = ImportState.UNDONE, timezone.now(), by
        locked.save(update_fields=["state", "undone_at", "undone_by"])
    received.refresh_from_db()
    return undone


class _Undo:
    def __init__(self, received: RosterImport) -> None:
        self._received = received
        self._contexts = [str(each) for each in received.contexts]
        rows = ImportRow.objects.filter(roster_import=received)
        self._rows = rows
        self._learners = set(rows.exclude(learner=None).values_list("learner_id", flat=True))
        self._enrolments = set(rows.exclude(enrolment=None).values_list("enrolment_id", flat=True))
        self._kept: list[str] = []

    def run(self) -> Undone:
        """Enrolments first, then what was added to people, then new people, then agencies: each leans on the next."""
        enrolments = self._undo_enrolments()
        self._undo_postings()
        self._undo_identities()
        learners = self._undo_learners()
        self._undo_agencies()
        return Undone(enrolments, learners, tuple(self._kept))

    # The events of a model's rows that the import wrote, and whether others came after.

    def _ours(self, model: type[models.Model], label: str, scope: Q) -> set[int]:
        """Rows within `scope` whose first event in the import has this label."""
        events = event_model(model).objects.filter(scope, pgh_context__in=self._contexts)
        first = events.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
        return {pk for pk, found in first.values_list("pgh_obj_id", "pgh_label") if found == label}

    def _edited(self, model: type[models.Model], pks: Iterable[int]) -> set[int]:
        """Of these, the rows that are no longer as the import left them."""
        all_events = event_model(model).objects
        events = all_events.filter(pgh_obj_id__in=list(pks)).order_by().values("pgh_obj_id")
        ours = Max("pgh_id", filter=Q(pgh_context__in=self._contexts))
        later = events.annotate(last=Max("pgh_id"), ours=Coalesce(ours, 0)).filter(last__gt=F("ours"))
        found = list(later.values_list("pgh_obj_id", "last", "ours"))
        kept = [field.attname for field in model._meta.concrete_fields if hasattr(all_events.model, field.attname)]
        values = all_events.in_bulk([pgh_id for _, last, ours in found for pgh_id in (last, ours)])
        return {
            pk
            for pk, last, ours in found
            if ours not in values or any(getattr(values[last], n) != getattr(values[ours], n) for n in kept)
        }

    def _before(self, model: type[models.Model], pks: Iterable[int]) -> None:
        """Set rows that the import changed back to the version before; later edits are somebody's and stay."""
        changed = set(pks)
        edited = self._edited(model, changed)
        self._keep(model, edited)
        for row in model._default_manager.filter(pk__in=changed - edited):
            events = event_model(model).objects.filter(pgh_obj_id=row.pk)
            first = events.filter(pgh_context__in=self._contexts).order_by("pgh_id").first()
            version = events.filter(pgh_id__lt=first.pgh_id).order_by("-pgh_id").first() if first else None
            if version is None:
                continue
            kept = {field.attname for field in event_model(model)._meta.fields}
            fields = [f for f in model._meta.concrete_fields if f.attname in kept and not f.primary_key]
            for field in fields:
                setattr(row, field.attname, getattr(version, field.attname))
            row.save(update_fields=[field.name for field in fields])

    def _keep(self, model: type[models.Model], pks: Iterable[int]) -> None:
        rows = model._default_manager.filter(pk__in=list(pks))
        self._kept += [f"{str(model._meta.verbose_name).capitalize()}: {row}" for row in rows]

    def _undo_enrolments(self) -> int:
        made = self._ours(Enrolment, "insert", Q(pgh_obj_id__in=self._enrolments))
        stays = ClassStay.objects.filter(enrolment__in=made)
        changes = EnrolmentChange.objects.filter(enrolment__in=made)
        edited = self._edited(Enrolment, made)
        edited |= _owners(ClassStay, self._edited(ClassStay, stays.values_list("pk", flat=True)))
        edited |= _owners(EnrolmentChange, self._edited(EnrolmentChange, changes.values_list("pk", flat=True)))
        edited |= self._merged(made)
        self._keep(Enrolment, edited)
        gone = made - edited
        self._rows.filter(enrolment__in=gone).update(enrolment=None)
        EnrolmentChange.objects.filter(enrolment__in=gone).delete()
        ClassStay.objects.filter(enrolment__in=gone).delete()
        Enrolment.objects.filter(pk__in=gone).delete()
        self._before(Enrolment, self._ours(Enrolment, "update", Q(pgh_obj_id__in=self._enrolments)))
        return len(gone)

    def _merged(self, enrolments: set[int]) -> set[int]:
        """Those of people merged since: one may stand for another that does not count as long as they are one."""
        merges = LearnerMerge.objects.filter(split_at=None)
        people = Q(learner__in=merges.values("kept")) | Q(learner__in=merges.values("given_up"))
        return set(Enrolment.objects.filter(people, pk__in=enrolments).values_list("pk", flat=True))

    def _undo_postings(self) -> None:
        """Those of people known before: the new one goes, the one before is present again, or both stay."""
        scope = Q(learner_id__in=self._learners - self._new_learners())
        started = self._ours(Posting, "insert", scope)
        changed = self._ours(Posting, "update", scope)
        edited = _owners(Posting, self._edited(Posting, started | changed), "learner_id")
        ours = Posting.objects.filter(pk__in=started | changed)
        self._keep(Posting, ours.filter(pk__in=started, learner__in=edited).values_list("pk", flat=True))
        free = ours.exclude(learner__in=edited)
        before = set(free.filter(pk__in=changed).values_list("pk", flat=True))
        free.filter(pk__in=started).delete()
        self._before(Posting, before)

    def _undo_identities(self) -> None:
        added = self._ours(Identity, "insert", Q(learner_id__in=self._learners - self._new_learners()))
        edited = self._edited(Identity, added)
        self._keep(Identity, edited)
        Identity.objects.filter(pk__in=added - edited).delete()

    def _new_learners(self) -> set[int]:
        if not hasattr(self, "_new"):
            self._new = self._ours(Learner, "insert", Q(pgh_obj_id__in=self._learners))
        return self._new

    def _undo_learners(self) -> int:
        self._before(Learner, self._ours(Learner, "update", Q(pgh_obj_id__in=self._learners)))
        new = self._new_learners()
        kept = self._edited(Learner, new) | self._used(new)
        for model in (Posting, Identity):
            own = model._default_manager.filter(learner__in=new)
            kept |= _owners(model, self._edited(model, own.values_list("pk", flat=True)), "learner_id")
        self._keep(Learner, kept & new)
        gone = new - kept
        self._rows.filter(learner__in=gone).update(learner=None)
        Posting.objects.filter(learner__in=gone).delete()
        Identity.objects.filter(learner__in=gone).delete()
        Learner.objects.filter(pk__in=gone).delete()
        return len(gone)

    def _used(self, learners: set[int]) -> set[int]:
        """New people whom something else needs since: a class, quy hoạch, another list, a merge."""
        used: set[int] = set()
        for model in (Enrolment, SuccessionEntry):
            used |= set(model._default_manager.filter(learner__in=learners).values_list("learner_id", flat=True))
        others = ImportRow.objects.filter(learner__in=learners).exclude(roster_import=self._received)
        others = others.exclude(roster_import__state=ImportState.UNDONE)
        used |= set(others.values_list("learner_id", flat=True))
        merged = LearnerMerge.objects.filter(Q(kept__in=learners) | Q(given_up__in=learners))  # split again or not
        return used | {pk for each in merged for pk in (each.kept_id, each.given_up_id)}

    def _undo_agencies(self) -> None:
        """Agencies and names that the import made, unless somebody is there or edited them."""
        written = [name for name, meant in self._received.agencies.items() if meant]
        names = self._ours(AgencyName, "insert", Q(name__in=written))
        AgencyName.objects.filter(pk__in=names - self._edited(AgencyName, names)).delete()
        made = self._ours(Agency, "insert", Q(name__in=written))
        needed = self._edited(Agency, made)
        for agency in Agency.objects.filter(pk__in=made - needed):
            try:
                with transaction.atomic():
                    agency.delete()
            except ProtectedError:
                needed.add(agency.pk)
        self._keep(Agency, needed)


def _owners(model: type[models.Model], pks: Iterable[int], owner: str = "enrolment_id") -> set[int]:
    return set(model._default_manager.filter(pk__in=list(pks)).values_list(owner, flat=True))
