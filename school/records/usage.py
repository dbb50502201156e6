"""What uses a record, said before it is put away, or on its own page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Model, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject


@dataclass(frozen=True)
class Use:
    """So many records of a kind point to it."""

    what: str
    count: int


def uses(record: Model) -> list[Use]:
    """The kinds of record that point to this one, most first; one query."""
    counts = {f"uses_{index}": _count(relation) for index, relation in enumerate(_relations(type(record)))}
    if not counts:
        return []
    row: dict[str, Any] = type(record)._default_manager.filter(pk=record.pk).values(**counts).get()
    return _told(type(record), row)


def uses_counted(model: type[Model]) -> JSONObject:
    """The same as an annotation of a query that runs anyway; `uses_told` reads it."""
    return JSONObject(**{f"uses_{index}": _count(relation) for index, relation in enumerate(_relations(model))})


def uses_told(record: Model, counted: dict[str, int], without: tuple[str, ...] = ()) -> list[Use]:
    """What the annotation counted; `without` are names of foreign keys' reverse sides that the page shows anyway."""
    return _told(type(record), counted, without)


def _relations(model: type[Model]) -> list[Any]:
    return [
        relation
        for relation in model._meta.related_objects
        if not hasattr(relation.related_model, "pgh_tracked_model")
        and relation.field.model is relation.related_model
        and not relation.many_to_many  # the rows between the two are counted as themselves
    ]


def _told(model: type[Model], counted: dict[str, int], without: tuple[str, ...] = ()) -> list[Use]:
    found = [
        Use(str(relation.related_model._meta.verbose_name), counted[f"uses_{index}"])
        for index, relation in enumerate(_relations(model))
        if counted[f"uses_{index}"] and relation.get_accessor_name() not in without
    ]
    return sorted(found, key=lambda use: -use.count)


def _count(relation: Any) -> Coalesce:
    name = relation.field.name
    rows = relation.related_model._default_manager.filter(**{name: OuterRef("pk")}).order_by().values(name)
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField())
