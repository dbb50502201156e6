"""Search as people type it: without marks and case, each word the beginning of a word."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField

from school.text import search_key

MOST_WORDS = 8
SEPARATORS = re.compile(r"[^0-9a-z]+")


class LooseWords(Func):
    """A search key whose punctuation is blank, for tables small enough to go without an index."""

    template = "(' ' || regexp_replace(%(expressions)s, '[^0-9a-z]+', ' ', 'g'))"
    arity = 1
    output_field = TextField()


def words(text: str) -> list[str]:
    """The words of a search text as keys: "Nguyễn  Thị-Hường" gives nguyen, thi, huong."""
    return [word for word in SEPARATORS.split(search_key(text)) if word][:MOST_WORDS]


def begins(text: str, name: str) -> Q:
    """Every word of the text begins a word of the annotation `name`; nothing does where there is no word."""
    condition = Q()
    for word in words(text):
        condition &= Q(**{f"{name}__contains": f" {word}"})
    return condition or Q(pk__in=[])


def whole(text: str, name: str) -> Q:
    """Every word of the text is a whole word of the annotation `name`, which has a blank before and after."""
    condition = Q()
    for word in words(text):
        condition &= Q(**{f"{name}__contains": f" {word} "})
    return condition


def holds(text: str, name: str) -> Q:
    """Every word of the text is somewhere in the annotation `name`: quicker to see than `begins`, so asked first."""
    return Q(*(Q(**{f"{name}__contains": word}) for word in words(text)))


def key_of(*columns: str) -> Func:
    """One search key of several columns: a search text may take its words from any of them."""
    text = ConcatWS(*columns) if len(columns) > 1 else F(columns[0])
    return Func(text, function="public.vn_search_key", output_field=TextField())


class ConcatWS(Func):
    """Columns joined by blanks; those that are empty are left out."""

    template = "concat_ws(' ', %(expressions)s)"
    output_field = TextField()


def by_words(*paths: str | Func, code: tuple[str, ...] = ()) -> Callable[[QuerySet[Any], str, Any], QuerySet[Any]]:
    """A register's search: every word begins a word of one of the search keys, or the text is within a code."""

    def search(rows: QuerySet[Any], text: str, user: Any) -> QuerySet[Any]:
        found = Q(pk__in=[])
        for index in range(len(paths)):
            found |= holds(text, f"text_{index}") & begins(text, f"words_{index}")
        for path in code:
            found |= Q(**{f"{path}__icontains": text})
        keys = {f"text_{index}": _expression(path) for index, path in enumerate(paths)}
        keys |= {f"words_{index}": LooseWords(F(f"text_{index}")) for index in range(len(paths))}
        # A subquery, since a record with several names would come once for each of them.
        return rows.filter(pk__in=rows.model._default_manager.alias(**keys).filter(found).values("pk"))

    return search


def _expression(path: str | Func) -> F | Func:
    return F(path) if isinstance(path, str) else path
