"""Learners as lists and details show them, and finding them by name."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, JSONObject

from enrollment.models import Enrolment, Identity, Learner, Posting
from school.models.base import Words
from school.partial_date import PartialDate
from school.records.ordering import Today
from school.records.search import begins
from school.text import clean_text


def with_present() -> QuerySet[Learner]:
    """Learners with `present` (agency_id, agency, position of today's posting, or None), `numbers` and `times`.

    `numbers` are identity numbers, `times` how often somebody was enrolled; each is asked for the rows shown only.
    """
    posting = Posting.objects.on(Today()).filter(learner=OuterRef("pk")).order_by("pk")
    told = JSONObject(agency_id="agency_id", agency="agency__name", position="position")
    enrolments = Enrolment.objects.filter(learner=OuterRef("pk")).order_by().values("learner")
    return Learner.objects.annotate(
        present=Subquery(posting.values(told=told)[:1]),
        numbers=ArraySubquery(Identity.objects.filter(learner=OuterRef("pk")).order_by("pk").values("number")),
        times=Coalesce(Subquery(enrolments.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()),
    )


def with_records() -> QuerySet[Learner]:
    """With the record of the school's own staff too, and `merged_name`: the name on the record merged into."""
    merged_into = Learner.objects.filter(pk=OuterRef("merged_into"))
    return with_present().select_related("staff").annotate(merged_name=Subquery(merged_into.values("full_name")))


def named(text: str) -> QuerySet[Learner]:
    """Those of whose name every word of the text begins a word; nobody where there is no word."""
    return Learner.objects.alias(words=Words(F("search_key"))).filter(begins(text, "words"))


def of_learner(path: str, code: str = "") -> Any:
    """A search of what belongs to learners, by the index of their names; a text with a digit is looked for in `code`.

    `path` leads to the learner, `code` to a class's code: no name has a digit, and no code has none.
    """

    def search(rows: QuerySet[Any], text: str, user: Any) -> QuerySet[Any]:
        if code and any(character.isdigit() for character in text):
            return rows.filter(**{f"{code}__icontains": text})
        return rows.filter(**{f"{path}__in": named(text).values("pk")})

    return search


def same_person(full_name: str, born: PartialDate | None) -> QuerySet[Learner]:
    """Who may be the same person: the same name in whatever spelling, and no birth date that speaks against it."""
    name = Func(Value(clean_text(full_name)), function="public.vn_sort_key", output_field=TextField(db_collation="C"))
    found = Learner.objects.filter(sort_key=name, merged_into=None)
    if born is None:
        return found
    return found.filter(Q(born_from=None) | Q(born_from__lte=born.last, born_to__gte=born.first))
