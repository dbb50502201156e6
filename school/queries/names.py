"""What an agency was officially called on a day: old reports keep old names."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from school.models import Agency, AgencyName, AgencyNameKind


def names_on(day: date, pks: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Official name on `day` and present sort key of each agency, by primary key; one query."""
    former = AgencyName.objects.filter(agency=OuterRef("pk"), kind=AgencyNameKind.FORMER).on(day)
    agencies = Agency.objects.filter(pk__in=pks).annotate(then=Coalesce(Subquery(former.values("name")[:1]), F("name")))
    return {pk: (name, key) for pk, name, key in agencies.values_list("pk", "then", "sort_key")}
